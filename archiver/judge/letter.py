"""Letters to the reader: runs of blocks between an opening and the last plea.

The paragraphs in the middle of such a letter are plain prose without any cue,
which is why extractors that judge paragraph by paragraph leave them in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archiver.judge.sign import Sign
from archiver.labels import Label


@dataclass(frozen=True, slots=True)
class _Kind:
    """How long a letter of one kind can be: in words, in blocks without any cue, and how many pleas it takes."""

    reach: int
    gap: int
    pleas: int


_KINDS: Final[dict[Label, _Kind]] = {"fundraising": _Kind(450, 5, 2), "newsletter": _Kind(120, 1, 1)}
_AKIN: Final = frozenset({"fundraising", "newsletter", "form", "paywall", "subscription"})


def letter_signs(
    cued: list[list[Sign]], openings: dict[int, Label], words: tuple[int, ...]
) -> Iterator[tuple[int, Sign]]:
    """Yield a sign for every block of every letter.

    `cued` has each block's cues, `openings` the blocks with one that opens a letter, `words` each block's length.
    """
    end = -1
    for start, label in sorted(openings.items()):
        kind = _KINDS.get(label)
        if start <= end or kind is None or (last := _last_plea(cued, start, words, label, kind)) is None:
            continue
        end = last
        because = f"stands in a letter that opens with {_quote(cued[start])} and ends with {_quote(cued[end])}"
        for index in range(start, end + 1):
            yield index, Sign("letter", label, "judge/letter", because)


def _last_plea(cued: list[list[Sign]], start: int, words: tuple[int, ...], label: Label, kind: _Kind) -> int | None:
    last, pleas, length = start, 0, words[start]
    for index in range(start + 1, len(cued)):
        length += words[index]
        if length > kind.reach or index - last > kind.gap + 1:
            break
        labels = {sign.label for sign in cued[index]}
        if labels & _AKIN if label == "fundraising" else label in labels:
            last = index
            pleas += label in labels
    return last if pleas >= kind.pleas else None


def _quote(signs: list[Sign]) -> str:
    return signs[0].because.removeprefix("says ")
