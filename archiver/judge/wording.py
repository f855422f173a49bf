"""The cues: phrases of many languages that speak to the reader and not of the news."""

from collections.abc import Iterator

from archiver.judge.sign import Sign
from archiver.model import Block
from archiver.page.lineage import count_words
from archiver.rules.pack import fold
from archiver.rules.phrases import PhraseIndex

_ENDS = (".", "!", "?", "…", '"', "'", "。", "।", "؟")


def cue_signs(block: Block, phrases: PhraseIndex) -> Iterator[tuple[Sign, bool]]:
    """Yield a sign for each cue that `block` has, and whether it opens a letter.

    A block that *is* a known line, and nothing else, gives two signs: the words, and that there are no others.
    A picture's credit is one only where the block does not end as a sentence does.
    """
    folded = fold(block.text)
    for cue in phrases.whole(folded):
        yield Sign("cue", cue.label, cue.id, f"says “{block.text}”"), cue.opens
        yield Sign("line", cue.label, cue.id, "and nothing else"), False
    words = count_words(folded)
    for phrase, cue in phrases.inside(folded):
        if words <= cue.max_words and not (cue.label == "credit" and folded.endswith(_ENDS)):
            yield Sign("cue", cue.label, cue.id, f"says “{phrase}”"), cue.opens
