"""An article as it is given to `Stories`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """An article's number, the sketch of its text (`sketch.py`), and its address, if it has one.

    Articles with the same address are versions of one, and always in one story.
    """

    article: int
    sketch: bytes
    address: str | None = None
