"""What the answer to a request needs in turn: pages, drawings, stylesheets and modules name further files.

Which ones is found by requisites.py, stylesheet.py and module.py; nothing is fetched here.
"""

import asyncio
from typing import Final

from archiver.capture.exchange import Exchange
from archiver.capture.module import requisites_of_module
from archiver.capture.reference import Kind, Requisite
from archiver.capture.requisites import requisites_of_html
from archiver.capture.stylesheet import requisites_of_css
from archiver.warc.message import header, media_type

NEEDING: Final = frozenset[Kind](("style", "module", "frame", "object"))
"""What can need something in its turn. A script that is no module fetches by running, if at all."""

_SVG: Final = "image/svg+xml"
_HTML: Final = ("text/html", "application/xhtml+xml", _SVG)
_SCRIPTS: Final = ("text/javascript", "application/javascript", "application/x-javascript", "text/ecmascript")
_LARGE: Final = 16 * 1024
"""Bytes, as sent, of a page or stylesheet that gets a thread of its own to be looked through."""


async def needs(exchange: Exchange, environment: str = "utf-8") -> tuple[Requisite, ...]:
    """Return what `requisites_of` does; what takes long to be looked through does not hold up the event loop."""
    if exchange.status == 200 and exchange.body.size > _LARGE and _kind(exchange) in (*_HTML, *_SCRIPTS, "text/css"):
        return await asyncio.to_thread(requisites_of, exchange, environment)
    return requisites_of(exchange, environment)


def requisites_of(exchange: Exchange, environment: str = "utf-8") -> tuple[Requisite, ...]:
    """Return what the page, stylesheet or module in `exchange` needs; nothing for an error page or another file.

    `environment` is the encoding of the document that names it.
    """
    if exchange.status != 200:
        return ()
    content_type, kind = header(exchange.headers, "Content-Type"), _kind(exchange)
    if kind in _HTML:
        links = [value for name, value in exchange.headers if name.lower() == "link"]
        found = requisites_of_html(exchange.content, exchange.url, content_type, links)
        return found[:-1] if kind == _SVG else found  # it has no icon
    if kind in _SCRIPTS:
        return requisites_of_module(exchange.content, exchange.url)
    if kind == "text/css":
        return requisites_of_css(exchange.content, exchange.url, content_type, environment)
    return ()


def _kind(exchange: Exchange) -> str:
    return media_type(header(exchange.headers, "Content-Type"))
