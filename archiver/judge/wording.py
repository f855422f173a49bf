"""The cues: phrases of many languages that speak to the reader and not of the news."""

from collections.abc import Iterable, Iterator

from archiver.judge.sign import Sign
from archiver.model import Block
from archiver.page.lineage import count_words
from archiver.rules.pack import Cue, fold


def cue_signs(block: Block, cues: Iterable[Cue]) -> Iterator[tuple[Sign, bool]]:
    """Yield a sign for each cue that `block` has, and whether it opens a letter.

    A block that *is* a known line, and nothing else, gives two signs: the words, and that there are no others.
    """
    folded = fold(block.text)
    words = count_words(folded)
    for cue in cues:
        if words > cue.max_words:
            continue
        if folded in cue.equals:
            yield Sign("cue", cue.label, cue.id, f"says “{block.text}”"), cue.opens
            yield Sign("line", cue.label, cue.id, "and nothing else"), False
        elif cue.phrases and (found := cue.phrases.search(folded)):
            yield Sign("cue", cue.label, cue.id, f"says “{found[0]}”"), cue.opens
