"""An HTTP answer as it arrives: which bytes are its head, which its body, and when it is over.

h11 finds the ends; the bytes themselves are kept as they came, never rebuilt from what h11 makes of them.
Where a server breaks the grammar h11 gives up and this does not: it reads on as browsers do. No sockets here.
"""

from typing import Final

import h11

from archiver.capture.exchange import Truncation
from archiver.warc.message import Head, is_chunked, parse_head, split

HEAD_LIMIT: Final = 1024 * 1024
"""Bytes; heads of more than this are refused. h11's own limit of 16 KiB is less than what some sites send."""


class Answer:
    """Receives one answer. Feed it until it is `complete`; `head` stays empty where no whole head came."""

    def __init__(self, machine: h11.Connection, max_bytes: int) -> None:
        """Take over `machine`, which has sent its request; keep `max_bytes` bytes of the body at most."""
        self._machine: h11.Connection | None = machine
        self._max_bytes = max_bytes
        self._raw = bytearray()
        self._head_end = 0
        self._length: int | None = None  # of the body, where the grammar is broken but a length was given
        self.complete = False
        self.truncated: Truncation | None = None

    @property
    def head(self) -> bytes:
        """The status line and headers with their blank line, as received; without any 1xx before."""
        return bytes(self._raw[: self._head_end])

    @property
    def body(self) -> bytes:
        """The body as received so far."""
        return bytes(self._raw[self._head_end :]) if self._head_end else b""

    @property
    def is_http(self) -> bool:
        """False once the server has begun to say something else than an HTTP answer."""
        return b"HTTP/".startswith(self._raw[:5].upper())

    def feed(self, data: bytes) -> None:
        """Take in `data` as it came from the server; empty means that the server has closed."""
        self._raw += data
        if not self.is_http:
            self.complete = True
            return
        if self._machine:
            self._strict(self._machine, data)
        if not self._machine and not self.complete:
            self._lenient(ended=not data)
        if self._head_end and len(self._raw) - self._head_end > self._max_bytes:
            del self._raw[self._head_end + self._max_bytes :]
            self.cut("length")

    def cut(self, why: Truncation) -> None:
        """End the answer where it is."""
        self.truncated = why
        self.complete = True

    def _strict(self, machine: h11.Connection, data: bytes) -> None:
        try:
            machine.receive_data(data)
            while not self.complete:
                event = machine.next_event()
                if event in (h11.NEED_DATA, h11.PAUSED):
                    return
                self._note(machine, event)
        except h11.RemoteProtocolError:
            if not data:
                self.cut("disconnect")
            self._machine = None

    def _note(self, machine: h11.Connection, event: object) -> None:
        # h11 tells what it has not used yet, and so where in our bytes it stands.
        match event:
            case h11.InformationalResponse():
                del self._raw[: self._used(machine)]
            case h11.Response():
                self._head_end = self._used(machine)
            case h11.EndOfMessage():
                del self._raw[self._used(machine) :]
                self.complete = True

    def _used(self, machine: h11.Connection) -> int:
        return len(self._raw) - len(machine.trailing_data[0])

    def _lenient(self, ended: bool) -> None:
        """Go on without h11: the head to the first blank line, the body to its stated length or the end."""
        if not self._head_end:
            self._find_head()
        got = len(self._raw) - self._head_end
        if self._length is not None and self._head_end and got >= self._length:
            del self._raw[self._head_end + self._length :]
            self.complete = True
        elif ended and (self._length is not None or not self._head_end):
            self.cut("disconnect")
        elif ended or (not self._head_end and got > HEAD_LIMIT):
            self.complete = True

    def _find_head(self) -> None:
        head, _ = split(bytes(self._raw))
        if head.endswith((b"\n\n", b"\n\r\n")):
            self._head_end = len(head)
            self._length = _stated_length(parse_head(head))


def _stated_length(head: Head) -> int | None:
    """Return the length of the body where the headers are of one mind about it."""
    if head.status in (204, 304):
        return 0
    values = {value for name, value in head.headers if name.lower() == "content-length"}
    if is_chunked(head.headers) or len(values) != 1:
        return None
    value = values.pop()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None
