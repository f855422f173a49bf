"""Asks for one URL as often as manners allow, until there is an answer or no use in asking again.

How long the pauses are is decided by manners.py, how a URL is fetched by http.py.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Final

from archiver.capture.arrival import Arrival, Fate, Role
from archiver.capture.exchange import Exchange
from archiver.capture.gate import NoTurn
from archiver.capture.http import BrokenRedirect, Fetcher
from archiver.capture.manners import RETRIED, Manners, seconds_of
from archiver.capture.visit import Visit
from archiver.capture.watch import Transfer, Watch
from archiver.errors import CaptureError
from archiver.warc.message import header

_FOR_REQUISITES: Final = 2
"""Attempts at what a page needs, and at a robots.txt: a page that lacks a picture is still a page."""


class Attempts:
    """Those of one run. Holds back what goes to a host that asks for it, at the fetcher's gate."""

    def __init__(self, fetcher: Fetcher, manners: Manners, watch: Watch) -> None:
        self._fetcher, self._watch = fetcher, watch
        self._manners = manners
        self._of_requisites = replace(manners, attempts=min(manners.attempts, _FOR_REQUISITES))
        self._chance = Random()

    async def ask(self, url: str, page: str, role: Role, visit: Visit, referer: str | None = None) -> Arrival:
        """Ask for `url`, once or several times, before the deadline of `visit`; return what came of it."""
        came: tuple[Exchange, ...] = ()
        with self._watch.transfer(url, visit) as transfer:
            for attempt in count(1):
                exchanges, error = await self._once(url, referer, transfer)
                if attempt > 1 and isinstance(error, NoTurn):
                    break  # what came of the attempt before stands
                came, fault = came + exchanges, error
                pause = self._pause(attempt, exchanges, error, role)
                if pause is None or not await _wait(pause, transfer):
                    break
        return Arrival(url, page, role, came, str(fault) if fault else None, _fate(fault, came))

    async def _once(
        self, url: str, referer: str | None, transfer: Transfer
    ) -> tuple[tuple[Exchange, ...], CaptureError | None]:
        try:
            return await self._fetcher.fetch(url, referer, transfer), None
        except BrokenRedirect as error:
            return error.exchanges, error
        except CaptureError as error:
            return (), error

    def _pause(
        self, attempt: int, exchanges: tuple[Exchange, ...], error: CaptureError | None, role: Role
    ) -> float | None:
        """Return the seconds until another attempt, None where there should be none; hold the host if it asks."""
        is_main = role in ("page", "list")
        manners = self._manners if is_main else self._of_requisites
        if error:
            return manners.pause(attempt, error, None, self._chance)
        answer = exchanges[-1]
        if answer.status not in RETRIED:
            return None
        asked = seconds_of(header(answer.headers, "Retry-After"), datetime.now(UTC))
        held = manners.backoff if asked is None and answer.status == 429 else asked
        # For what is longer, a host is left alone for a page's sake, not for that of a picture.
        if held is not None and (is_main or held <= manners.max_retry_after):
            self._fetcher.gate.hold(answer.url, held)
        return manners.pause(attempt, answer.status, asked, self._chance)


async def _wait(pause: float, transfer: Transfer) -> bool:
    """Wait, while the place is for others; return False, at once, where the time is not enough for that."""
    visit = transfer.visit
    if asyncio.get_running_loop().time() + pause >= visit.deadline:
        return False
    transfer.waits_for = "retry"
    visit.leave()
    await asyncio.sleep(pause)
    await visit.enter()
    transfer.waits_for = "answer"
    return not visit.is_over


def _fate(fault: CaptureError | None, came: tuple[Exchange, ...]) -> Fate:
    if fault is None:
        return "answered"
    return "not reached" if isinstance(fault, NoTurn) and not came else "no answer"
