"""The article's own fields among the blocks: title, dek, byline, date, captions and credits.

A field is what names itself so or says what the metadata says, is short
enough, and stands where such a field stands.
"""

import re
from typing import Final, NamedTuple

from archiver.judge.evidence import Evidence
from archiver.judge.prose import is_sentence
from archiver.judge.sign import Sign
from archiver.labels import RESIDUE, Label
from archiver.model import Block, Page
from archiver.page.dates import iso_date
from archiver.page.persons import names_in
from archiver.rules.pack import fold


class Opinion(NamedTuple):
    """What the judges together say of one block, on whose word and why."""

    label: Label
    by: str
    because: str


_LONGEST: Final[dict[Label, int]] = {"byline": 20, "date": 20, "dek": 70, "caption": 90, "credit": 30, "title": 60}
"""In words. What is longer is not that field, whatever its class says."""
_HEAD: Final = frozenset({"title", "byline", "date", "dek"})
_LINE = 10  # words that a byline or a date on a line of its own has at most
_DIGIT = re.compile(r"\d")


class Fields:
    """Finds the fields of one page."""

    def __init__(self, page: Page, evidence: Evidence) -> None:
        self.page, self.evidence = page, evidence
        self.title, self.dek = fold(page.metadata.title or ""), fold(page.metadata.dek or "")
        self.headline = self._headline()

    def of(self, block: Block) -> Opinion | None:
        """Return the field that `block` is; None where it is none, as it is with whatever stands after the text."""
        if self.evidence.is_after(block.index):
            return None
        return self._title(block) or self._dek(block) or self._named(block) or self._line(block) or self._break(block)

    def _title(self, block: Block) -> Opinion | None:
        folded = self.evidence.folded[block.index]
        if self.title and folded == self.title:
            return Opinion("title", "judge/title", "says the same as the page's title")
        before = self.evidence.is_before(block.index)
        if self.title and before and "\n" in block.text and fold(block.text.split("\n")[0]) == self.title:
            return Opinion("title", "judge/title", "its first line is the page's title")
        if block.tag == "h1" and before:
            return Opinion("title", "judge/title", "the heading of the first rank, before the text")
        if block.index == self.headline:
            return Opinion("title", "judge/title", "the first line, with no full stop, before the text")
        return None

    @property
    def _first(self) -> int:
        return self.evidence.place.first if self.evidence.place else -1

    def _headline(self) -> int | None:
        """In a document without markup: the first line before the text that nothing speaks against."""
        if self.page.nodes or self.title:
            return None
        for block in self.page.blocks[: max(self._first, 0) + 1]:
            if any(sign.label is not None for sign in self.evidence.signs[block.index]):
                continue
            long = self.evidence.words[block.index] > _LONGEST["title"]
            return None if long or _is_closed(block.text) else block.index
        return None

    def _dek(self, block: Block) -> Opinion | None:
        index, folded = block.index, self.evidence.folded[block.index]
        same = bool(self.dek) and (folded == self.dek or (len(folded) > 40 and self._overlaps(folded)))
        outside = not self.evidence.is_inside(index) or self.evidence.is_before(index) or block.tag[0] == "h"
        if same and outside:
            return Opinion("dek", "judge/dek", "says the same as the page's description")
        follows = index > 0 and bool(self.title) and self.evidence.folded[index - 1] == self.title
        if follows and block.tag in ("h2", "h3") and self.evidence.is_before(index) and is_sentence(block.text):
            return Opinion("dek", "judge/dek", "a heading that is a sentence, right under the title")
        return None

    def _overlaps(self, folded: str) -> bool:
        return folded.startswith(self.dek.rstrip(" .…")) or self.dek.startswith(folded.rstrip(" .…"))

    def _named(self, block: Block) -> Opinion | None:
        """What calls itself a field, in its class, its element or the words of a picture's credit."""
        signs, index = self.evidence.signs[block.index], block.index
        if not signs:
            return None
        credit = next((sign for sign in signs if sign.kind == "cue" and sign.label == "credit"), None)
        best = next((sign for sign in signs if sign.label is not None), None)
        if best is not None and best.kind == "element" and credit is not None and self.evidence.words[index] <= _LINE:
            best = credit
        if best is None or best.label is None or best.label not in _LONGEST:
            return None
        if self.evidence.words[index] > _LONGEST[best.label] or (best.label in _HEAD and index > self._first):
            return None
        if not self.evidence.is_inside(index) and _is_residue(signs):
            return None
        if best.kind == "cue" and best.label == "credit" and self.evidence.words[index] > 8:
            return Opinion("caption", best.by, f"{best.because}, as the ends of captions do")
        return Opinion(best.label, best.by, best.because)

    def _line(self, block: Block) -> Opinion | None:
        """Before the text, a short line that is a date or begins with "By"."""
        index = block.index
        if not (self.evidence.is_before(index) and self.evidence.is_inside(index)):
            return None
        if self.evidence.words[index] > _LINE or is_sentence(block.text.rstrip(".")):
            return None
        if names_in(block.text):
            return Opinion("byline", "judge/byline", "names a person after “by”, before the text")
        if _DIGIT.search(block.text) and iso_date(block.text):
            return Opinion("date", "judge/date", "is a date, before the text")
        return None

    def _break(self, block: Block) -> Opinion | None:
        """In a document without markup: lines between headline and text that break off without a full stop."""
        between = self.headline is not None and self.headline < block.index <= self._first
        if not between or _is_closed(block.text) or self.evidence.words[block.index] > _LONGEST["dek"]:
            return None
        if is_sentence(block.text):
            return Opinion(
                "caption", "judge/caption", "sentences and then a line that breaks off, as a picture's credit does"
            )
        return Opinion("dek", "judge/dek", "a line between the headline and the text")


def _is_closed(text: str) -> bool:
    """True where `text` ends as a sentence does, or goes on."""
    return text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。", ":", ","))


def _is_residue(signs: tuple[Sign, ...]) -> bool:
    return any(sign.label in RESIDUE for sign in signs)
