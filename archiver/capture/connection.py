"""One connection to one server: what is asked on it, and what comes back as an exchange.

How the line is opened is dial.py's business, who uses it when is pool.py's. Which URL to ask for, and what to do
with the answer, is not known here.
"""

import asyncio
import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import h11

from archiver.capture.answer import HEAD_LIMIT, Answer
from archiver.capture.dial import within
from archiver.capture.exchange import Exchange, Options
from archiver.capture.line import Line
from archiver.capture.manners import Unanswered
from archiver.capture.proxy import why_no_answer
from archiver.capture.watch import Transfer
from archiver.errors import CaptureError
from archiver.urls import target as target_of
from archiver.warc.message import parse_head

Headers = tuple[tuple[str, str], ...]

_STEP: Final = 64 * 1024
_LOST_TIMEOUT: Final = 5.0
"""Seconds to wait for more of a body whose end is not marked."""

_DEFAULTS: Final = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Encoding", "gzip, deflate, br"),  # what every replay tool can read; zstd is not among it
)


class Stale(CaptureError):
    """The server had closed a connection that was kept open, before it read the request. Ask on another one."""


class Connection:
    """An open line, asked one thing after the other.

    `may_go_on` says whether another request may follow; `idle_since` is for the pool's use.
    """

    def __init__(self, line: Line, options: Options) -> None:
        self._line = line
        self._options = options
        self._is_used = False
        self.may_go_on = True
        self.idle_since = 0.0

    async def get(self, url: str, deadline: float, headers: Headers, transfer: Transfer) -> Exchange:
        """Ask for `url` with the added `headers`; return what went over the wire, which `transfer` is told of.

        `deadline` is in the event loop's time. Raises CaptureError where no whole HTTP head came back, Stale
        among them. A body that breaks off is kept, and said to be.
        """
        machine = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_LIMIT)
        proxy = self._line.proxy
        request = _request(machine, url, self._options.user_agent, headers, absolute=proxy is not None)
        answer = Answer(machine, self._options.max_bytes)
        time = datetime.now(UTC)
        self.may_go_on = False
        seconds = deadline - asyncio.get_running_loop().time()
        # What the proxy is told of us is between it and us: it is sent, and not recorded.
        self._line.send(request[:-2] + proxy.header + request[-2:] if proxy else request)
        while not answer.complete:
            await self._receive(url, answer, deadline, transfer)
        if not answer.head:
            closed = answer.truncated == "disconnect" and not answer.is_begun
            raise (Stale if self._is_used and closed else _fault(answer))(
                _no_answer(url, answer, self._options, seconds)
            )
        if proxy and (why := why_no_answer(parse_head(answer.head).status)):
            raise CaptureError(f"{url}: {why}")
        self._is_used = True
        self.may_go_on = answer.may_go_on
        return self._exchange(url, time, request, answer)

    @property
    def is_fit(self) -> bool:
        """False where the server has closed, or said something that nobody asked for."""
        return self.may_go_on and self._line.is_quiet

    async def close(self) -> None:
        """Close with a goodbye where all went well, else at once."""
        if not self.may_go_on:
            self._line.drop()
        await self._line.close()

    async def _receive(self, url: str, answer: Answer, deadline: float, transfer: Transfer) -> None:
        # Where nothing tells the end of the body but the server's closing, a server that keeps the connection
        # open for more requests would have us wait for nothing.
        patience = min(self._options.timeout, _LOST_TIMEOUT) if answer.is_lost else self._options.timeout
        try:
            async with within(patience, deadline):
                data = await self._line.receive(_STEP)
        except TimeoutError:
            answer.cut("time")
        except OSError:
            answer.cut("disconnect")
        else:
            transfer.came(len(data))
            _take(url, answer, data)

    def _exchange(self, url: str, time: datetime, request: bytes, answer: Answer) -> Exchange:
        head = parse_head(answer.head)
        tls = self._line.tls
        cipher = tls.cipher() if tls else None
        version = tls.version() if tls else None
        return Exchange(
            url=url,
            time=time,
            request=request,
            head=answer.head,
            body=answer.body,
            status=head.status,
            headers=head.headers,
            ip=self._line.ip,
            protocol="http/1.0" if head.start_line.upper().startswith("HTTP/1.0") else "http/1.1",
            cipher=_iana_name(cipher[0]) if cipher else None,
            truncated=answer.truncated,
            tls=version.lower().replace("v", "/") if version else None,
            took=max(0, round((datetime.now(UTC) - time).total_seconds() * 1000)),
        )


def _take(url: str, answer: Answer, data: bytes) -> None:
    try:
        answer.feed(data)
    except CaptureError as error:
        raise CaptureError(f"{url}: {error}") from None


def _request(machine: h11.Connection, url: str, user_agent: str, added: Headers, absolute: bool) -> bytes:
    parts = urlsplit(url)
    target = url if absolute else target_of(url)
    given = {name.lower() for name, _ in added}
    defaults = (("Host", parts.netloc), ("User-Agent", user_agent), *_DEFAULTS)
    kept = [pair for pair in defaults if pair[0].lower() not in given]
    try:
        headers = [(name.encode("ascii"), value.encode("utf-8", "surrogateescape")) for name, value in (*kept, *added)]
        request = h11.Request(method="GET", target=target, headers=headers)
        return (machine.send(request) or b"") + (machine.send(h11.EndOfMessage()) or b"")
    except (h11.LocalProtocolError, UnicodeError):
        # What h11 says of it would show the value, which may be a secret.
        raise CaptureError(f"{url}: not a request that can be sent; check the added headers") from None


def _fault(answer: Answer) -> type[CaptureError]:
    """Return the error to raise: another one where it is worth asking again."""
    return Unanswered if answer.truncated and answer.is_http and not answer.fault else CaptureError


def _no_answer(url: str, answer: Answer, options: Options, seconds: float) -> str:
    if answer.fault:
        return f"{url}: {answer.fault}; this is no answer to be kept"
    if not answer.is_http or not answer.truncated:
        return f"{url}: the server does not answer in HTTP; check the port and http:// against https://"
    if answer.truncated == "time":
        seconds = min(options.page_limit, round(seconds, 1))  # it was less by what had been spent before
        limit = "no answer within {0:g} seconds"
        if answer.is_begun:
            limit = "the header was not whole when time was up ({0:g} seconds for each part of it, {1:g} in all)"
        elif seconds < options.timeout:
            limit = "no answer before the time for the page, or for the run, was up"
        return f"{url}: {limit.format(options.timeout, seconds)}; try again later or allow more time"
    return f"{url}: the server closed the connection without an answer; try again later"


def _iana_name(cipher: str) -> str:
    """Return the name in IANA's registry, which WARC-Cipher-Suite means, for OpenSSL's name of a cipher suite.

    Those of TLS 1.3 are the same; of TLS 1.2, only suites that Python offers are translated.
    """
    match = re.fullmatch(r"(E?C?DHE)-(RSA|ECDSA)-(.+)", cipher)
    if not match:
        return cipher
    bulk = match[3].replace("CHACHA20-POLY1305", "CHACHA20_POLY1305_SHA256")
    bulk = re.sub(r"AES(\d+)-(GCM-)?", lambda aes: f"AES_{aes[1]}_{'GCM' if aes[2] else 'CBC'}_", bulk)
    return f"TLS_{match[1]}_{match[2]}_WITH_{bulk}"
