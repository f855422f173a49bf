"""Addresses of the web as books may hold them: URIs (RFC 3986), with everything quoted that must be.

How the archive itself writes addresses is in `archiver/urls.py`; these here are for readers to follow.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit

_KEPT: Final = "!$%&'()*+,/:;=?@~"


def web_address(href: str) -> str | None:
    """Return an address of the web as a URI, with everything quoted that must be; None for any other."""
    try:
        parts = urlsplit(href.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        return None
    path, query, fragment = (quote(_escaped(part), _KEPT) for part in (parts.path, parts.query, parts.fragment))
    return f"{parts.scheme}://{host}{port}{path}{'?' * bool(query)}{query}{'#' * bool(fragment)}{fragment}"


def _escaped(part: str) -> str:
    """A percent sign that begins no pair of digits stands for itself."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
