"""Letters to the reader: runs of blocks between an opening and the last plea.

The paragraphs in the middle of such a letter are plain prose without any cue,
which is why extractors that judge paragraph by paragraph leave them in. A story
that quotes such a letter must not be taken for one: an opening counts at the
beginning of a block only, somebody has to ask for something, more than one plea
is needed, and no letter is most of a page's running text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archiver.judge.sign import Sign
from archiver.labels import Label
from archiver.model import Block
from archiver.rules.pack import Cue

Cued = Sequence[Sequence[tuple[Sign, Cue]]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a letter of one kind is: how long in words, how many blocks it goes on without any cue, how many words
    its opening has, and how many blocks with a plea it needs."""

    reach: int
    gap: int
    opening: int
    pleas: int


_KINDS: Final[dict[Label, _Kind]] = {
    "fundraising": _Kind(reach=450, gap=5, opening=60, pleas=2),
    "newsletter": _Kind(reach=120, gap=1, opening=14, pleas=1),
}
_AKIN: Final = frozenset({"fundraising", "newsletter", "form", "paywall", "subscription"})
_AMOUNT: Final = re.compile(r"[€$£¥₽₴₹]\s?[\d.,]+|[\d.,]+\s?(?:[€$£¥₽₴₹]|zł|kr\.?|Kč|руб\.?)")
_MOST: Final = 0.5  # of the page's running text


def letter_signs(
    blocks: Sequence[Block], cued: Cued, weights: Sequence[int], words: Sequence[int]
) -> Iterator[tuple[int, Sign]]:
    """Yield a sign for every block of every letter.

    `cued` has each block's cues, `weights` its weight as running text, `words` its length.
    """
    end, total = -1, sum(weights)
    for start, found in enumerate(cued):
        if not found:
            continue
        label = next((cue.label for _, cue in found if cue.opens), None)
        kind = _KINDS.get(label) if label else None
        if start <= end or label is None or kind is None or words[start] > kind.opening:
            continue
        last = _last_plea(blocks, cued, start, words, label, kind)
        if last is None or sum(weights[start : last + 1]) > _MOST * total:
            continue
        end = last
        because = f"stands in a letter that opens with {_quote(cued[start])} and ends with {_quote(cued[end])}"
        for index in range(start, end + 1):
            yield index, Sign("letter", label, "judge/letter", because)


def _last_plea(
    blocks: Sequence[Block], cued: Cued, start: int, words: Sequence[int], label: Label, kind: _Kind
) -> int | None:
    last, pleas, length = start, 0, words[start]
    asked = any(cue.asks and cue.label == label for _, cue in cued[start])
    for index in range(start + 1, len(cued)):
        length += words[index]
        if length > kind.reach or index - last > kind.gap + 1:
            break
        labels = {cue.label for _, cue in cued[index]}
        if labels & _AKIN or _is_sum(blocks[index]) if label == "fundraising" else label in labels:
            last = index
            pleas += label in labels
            asked = asked or any(cue.asks and cue.label == label for _, cue in cued[index])
    return last if asked and pleas >= kind.pleas else None


def _is_sum(block: Block) -> bool:
    return _AMOUNT.fullmatch(block.text) is not None


def _quote(found: Sequence[tuple[Sign, Cue]]) -> str:
    """The words between the quotation marks of the block's first cue."""
    return "“" + found[0][0].because.split("“", 1)[1].split("”")[0] + "”" if found else "an amount"
