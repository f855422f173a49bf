"""A tree with some of its terms replaced by others."""

from collections.abc import Mapping
from typing import cast

from archiver.query.tree import And, Field, Labelled, Near, Node, Not, Or, Term


def replaced(tree: Node, by: Mapping[Term, Term]) -> Node:
    """Return the tree with each term that `by` has in the place of what it has for it."""
    match tree:
        case And(parts) | Or(parts):
            return type(tree)(tuple(replaced(part, by) for part in parts))
        case Near(parts, distance):
            return Near(tuple(by.get(part, part) for part in parts), distance)
        case Not(what):
            return Not(replaced(what, by))
        case Field(name, what):
            return Field(name, replaced(what, by))
        case Labelled(labels, what):
            return tree if what is None else Labelled(labels, replaced(what, by))
    return by.get(cast(Term, tree), cast(Term, tree))
