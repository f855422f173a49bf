"""What speaks for a block being this or that: one sign, of one kind, from one source.

Signs of *different kinds* are independent of one another; how many it takes to
drop a block is decided in generic.py, not here.
"""

from typing import Literal, NamedTuple

from archiver.labels import Label

Kind = Literal["cue", "line", "words", "element", "form", "box", "links", "row", "place", "letter", "readability"]
"""cue: a phrase · line: the whole block is a known phrase, which counts for two · words: class and id names ·
element: the HTML element · form: controls in the same box · box: a small box of its own without running text ·
links: mostly links · row: its neighbours are alike · place: before or after the running text · letter: between the
ends of a letter, which is enough by itself · readability: not in its choice."""


class Sign(NamedTuple):
    """One sign on one block. `label` is None where the sign does not say what the block is."""

    kind: Kind
    label: Label | None
    by: str
    because: str
