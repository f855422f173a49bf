"""Which words a `label:` scopes: the plain ones that stand beside it, between the same parentheses and the same ORs.

Fields and filters beside it are left alone, and so is a group that has any in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archiver.labels import Label
from archiver.query.ignored import Report
from archiver.query.leaves import is_plain
from archiver.query.tree import Labelled, Node, both


@dataclass(frozen=True, slots=True)
class Scope:
    """A `label:` as it was typed, before it is known what stands beside it."""

    labels: tuple[Label, ...]
    place: int
    typed: str


Item: TypeAlias = Node | Scope


def delimited(item: Item) -> Node:
    """Return an item whose neighbours are not its business, such as what stands behind a NOT."""
    return Labelled(item.labels) if isinstance(item, Scope) else item


def scoped(items: Sequence[Item], report: Report) -> Node | None:
    """Return what asks for all of the items; None where there are none."""
    scopes = [item for item in items if isinstance(item, Scope)]
    within = [isinstance(item, Scope) or is_plain(item) for item in items]
    words = [item for item in items if not isinstance(item, Scope) and is_plain(item)]
    if not scopes or not words:
        return both([delimited(item) for item in items]) if items else None
    for other in scopes[1:]:
        why = "of several labels beside the same words the first counts; write label:a,b for either, or (words label:a)"
        report.add(other.place, other.typed, why)
    rest = [delimited(item) for item, is_within in zip(items, within, strict=True) if not is_within]
    rest.insert(within.index(True), Labelled(scopes[0].labels, both(words)))
    return both(rest)
