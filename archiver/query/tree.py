"""The tree that a query is read into: words, fields, filters, and how they are joined.

Values only. `parse.py` makes trees, `describe.py` writes them, `leaves.py` looks into them. A tree is canonical: And
and Or have two parts or more and hold none of their own kind, and Not holds no Not; `both`, `either` and `negated` see
to that.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from archiver.labels import Label
from archiver.query.value import Value

TextField = Literal["title", "author", "note"]
Flag = Literal["paywalled", "partial"]
Extra = Literal["correction", "note", "tag"]


class Word(Value):
    """A word in any of its forms: letters, digits and marks of any script, no space and no punctuation in it."""

    __slots__ = __match_args__ = ("text",)

    text: str


class Phrase(Value):
    """Words that stand next to each other, in exactly these forms; of one word, exactly that form.

    The text is as typed, punctuation between the words included; it begins and ends with a word.
    """

    __slots__ = __match_args__ = ("text",)

    text: str


class Prefix(Value):
    """Words that stand next to each other, the last of which only begins so."""

    __slots__ = __match_args__ = ("text",)

    text: str


Term: TypeAlias = Word | Phrase | Prefix


class Near(Value):
    """Two or more terms, in any order, with at most `distance` other words between the first and the last."""

    __slots__ = __match_args__ = ("parts", "distance")

    parts: tuple[Term, ...]
    distance: int


class Field(Value):
    """What must be found in the title, among the authors or in notes: terms, Near, and And, Or and Not of them."""

    __slots__ = __match_args__ = ("name", "what")

    name: TextField
    what: "Node"


class Labelled(Value):
    """What must be found in blocks with one of these labels instead of in the article's text.

    `what` is made of terms, Near, And, Or and Not. None asks for any such block; a Not alone for one that lacks that.
    Labels stand in the order of LABELS.
    """

    __slots__ = __match_args__ = ("labels", "what")

    labels: tuple[Label, ...]
    what: "Node | None"

    def __init__(self, labels: tuple[Label, ...], what: "Node | None" = None) -> None:
        super().__init__(labels, what)


class Site(Value):
    """Pages of one of these hosts or of a subdomain of it; hosts as `values.host` spells them."""

    __slots__ = __match_args__ = ("hosts",)

    hosts: tuple[str, ...]


class Lang(Value):
    """Pages in one of these languages (ISO 639-1)."""

    __slots__ = __match_args__ = ("codes",)

    codes: tuple[str, ...]


class Tag(Value):
    """Pages to which a person gave one of these tags; names as typed."""

    __slots__ = __match_args__ = ("names",)

    names: tuple[str, ...]


class After(Value):
    """Pages published on this day, month or year (ISO 8601) or later."""

    __slots__ = __match_args__ = ("date",)

    date: str


class Before(Value):
    """Pages published on this day, month or year (ISO 8601) or earlier."""

    __slots__ = __match_args__ = ("date",)

    date: str


class Captured(Value):
    """Pages saved from `start` to `end`, both included, each a day, month or year, or None where it is left open."""

    __slots__ = __match_args__ = ("start", "end")

    start: str | None
    end: str | None


class Is(Value):
    """Pages of which this is true."""

    __slots__ = __match_args__ = ("what",)

    what: Flag


class Has(Value):
    """Pages that have one of these."""

    __slots__ = __match_args__ = ("what",)

    what: Extra


class Newer(Value):
    """Articles with a number above this one, which came later. A saved search asks for it; nobody types it."""

    __slots__ = __match_args__ = ("number",)

    number: int


Filter: TypeAlias = Site | Lang | Tag | After | Before | Captured | Is | Has | Newer


class And(Value):
    """All of the parts."""

    __slots__ = __match_args__ = ("parts",)

    parts: "tuple[Node, ...]"


class Or(Value):
    """At least one of the parts."""

    __slots__ = __match_args__ = ("parts",)

    parts: "tuple[Node, ...]"


class Not(Value):
    """What must not be there."""

    __slots__ = __match_args__ = ("what",)

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
