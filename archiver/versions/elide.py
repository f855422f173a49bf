"""What of a diff is shown: the changes with some paragraphs around them, and how many are left out in between."""

from collections.abc import Iterator, Sequence

from archiver.versions.diff import Change

Stretch = tuple[bool, tuple[Change, ...]]
"""Changes that stand together; True where they are shown, False where only their number is."""


def stretches(changes: Sequence[Change], context: int) -> Iterator[Stretch]:
    """Cut a diff into what is shown and what is not: `context` unchanged paragraphs are shown on each side of a change.

    One paragraph alone is not left out: saying so takes as much room.
    """
    near = _near(changes, context)
    start = 0
    for place in range(1, len(changes) + 1):
        if place == len(changes) or near[place] != near[start]:
            yield near[start] or place - start == 1, tuple(changes[start:place])
            start = place


def _near(changes: Sequence[Change], context: int) -> list[bool]:
    near = [False] * len(changes)
    for place, change in enumerate(changes):
        if change.kind != "kept":
            for close in range(max(0, place - context), min(len(changes), place + context + 1)):
                near[close] = True
    return near
