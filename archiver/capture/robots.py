"""What a site's robots.txt allows: read by Protego, which follows RFC 9309 as the large search engines do.

Python's own urllib.robotparser knows neither wildcards nor which of two rules prevails. What an answer other than a
file means is decided here; nothing is fetched. Source: RFC 9309 (https://www.rfc-editor.org/rfc/rfc9309).
"""

from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from archiver.capture.reference import absolute

MAX_BYTES: Final = 500 * 1024
"""As much of a robots.txt is read; RFC 9309, 2.5 asks for no less."""

MAX_DELAY: Final = 60.0
"""Seconds; a longer Crawl-delay is a way to say no, for which there is Disallow."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What one origin's robots.txt says. `allowed` is the answer to everything where there is no file."""

    allowed: bool | None
    _file: Any = None

    @classmethod
    def of(cls, status: int | None, body: bytes = b"") -> Self:
        """Read the answer to the request for /robots.txt; `status` is None where none came.

        Redirects must have been followed before. A status of 400 to 499 allows everything ("unavailable"), so does
        a redirect without end; 500 and above, 429, and no answer forbid everything for now ("unreachable").
        """
        if status is None or status >= 500 or status == 429:
            return cls(allowed=False)
        if not 200 <= status < 300:
            return cls(allowed=True)
        return cls(allowed=None, _file=Protego.parse(_text(body)))

    def may_fetch(self, url: str, user_agent: str) -> bool:
        """True where `user_agent`, a whole header or its first word, may fetch `url`."""
        if self.allowed is not None:
            return self.allowed
        return urlsplit(url).path == "/robots.txt" or bool(self._file.can_fetch(url, _product(user_agent)))

    def crawl_delay(self, user_agent: str) -> float | None:
        """Return the seconds that `user_agent` is asked to wait between requests, 60 at most; None where it is not."""
        if self._file is None:
            return None
        product = _product(user_agent)
        rate = self._file.request_rate(product)
        asked = [
            self._file.crawl_delay(product) or 0.0,
            rate.seconds / rate.requests if rate and rate.requests else 0.0,
        ]
        return min(max(asked), MAX_DELAY) if max(asked) > 0 else None

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the addresses of the sitemaps that the robots.txt at `url` names."""
        if self._file is None:
            return ()
        found = (absolute(one, url) for one in self._file.sitemaps)
        return tuple(dict.fromkeys(one for one in found if one))


def robots_url(url: str) -> str:
    """Return where the robots.txt for `url` is."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def _product(user_agent: str) -> str:
    """Return the product token, "archiver" of "archiver/0.1 (web archiving)", which is what groups are named by."""
    return user_agent.split("/")[0].split()[0] if user_agent.split("/")[0].split() else "*"


def _text(body: bytes) -> str:
    data = body[:MAX_BYTES]
    if len(body) > MAX_BYTES:
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1]  # half a rule could mean the whole site
    return data.decode("utf-8-sig", "replace").replace("\0", "")
