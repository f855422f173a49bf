"""What the answer to a request needs in turn: pages, drawings, stylesheets and modules name further files.

Which ones is found by requisites.py, stylesheet.py and module.py; nothing is fetched here.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from archiver.capture.exchange import Exchange
from archiver.capture.module import requisites_of_module
from archiver.capture.reference import Kind, Requisite
from archiver.capture.requisites import requisites_of_html
from archiver.capture.stylesheet import requisites_of_css
from archiver.warc.message import Headers, header, media_type

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
    return requisites_in(lambda: exchange.content, exchange.url, exchange.headers, environment)


def requisites_in(
    content: Callable[[], bytes], url: str, headers: Headers, environment: str = "utf-8"
) -> tuple[Requisite, ...]:
    """Return what the page, stylesheet or module at `url` needs; `content` gives it, where it is one of these."""
    content_type = header(headers, "Content-Type")
    kind = media_type(content_type)
    if kind in _HTML:
        links = [value for name, value in headers if name.lower() == "link"]
        found = requisites_of_html(content(), url, content_type, links)
        return found[:-1] if kind == _SVG else found  # it has no icon
    if kind in _SCRIPTS:
        return requisites_of_module(content(), url)
    if kind == "text/css":
        return requisites_of_css(content(), url, content_type, environment)
    return ()


def _kind(exchange: Exchange) -> str:
    return media_type(header(exchange.headers, "Content-Type"))
