"""Fetches URLs and follows where they redirect to.

Only hops are decided here: which URL is next, and when to stop. The bytes are connection.py's business, and
whether an answer is a success is the caller's: a 404 is an answer like any other.
"""

import asyncio
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote, urlsplit

from archiver.capture.connection import Headers
from archiver.capture.cookies import Cookies
from archiver.capture.exchange import Exchange, Options, capture_of
from archiver.capture.gate import Gate
from archiver.capture.pool import Pool
from archiver.capture.watch import Transfer
from archiver.errors import CaptureError
from archiver.urls import join, normalise
from archiver.warc.message import header

__all__ = ["BrokenRedirect", "Exchange", "Fetcher", "Options", "capture_of", "fetch", "redirect_of"]

_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_CREDENTIALS: Final = frozenset(("authorization", "cookie"))
_PROXY_ONLY: Final = frozenset(("proxy-authorization",))
_LOCATION_LIMIT: Final = 16 * 1024
"""Characters; no browser follows longer ones everywhere."""


class BrokenRedirect(CaptureError):
    """A redirect led to where nothing could be fetched. `exchanges` are the hops before, worth keeping."""

    def __init__(self, message: str, exchanges: tuple[Exchange, ...]) -> None:
        super().__init__(message)
        self.exchanges = exchanges


class Fetcher:
    """Fetches many URLs over connections, and with cookies, that are kept; an async context manager.

    For one event loop. Any number of tasks may fetch at once: they wait for each other where `gate` says so, which
    is one that knows of the limits in `options` alone unless another is given.
    """

    def __init__(self, options: Options | None = None, gate: Gate | None = None) -> None:
        self.options = options or Options()
        self._gate = gate

    async def __aenter__(self) -> Self:
        self.gate = self._gate or Gate(self.options)
        self._cookies = Cookies(self.options.cookies)
        self._pool = Pool(self.options)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.close()

    async def fetch(
        self, url: str, referer: str | None = None, transfer: Transfer | None = None
    ) -> tuple[Exchange, ...]:
        """Fetch `url` and what it redirects to; return every hop in order, the final answer last.

        `referer` is the URL of the page that asks for it; sites other than its own are told its host only.
        `transfer` is told what comes, and knows the deadline of what this is a part of: what came until then is
        returned.
        Redirects without end are not an error here: the hops made are returned, and `redirect_of` of the last one
        still names where it points. Raises CaptureError where the first URL cannot be fetched, and its subclass
        BrokenRedirect, which holds the hops so far, where a later one cannot.
        """
        target = _on_the_wire(url)
        hops: list[Exchange] = []
        left = self.options.page_limit
        transfer = transfer or Transfer(target)
        while True:
            exchange, left = await self._hop(target, left, referer, tuple(hops), transfer)
            hops.append(exchange)
            follow = _next(tuple(hops))
            if follow is None or len(hops) > self.options.max_redirects or follow in [hop.url for hop in hops]:
                return tuple(hops)
            target = follow

    async def _hop(
        self, target: str, left: float, referer: str | None, before: tuple[Exchange, ...], transfer: Transfer
    ) -> tuple[Exchange, float]:
        """Fetch `target` in `left` seconds; return also how many are left then. Waiting for a turn does not count."""
        clock = asyncio.get_running_loop()
        first = before[0].url if before else target
        try:
            async with self.gate.turn(target, transfer):
                end = clock.time() + left
                headers = _headers_for(first, target, self.options.headers)
                headers = _with(headers, "Referer", _referer(referer, target))
                headers = _with(headers, "Cookie", self._cookies.header(target))
                exchange = await self._pool.get(target, min(end, transfer.visit.deadline), headers, transfer)
                self._cookies.take(target, exchange.headers)
                return exchange, end - clock.time()
        except CaptureError as error:
            if before:
                raise BrokenRedirect(f"{first}: redirects to where nothing can be had: {error}", before) from error
            raise


async def fetch(url: str, options: Options | None = None) -> tuple[Exchange, ...]:
    """Fetch a single URL, as `Fetcher.fetch` does."""
    async with Fetcher(options) as fetcher:
        return await fetcher.fetch(url)


def _next(hops: tuple[Exchange, ...]) -> str | None:
    try:
        return redirect_of(hops[-1])
    except CaptureError as error:
        raise BrokenRedirect(f"{hops[0].url}: redirects to no web page: {error}", hops) from error


def redirect_of(exchange: Exchange) -> str | None:
    """Return the URL that an answer redirects to, without its fragment; None where it is no redirect.

    Raises CaptureError where it points to no web address.
    """
    location = header(exchange.headers, "Location")
    if exchange.status not in _REDIRECTS or not location:
        return None
    if len(location) > _LOCATION_LIMIT:
        raise CaptureError(f"{location[:60]}…: a URL of {len(location)} characters")
    try:
        absolute = join(exchange.url, location.replace(" ", "%20"))
    except ValueError as error:
        raise CaptureError(f"{location}: not a URL ({error})") from None
    return _on_the_wire(absolute)


def _on_the_wire(url: str) -> str:
    """Return `url` as a request can name it: normalised, and all but ASCII percent-encoded."""
    return "".join(c if c.isascii() else quote(c, errors="surrogatepass") for c in normalise(url))


def _headers_for(first: str, target: str, added: Headers) -> Headers:
    """Keep credentials from sites that the one asked for redirects to, and a proxy's from all of them."""
    kept_back = _PROXY_ONLY if _same_origin(first, target) else _PROXY_ONLY | _CREDENTIALS
    return tuple(pair for pair in added if pair[0].lower() not in kept_back)


def _with(headers: Headers, name: str, value: str | None) -> Headers:
    """Add a header, where it has a value and the user gave none of this name."""
    if value is None or any(name.lower() == given.lower() for given, _ in headers):
        return headers
    return (*headers, (name, value))


def _referer(page: str | None, target: str) -> str | None:
    """What browsers send: the page's URL within its origin, else the origin alone; nothing from https to http."""
    if page is None:
        return None
    page = _on_the_wire(page)
    parts = urlsplit(page)
    if _same_origin(page, target):
        return page
    if parts.scheme == "https" and urlsplit(target).scheme == "http":
        return None
    return f"{parts.scheme}://{parts.netloc}/"


def _same_origin(one: str, other: str) -> bool:
    return urlsplit(one)[:2] == urlsplit(other)[:2]
