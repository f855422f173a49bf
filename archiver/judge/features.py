"""The named features of every block, that the model weighs: all are there or not there, none is a number.

They say how the text looks (shape.py) and its inline markup (markup.py), what is around it (boxes.py), where it
stands, what its neighbours are and which signs the other judges gave. What they are worth is in model.json alone.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archiver.judge.boxes import SHARE, Boxes, Surroundings
from archiver.judge.evidence import Evidence
from archiver.judge.genre import is_news
from archiver.judge.markup import host_site, marks
from archiver.judge.parts import AGAINST
from archiver.judge.shape import LINKS, WORDS, on, scale, shape
from archiver.judge.sign import Sign
from archiver.model import Page
from archiver.page.lineage import Lineage

_TAGS: Final = frozenset(
    "p li div span a td th h1 h2 h3 h4 h5 h6 blockquote pre figcaption dt dd button label option time strong em b i "
    "section article body summary caption address cite small textarea legend".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_WORD: Final = re.compile(r"\w{3,}")
_LONG_WORD: Final = re.compile(r"\w{4,}")
_SERVICES: Final = frozenset(
    "newsletter newsletters whatsapp app apps podcast podcasts facebook instagram twitter telegram youtube tiktok "
    "google spotify email emails mail cookie cookies rss linkedin abo abos login online premium plus".split()
)
"""What is called so in most languages, and more often offered beside a text than written of in it."""
_NAMED: Final = scale("services named", (2, 3))
_BRIEF: Final = 30  # words
_ALIKE: Final = scale("siblings like it", (2, 3, 5, 8, 15, 30))
_RUN: Final = scale("blocks of its kind in a row", (2, 3, 5, 8, 15))
_AT: Final = scale("of its kind right before it", (1, 2, 4))
_SINCE: Final = (1, 2, 4, 8)
_UNDER: Final = {tag: scale(f"blocks since an <{tag}>", _SINCE) for tag in _HEADINGS}
_TITLED: Final = scale("words of the title in it", (0.01, 0.2, 0.4, 0.7))
_AWAY: Final = (2, 3, 5, 9, 17)
_BEFORE: Final = scale("blocks before the running text", _AWAY)
_AFTER: Final = scale("blocks after the running text", _AWAY)
_KIND: Final = scale("running text of its kind", SHARE)
_POSITION: Final = scale("place on the page", (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9))
_PASSED: Final = scale("running text before it", (0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999))
_PAGE: Final = scale("running text on the page", (50, 120, 250, 500, 1000, 2000))
_NEAR: Final = ((-1, "in the block before"), (1, "in the block after"), (-2, "two before"), (2, "two after"))
_WHERE: Final = tuple(
    f"{side}, {place} the running text" for side in ("inside", "outside") for place in ("among", "before", "after")
)
_OPENING: Final = 30  # characters in which a block says the same as the page's description


@dataclass(frozen=True, slots=True)
class Row:
    """The features of one block: its own, and those that all blocks of its parent share."""

    own: list[str]
    shared: Surroundings


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model sees of one page: how many words each block has, the features of those that can be text, and
    whether the page calls itself news."""

    words: tuple[int, ...]
    rows: dict[int, Row]
    is_news: bool


def look(page: Page, lineage: Lineage, evidence: Evidence, candidates: Iterable[int]) -> Seen:
    """Gather what the model sees of an HTML page, of which the blocks in `candidates` can be text."""
    reader = _Reader(page, lineage, evidence)
    rows = {index: reader.row(index) for index in candidates}
    return Seen(lineage.words, rows, page.tree is not None and is_news(page.tree))


class _Reader:
    """One page."""

    def __init__(self, page: Page, lineage: Lineage, evidence: Evidence) -> None:
        self.page, self.evidence = page, evidence
        self.blocks, self.nodes, self.words = page.blocks, page.nodes, lineage.words
        self.parents = [node.getparent() for node in page.nodes]
        self.core, self.total = evidence.core, sum(evidence.core) or 1
        self.passed = [0, *accumulate(evidence.core)]
        self.copies = Counter([block.text for block in page.blocks])
        self.site = host_site(urlsplit(page.url or "").netloc)
        self.title_words = frozenset(_LONG_WORD.findall((page.metadata.title or "").lower()))
        self.opening = (page.metadata.dek or "").lower()[:_OPENING]
        self.signs: dict[tuple[Sign, ...], tuple[list[str], tuple[str, ...]]] = {}
        self.looks = [
            (
                bisect_right(WORDS[0], words),
                bisect_right(LINKS[0], block.link_density),
                core > 0,
                block.tag in _HEADINGS,
            )
            for block, words, core in zip(page.blocks, lineage.words, evidence.core, strict=True)
        ]
        self.find_kinds()
        self.find_headings()
        self.boxes = Boxes(page, lineage, evidence, self.title)
        self.size = on(_PAGE, self.boxes.all)

    def find_kinds(self) -> None:
        """Which blocks are of one kind, how many in a row; of what kind most of the running text is."""
        self.kinds = _kinds(self.nodes, self.parents)
        self.held = [0] * (max(self.kinds, default=-1) + 1)
        for kind, weight in zip(self.kinds, self.core, strict=True):
            self.held[kind] += weight
        self.runs: list[tuple[int, int]] = []  # how long each block's row is, and how many of it came before
        for _, row in groupby(self.kinds):
            size = len(list(row))
            self.runs += [(size, at) for at in range(size)]
        top = self.held.index(max(self.held)) if self.held else None
        best = [i for i, kind in enumerate(self.kinds) if kind == top and self.core[i]]
        self.first, self.last = (best[0], best[-1]) if best else (len(self.kinds), len(self.kinds))

    def find_headings(self) -> None:
        """Where the page's title is; for each block how many headings of the first rank came, and the last heading."""
        titles = [index for index, block in enumerate(self.blocks) if block.tag == "h1"]
        self.title = next((i for i in reversed(titles) if i <= self.first), titles[0] if titles else None)
        self.under: list[tuple[int, str, int]] = []
        titled, tag, at = 0, "", 0
        for index, block in enumerate(self.blocks):
            if block.tag in _HEADINGS:
                tag, at = block.tag, index
                titled += tag == "h1"
            self.under.append((titled, tag, index - at))

    def row(self, index: int) -> Row:
        """The features of one block."""
        block, parent = self.blocks[index], self.parents[index]
        shared = self.boxes.around(parent)
        called = self.boxes.called(self.nodes[index])
        against = not AGAINST.isdisjoint(called)
        own = shape(block, self.words[index])
        own += marks(block, self.site)
        own += [f"is {name}" for name in called]
        if against:
            own.append("is of a name that speaks against it")
        own.append(on(_ALIKE, self.boxes.alike(self.nodes[index], parent)))
        own += self.place(index)
        own += self.text(index)
        own += self.neighbours(index)
        signs, kinds = self.signed(index)
        own += signs
        own += self.crossed(index, against or shared.against, kinds)
        return Row(own, shared)

    def place(self, index: int) -> list[str]:
        """Where on the page the block stands."""
        passed, (titled, tag, since), (run, at) = self.passed[index], self.under[index], self.runs[index]
        names = [
            on(_POSITION, index / len(self.blocks)),
            on(_PASSED, passed / self.total),
            on(_KIND, self.held[self.kinds[index]] / self.total),
            self.size,
            f"headings of the first rank so far: {min(titled, 3)}",
            on(_UNDER[tag], since) if tag else "under no heading",
            on(_RUN, run),
            on(_AT, at),
        ]
        if index < self.first:
            names.append(on(_BEFORE, self.first - index))
        elif index > self.last:
            names.append(on(_AFTER, index - self.last))
        else:
            names.append("among the running text")
        if passed == 0:
            names.append("no running text before it")
        if passed >= self.total:
            names.append("no running text from here on")
        if self.title is not None:
            names.append("before the h1" if index < self.title else "after the h1" if index > self.title else "the h1")
        return names

    def text(self, index: int) -> list[str]:
        """What the block's text has to do with the rest of the page."""
        block, names = self.blocks[index], []
        lower = block.text.lower()
        words = _WORD.findall(lower)
        if self.title_words:
            names.append(on(_TITLED, len(self.title_words.intersection(words)) / len(self.title_words)))
        if not _SERVICES.isdisjoint(words):
            length = "short" if self.words[index] < _BRIEF else "long"
            names += (on(_NAMED, sum([word in _SERVICES for word in words])), f"{length}, names services")
        if self.opening and len(lower) >= _OPENING and lower.startswith(self.opening):
            names.append("begins as the page's description does")
        if (copies := self.copies[block.text]) > 1:
            names.append("stands on the page more than once")
            if copies > 2:
                names.append("stands on the page more than twice")
        if block.hidden:
            names.append("hidden")
        return names

    def neighbours(self, index: int) -> list[str]:
        """What stands right before and after the block."""
        names: list[str] = []
        kinds, parents, looks = self.kinds, self.parents, self.looks
        kind, parent = kinds[index], parents[index]
        for step, name in _NEAR:
            at = index + step
            if 0 <= at < len(looks):
                names += _neighbour(name, looks[at], kinds[at] == kind, parents[at] is parent)
            else:
                names.append(f"nothing {name}")
        return names

    def signed(self, index: int) -> tuple[list[str], tuple[str, ...]]:
        """The signs on the block, and their kinds."""
        signs = self.evidence.signs[index]
        if not signs:
            return [], ()
        found = self.signs.get(signs)
        if found is None:  # a set has no order, and a sum depends on it in its last digits
            found = self.signs[signs] = _signs(signs), tuple(sorted({sign.kind for sign in signs}))
        return found

    def crossed(self, index: int, against: bool, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """What counts together with where the block stands."""
        block = self.blocks[index]
        side = 0 if self.first <= index <= self.last else 1 if index < self.first else 2
        where = _WHERE[side + (0 if self.evidence.is_inside(index) else 3)]
        weight = self.evidence.weights[index] > 0
        doubted = weight and not self.core[index]
        return _crossed(
            block.tag, self.looks[index][0], weight, doubted, block.link_density > 0.8, against, kinds, where
        )


def _kinds(nodes: Sequence[HtmlElement], parents: Sequence[HtmlElement | None]) -> list[int]:
    """Number the kinds of blocks, in the order in which they first come: of one kind are those whose elements, and
    whose parents, have the same tag and the same classes."""
    outer: dict[HtmlElement | None, tuple[object, str | None]] = {None: (None, None)}
    numbers: dict[tuple[object, str | None, object, str | None], int] = {}
    kinds = []
    for node, parent in zip(nodes, parents, strict=True):
        if parent not in outer:
            outer[parent] = parent.tag, parent.get("class")  # type: ignore[union-attr]  # None is in there
        kind = (node.tag, node.get("class") if parent is not None else None, *outer[parent])
        kinds.append(numbers.setdefault(kind, len(numbers)))
    return kinds


@lru_cache(maxsize=1 << 13)
def _neighbour(name: str, look: tuple[int, int, bool, bool], is_same: bool, is_sibling: bool) -> tuple[str, ...]:
    """What a block says of the one that it is beside, at `name`; `look` are the steps of its length and its links,
    and whether it is running text or a heading."""
    words, links, is_running, is_heading = look
    names = [f"{WORDS[1][words]} {name}", f"{LINKS[1][links]} {name}"]
    if is_running:
        names.append(f"running text {name}")
    if is_same:
        names.append(f"the same kind {name}")
    if is_sibling:
        names.append(f"a sibling {name}")
    if is_heading:
        names.append(f"a heading {name}")
    return tuple(names)


@lru_cache(maxsize=1 << 13)
def _crossed(
    tag: str,
    words: int,
    is_running: bool,
    is_doubted: bool,
    is_linked: bool,
    against: bool,
    kinds: tuple[str, ...],
    where: str,
) -> tuple[str, ...]:
    """The features of a block that count together with `where` it stands."""
    tag = tag if tag in _TAGS else "other"
    running = "running text" if is_running else "no running text"
    names = [
        f"<{tag}>",
        f"<{tag}> {where}",
        f"{running}{', doubted' if is_doubted else ''} {where}",
        f"{WORDS[1][words]} {where}",
        *[f"sign of {kind}, {running} {where}" for kind in kinds],
        f"{min(len(kinds), 4)} kinds of signs {where}",
    ]
    if is_linked:
        names.append(f"links {where}")
    if against:
        names.append(f"named against, {running} {where}")
    return tuple(names)


def _signs(signs: Iterable[Sign]) -> list[str]:
    names = {f"sign of {sign.kind}" for sign in signs}
    names |= {f"sign of {sign.kind} for {sign.label}" for sign in signs if sign.label}
    return sorted(names)
