"""The cues: phrases of many languages that speak to the reader and not of the news."""

from collections.abc import Iterator, Sequence

from archiver.judge.sign import Sign
from archiver.model import Block
from archiver.page.lineage import count_words
from archiver.rules.pack import Cue
from archiver.rules.phrases import PhraseIndex

_ENDS = (".", "!", "?", "…", '"', "'", "。", "।", "؟")


def cue_signs(blocks: Sequence[Block], folded: Sequence[str], phrases: PhraseIndex) -> list[list[tuple[Sign, Cue]]]:
    """Return for each block a sign for each cue that it has, with the cue; `folded` are the blocks' folded texts.

    A block that *is* a known line, and nothing else, is a stronger sign than one that has a phrase among others.
    """
    spots = phrases.spots(folded)
    found: list[list[tuple[Sign, Cue]]] = [[] for _ in blocks]
    for index, text in enumerate(folded):
        if text in phrases.lines:
            found[index] += [(_line(blocks[index], cue), cue) for cue in phrases.lines[text]]
    for index, known in spots.items():
        found[index] += _phrases(folded[index], phrases, known)
    return found


def _line(block: Block, cue: Cue) -> Sign:
    return Sign("line", cue.label, cue.id, f"is “{block.text}” and nothing else")


def _phrases(folded: str, phrases: PhraseIndex, known: set[str]) -> Iterator[tuple[Sign, Cue]]:
    """The signs of the phrases in a text, which are `known`.

    A phrase that opens a letter does so only at the beginning of a block: in the middle of one it is quoted.
    A picture's credit is one only where the block does not end as a sentence does."""
    words = count_words(folded)
    for phrase, cue in phrases.inside(folded, known):
        if words > cue.max_words or (cue.label == "credit" and folded.endswith(_ENDS)):
            continue
        if not cue.opens or folded.startswith(phrase):
            yield Sign("cue", cue.label, cue.id, f"says “{phrase}”"), cue
