"""Cookies of a run: which are sent where, by the rules of the standard library.

They start with a cookies.txt, if there is one, grow with the answers, and are gone when the run is over. Their values
are secrets and belong in no message. Format of the file: Netscape's, as browsers' add-ons and curl write it.
"""

import re
import warnings
from email.message import Message
from http.cookiejar import Cookie, DefaultCookiePolicy, MozillaCookieJar
from pathlib import Path
from typing import Final
from urllib.request import Request

from archiver.errors import CaptureError
from archiver.warc.message import Headers

_VALUE_LIMIT: Final = 4096  # characters of a cookie with its attributes; browsers' own limit
_ANSWER_LIMIT: Final = 50  # cookies that one answer can set
_SENT_LIMIT: Final = 16 * 1024  # characters of all that go to one place; nobody takes more
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


class Cookies:
    """A jar. `header` says what to send to a URL, `take` puts in what an answer sets."""

    def __init__(self, file: Path | None = None) -> None:
        """Start with the cookies of `file`. Raises CaptureError where it is no cookies.txt."""
        # As browsers do it, and not by default: a cookie without a domain goes back to its very host, and a site
        # under .co.uk cannot have its cookies sent to all others there.
        exact = DefaultCookiePolicy.DomainStrictNonDomain
        self._jar = MozillaCookieJar(policy=DefaultCookiePolicy(strict_domain=True, strict_ns_domain=exact))
        if file:
            self._load(file)

    def header(self, url: str) -> str | None:
        """Return the value of the Cookie header for `url`; None where there is none to send."""
        request = Request(url)  # only to ask the jar; nothing is opened
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")

    def take(self, url: str, headers: Headers) -> None:
        """Put in the cookies that an answer from `url` with these headers sets."""
        values = [value for name, value in headers if name.lower() == "set-cookie"][:_ANSWER_LIMIT]
        values = [value for value in values if len(value) <= _VALUE_LIMIT and not _CONTROLS.search(value)]
        if values and len(self.header(url) or "") <= _SENT_LIMIT:
            self._jar.extract_cookies(_Answer(values), Request(url))  # type: ignore[arg-type]

    def _load(self, file: Path) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the library would print the line that it cannot read
                self._jar.load(str(file), ignore_discard=True, ignore_expires=True)
        except FileNotFoundError:
            raise CaptureError(f"{file}: no such file; check the path") from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or 'its first line must be "# Netscape HTTP Cookie File"'
            raise CaptureError(f"{file}: cannot be read as a cookies.txt ({why}); export the cookies anew") from None
        for cookie in list(self._jar):
            self._mend(cookie)

    def _mend(self, cookie: Cookie) -> None:
        """Keep cookies without an end, which some programs write as 0; drop those that are past theirs."""
        if cookie.expires == 0:
            cookie.expires, cookie.discard = None, True
        if cookie.is_expired() or _CONTROLS.search(f"{cookie.name}{cookie.value}"):
            self._jar.clear(cookie.domain, cookie.path, cookie.name)


class _Answer:
    """What the jar wants to see of an answer."""

    def __init__(self, values: list[str]) -> None:
        self._message = Message()
        for value in values:
            self._message["Set-Cookie"] = value

    def info(self) -> Message:
        return self._message
