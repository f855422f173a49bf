"""What came of one URL of a run, as a value. How it came about is run.py's business."""

from dataclasses import dataclass
from typing import Literal

from archiver.capture.exchange import Exchange
from archiver.capture.reference import Kind

Role = Literal["page", "list", "robots"] | Kind
"""What a URL is to a page: the page itself, a list that names it, the robots.txt that was asked, or a requisite."""

Fate = Literal["answered", "no answer", "refused", "not reached"]
"""Whether there was an answer. Refused is what robots.txt forbids, and what is too much for one page; not reached
what the time did not suffice for."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came for one URL. `role` is what it is to `page`, the URL of the page itself.

    `exchanges` are all hops in order; those of attempts that failed come first. `why` says what went wrong.
    """

    asked: str
    page: str
    role: Role
    exchanges: tuple[Exchange, ...]
    why: str | None = None
    fate: Fate = "answered"


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a page that was answered: whatever it needs has come, or will not come, before this."""

    page: str
