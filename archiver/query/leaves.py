"""What is in a tree: its words, its filters, and whether there is anything to find by it.

For those who turn a tree into another language, or mark in a text what was looked for.
"""

from collections.abc import Iterator

from archiver.query.tree import And, Field, Filter, Labelled, Near, Node, Not, Or, Phrase, Term, Word, both


def words_of(tree: Node) -> tuple[Term, ...]:
    """Return the terms that are looked for, in their order: those of fields, labels and Near too, none below a Not."""
    if isinstance(tree, Term):
        return (tree,)
    if isinstance(tree, And | Or | Near):
        return tuple(term for part in tree.parts for term in words_of(part))
    if isinstance(tree, Field | Labelled) and tree.what is not None:
        return words_of(tree.what)
    return ()


def all_words(tree: Node) -> Iterator[Word]:
    """Yield the single words of a tree, wherever they stand: also those that must not be there."""
    match tree:
        case Word():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from all_words(part)
        case Not(what) | Field(_, what):
            yield from all_words(what)
        case Labelled(_, what) if what is not None:
            yield from all_words(what)


def placed_in(tree: Node) -> Iterator[Phrase | Near]:
    """Yield what is looked for by where words stand: phrases and Near, in fields and labels too, none below a Not."""
    match tree:
        case Phrase() | Near():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from placed_in(part)
        case Field(_, what) | Labelled(_, what) if what is not None:
            yield from placed_in(what)


def filters_of(tree: Node) -> tuple[Node, ...]:
    """Return the parts without words that every hit must pass: filters, and And, Or and Not of filters."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return tuple(part for part in parts if is_only_filters(part))


def without_filters(tree: Node) -> Node | None:
    """Return what is left of a tree without its `filters_of`; None where nothing is."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    rest = [part for part in parts if not is_only_filters(part)]
    return both(rest) if rest else None


def is_only_filters(tree: Node) -> bool:
    """True where no words are looked for or shut out, so that no hit is better than another.

    A label without words is a filter: the page has such a block.
    """
    if isinstance(tree, And | Or):
        return all(map(is_only_filters, tree.parts))
    if isinstance(tree, Not):
        return is_only_filters(tree.what)
    return isinstance(tree, Filter) or (isinstance(tree, Labelled) and tree.what is None)


def is_plain(tree: Node) -> bool:
    """True where there are only terms and Near, and And, Or and Not of them: what a `label:` beside it scopes."""
    if isinstance(tree, And | Or):
        return all(map(is_plain, tree.parts))
    if isinstance(tree, Not):
        return is_plain(tree.what)
    return isinstance(tree, Term | Near)


def is_negative(tree: Node) -> bool:
    """True where a tree only says which words must not be there. A filter finds pages, and so does its contrary."""
    if isinstance(tree, And | Or):
        return all(map(is_negative, tree.parts))
    if isinstance(tree, Field):
        return is_negative(tree.what)
    return isinstance(tree, Not) and not is_only_filters(tree.what)
