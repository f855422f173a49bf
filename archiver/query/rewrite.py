"""A tree with some of its terms replaced by others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from archiver.query.tree import And, Field, Labelled, Near, Node, Not, Or, Term


def replaced(tree: Node, by: Mapping[Term, Term]) -> Node:
    """Return the tree with each term that `by` has in the place of what it has for it."""
    match tree:
        case And(parts) | Or(parts):
            return replace(tree, parts=tuple(replaced(part, by) for part in parts))
        case Near(parts):
            return replace(tree, parts=tuple(by.get(part, part) for part in parts))
        case Not(what) | Field(_, what):
            return replace(tree, what=replaced(what, by))
        case Labelled(_, what):
            return tree if what is None else replace(tree, what=replaced(what, by))
    return by.get(cast(Term, tree), cast(Term, tree))
