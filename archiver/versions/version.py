"""The captures of one article, as a history: what was captured when, and whether anything had changed.

Where they are read from is reading.py's business, what changed in their texts diff.py's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One capture of an article.

    `number` is the article's: a page that came unchanged, byte for byte (`revisit`), has that of the capture before.
    `unchanged` says that the clean text is that of the version before this one, word for word. `mirror` is the host of
    whoever passed the page on, where that was not its publisher. `capture` is the capture's own number.
    """

    time: datetime
    number: int
    title: str | None
    words: int
    unchanged: bool
    revisit: bool
    payload_digest: str
    mirror: str | None
    url: str
    capture: int


def before(versions: Sequence[Version], number: int) -> Version | None:
    """Return the version before article `number` was first captured; None where that is the first of all."""
    first = next((place for place, one in enumerate(versions) if one.number == number), 0)
    return versions[first - 1] if first else None


def of_article(versions: Sequence[Version], number: int) -> Version | None:
    """Return the first capture of article `number` among the versions; None where it is none of them."""
    return next((one for one in versions if one.number == number), None)
