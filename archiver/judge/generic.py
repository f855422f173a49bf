"""The verdicts of the voters that know no site, for every block of a page.

The rule of the house: outside the article one sign is enough to name a block;
inside it a block goes only on two signs of different kinds. Articles *about*
donations are full of the words that donation letters are made of.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from archiver.judge import letter, readability
from archiver.judge.naming import Named, name_elements
from archiver.judge.place import Place, find_place
from archiver.judge.prose import is_control, is_sentence, prose_weight
from archiver.judge.sign import Sign
from archiver.judge.wording import cue_signs
from archiver.labels import RESIDUE, Label
from archiver.model import Block, Page, Vote
from archiver.page.lineage import Lineage
from archiver.rules.book import Rulebook
from archiver.rules.pack import fold

DECIDED: Final = 60
"""The rank of the vote that decides among the judges. Single signs stand at SIGN, below it."""
SIGN: Final = 20

_TAGS: Final[dict[str, Label]] = {
    "li": "list",
    "dt": "list",
    "dd": "list",
    "blockquote": "quote",
    "q": "quote",
    "tr": "table",
    "td": "table",
    "th": "table",
    "caption": "table",
    "pre": "code",
    "code": "code",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}
_FIELDS: Final = frozenset({"title", "dek", "byline", "date", "caption", "credit"})
_FIELD_WORDS: Final = {"byline": 20, "date": 20, "dek": 70, "caption": 90, "credit": 30, "title": 60}
_LINKED: Final = 0.6
_SHORT: Final = 12  # words


def text_label(block: Block) -> Label:
    """Return what a block is as part of the article's text: by the element it stands in."""
    return _TAGS.get(block.tag, "body")


def judge(page: Page, lineage: Lineage, rulebook: Rulebook, second_opinion: bool = True) -> list[list[Vote]]:
    """Return the judges' votes for each block, the deciding one first.

    `second_opinion` says whether readability-lxml is asked too.
    """
    if not page.blocks:
        return []
    bench = _Bench(page, lineage, rulebook)
    bench.collect()
    if second_opinion:
        bench.ask_readability()
    votes = [bench.decide(block) for block in page.blocks]
    return bench.settle_headings(votes)


@dataclass(frozen=True, slots=True)
class _Opinion:
    label: Label
    by: str
    because: str


class _Bench:
    """The signs on every block of one page, gathered voter by voter."""

    def __init__(self, page: Page, lineage: Lineage, rulebook: Rulebook) -> None:
        self.page, self.lineage, self.rulebook = page, lineage, rulebook
        self.signs: list[list[Sign]] = [[] for _ in page.blocks]
        self.weights = [prose_weight(block) for block in page.blocks]
        self.unhide = self._mostly_hidden()
        self.place: Place | None = None
        self.chosen: frozenset[int] | None = None
        self.title = fold(page.metadata.title or "")
        self.dek = fold(page.metadata.dek or "")

    def collect(self) -> None:
        named = name_elements(self.page, self.lineage, self.weights, self.rulebook.vocabularies)
        named = named or [[] for _ in self.page.blocks]
        cued, openings = self._cues()
        for index, names in enumerate(named):
            self.signs[index] += [
                one.sign for one in names if one.sign.label != "boilerplate" or not self.weights[index]
            ]
            self.signs[index] += cued[index]
        for index, sign in letter.letter_signs(cued, openings, self.lineage.words):
            self.signs[index].append(sign)
        self._boxes(named, cued)
        self._rows(cued)
        core = [weight if self._is_core(index) else 0 for index, weight in enumerate(self.weights)]
        self.place = find_place(self.page, self.lineage, core if any(core) else self._faint())
        self._places()

    def ask_readability(self) -> None:
        """Count readability-lxml's choice as a sign, where it chose about the same article."""
        chosen = readability.choice(self.page)
        if chosen is None or self.place is None:
            return
        core = [index for index in self.place.inside if self.weights[index] and self._is_core(index)]
        agreed = sum(self.weights[index] for index in core if index in chosen)
        if agreed < 0.6 * sum(self.weights[index] for index in core):
            return
        self.chosen = chosen
        for index in self.place.inside - chosen:
            self.signs[index].append(Sign("readability", None, "judge/readability", "readability-lxml leaves it out"))

    def decide(self, block: Block) -> list[Vote]:
        opinion = self._opinion(block)
        votes = [Vote(opinion.by, opinion.label, DECIDED, opinion.because)]
        for sign in self.signs[block.index]:
            votes.append(Vote(sign.by, sign.label or opinion.label, SIGN, sign.because))
        return votes

    def _opinion(self, block: Block) -> _Opinion:
        signs = self.signs[block.index]
        if block.hidden and not self.unhide:
            return _Opinion("hidden", "judge/hidden", "a browser does not show it")
        field = self._field(block, signs)
        if field is not None:
            return field
        if self.place is None:
            return self._outside(block, signs, "there is no running text on this page")
        if block.index not in self.place.inside:
            if self.chosen and block.index in self.chosen and self.weights[block.index] and not signs:
                return _Opinion(text_label(block), "judge/readability", "running text that readability-lxml chose")
            return self._outside(block, signs, f"not {self.place.because}")
        return self._inside(block, signs)

    def _inside(self, block: Block, signs: list[Sign]) -> _Opinion:
        assert self.place is not None
        labelled = [sign for sign in signs if sign.label in RESIDUE]
        if any(sign.label == "correction" and sign.kind == "cue" for sign in signs):
            return _Opinion("correction", "judge/wording", _because(signs, "correction"))
        if is_control(block):
            return _Opinion(
                _strongest(labelled).label or "form" if labelled else "form",
                "judge/element",
                f"the text of a <{block.tag}>",
            )
        kinds = {sign.kind for sign in signs}
        if labelled and len(kinds) >= 2 and not self._is_needed(block, kinds):
            best = _strongest(labelled)
            return _Opinion(best.label or "boilerplate", best.by, _because(signs, best.label))
        if {"place", "links"} <= kinds or {"links", "row"} <= kinds:
            return _Opinion(self._link_label(block), "judge/links", "; ".join(sign.because for sign in signs))
        if "place" in kinds and not self.weights[block.index] and self._is_stray(block):
            return _Opinion("boilerplate", "judge/place", "; ".join(sign.because for sign in signs) + "; no sentence")
        return _Opinion(text_label(block), "judge/place", self.place.because)

    def _outside(self, block: Block, signs: list[Sign], because: str) -> _Opinion:
        labelled = [sign for sign in signs if sign.label in RESIDUE and sign.label != "boilerplate"]
        if labelled:
            best = _strongest(labelled)
            return _Opinion(best.label or "boilerplate", best.by, f"{because}; {best.because}")
        if is_control(block):
            return _Opinion("form", "judge/element", f"{because}; the text of a <{block.tag}>")
        if block.link_density > _LINKED:
            return _Opinion("navigation", "judge/links", f"{because}; {block.link_density:.0%} of it are links")
        return _Opinion("boilerplate", "judge/place", because)

    def _field(self, block: Block, signs: list[Sign]) -> _Opinion | None:
        """The article's own fields: what names itself so, is short enough, and stands where fields stand."""
        folded, words = fold(block.text), self.lineage.words[block.index]
        after = self.place is not None and block.index > self.place.last
        if self.title and folded == self.title and not after:
            return _Opinion("title", "judge/title", "says the same as the page's title")
        if block.tag == "h1" and self.place is not None and block.index <= self.place.first:
            return _Opinion("title", "judge/title", "the heading of the first rank, before the text")
        if self.dek and folded == self.dek and (self.place is None or block.index < self.place.last):
            if (
                self.place is None
                or block.index not in self.place.inside
                or not self.weights[block.index]
                or block.tag[0] == "h"
            ):
                return _Opinion("dek", "judge/dek", "says the same as the page's description")
        best = next((sign for sign in signs if sign.label is not None), None)
        if best is None or best.label not in _FIELDS or words > _FIELD_WORDS[best.label] or after:
            return None
        if best.label in ("byline", "date", "dek") and self.place is not None and block.index > self.place.first:
            return None
        if self.place is not None and block.index not in self.place.inside and self._after_residue(signs):
            return None
        return _Opinion(best.label, best.by, best.because)

    # the voters

    def _cues(self) -> tuple[list[list[Sign]], set[int]]:
        cued: list[list[Sign]] = []
        openings: set[int] = set()
        for block in self.page.blocks:
            found = list(cue_signs(block, self.rulebook.cues))
            cued.append([sign for sign, _ in found])
            if any(opens for _, opens in found):
                openings.add(block.index)
        return cued, openings

    def _boxes(self, named: list[list[Named]], cued: list[list[Sign]]) -> None:
        """What a box is called, and what stands anywhere in it, speak for all of it."""
        for index, names in enumerate(named):
            for one in names:
                if one.sign.label not in RESIDUE:
                    continue
                if one.has_controls:
                    self.signs[index].append(
                        Sign("form", one.sign.label, one.sign.by, "there are form controls beside it")
                    )
                elif one.is_box and one.sign.kind == "words":
                    self.signs[index].append(Sign("box", one.sign.label, one.sign.by, "a small box of its own"))
                held = self.lineage.blocks[one.element]
                same = next((s for i in held if i != index for s in cued[i] if s.label == one.sign.label), None)
                if same is not None:
                    self.signs[index].append(Sign("cue", one.sign.label, same.by, f"in the same box {same.because}"))

    def _rows(self, cued: list[list[Sign]]) -> None:
        """Neighbours that speak to the reader in the same way, and rows of nothing but links."""
        labels = [{sign.label for sign in signs} for signs in cued]
        for block in self.page.blocks:
            index = block.index
            if block.link_density > _LINKED:
                self.signs[index].append(
                    Sign("links", None, "judge/links", f"{block.link_density:.0%} of it are links")
                )
            near = [i for i in (index - 1, index + 1) if 0 <= i < len(labels)]
            shared = next((label for i in near for label in labels[index] & labels[i] if label in RESIDUE), None)
            if shared:
                self.signs[index].append(Sign("row", shared, "judge/row", f"next to another block of {shared}"))
            elif block.link_density > 0.8 and any(self.page.blocks[i].link_density > 0.8 for i in near):
                self.signs[index].append(Sign("row", None, "judge/row", "one of several links in a row"))

    def _places(self) -> None:
        if self.place is None:
            return
        for index in self.place.inside:
            if index < self.place.first:
                self.signs[index].append(Sign("place", None, "judge/place", "before the running text"))
            elif index > self.place.last:
                self.signs[index].append(Sign("place", None, "judge/place", "after the running text"))

    # what the voters ask

    def _is_core(self, index: int) -> bool:
        """Running text that nothing speaks against."""
        signs = self.signs[index]
        if any(sign.kind in ("letter", "words") and (sign.label in RESIDUE or sign.label in _FIELDS) for sign in signs):
            return False
        return not {"cue", "row"} <= {sign.kind for sign in signs} and not any(sign.kind == "element" for sign in signs)

    def _is_needed(self, block: Block, kinds: Set[str]) -> bool:
        """Long running text goes only on more than what its words and its neighbours' words say."""
        return self.weights[block.index] >= 60 and kinds <= {"cue", "row", "place"}

    def _is_stray(self, block: Block) -> bool:
        short = self.lineage.words[block.index] <= _SHORT and not is_sentence(block.text)
        return (
            short and text_label(block) in ("body", "heading") and not (block.tag[0] == "h" and self._is_before(block))
        )

    def _is_before(self, block: Block) -> bool:
        return self.place is not None and block.index < self.place.first

    def _link_label(self, block: Block) -> Label:
        return "navigation" if self._is_before(block) else "related"

    def _after_residue(self, signs: list[Sign]) -> bool:
        return any(sign.label in RESIDUE for sign in signs)

    def _faint(self) -> list[int]:
        """Weights for a page without a single full paragraph: any text that is not a link or a control."""
        return [
            0
            if block.hidden or is_control(block) or block.link_density > _LINKED or self._is_named_residue(block.index)
            else self.lineage.words[block.index] * (block.tag == "p" or is_sentence(block.text))
            for block in self.page.blocks
        ]

    def _is_named_residue(self, index: int) -> bool:
        return any(sign.label in RESIDUE for sign in self.signs[index])

    def _mostly_hidden(self) -> bool:
        """Where all of the text is hidden until a script has run, being hidden says nothing."""
        hidden = sum(self.lineage.words[block.index] for block in self.page.blocks if block.hidden)
        return hidden > 0.5 * sum(self.lineage.words)

    def settle_headings(self, votes: list[list[Vote]]) -> list[list[Vote]]:
        """A heading goes with what it heads: where all of that is residue, so is the heading."""
        following: Label | None = None
        for block in reversed(self.page.blocks):
            label = votes[block.index][0].label
            if label == "heading" and (following in RESIDUE or following is None):
                because = f"heads a stretch of {following or 'nothing'}"
                votes[block.index].insert(0, Vote("judge/heading", following or "boilerplate", DECIDED + 1, because))
            if label != "hidden" and label not in _FIELDS:
                following = votes[block.index][0].label
        return votes


_WEIGHT: Final = {"letter": 5, "line": 4, "cue": 3, "words": 2, "element": 1}


def _strongest(signs: list[Sign]) -> Sign:
    """The sign that says most plainly what a block is; of equals the innermost one."""
    return max(signs, key=lambda sign: (sign.label not in ("boilerplate", "form"), _WEIGHT.get(sign.kind, 0)))


def _because(signs: list[Sign], label: Label | None) -> str:
    """The reasons, those for `label` first, one of each kind."""
    ordered = sorted(signs, key=lambda sign: (sign.label != label, -_WEIGHT.get(sign.kind, 0)))
    return "; ".join(
        {sign.kind: sign.because for sign in reversed(ordered)}[kind] for kind in dict.fromkeys(s.kind for s in ordered)
    )
