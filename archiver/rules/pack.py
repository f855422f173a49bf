"""The values that a rule file becomes, all frozen. Reading the files is load.py's business,
choosing among packs book.py's, and finding what they match match.py's and text.py's.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Final, Literal
from unicodedata import normalize

from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.labels import Label
from archiver.rules.origin import Mark, Shape
from archiver.rules.traits import Need

Level = Literal["user", "site", "imported", "learned", "mirror", "platform", "generic"]

RANKS: Final[Mapping[Level, int]] = {
    "user": 500,
    "site": 300,
    "imported": 275,
    "learned": 250,
    "mirror": 225,
    "platform": 200,
    "generic": 100,
}
"""The rank of a vote by the level of the pack it comes from. Judges stay below 100."""
_OF_SITES: Final = frozenset[Level](("user", "site", "imported", "learned"))
UNTRIED: Final[frozenset[Level]] = frozenset(("imported",))
"""Levels whose packs nobody here has tried on pages: restraint.py says how far they may go."""
KEEP_BONUS: Final = 20
"""A `keep` beats what its own level and those below it remove, and nothing above."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector or an XPath. `find` takes a page's root, the fuel of cost.py and which parts to try; it raises
    RuleError where it turns out to be no selector. `needs` is what a page must have for it to find anything.
    """

    text: str
    find: Callable[..., list[HtmlElement]] = field(compare=False, repr=False)
    needs: tuple[Need, ...] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Removal:
    """Elements that are residue; more than `max_words` words under one element and it steps aside."""

    id: str
    label: Label
    selector: Selector
    max_words: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Elements that are the article's, whatever weaker rules and judges say."""

    id: str
    selector: Selector
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One design of a site, with the dates between which it was seen."""

    id: str
    valid_from: date | None
    valid_until: date | None
    body: tuple[Selector, ...]
    fields: Mapping[Label, tuple[Selector, ...]]
    removals: tuple[Removal, ...]
    keeps: tuple[Keep, ...]

    def covers(self, day: date) -> bool:
        """True where the layout was in use on `day`; both ends are included."""
        return covers(self.valid_from, self.valid_until, day)


@dataclass(frozen=True, slots=True)
class Line:
    """Whole blocks of text that are residue: equal to one of `equals`, or beginning with one of `starts`.

    `where` is ("head" | "tail" | "any", number of blocks from that end). All phrases are folded.
    """

    id: str
    label: Label
    where: tuple[str, int]
    equals: frozenset[str]
    starts: tuple[str, ...]
    max_words: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of blocks that is residue, from one that begins with `start` to one that ends with `end`."""

    id: str
    label: Label
    start: str
    end: str
    max_words: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of one language that hint at a label. A hint, never a verdict inside an article.

    `phrases` stand anywhere in a block, `starts` at its beginning, `equals` are a whole block; all are folded.
    `opens` says that it begins a letter that goes on in the blocks after it, `asks` that it asks the reader to do
    what such a letter is for.
    """

    id: str
    label: Label
    language: str
    phrases: tuple[str, ...]
    equals: frozenset[str]
    opens: bool
    asks: bool
    max_words: int
    starts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in class and id names that hint at a label. A word ending in "*" stands for its continuations."""

    id: str
    label: Label
    words: frozenset[str]
    stems: tuple[str, ...]


Rule = Removal | Keep | Line | Cut | Cue | Vocabulary


@dataclass(frozen=True, slots=True)
class Match:
    """Which pages a pack is for. `fingerprint` and `text` must match as a whole; all empty means every page."""

    hosts: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    fingerprint: tuple[Selector, ...] = ()
    text: tuple[str, ...] = ()

    @property
    def is_everywhere(self) -> bool:
        """True for a pack that is for no site in particular."""
        return not (self.hosts or self.mirrors or self.fingerprint or self.text)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A rule file's own test: a page, the day that it is of, and what its clean text must and must not have."""

    file: str
    url: str | None
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    fires: Mapping[str, int]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a rule file holds beside its head."""

    originals: tuple[Shape | Mark, ...] = ()
    layouts: tuple[Layout, ...] = ()
    removals: tuple[Removal, ...] = ()
    keeps: tuple[Keep, ...] = ()
    lines: tuple[Line, ...] = ()
    cuts: tuple[Cut, ...] = ()
    cues: tuple[Cue, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    tests: tuple[Expectation, ...] = ()

    @property
    def all(self) -> tuple[Layout | Rule, ...]:
        """All layouts, each before its own rules, and all rules."""
        found: list[Layout | Rule] = []
        for one in self.layouts:
            found += [one, *one.removals, *one.keeps]
        found += [*self.removals, *self.keeps, *self.lines, *self.cuts, *self.cues, *self.vocabularies]
        return tuple(found)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all layouts and rules, in the order of the kinds."""
        return tuple(rule.id for rule in (*self.originals, *self.all))


@dataclass(frozen=True)
class Pack:
    """One rule file: what it is and which pages it is for and, read when they are first asked for, its rules.

    `source` reads them. Where it cannot, there are none, and `fault` says why: one broken file of thousands is no
    reason to stop a run on other sites.
    """

    id: str
    file: str
    level: Level
    name: str | None
    home: str | None
    match: Match
    digest: str
    source: Callable[[], Rules] = field(compare=False, repr=False, default=Rules)
    valid_from: date | None = None
    valid_until: date | None = None

    @cached_property
    def _read(self) -> tuple[Rules, RuleError | None]:
        try:
            return self.source(), None
        except RuleError as error:
            return Rules(), error

    @property
    def content(self) -> Rules:
        """All rules of the file; none where it cannot be read."""
        return self._read[0]

    @property
    def fault(self) -> RuleError | None:
        """Why the rules cannot be read; None where they can."""
        return self._read[1]

    @property
    def originals(self) -> tuple[Shape | Mark, ...]:
        """How the address of an original is read off a copy."""
        return self.content.originals

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The site's designs."""
        return self.content.layouts

    @property
    def removals(self) -> tuple[Removal, ...]:
        """Elements that are residue in any design."""
        return self.content.removals

    @property
    def keeps(self) -> tuple[Keep, ...]:
        """Elements that are the article's in any design."""
        return self.content.keeps

    @property
    def lines(self) -> tuple[Line, ...]:
        """Lines that are residue."""
        return self.content.lines

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Runs of lines that are residue."""
        return self.content.cuts

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Phrases that hint at a label."""
        return self.content.cues

    @property
    def vocabularies(self) -> tuple[Vocabulary, ...]:
        """Class and id words that hint at a label."""
        return self.content.vocabularies

    @property
    def tests(self) -> tuple[Expectation, ...]:
        """What must come out of a page."""
        return self.content.tests

    def covers(self, day: date) -> bool:
        """True where the pack was made for pages of `day`; both ends are included."""
        return covers(self.valid_from, self.valid_until, day)

    @property
    def is_of_a_site(self) -> bool:
        """Whether it knows one publication, and not what is the same on many."""
        return self.level in _OF_SITES and not self.match.is_everywhere

    @property
    def rank(self) -> int:
        """The rank of this pack's votes."""
        return RANKS[self.level]

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of all layouts and rules, in the order of the kinds."""
        return self.content.ids

    @property
    def rules(self) -> tuple[Layout | Rule, ...]:
        """All layouts, each before its own rules, and all rules."""
        return self.content.all


def covers(since: date | None, until: date | None, day: date) -> bool:
    """True where `day` lies between two days, both included; None stands for no end."""
    return (since is None or since <= day) and (until is None or day <= until)


_SAME = (
    *(("“", '"'), ("”", '"'), ("„", '"'), ("״", '"'), ("‘", "'"), ("’", "'"), ("‚", "'"), ("ʼ", "'"), ("׳", "'")),
    *(("–", "-"), ("—", "-"), ("‑", "-"), ("…", "...")),
    *(("\u00ad", ""), ("\u200b", ""), ("\u200c", ""), ("\u200d", ""), ("\u200e", ""), ("\u200f", "")),  # not seen
    *(("ΐ", "ι"), ("ΰ", "υ")),  # which casefolding would take apart
)
_VARIANTS = (
    *(("ı", "i"), ("i\u0307", "i"), ("ё", "е")),  # the dots of İ and I, of Ё and Е
    *zip("άέήίόύώϊϋ", "αεηιουωιυ", strict=True),  # capitals have no accents
    *zip("آأإٱىکیة", "اااايكيه", strict=True),  # as hasty typing and other keyboards have them
)
_VARIED = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u0640\u064b-\u065f\u0670\uff01-\uff5e]")
_SEAM = "\x00"  # between texts that are folded together; decoding removed it from all of them


def fold(text: str) -> str:
    """Return `text` as phrases are compared: case, white space, kinds of quotes and dashes, and what a script may
    write or leave out (accents of Greek, points of Hebrew, vowels of Arabic, the dot of a Turkish i) do not count."""
    if not text.isascii():
        text = _replaced(normalize("NFC", text), _SAME)
    text = text.replace("...", " ...").casefold()
    if not text.isascii():
        text = _VARIED.sub(_plain, _replaced(text, _VARIANTS))
    return " ".join(text.split())


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for one, same in pairs:
        text = text.replace(one, same)
    return text


def _plain(found: re.Match[str]) -> str:
    """A full-width sign as its plain one; points, vowels and stretches not at all."""
    return chr(ord(found[0]) - 0xFEE0).lower() if found[0] > "\uff00" else ""


def fold_all(texts: Iterable[str]) -> list[str]:
    """Return each of `texts` folded; all at once, which is many times faster than one by one."""
    return list(_fold_all(tuple(texts)))


@lru_cache(maxsize=2)  # rules and judges ask for the same page's, one after the other
def _fold_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([text.strip() for text in fold(_SEAM.join(texts)).split(_SEAM)]) if texts else ()
