"""Fetches a URL and follows where it redirects to.

Only hops are decided here: which URL is next, and when to stop. The bytes are connection.py's business, and
whether an answer is a success is the caller's: a 404 is an answer like any other.
"""

import asyncio
from urllib.parse import quote, urljoin, urlsplit

from archiver.capture.connection import Connection
from archiver.capture.exchange import Exchange, Options, capture_of
from archiver.errors import CaptureError
from archiver.urls import normalise
from archiver.warc.message import header

__all__ = ["BrokenRedirect", "Exchange", "Options", "capture_of", "fetch", "redirect_of"]

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CREDENTIALS = frozenset(("authorization", "cookie", "proxy-authorization"))


class BrokenRedirect(CaptureError):
    """A redirect led to where nothing could be fetched. `exchanges` are the hops before, worth keeping."""

    def __init__(self, message: str, exchanges: tuple[Exchange, ...]) -> None:
        super().__init__(message)
        self.exchanges = exchanges


async def fetch(url: str, options: Options | None = None) -> tuple[Exchange, ...]:
    """Fetch `url` and what it redirects to; return every hop in order, the final answer last.

    Redirects without end are not an error here: the hops made are returned, and `redirect_of` of the last one
    still names where it points. Raises CaptureError where the first URL cannot be fetched, and its subclass
    BrokenRedirect, which holds the hops so far, where a later one cannot.
    """
    options = options or Options()
    deadline = asyncio.get_running_loop().time() + options.page_limit
    first = target = _on_the_wire(url)
    hops: list[Exchange] = []
    while True:
        hops.append(await _hop(first, target, options, deadline, tuple(hops)))
        follow = _next(tuple(hops))
        if follow is None or len(hops) > options.max_redirects or follow in [hop.url for hop in hops]:
            return tuple(hops)
        target = follow


async def _hop(first: str, target: str, options: Options, deadline: float, before: tuple[Exchange, ...]) -> Exchange:
    try:
        async with Connection.open(target, options, deadline) as connection:
            return await connection.get(target, deadline, _headers_for(first, target, options))
    except CaptureError as error:
        if before:
            raise BrokenRedirect(f"{first}: redirects to where nothing can be had: {error}", before) from error
        raise


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
    try:
        absolute = urljoin(exchange.url, location.replace(" ", "%20"))
    except ValueError as error:
        raise CaptureError(f"{location}: not a URL ({error})") from None
    return _on_the_wire(absolute)


def _on_the_wire(url: str) -> str:
    """Return `url` as a request can name it: normalised, and all but ASCII percent-encoded."""
    return "".join(c if c.isascii() else quote(c, errors="surrogatepass") for c in normalise(url))


def _headers_for(first: str, target: str, options: Options) -> tuple[tuple[str, str], ...]:
    """Keep credentials from sites that the one asked for redirects to."""
    if urlsplit(first)[:2] == urlsplit(target)[:2]:
        return options.headers
    return tuple(pair for pair in options.headers if pair[0].lower() not in _CREDENTIALS)
