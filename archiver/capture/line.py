"""An open line to a server: bytes out, bytes in, and whether anything came that nobody waited for.

TCP or TLS on asyncio streams. How it is opened is dial.py's business, and nothing here knows HTTP.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Iterable, Sized
from functools import cache
from typing import Final, SupportsIndex

from archiver.capture.proxy import Proxy

GOODBYE: Final = 1.0
"""Seconds that a server gets to answer the end of a TLS session."""


class Ear(asyncio.StreamReader):
    """A reader that counts the bytes that came, read or not, and notes the other side's closing."""

    came = 0
    is_over = False

    def feed_data(self, data: Iterable[SupportsIndex]) -> None:
        """Count what comes."""
        self.came += len(data) if isinstance(data, Sized) else 0
        super().feed_data(data)

    def feed_eof(self) -> None:
        """Note that nothing more will."""
        self.is_over = True
        super().feed_eof()


class Line:
    """An open TCP or TLS connection to a server, or to `proxy` which passes on what it is asked for.

    `ip` is the server's address; None where a proxy stands between.
    """

    def __init__(self, reader: Ear, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._taken = 0
        self.ip: str | None = writer.get_extra_info("peername")[0]
        self.proxy: Proxy | None = None

    def send(self, data: bytes) -> None:
        """Send `data`, soon. A server that hangs up meanwhile is no error: what it said is still there."""
        with contextlib.suppress(ConnectionError):
            self._writer.write(data)

    async def receive(self, size: int) -> bytes:
        """Return what comes next, at most `size` bytes; empty where the other side has closed. Raises OSError."""
        data = await self._reader.read(size)
        self._taken += len(data)
        return data

    @property
    def is_quiet(self) -> bool:
        """False where something came that was not received yet, or the other side has closed."""
        reader = self._reader
        return reader.came == self._taken and not reader.is_over and not self._writer.is_closing()

    @property
    def tls(self) -> ssl.SSLObject | None:
        """The TLS session with the server; None where it is not spoken to in TLS."""
        if self.proxy:
            return None  # it is the proxy's
        session: ssl.SSLObject | None = self._writer.get_extra_info("ssl_object")
        return session

    async def start_tls(self, host: str) -> None:
        """Begin TLS with `host`, to which a tunnel leads. Raises OSError."""
        await self._writer.start_tls(tls_context(), server_hostname=host)

    async def close(self) -> None:
        """Close with a goodbye."""
        self._writer.close()
        try:
            async with asyncio.timeout(2 * GOODBYE):
                await self._writer.wait_closed()
        except (OSError, TimeoutError):
            self.drop()

    def drop(self) -> None:
        """Close at once, whatever is still under way."""
        self._writer.transport.abort()


@cache  # reading the system's certificates takes longer than most fetches, and they do not change meanwhile
def tls_context() -> ssl.SSLContext:
    """Return what certificates are checked against: the system's."""
    return ssl.create_default_context()
