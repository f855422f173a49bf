"""Whether two texts are one, by their sketches alone; the same whichever is asked first.

What counts is how much of the shorter text stands in the longer one, so that a teaser is a copy as much as a mirror.
The thresholds lie between what was measured of copies and of follow-ups, reports in one frame, and pages of one site
(`benchmarks/stories.py`).
"""

from collections.abc import Iterable
from typing import Final

from archiver.stories.numerals import agreement
from archiver.stories.sketch import Sketch

# Two papers that each edited a third of an agency's text share half of it; a follow-up quotes up to a third.
_COPIED: Final = 0.44
# A short text is a few samples, of which some more may be shared by chance.
_FIRM: Final = 24
_PER_MISSING: Final = 0.012
# In under some 115 words the closer sample of the head is counted, and a formula of the site is much of the text.
_BRIEF: Final = 12
_COPIED_BRIEF: Final = 0.85
_LEAST: Final = 9  # samples in common, of some forty words: fewer may be a sentence or two that a site always has

# A text shorter than half of another is a part of it. A teaser begins as the whole does. Where the beginning of a part
# stands farther down, the whole is a round-up, or quotes it: the whole's body has four of ten samples of such a head.
_PART: Final = 0.5
_HEAD_BELOW: Final = 0.18

# Numbers that stand between the same words. Editors change a few; another day's weather has others almost everywhere.
_PLACES: Final = 3
_SAME_NUMBERS: Final = 0.4


def overlap(first: Sketch, second: Sketch) -> float:
    """Return which share of the shorter text stands in the longer one, 0 to 1, as far as the samples tell."""
    ours, theirs = _compared(first, second)
    smaller = min(len(ours), len(theirs))
    return len(ours & theirs) / smaller if smaller else 0.0


def is_copy(first: Sketch, second: Sketch) -> bool:
    """Return whether one of two texts is the other, edited or cut short."""
    ours, theirs = _compared(first, second)
    shared, smaller = len(ours & theirs), min(len(ours), len(theirs))
    if shared < _LEAST or shared < _threshold(first, second) * smaller:
        return False
    return _has_same_numbers(first, second) and not (_is_quoted(first, second) or _is_quoted(second, first))


def telling(sketches: Iterable[Sketch]) -> tuple[Sketch, ...]:
    """Return the sketches of texts that are long enough to say much; all of them, where none is."""
    found = tuple(sketches)
    return tuple(sketch for sketch in found if len(sketch.body) >= _BRIEF) or found


def _compared(first: Sketch, second: Sketch) -> tuple[frozenset[int], frozenset[int]]:
    if _is_brief(first, second):
        return first.body | first.head, second.body | second.head
    return first.body, second.body


def _is_brief(first: Sketch, second: Sketch) -> bool:
    return min(len(first.body), len(second.body)) < _BRIEF


def _threshold(first: Sketch, second: Sketch) -> float:
    if _is_brief(first, second):
        return _COPIED_BRIEF
    return _COPIED + _PER_MISSING * max(0, _FIRM - min(len(first.body), len(second.body)))


def _is_quoted(part: Sketch, whole: Sketch) -> bool:
    """Return whether the beginning of a much shorter text stands in another, and not at its beginning."""
    if len(part.body) >= _PART * len(whole.body):
        return False
    return len(part.head & whole.body) - len(part.head & whole.head) >= _HEAD_BELOW * len(part.head)


def _has_same_numbers(first: Sketch, second: Sketch) -> bool:
    places, same = agreement(first.numerals, second.numerals)
    return places < _PLACES or same >= _SAME_NUMBERS * places
