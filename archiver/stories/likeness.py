"""Whether two texts are one, by their sketches alone; the same whichever is asked first.

What counts is how much of the shorter text stands in the longer one, so that a teaser is a copy as much as a mirror.
The thresholds lie between what was measured of copies and of follow-ups, reports in one frame, and pages of one site
(`benchmarks/stories.py`).
"""

from typing import Final

from archiver.stories.numerals import agreement
from archiver.stories.sketch import Sketch

# Two papers that each edited a third of an agency's text share half of it; a follow-up quotes up to a third.
_COPIED: Final = 0.44
# A short text is a few samples, of which some more may be shared by chance.
_FIRM: Final = 24
_PER_MISSING: Final = 0.012
# In under a hundred words the closer sample of the head is counted, and a formula of the site is much of the text.
_BRIEF: Final = 12
_COPIED_BRIEF: Final = 0.7
_LEAST: Final = 4  # samples in common; some twenty words

# Numbers that stand between the same words. Editors change a few; another day's weather has others almost everywhere.
_PLACES: Final = 3
_SAME_NUMBERS: Final = 1 / 3


def overlap(first: Sketch, second: Sketch) -> float:
    """Return which share of the shorter text stands in the longer one, 0 to 1, as far as the samples tell."""
    ours, theirs = _compared(first, second)
    smaller = min(len(ours), len(theirs))
    return len(ours & theirs) / smaller if smaller else 0.0


def is_copy(first: Sketch, second: Sketch) -> bool:
    """Return whether one of two texts is the other, edited or cut short."""
    ours, theirs = _compared(first, second)
    shared, smaller = len(ours & theirs), min(len(ours), len(theirs))
    return shared >= _LEAST and shared >= _threshold(first, second) * smaller and _has_same_numbers(first, second)


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


def _has_same_numbers(first: Sketch, second: Sketch) -> bool:
    places, same = agreement(first.numerals, second.numerals)
    return places < _PLACES or same >= _SAME_NUMBERS * places
