"""The verdicts of the voters that know no site, for every block of a page.

The rule of the house: outside the article one sign is enough to name a block;
inside it a block goes only on two signs of different kinds. Articles *about*
donations are full of the words that donation letters are made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from archiver.judge.evidence import Evidence, gather
from archiver.judge.fields import Fields, Opinion
from archiver.judge.model import LIKELY, Estimate, Model, shipped_model
from archiver.judge.prose import LINKED, is_control, is_sentence
from archiver.judge.readability import Choice
from archiver.judge.sign import Sign
from archiver.labels import FIELDS, RESIDUE, Label
from archiver.model import Block, Page, Vote
from archiver.page.lineage import Lineage
from archiver.rules.book import Rulebook

DECIDED: Final = 60
"""The rank of the vote that decides among the judges."""
SIGN: Final = 20
"""The rank of a single sign."""

_TAGS: Final[dict[str, Label]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("tr", "th", "caption"), "table"),
    **dict.fromkeys(("pre", "code"), "code"),
    "blockquote": "quote",
    "summary": "heading",
}
_WEIGHT: Final = {"letter": 6, "line": 4, "cue": 3, "words": 2, "element": 1}
_VAGUE: Final = frozenset({"boilerplate", "form"})
_REMEMBERED: Final = 4096  # signs, and sets of them; the blocks of a menu all have the same
_COPY: Final = 40  # characters; shorter lines may well come again
_SHORT: Final = 12  # words
_HEADING: Final = 300  # characters; a longer one is a paragraph in a tag that nobody closed
_ARTICLE: Final = 120  # words; so much can be an article, whatever it is called
_LONG: Final = 60  # words of running text


def text_label(block: Block) -> Label:
    """Return what a block is as part of the article's text: by the element it stands in."""
    label = _TAGS.get(block.tag, "body")
    return "body" if label == "heading" and len(block.text) > _HEADING else label


def judge(
    page: Page, lineage: Lineage, rulebook: Rulebook, choice: Choice | None, model: Model | None = None
) -> list[list[Vote]]:
    """Return the judges' votes for each block, the deciding one first.

    `choice` asks readability-lxml, where there are doubts; None where it is not to be asked. `model` replaces the
    shipped one.
    """
    evidence = gather(page, lineage, rulebook, choice)
    fields = Fields(page, evidence)
    model = model or shipped_model()
    estimates = model.estimate(page, lineage, evidence, _open(page, evidence)) if page.nodes else {}
    if not _has_text(estimates, evidence):
        estimates = {}
    votes: list[list[Vote]] = []
    known: dict[tuple[Sign, ...], list[Vote]] = {}  # the blocks of a menu, or of a list, all have the same signs
    for block in page.blocks:
        label, by, because = _opinion(block, evidence, fields, estimates)
        signs = evidence.signs[block.index]
        if (others := known.get(signs)) is None:
            others = known[signs] = [_vote(sign) for sign in signs]
        votes.append([Vote(by, label, DECIDED, because), *others])
    _settle_copies(page, evidence, votes)
    _settle_headings(page, evidence, votes)
    return votes


@lru_cache(maxsize=_REMEMBERED)
def _vote(sign: Sign) -> Vote:
    return Vote(sign.by, sign.label, SIGN, sign.because)


def _open(page: Page, evidence: Evidence) -> list[int]:
    """The blocks that can be text, in the article's element or running text, and whose signs do not settle it."""
    inside: Iterable[int] = evidence.place.inside if evidence.place else ()
    candidates = {*inside, *[index for index, weight in enumerate(evidence.weights) if weight]}
    return [index for index in sorted(candidates) if not _is_settled(page.blocks[index], evidence)]


def _has_text(estimates: Mapping[int, Estimate], evidence: Evidence) -> bool:
    """False where the model finds no text but a little of what the signs name as something else: then they decide."""
    likely = [index for index, one in estimates.items() if one.probability > LIKELY]
    if sum(evidence.words[index] for index in likely) >= _ARTICLE:
        return True
    return any(not any(sign.label in RESIDUE for sign in evidence.signs[index]) for index in likely)


def _opinion(block: Block, evidence: Evidence, fields: Fields, estimates: Mapping[int, Estimate]) -> Opinion:
    if block.hidden and not evidence.unhidden and not evidence.is_folded(block):
        return _hidden(evidence.signs[block.index])
    estimate = estimates.get(block.index)
    field = fields.of(block)
    if field is not None and not (field.label == "dek" and estimate and _is_first(block, evidence, estimate)):
        return field
    if estimate is not None:
        return _estimated(block, evidence, estimate)
    return _by_signs(block, evidence)


def _is_first(block: Block, evidence: Evidence, estimate: Estimate) -> bool:
    """True for a dek that is the text's first paragraph: many stories begin with the very sentences that the page's
    description repeats. What calls itself a dek, or is a heading, is one."""
    is_named = any(sign.label == "dek" for sign in evidence.signs[block.index])
    return estimate.probability > LIKELY and not is_named and text_label(block) != "heading"


def _estimated(block: Block, evidence: Evidence, estimate: Estimate) -> Opinion:
    """What a block is by the model, and by the signs where the model finds no text."""
    signed, signs = _by_signs(block, evidence), evidence.signs[block.index]
    if estimate.probability > (LIKELY if signed.label in RESIDUE else estimate.enough):
        return Opinion(text_label(block), "judge/model", estimate.because)
    if signed.label in RESIDUE:
        return Opinion(signed.label, signed.by, f"{signed.because}; {estimate.because}")
    labelled = tuple([sign for sign in signs if sign.label in RESIDUE])
    if labelled:
        best = _strongest(labelled)
        return Opinion(best.label or "boilerplate", best.by, f"{best.because}; {estimate.because}")
    label = _link_label(block, evidence) if block.link_density > LINKED else "boilerplate"
    return Opinion(label, "judge/model", estimate.because)


def _is_settled(block: Block, evidence: Evidence) -> bool:
    """True where what the signs say of a block holds, and the model needs not be asked: it is a control, mostly links,
    or in a letter, and residue by the signs; or it is a correction."""
    signs = evidence.signs[block.index]
    is_strong = block.link_density > LINKED or is_control(block) or any(sign.kind == "letter" for sign in signs)
    if not is_strong and not any(sign.label == "correction" for sign in signs):
        return False
    label = _by_signs(block, evidence).label
    return label == "correction" or (is_strong and label in RESIDUE)


def _by_signs(block: Block, evidence: Evidence) -> Opinion:
    if evidence.is_inside(block.index):
        return _inside(block, evidence)
    signs = evidence.signs[block.index]
    if evidence.weights[block.index] and not any(sign.label for sign in signs):
        if evidence.chosen is not None and block.index in evidence.chosen:
            return Opinion(text_label(block), "judge/readability", "running text that readability-lxml chose")
        if evidence.place is not None and block.index in evidence.place.beside:
            return Opinion(text_label(block), "judge/place", f"running text right after {evidence.place.name}")
    return _outside(block, evidence)


def _hidden(signs: Sequence[Sign]) -> Opinion:
    labelled = tuple([sign for sign in signs if sign.label in RESIDUE and sign.label != "boilerplate"])
    best = _strongest(labelled) if labelled else Sign("element", "hidden", "judge/hidden", "")
    return Opinion(best.label or "hidden", best.by, f"a browser does not show it; {best.because}".rstrip("; "))


def _inside(block: Block, evidence: Evidence) -> Opinion:
    assert evidence.place is not None
    signs = evidence.signs[block.index]
    if not signs and not is_control(block):
        return Opinion(text_label(block), "judge/place", evidence.place.because)
    kinds = {sign.kind for sign in signs}
    labelled = tuple([sign for sign in signs if sign.label in RESIDUE])
    if any(sign.label == "correction" and sign.kind == "cue" for sign in signs):
        return Opinion("correction", "judge/wording", _because(signs, "correction"))
    if is_control(block):
        best = _strongest(labelled) if labelled else None
        return Opinion((best and best.label) or "form", "judge/element", f"the text of a <{block.tag}>")
    if labelled and _is_enough(block, evidence, signs):
        best = _strongest(labelled)
        return Opinion(best.label or "boilerplate", best.by, _because(signs, best.label))
    why = "; ".join(sign.because for sign in signs)
    if "links" in kinds and ("place" in kinds or {"row", "readability"} <= kinds):
        return Opinion(_link_label(block, evidence), "judge/links", why)
    if "place" in kinds and not evidence.weights[block.index] and _is_stray(block, evidence):
        return Opinion("boilerplate", "judge/place", f"{why}; no sentence")
    return Opinion(text_label(block), "judge/place", evidence.place.because)


def _is_enough(block: Block, evidence: Evidence, signs: Sequence[Sign]) -> bool:
    """True where the signs on a block inside the article suffice to drop it."""
    kinds = {sign.kind for sign in signs}
    if "letter" in kinds:
        return True
    if "line" in kinds and text_label(block) == "heading":  # it goes with what it heads, or stays with it
        return False
    running = evidence.weights[block.index]
    if running and not kinds - {"element", "readability", "place"}:  # a fact box, a pull quote
        return False
    if running >= _LONG and kinds <= {"cue", "row", "place"}:  # words alone, its own and its neighbours'
        return False
    return len(kinds) + ("line" in kinds) >= 2


def _outside(block: Block, evidence: Evidence) -> Opinion:
    place = evidence.place
    where = f"outside {place.name}" if place else "there is no running text on this page"
    signs = evidence.signs[block.index]
    labelled = tuple([sign for sign in signs if sign.label in RESIDUE and sign.label != "boilerplate"])
    if labelled:
        best = _strongest(labelled)
        return Opinion(best.label or "boilerplate", best.by, f"{best.because}; {where}")
    author = next((sign for sign in signs if sign.label == "byline"), None)
    if author is not None and evidence.is_after(block.index):
        return Opinion("bio", author.by, f"{author.because}; after the text")
    if is_control(block):
        return Opinion("form", "judge/element", f"the text of a <{block.tag}>; {where}")
    if block.link_density > LINKED:
        label = _link_label(block, evidence)
        return Opinion(label, "judge/links", f"{block.link_density:.0%} of it are links; {where}")
    return Opinion("boilerplate", "judge/place", f"{where}, which holds the running text" if place else where)


def _link_label(block: Block, evidence: Evidence) -> Label:
    """After the text, links as long as headlines lead to other stories."""
    is_headline = evidence.words[block.index] >= 4
    return "related" if is_headline and not evidence.is_before(block.index) else "navigation"


def _is_stray(block: Block, evidence: Evidence) -> bool:
    if evidence.place is not None and block.index in evidence.place.kin:
        return False
    if text_label(block) not in ("body", "heading") or evidence.words[block.index] > _SHORT or is_sentence(block.text):
        return False
    return not (text_label(block) == "heading" and evidence.is_before(block.index))


def _settle_copies(page: Page, evidence: Evidence, votes: list[list[Vote]]) -> None:
    """Running text that stood on the page before is there for another screen, or once more for every embedded video."""
    if not page.nodes:  # whoever saved a text by hand wanted it as it is
        return
    seen: set[str] = set()
    copies: list[Block] = []
    held = 0
    for block in page.blocks:
        found = votes[block.index][0].label
        if not evidence.weights[block.index] or len(block.text) < _COPY or found in RESIDUE or found in FIELDS:
            continue
        if block.text in seen:
            copies.append(block)
        seen.add(block.text)
        held += evidence.words[block.index]
    if 2 * sum(evidence.words[block.index] for block in copies) > held:  # it is what the text is made of
        return
    for block in copies:
        votes[block.index].insert(0, Vote("judge/copy", "boilerplate", DECIDED + 1, "stands above already"))


def _settle_headings(page: Page, evidence: Evidence, votes: list[list[Vote]]) -> None:
    """A heading goes with what it heads: where all of that is residue, so is the heading; but for text that is set in
    the letters of one."""
    following: Label | None = None
    for block in reversed(page.blocks):
        label = votes[block.index][0].label
        is_text = label == "heading" and evidence.weights[block.index] > 0
        vague = text_label(block) == "heading" and label in ("heading", "boilerplate") and not is_text
        if vague and (following is None or following in RESIDUE):
            because = f"heads a stretch of {following or 'nothing'}"
            votes[block.index].insert(0, Vote("judge/heading", following or "boilerplate", DECIDED + 1, because))
        if label != "hidden" and label not in FIELDS:
            following = votes[block.index][0].label


@lru_cache(maxsize=_REMEMBERED)
def _strongest(signs: tuple[Sign, ...]) -> Sign:
    """The sign that says most plainly what a block is, for the label that most speaks for; of equals the innermost."""
    if len(signs) == 1:
        return signs[0]
    support: dict[Label | None, int] = {}
    for sign in signs:
        support[sign.label] = support.get(sign.label, 0) + _WEIGHT.get(sign.kind, 1)
    return max(signs, key=lambda one: (one.label not in _VAGUE, support[one.label], _WEIGHT.get(one.kind, 0)))


def _because(signs: Iterable[Sign], label: Label | None) -> str:
    """The reasons, those for `label` first, one of each kind."""
    ordered = sorted(signs, key=lambda sign: (sign.label != label, -_WEIGHT.get(sign.kind, 0)))
    reasons: dict[str, str] = {}
    for sign in ordered:
        reasons.setdefault(sign.kind, sign.because)
    return "; ".join(reasons.values())
