"""Letters to the reader: runs of blocks between a salutation and the last plea.

The paragraphs in the middle of such a letter are plain prose without any cue,
which is why extractors that judge paragraph by paragraph leave them in.
"""

from collections.abc import Iterator

from archiver.judge.sign import Sign

_REACH = 450  # words
_GAP = 4  # blocks in a row without any cue
_PLEAS = 2  # blocks with a cue of the letter's own kind, besides its opening
_AKIN = frozenset({"fundraising", "newsletter", "form", "paywall", "subscription"})


def letter_signs(cued: list[list[Sign]], openings: set[int], words: tuple[int, ...]) -> Iterator[tuple[int, Sign]]:
    """Yield a sign for every block of every letter. `cued` has each block's cues, `words` its length."""
    end = -1
    for start in sorted(openings):
        if start > end and (last := _last_plea(cued, start, words)) is not None:
            end = last
            because = f"stands in a letter that opens with {_quote(cued[start])} and ends with {_quote(cued[end])}"
            for index in range(start, end + 1):
                yield index, Sign("letter", "fundraising", "judge/letter", because)


def _last_plea(cued: list[list[Sign]], start: int, words: tuple[int, ...]) -> int | None:
    last, pleas, length = start, 0, words[start]
    for index in range(start + 1, len(cued)):
        length += words[index]
        if length > _REACH or index - last > _GAP:
            break
        labels = {sign.label for sign in cued[index]}
        if labels & _AKIN:
            last = index
            pleas += "fundraising" in labels
    return last if pleas >= _PLEAS else None


def _quote(signs: list[Sign]) -> str:
    return signs[0].because.removeprefix("says ")
