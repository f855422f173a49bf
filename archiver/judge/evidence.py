"""Everything the voters see on one page, gathered: the signs on each block, and where the article stands.

What follows from it for a block is decided in fields.py and generic.py.
"""

from bisect import bisect_left
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Final

from archiver.judge import letter
from archiver.judge.naming import Around, Named, name_elements
from archiver.judge.place import Place, find_place
from archiver.judge.prose import LINKED, is_control, is_sentence, prose_weight
from archiver.judge.readability import Choice
from archiver.judge.sign import Sign
from archiver.judge.wording import cue_signs
from archiver.labels import FIELDS, LABELS, RESIDUE, Label
from archiver.model import Block, Page
from archiver.page.lineage import Lineage
from archiver.rules.book import Rulebook
from archiver.rules.pack import fold_all

_AGREED: Final = 0.6  # of the article's running text; a second opinion on another text is no second opinion
_DISPUTED: Final = 0.12  # of the article's running text; more than this in doubt, and readability-lxml is asked
_DENSE: Final = 0.8  # the share of links in each of a row of them
_VAGUE: Final = frozenset[Label](("boilerplate", "form", "ad"))
"""What a box is called that says little of what is in it: "promo", "widget", <aside>."""
_NONE: Final = frozenset[Label | None]()
_BEFORE: Final = Sign("place", None, "judge/place", "before the running text")
_AFTER: Final = Sign("place", None, "judge/place", "after the running text")
_ALL_LINKS: Final = Sign("links", None, "judge/links", "100% of it are links")
_LINKS_IN_A_ROW: Final = Sign("row", None, "judge/row", "one of several links in a row")
_LEFT_OUT: Final = Sign("readability", None, "judge/readability", "readability-lxml leaves it out")


@dataclass(frozen=True, slots=True)
class Evidence:
    """By block: its signs, its weight as running text, and as such that nothing speaks against (`core`).

    `place` is where the article stands, None on a page without running text.
    `chosen` are the blocks that readability-lxml keeps, where it was asked and chose about the same article, `shown`
    the texts of the blocks that a browser shows, `folded` the texts as phrases are compared.
    `unhidden` says that being hidden means nothing here, for most of the page is hidden until a script has run.
    """

    signs: tuple[tuple[Sign, ...], ...]
    weights: tuple[int, ...]
    core: tuple[int, ...]
    words: tuple[int, ...]
    place: Place | None
    chosen: frozenset[int] | None
    unhidden: bool
    shown: frozenset[str]
    folded: tuple[str, ...]

    def is_folded(self, block: Block) -> bool:
        """True for running text in the article that is hidden until a reader asks for more, and stands nowhere else."""
        is_prose = self.is_inside(block.index) and prose_weight(block, self.words[block.index])
        if not is_prose or block.text in self.shown:
            return False
        return not any(sign.label in RESIDUE for sign in self.signs[block.index])

    def is_inside(self, index: int) -> bool:
        """True for a block in the article's element."""
        return self.place is not None and index in self.place.inside

    def is_before(self, index: int) -> bool:
        """True for a block that stands before the running text."""
        return self.place is None or index < self.place.first

    def is_after(self, index: int) -> bool:
        """True for a block that stands after the running text."""
        return self.place is not None and index > self.place.last


def gather(page: Page, lineage: Lineage, rulebook: Rulebook, choice: Choice | None) -> Evidence:
    """Let every voter look at `page`; `choice` asks readability-lxml, where the others leave doubts."""
    hearing = _Hearing(page, lineage)
    hearing.hear(rulebook)
    core = hearing.core()
    place = find_place(page, lineage, core)
    chosen: frozenset[int] | None = None
    if choice and place is not None and _is_disputed(hearing.weights, core, place):
        chosen = _second_opinion(page, core, place, choice)
    if place is not None:
        hearing.hear_place(place)
    if place is not None and chosen is not None:
        for index in place.inside - chosen:
            hearing.add(index, _LEFT_OUT)
    return Evidence(
        signs=tuple(map(tuple, hearing.signs)),
        weights=tuple(hearing.weights),
        core=tuple(core),
        words=lineage.words,
        place=place,
        chosen=chosen,
        unhidden=hearing.unhidden,
        shown=frozenset([block.text for block in page.blocks if not block.hidden]),
        folded=tuple(hearing.folded),
    )


def _is_disputed(weights: list[int], core: list[int], place: Place) -> bool:
    """True where the other judges leave much open: running text in the article that something speaks against. Of the
    running text outside it readability-lxml knows no more than they do."""
    held = sum([core[index] for index in place.inside])
    disputed = sum([weights[index] for index in place.inside if not core[index]])
    return disputed > _DISPUTED * held


def _second_opinion(page: Page, core: list[int], place: Place, choice: Choice) -> frozenset[int] | None:
    chosen = choice(page)
    if chosen is None:
        return None
    agreed = sum(core[index] for index in place.inside if index in chosen)
    return chosen if agreed >= _AGREED * sum(core[index] for index in place.inside) else None


_Spoken = list[tuple[int, Sign]]
"""What cues in a box say to the rest of it, each with the block that it comes from."""


class _Hearing:
    """The signs on every block, as they come in."""

    def __init__(self, page: Page, lineage: Lineage) -> None:
        self.page, self.lineage = page, lineage
        self.signs: list[list[Sign]] = [[] for _ in page.blocks]
        self.folded = fold_all(block.text for block in page.blocks)
        weights = [prose_weight(block, words) for block, words in zip(page.blocks, lineage.words, strict=True)]
        unseen = sum(weight for weight, block in zip(weights, page.blocks, strict=True) if block.hidden)
        self.unhidden = unseen > sum(weights) / 2
        self.weights = [
            0 if block.hidden and not self.unhidden else weight
            for weight, block in zip(weights, page.blocks, strict=True)
        ]

    def add(self, index: int, sign: Sign) -> None:
        self.signs[index].append(sign)

    def hear(self, rulebook: Rulebook) -> None:
        named, boxes = name_elements(self.page, self.lineage, self.weights, rulebook.words)
        cued = cue_signs(self.page.blocks, self.folded, rulebook.phrases)
        # "Dear readers," by itself says nothing: an op-ed can begin so
        signs = [[sign for sign, cue in found if cue.asks or not cue.opens] for found in cued]
        for index, around in enumerate(named):
            self.signs[index] += around.signs
        for index, found in enumerate(signs):
            self.signs[index] += found
        for index, sign in letter.letter_signs(self.page.blocks, cued, self.weights, self.lineage.words):
            self.add(index, sign)
        self.hear_boxes(named, boxes, signs)
        self.hear_neighbours(signs)

    def hear_boxes(self, named: list[Around], boxes: list[tuple[Named, Label]], cued: list[list[Sign]]) -> None:
        """What a box is called, and what stands anywhere in it, speak for all of it."""
        speaking = [index for index, signs in enumerate(cued) if signs]
        spoken: dict[int, _Spoken] = {}  # by the identity of what the box is called
        hearing: set[int] = set()
        for one, label in boxes if speaking else ():
            if found := self.spoken(one, label, cued, speaking):
                spoken[id(one)] = found
                hearing.update(self.lineage.blocks[one.element])
        for index, around in enumerate(named):
            if index not in hearing:
                self.signs[index] += around.own
                continue
            for one, _ in around.residue:
                if one.own is not None:
                    self.add(index, one.own)
                if said := spoken.get(id(one)):
                    self.signs[index] += [sign for at, sign in said if at != index][:1]

    def spoken(self, one: Named, label: Label, cued: list[list[Sign]], speaking: list[int]) -> _Spoken:
        """The first cues for `label` in two blocks of a box: for each block in it, what another one says."""
        blocks = self.lineage.blocks[one.element]
        inside = speaking[bisect_left(speaking, blocks.start) : bisect_left(speaking, blocks.stop)]
        vague = bool(inside) and label in _VAGUE and one.is_box
        found: _Spoken = []
        for index in inside:
            fitting = (sign for sign in cued[index] if sign.label == label or (vague and sign.label in RESIDUE))
            if (sign := next(fitting, None)) is not None:
                found.append((index, Sign("cue", sign.label, sign.by, f"in the same box {sign.because}")))
            if len(found) == 2:
                break
        return found

    def hear_neighbours(self, cued: list[list[Sign]]) -> None:
        """Neighbours that speak to the reader in the same way, and rows of nothing but links."""
        labels = [{sign.label for sign in signs if sign.label in RESIDUE} if signs else _NONE for signs in cued]
        densities = [block.link_density for block in self.page.blocks]
        for index, density in enumerate(densities):
            if density > LINKED:
                self.add(index, _ALL_LINKS if density == 1.0 else _linked(density))
            elif not labels[index]:
                continue
            near = [i for i in (index - 1, index + 1) if 0 <= i < len(labels)]
            if labels[index] and (shared := _shared(labels[index], [labels[i] for i in near])):
                self.add(index, Sign("row", shared, "judge/row", f"next to another block of {shared}"))
            elif density > _DENSE and any(densities[i] > _DENSE for i in near):
                self.add(index, _LINKS_IN_A_ROW)

    def hear_place(self, place: Place) -> None:
        for index in place.inside:
            if index < place.first:
                self.add(index, _BEFORE)
            elif index > place.last:
                self.add(index, _AFTER)

    def core(self) -> list[int]:
        """The weights of the running text that nothing speaks against.

        Where there is none: of what only a vague name speaks against; or else of whatever could be text.
        """
        for ignored in (frozenset[Label](), _VAGUE):
            core = [
                weight if weight and self.is_unmarked(index, ignored) else 0
                for index, weight in enumerate(self.weights)
            ]
            if any(core):
                return core
        return self.faint()

    def is_unmarked(self, index: int, ignored: frozenset[Label]) -> bool:
        signs = [sign for sign in self.signs[index] if sign.label not in ignored]
        kinds = {sign.kind for sign in signs}
        if ("row" in kinds and kinds & {"cue", "line"}) or kinds & {"letter", "element", "words"}:
            return False
        return not any(sign.kind == "cue" and sign.label in FIELDS for sign in signs)

    def faint(self) -> list[int]:
        """Weights for a page without a single full paragraph: any text that is not a link, a control or marked."""
        return [self.lineage.words[block.index] if self.is_text(block) else 0 for block in self.page.blocks]

    def is_text(self, block: Block) -> bool:
        if block.hidden or is_control(block) or block.link_density > LINKED:
            return False
        marked = any(sign.label in RESIDUE for sign in self.signs[block.index])
        return not marked and (block.tag == "p" or is_sentence(block.text))


def _linked(density: float) -> Sign:
    return Sign("links", None, "judge/links", f"{density:.0%} of it are links")


def _shared(labels: Set[Label | None], others: Iterable[Set[Label | None]]) -> Label | None:
    """The first of all labels that a block shares with the first neighbour that shares any."""
    return next((label for other in others for label in LABELS if label in labels and label in other), None)
