"""What the answer to a request needs in turn: pages and stylesheets name further files, nothing else does.

Which ones is found by requisites.py and stylesheet.py; nothing is fetched here.
"""

import asyncio
from typing import Final

from archiver.capture.exchange import Exchange
from archiver.capture.reference import Requisite
from archiver.capture.requisites import requisites_of_html
from archiver.capture.stylesheet import requisites_of_css
from archiver.warc.message import header, media_type

_HTML: Final = ("text/html", "application/xhtml+xml")
_LARGE: Final = 16 * 1024
"""Bytes, as sent, of a page or stylesheet that gets a thread of its own to be looked through."""


async def needs(exchange: Exchange) -> tuple[Requisite, ...]:
    """Return what `requisites_of` does; what takes long to be looked through does not hold up the event loop."""
    if exchange.status == 200 and exchange.body.size > _LARGE and _kind(exchange) in (*_HTML, "text/css"):
        return await asyncio.to_thread(requisites_of, exchange)
    return requisites_of(exchange)


def requisites_of(exchange: Exchange) -> tuple[Requisite, ...]:
    """Return what the page or stylesheet in `exchange` needs; nothing for an error page or another kind of file."""
    if exchange.status != 200:
        return ()
    content_type = header(exchange.headers, "Content-Type")
    kind = _kind(exchange)
    if kind in _HTML:
        return requisites_of_html(exchange.content, exchange.url, content_type)
    return requisites_of_css(exchange.content, exchange.url, content_type) if kind == "text/css" else ()


def _kind(exchange: Exchange) -> str:
    return media_type(header(exchange.headers, "Content-Type"))
