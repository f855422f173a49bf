"""The cues: phrases of many languages that speak to the reader and not of the news."""

from collections.abc import Iterator

from archiver.judge.sign import Sign
from archiver.model import Block
from archiver.page.lineage import count_words
from archiver.rules.pack import Cue, fold
from archiver.rules.phrases import PhraseIndex

_ENDS = (".", "!", "?", "…", '"', "'", "。", "।", "؟")


def cue_signs(block: Block, phrases: PhraseIndex) -> Iterator[tuple[Sign, Cue]]:
    """Yield a sign for each cue that `block` has, with the cue.

    A block that *is* a known line, and nothing else, is a stronger sign than one that has a phrase among others.
    A phrase that opens a letter does so only at the beginning of a block: in the middle of one it is quoted.
    A picture's credit is one only where the block does not end as a sentence does.
    """
    folded = fold(block.text)
    for cue in phrases.whole(folded):
        yield Sign("line", cue.label, cue.id, f"is “{block.text}” and nothing else"), cue
    words = count_words(folded)
    for phrase, cue in phrases.inside(folded):
        if words > cue.max_words or (cue.label == "credit" and folded.endswith(_ENDS)):
            continue
        if not cue.opens or folded.startswith(phrase):
            yield Sign("cue", cue.label, cue.id, f"says “{phrase}”"), cue
