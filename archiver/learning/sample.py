"""One page to learn from: its blocks, what each is by the rules and judges of today, or by a person, and where it is.

What rules could be made of it is not decided here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

from lxml.html import HtmlElement

from archiver.judge.decide import decide
from archiver.labels import FIELDS, RESIDUE, TEXT, Label
from archiver.model import Capture, Metadata, Page, Verdict
from archiver.page.decode import UNNAMED, decode, parse, readable
from archiver.page.lineage import Lineage
from archiver.page.metadata import read_metadata
from archiver.page.plaintext import segment_text
from archiver.page.segment import base_of, segment
from archiver.rules.book import Rulebook
from archiver.rules.match import Finds, find, match
from archiver.rules.pack import fold_all

_RUNNING: Final = 12  # words of a block that is running text
_LINKED: Final = 0.5  # share of its letters in links, beyond which it is none
_MAIN: Final = 0.3  # of the words in the element that holds most; less is beside the text
_WORD = re.compile(r"\w+")
_SHINGLE: Final = 4


@dataclass(frozen=True)
class Sample:
    """A page with a label for each block. `judged` is what rules and judges say, `labels` what is held to be true:
    the same, or a person's word."""

    page: Page
    lineage: Lineage
    judged: tuple[Label, ...]
    labels: tuple[Label, ...]
    reasons: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What to call the page."""
        return self.page.url or UNNAMED

    @property
    def day(self) -> date | None:
        """The day of its capture or, where that is not known, of its publication."""
        if self.page.captured_at:
            return self.page.captured_at.date()
        try:
            return date.fromisoformat((self.page.metadata.published or "")[:10])
        except ValueError:
            return None

    def labelled(self, labels: Mapping[int, Label]) -> "Sample":
        """The same page, where a person says what some blocks are."""
        return replace(self, labels=tuple(labels.get(index, label) for index, label in enumerate(self.labels)))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The blocks' texts as rules compare them."""
        return tuple(fold_all(block.text for block in self.page.blocks))

    @cached_property
    def residue(self) -> frozenset[int]:
        """The blocks that are held to be residue."""
        return frozenset(index for index, label in enumerate(self.labels) if label in RESIDUE)

    @cached_property
    def wanted(self) -> frozenset[int]:
        """The blocks that a rule must not take: the text, and the fields that a person can see."""
        return frozenset(index for index, label in enumerate(self.labels) if label in TEXT or label in FIELDS)

    @cached_property
    def text(self) -> frozenset[int]:
        """The blocks that are held to be text."""
        return frozenset(index for index, label in enumerate(self.labels) if label in TEXT)

    @cached_property
    def kept(self) -> frozenset[int]:
        """The blocks that rules and judges keep as text today."""
        return frozenset(index for index, label in enumerate(self.judged) if label in TEXT)

    @cached_property
    def leaked(self) -> frozenset[int]:
        """The blocks that are residue and were kept as text."""
        return self.residue & self.kept

    @cached_property
    def missed(self) -> frozenset[int]:
        """The blocks that are text and were not kept as such."""
        return frozenset(index for index in self.text if self.judged[index] in RESIDUE)

    @cached_property
    def sure(self) -> frozenset[int]:
        """The blocks of which the judges can be sure that they are text: sentences in the element, or in one of the
        elements, that hold most of them. What stands in a box of its own beside those may be a fact box."""
        held: dict[HtmlElement | None, list[int]] = {}
        for index in self.text:
            block = self.page.blocks[index]
            if self.lineage.words[index] >= _RUNNING and block.link_density <= _LINKED:
                held.setdefault(_holder(self.page.nodes[index]) if self.page.nodes else None, []).append(index)
        most = max((self.lineage.count(blocks) for blocks in held.values()), default=0)
        main = (blocks for blocks in held.values() if self.lineage.count(blocks) >= _MAIN * most)
        return frozenset(index for blocks in main for index in blocks)

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The running text's stretches of four words, as hashes: two pages that share half of them hold one article."""
        words = _WORD.findall(" ".join(self.folded[index] for index in sorted(self.sure)))
        return frozenset(hash(tuple(words[at : at + _SHINGLE])) for at in range(len(words) - _SHINGLE + 1))


def _holder(node: HtmlElement) -> HtmlElement | None:
    """The element around a paragraph; of one that is alone in its box, as page builders make them, that of the box."""
    parent = node.getparent()
    while parent is not None and len(parent) == 1 and parent.getparent() is not None:
        parent = parent.getparent()
    return parent


def sample_of(
    html: bytes | str, url: str | None, captured_at: datetime | None, rulebook: Rulebook, content_type: str = ""
) -> Sample:
    """Read a page, and say what its blocks are by the rules of `rulebook` and the judges. Raises PageError."""
    name = url or UNNAMED
    tree = parse(readable(html, name) if isinstance(html, str) else decode(html, content_type, name), name)
    chosen = rulebook.choose(url, tree)
    finds = find(chosen, tree)
    base = base_of(tree, url)
    blocks, nodes = segment(tree, base, {element for elements in finds.values() for element in elements})
    page = Page(url, captured_at, read_metadata(tree, base), blocks, tree, nodes)
    lineage = Lineage.of(page)
    verdicts = decide(page, lineage, match(page, chosen, finds, lineage), rulebook)
    return _sample(page, lineage, verdicts)


def sample_of_text(text: str, url: str | None, captured_at: datetime | None, rulebook: Rulebook) -> Sample:
    """Read an article that was saved as plain text. Raises PageError where it is empty."""
    text = readable(text, url or UNNAMED)
    page = Page(url, captured_at, Metadata(), segment_text(text))
    lineage = Lineage.of(page)
    ballot = match(page, rulebook.choose(url, None, text), Finds(), lineage)
    return _sample(page, lineage, decide(page, lineage, ballot, rulebook))


def sample_of_capture(capture: Capture, rulebook: Rulebook) -> Sample:
    """Read a captured page, or a saved text. Raises PageError where it is empty or neither."""
    if capture.is_text:
        text = decode(capture.body, capture.content_type, capture.final_url)
        return sample_of_text(text, capture.final_url, capture.time, rulebook)
    return sample_of(capture.body, capture.final_url, capture.time, rulebook, capture.content_type)


def _sample(page: Page, lineage: Lineage, verdicts: Iterable[Verdict]) -> Sample:
    verdicts = tuple(verdicts)
    labels = tuple(verdict.label for verdict in verdicts)
    return Sample(page, lineage, labels, labels, tuple(verdict.because for verdict in verdicts))
