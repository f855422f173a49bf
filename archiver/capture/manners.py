"""How a run behaves towards servers, as values and decisions: delays, retries, limits.

No clock, no sleep, no socket: times come in and go out as numbers, chance as a seeded source. Waiting is gate.py's
business. Sources: RFC 9110 10.2.3 (Retry-After), RFC 6585 (429).
"""

import math
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random
from typing import Final

from archiver.errors import CaptureError

RETRIED: Final = frozenset((429, 502, 503, 504))
"""The statuses that may be others a little later. A 404 or 403 is an answer; a 500 is mostly a page that is broken."""

LISTED_DELAY: Final = 1.0
"""Seconds between two pages of a host that a feed or sitemap named, where the user says nothing else."""


class Unanswered(CaptureError):
    """A server that was reached gave no answer: it was too slow, or closed the connection. It may another time."""


_PASSING = (
    Unanswered,
    ConnectionError,
    TimeoutError,
    EOFError,
)  # refused, reset, broken pipe; too slow; closed without an answer
_LASTING = (ssl.SSLError,)  # a certificate is not righted in a minute


@dataclass(frozen=True, slots=True)
class Manners:
    """What a run allows itself. Times are in seconds.

    `delay` lies between the beginnings of two pages of one host; None is none for those that a person named, and
    LISTED_DELAY for those that a feed or sitemap did. What robots.txt asks for beyond that is obeyed. A request is
    made `attempts` times at most; the pause after a failure is `backoff`, doubled each time up to `max_backoff`, or
    what the server asks for in Retry-After, unless that is more than `max_retry_after`: then it is given up.
    `page_limit` is for one page with redirects, retries and requisites, `run_limit` for all; None is no limit. How
    many requests are under way at a time is exchange.py's Options' business.
    """

    delay: float | None = None
    attempts: int = 3
    backoff: float = 2.0
    max_backoff: float = 60.0
    max_retry_after: float = 120.0
    page_limit: float = 300.0
    run_limit: float | None = None

    def pause(
        self, attempt: int, result: int | BaseException, retry_after: float | None, chance: Random
    ) -> float | None:
        """Return the seconds to wait before the next attempt; None where there should be none.

        `attempt` is the number of the one that just ended, from 1; `result` its status, or the error that ended it;
        `retry_after` what the server asked for, as `seconds_of` reads it.
        """
        if attempt >= self.attempts or not is_worth_retrying(result):
            return None
        if retry_after is not None and retry_after > self.max_retry_after:
            return None
        longest = min(self.backoff * 2.0 ** min(attempt - 1, 60), self.max_backoff)
        # Half of it is left to chance, lest all that failed together come back together.
        return max(chance.uniform(longest / 2, longest), retry_after or 0.0)

    def delay_for(self, is_listed: bool, crawl_delay: float | None = None) -> float:
        """Return the delay before a page of a host whose robots.txt asks for `crawl_delay`."""
        own = self.delay if self.delay is not None else LISTED_DELAY * is_listed
        return max(own, crawl_delay or 0.0)

    def page_deadline(self, now: float, started: float) -> float:
        """Return when a page that is begun at `now` must be done, in a run that began at `started`."""
        return min(now + self.page_limit, self.run_deadline(started))

    def run_deadline(self, started: float) -> float:
        """Return when a run that began at `started` must be done; infinite where there is no limit."""
        return math.inf if self.run_limit is None else started + self.run_limit


def is_worth_retrying(result: int | BaseException) -> bool:
    """True where a status, or an error or what caused it, may be another a little later."""
    if isinstance(result, int):
        return result in RETRIED
    causes = list(_causes(result))
    if any(isinstance(one, _LASTING) for one in causes):
        return False
    return any(isinstance(one, _PASSING) or _is_passing_name_fault(one) for one in causes)


def seconds_of(retry_after: str, now: datetime) -> float | None:
    """Read the value of a Retry-After header, seconds or a date, as seconds from `now` (aware), 0 at least.

    None where it is neither.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
        return max((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_passing_name_fault(error: BaseException) -> bool:
    return isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and what it was raised from, each once."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__
