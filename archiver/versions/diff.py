"""What changed between two versions of a text, as a value that can be read, turned round and applied.

How paragraphs and words are matched is in align.py and words.py; how a diff is shown is not decided here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archiver.versions.align import Kind, Pair, aligned, in_order
from archiver.versions.tokens import count_words
from archiver.versions.words import Part, after, before, mirrored, parts

FIELDS: Final = ("title", "dek", "byline", "published", "modified")
"""What is compared besides the text, in the order of showing."""


@dataclass(frozen=True, slots=True)
class Text:
    """One version's clean text in paragraphs, those of them that are corrections, and its fields."""

    paragraphs: tuple[str, ...]
    corrections: tuple[str, ...] = ()
    title: str | None = None
    dek: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one paragraph. `old` and `new` are its places in the two texts, from 0; None where it has none.

    Of a "replaced" one `parts` says which words stayed, went and came; of the others it is one part, the whole.
    A "moved" one stands where it is now.
    """

    kind: Kind
    old: int | None
    new: int | None
    parts: tuple[Part, ...]

    @property
    def before(self) -> str:
        """The paragraph in the old text; empty where it was not there."""
        return before(self.parts)

    @property
    def after(self) -> str:
        """The paragraph in the new text; empty where it is not there any more."""
        return after(self.parts)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of another value than before. `parts` has the words of both, as in a replaced paragraph."""

    name: str
    before: str | None
    after: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed: corrections that are new, gone or altered (their places count the corrections alone), fields, and
    the text, every paragraph of which is in `changes`, in the order of `in_order`."""

    corrections: tuple[Change, ...]
    fields: tuple[FieldChange, ...]
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """True where nothing changed, neither the text nor a field."""
        return not self.fields and not self.corrections and self.is_same_text

    @property
    def is_same_text(self) -> bool:
        """True where the text is the same, word for word."""
        return all(change.kind == "kept" for change in self.changes)

    @property
    def words_removed(self) -> int:
        """How many words of the old text were taken out or replaced; moved ones are not counted."""
        return self._count("removed")

    @property
    def words_added(self) -> int:
        """How many words came into the new text."""
        return self._count("added")

    def _count(self, kind: str) -> int:
        return sum(count_words(part.text) for change in self.changes for part in change.parts if part.kind == kind)

    def mirrored(self) -> "Diff":
        """Return the diff from the new text to the old one."""
        fields = tuple(FieldChange(one.name, one.after, one.before, mirrored(one.parts)) for one in self.fields)
        return Diff(_listed(_swapped(self.corrections)), fields, tuple(in_order(_swapped(self.changes))))

    def applied(self, paragraphs: Sequence[str]) -> tuple[str, ...]:
        """Return the new text, from the old one; raises ValueError where `paragraphs` is another text."""
        was = {change.old: change.before for change in self.changes if change.old is not None}
        if [was.get(place) for place in range(len(was))] != list(paragraphs):
            raise ValueError("not the text that this diff was made from")
        return tuple(change.after for change in self.changes if change.new is not None)


def diff(old: Text, new: Text) -> Diff:
    """Return what changed from `old` to `new`. `diff(new, old)` is its mirror, and applied to the old text it gives
    the new one."""
    # Where several longest common subsequences are as long, the way round would choose between them.
    return _diff(old, new) if repr(old) <= repr(new) else _diff(new, old).mirrored()


def _diff(old: Text, new: Text) -> Diff:
    changes = _changes(old.paragraphs, new.paragraphs)
    return Diff(_corrections(old, new), tuple(_fields(old, new)), changes)


def _changes(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    return tuple(_change(pair, old, new) for pair in aligned(old, new))


def _change(pair: Pair, old: Sequence[str], new: Sequence[str]) -> Change:
    gone = "" if pair.old is None else old[pair.old]
    came = "" if pair.new is None else new[pair.new]
    if pair.kind == "replaced":
        return Change(*pair, parts(gone, came))
    if pair.kind == "removed":
        return Change(*pair, (Part("removed", gone),))
    return Change(*pair, (Part("added" if pair.kind == "added" else "kept", came),))


def _corrections(old: Text, new: Text) -> tuple[Change, ...]:
    """Corrections that changed; not those whose words stood in the other text all along, under another label."""
    changes = _changes(old.corrections, new.corrections)
    stayed: dict[Kind, Callable[[Change], bool]] = {
        "kept": lambda change: True,
        "moved": lambda change: True,
        "removed": lambda change: change.before in new.paragraphs,
        "added": lambda change: change.after in old.paragraphs,
        "replaced": lambda change: False,
    }
    return _listed(change for change in changes if not stayed[change.kind](change))


def _fields(old: Text, new: Text) -> list[FieldChange]:
    found = []
    for name in FIELDS:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            found.append(FieldChange(name, was, now, parts(_line(was), _line(now))))
    return found


def _line(value: str | None) -> str:
    return " ".join((value or "").split())


def _swapped(changes: Iterable[Change]) -> Iterator[Change]:
    return (Change(_OPPOSITE[one.kind], one.new, one.old, mirrored(one.parts)) for one in changes)


def _listed(corrections: Iterable[Change]) -> tuple[Change, ...]:
    """New ones, then those that are gone, then those that were altered."""
    return tuple(sorted(corrections, key=lambda one: (one.kind, -1 if one.new is None else one.new, one.old or 0)))


_OPPOSITE: Final[dict[Kind, Kind]] = {
    "kept": "kept",
    "moved": "moved",
    "replaced": "replaced",
    "removed": "added",
    "added": "removed",
}
