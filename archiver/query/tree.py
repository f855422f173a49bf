"""The tree that a query is read into: words, fields, filters, and how they are joined.

Values only. `parse.py` makes trees, `describe.py` writes them, `leaves.py` looks into them. A tree is canonical: And
and Or have two parts or more and hold none of their own kind, and Not holds no Not; `both`, `either` and `negated` see
to that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from archiver.labels import Label

TextField = Literal["title", "author", "note"]
Flag = Literal["paywalled", "partial"]
Extra = Literal["correction", "note", "tag"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms: letters, digits and marks of any script, no space and no punctuation in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to each other, in exactly these forms; of one word, exactly that form.

    The text is as typed, punctuation between the words included; it begins and ends with a word.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that stand next to each other, the last of which only begins so."""

    text: str


Term: TypeAlias = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Near:
    """Two or more terms, in any order, with at most `distance` other words between the first and the last."""

    parts: tuple[Term, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """What must be found in the title, among the authors or in the notes of people: terms, Near, and And, Or and Not
    of them."""

    name: TextField
    what: "Node"


@dataclass(frozen=True, slots=True)
class Labelled:
    """What must be found in blocks with one of these labels instead of in the article's text.

    `what` is made of terms, Near, And, Or and Not. None asks for any such block; a Not alone for one that lacks that.
    Labels stand in the order of LABELS.
    """

    labels: tuple[Label, ...]
    what: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Site:
    """Pages of one of these hosts or of a subdomain of it; hosts as `values.host` spells them."""

    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lang:
    """Pages in one of these languages (ISO 639-1)."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """Pages to which a person gave one of these tags; names as typed."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class After:
    """Pages published on this day, month or year (ISO 8601) or later."""

    date: str


@dataclass(frozen=True, slots=True)
class Before:
    """Pages published on this day, month or year (ISO 8601) or earlier."""

    date: str


@dataclass(frozen=True, slots=True)
class Captured:
    """Pages saved from `start` to `end`, both included, each a day, month or year, or None where it is left open."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Is:
    """Pages of which this is true."""

    what: Flag


@dataclass(frozen=True, slots=True)
class Has:
    """Pages that have one of these."""

    what: Extra


@dataclass(frozen=True, slots=True)
class Newer:
    """Articles with a number above this one: what came into the archive since. A saved search asks for it; nobody
    types it."""

    number: int


Filter: TypeAlias = Site | Lang | Tag | After | Before | Captured | Is | Has | Newer


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    what: "Node"


Node: TypeAlias = Term | Near | Field | Labelled | Filter | And | Or | Not


def both(parts: Sequence[Node]) -> Node:
    """Return what asks for all of the parts, of which there is at least one."""
    flat = tuple(_flat(parts, And))
    return flat[0] if len(flat) == 1 else And(flat)


def either(parts: Sequence[Node]) -> Node:
    """Return what asks for one of the parts, of which there is at least one."""
    flat = tuple(_flat(parts, Or))
    return flat[0] if len(flat) == 1 else Or(flat)


def negated(node: Node) -> Node:
    """Return what asks for the contrary."""
    return node.what if isinstance(node, Not) else Not(node)


def _flat(parts: Iterable[Node], kind: type[And] | type[Or]) -> Iterable[Node]:
    for part in parts:
        if isinstance(part, And | Or) and isinstance(part, kind):
            yield from part.parts
        else:
            yield part
