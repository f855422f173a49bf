"""One connection to one server: opened, asked once, closed.

The only place that opens a socket. The name is resolved here and the connection goes to the very address found.
Certificates are checked against the system's. Which URL to ask for, and what to do with the answer, is not known
here.
"""

import asyncio
import contextlib
import re
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

import h11

from archiver.capture.answer import HEAD_LIMIT, Answer
from archiver.capture.exchange import Exchange, Options
from archiver.errors import CaptureError
from archiver.warc.message import Head, parse_head

_STEP: Final = 64 * 1024
_PORTS: Final = {"http": 80, "https": 443}
_GOODBYE: Final = 1.0
"""Seconds that a server gets to answer the end of a TLS session."""

_LOST_TIMEOUT: Final = 5.0
"""Seconds to wait for more of a body whose end is not marked."""

_DEFAULTS: Final = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Encoding", "gzip"),  # what every replay tool can read
    ("Connection", "close"),
)


class Connection:
    """An open TCP or TLS connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, options: Options) -> None:
        self._reader = reader
        self._writer = writer
        self._options = options

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, url: str, options: Options, deadline: float) -> "AsyncIterator[Connection]":
        """Connect to the server that `url` names, and close at the end of the block.

        `deadline` is in the event loop's time. Raises CaptureError where there is no connection to be had.
        """
        reader, writer = await _dial(url, options.timeout, deadline)
        try:
            yield cls(reader, writer, options)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def get(self, url: str, deadline: float, headers: tuple[tuple[str, str], ...]) -> Exchange:
        """Ask for `url` with the added `headers`; return what went over the wire.

        Raises CaptureError where no whole HTTP head came back. A body that breaks off is kept, and said to be.
        """
        machine = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_LIMIT)
        request = _request(machine, url, self._options.user_agent, headers)
        answer = Answer(machine, self._options.max_bytes)
        time = datetime.now(UTC)
        # A server may answer and hang up before it has read the request: then what it said is still there.
        with contextlib.suppress(ConnectionError):
            self._writer.write(request)
        while not answer.complete:
            await self._receive(url, answer, deadline)
        head = parse_head(answer.head)
        if not head.status:
            raise CaptureError(_no_answer(url, answer, self._options))
        return self._exchange(url, time, request, answer, head)

    async def _receive(self, url: str, answer: Answer, deadline: float) -> None:
        # Where nothing tells the end of the body but the server's closing, a server that keeps the connection
        # open for more requests would have us wait for nothing.
        patience = min(self._options.timeout, _LOST_TIMEOUT) if answer.is_lost else self._options.timeout
        try:
            async with _within(patience, deadline):
                data = await self._reader.read(_STEP)
        except TimeoutError:
            answer.cut("time")
        except OSError:
            answer.cut("disconnect")
        else:
            _take(url, answer, data)

    def _exchange(self, url: str, time: datetime, request: bytes, answer: Answer, head: Head) -> Exchange:
        tls: ssl.SSLObject | None = self._writer.get_extra_info("ssl_object")
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
            ip=self._writer.get_extra_info("peername")[0],
            protocol="http/1.0" if head.start_line.upper().startswith("HTTP/1.0") else "http/1.1",
            cipher=_iana_name(cipher[0]) if cipher else None,
            truncated=answer.truncated,
            tls=version.lower().replace("v", "/") if version else None,
        )


def _take(url: str, answer: Answer, data: bytes) -> None:
    try:
        answer.feed(data)
    except CaptureError as error:
        raise CaptureError(f"{url}: {error}") from None


def _request(machine: h11.Connection, url: str, user_agent: str, added: tuple[tuple[str, str], ...]) -> bytes:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    given = {name.lower() for name, _ in added}
    defaults = (("Host", parts.netloc), ("User-Agent", user_agent), *_DEFAULTS)
    headers = [pair for pair in defaults if pair[0].lower() not in given] + list(added)
    try:
        request = h11.Request(method="GET", target=target, headers=headers)
        return (machine.send(request) or b"") + (machine.send(h11.EndOfMessage()) or b"")
    except (h11.LocalProtocolError, UnicodeError) as error:
        raise CaptureError(f"{url}: not a request that can be sent ({error}); check the added headers") from None


def _within(timeout: float, deadline: float) -> asyncio.Timeout:
    return asyncio.timeout_at(min(asyncio.get_running_loop().time() + timeout, deadline))


def _no_answer(url: str, answer: Answer, options: Options) -> str:
    if answer.fault:
        return f"{url}: {answer.fault}; this is no answer to be kept"
    if not answer.is_http or not answer.truncated:
        return f"{url}: the server does not answer in HTTP; check the port and http:// against https://"
    if answer.truncated == "time":
        return f"{url}: no answer within {options.timeout:g} seconds; try again later or allow more time"
    return f"{url}: the server closed the connection without an answer; try again later"


async def _dial(url: str, timeout: float, deadline: float) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(url)
    tls = _tls_context() if parts.scheme == "https" else None
    failure: OSError | UnicodeError = OSError("no address")
    try:
        async with _within(timeout, deadline):
            addresses = await _resolve(parts)
        for address, port in addresses:
            try:
                async with _within(timeout, deadline):
                    return await _connect(address, port, parts.hostname, tls)
            except ssl.SSLError:
                raise
            except OSError as error:
                failure = error
    except (OSError, UnicodeError) as error:
        failure = error
    raise CaptureError(f"{url}: {_reason(failure, parts, timeout)}") from failure


async def _resolve(parts: SplitResult) -> list[tuple[str, int]]:
    port = parts.port or _PORTS[parts.scheme]
    found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    return [(str(address[0]), port) for *_, address in found]


async def _connect(
    address: str, port: int, host: str | None, tls: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if tls is None:
        return await asyncio.open_connection(address, port)
    return await asyncio.open_connection(address, port, ssl=tls, server_hostname=host, ssl_shutdown_timeout=_GOODBYE)


@cache  # reading the system's certificates takes longer than most fetches, and they do not change meanwhile
def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _reason(error: Exception, parts: SplitResult, timeout: float) -> str:
    """Say what went wrong with a connection, and what to do about it."""
    match error:
        case socket.gaierror() | UnicodeError():
            return f"no such host: {parts.hostname}; check the spelling and your network connection"
        case ssl.SSLCertVerificationError():
            return f"the certificate of {parts.hostname} is not trusted ({error.verify_message})"
        case ssl.SSLError():
            return f"no TLS connection ({error.reason}); check the port, or try http://"
        case TimeoutError():
            return f"no connection within {timeout:g} seconds; try again later or allow more time"
        case ConnectionRefusedError():
            return f"{parts.netloc} refused the connection; the server is down or the port is wrong"
        case _:
            return f"no connection ({getattr(error, 'strerror', None) or error}); try again later"


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
