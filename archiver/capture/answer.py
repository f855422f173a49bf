"""An HTTP answer as it arrives: which bytes are its head, which its body, and when it is over.

h11 finds the ends; the bytes themselves are kept as they came, never rebuilt from what h11 makes of them.
Where a server breaks the grammar, the head is read as browsers read it, and h11 is told only what follows from it
for the body; where the body itself is wrong, all that comes is kept. No sockets here.
"""

import re
from typing import Final

import h11

from archiver.capture.body import Body, Spool
from archiver.capture.exchange import Truncation
from archiver.warc.message import Head, is_chunked, parse_head

HEAD_LIMIT: Final = 1024 * 1024
"""Bytes; heads of more than this are refused. h11's own limit of 16 KiB is less than what some sites send."""

HINTS_LIMIT: Final = 100
"""How many 1xx answers may come before the real one."""

_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")


class Answer:
    """Receives one answer. Feed it until it is `complete`; `head` stays empty where no whole head came.

    `is_lost` says that nothing tells where the body ends but the server's closing. `fault` says, for people, why
    the answer was given up before its head had come.
    """

    def __init__(self, machine: h11.Connection, max_bytes: int) -> None:
        """Take over `machine`, which has sent its request; keep `max_bytes` bytes of the body at most."""
        self._machine: h11.Connection | None = machine
        self._max_bytes = max_bytes
        self._early = bytearray()  # what came and is no body yet
        self._spool = Spool()
        self._hints = 0
        self._is_clean = True
        self.head = b""
        self.is_http = True
        self.is_begun = False
        self.is_lost = False
        self.complete = False
        self.truncated: Truncation | None = None
        self.fault: str | None = None

    @property
    def body(self) -> Body:
        """The body as received; to be asked for when the answer is complete."""
        return self._spool.body()

    @property
    def may_go_on(self) -> bool:
        """True where the answer ended so that the connection can be used for another request."""
        machine = self._machine
        ended = machine is not None and machine.our_state is h11.DONE and machine.their_state is h11.DONE
        return ended and self._is_clean and not self.truncated

    def feed(self, data: bytes) -> None:
        """Take in `data` as it came from the server; empty means that the server has closed.

        Raises CaptureError, without a URL, where there is no room for it on the disk.
        """
        self.is_begun = self.is_begun or bool(data)
        if self.head:
            self._receive_body(data)
        else:
            self._receive_head(data)

    def cut(self, why: Truncation) -> None:
        """End the answer where it is."""
        self.truncated = why
        self.complete = True

    def _give_up(self, fault: str | None = None) -> None:
        self.fault = fault
        self.complete = True

    # The head

    def _receive_head(self, data: bytes) -> None:
        self._early += data
        self.is_http = b"HTTP/".startswith(self._early[:5].upper())
        if not self.is_http:
            self._give_up()
            return
        if self._machine and not self._strict_head(self._machine, data):
            self._machine = None
            self._is_clean = False
            self._lenient_head(0)
        elif not self._machine:
            self._lenient_head(len(self._early) - len(data) - 3)
        if not self.head and not self.complete:
            self._check_early(ended=not data)

    def _check_early(self, ended: bool) -> None:
        if self._hints > HINTS_LIMIT:
            self._give_up(f"over {HINTS_LIMIT} interim (1xx) answers and no real one")
        elif len(self._early) > HEAD_LIMIT:
            self._give_up(f"the header is over {HEAD_LIMIT // 1024 // 1024} MiB")
        elif ended:
            self.cut("disconnect")

    def _strict_head(self, machine: h11.Connection, data: bytes) -> bool:
        """Let h11 find the end of the head; return False where it refuses what came."""
        try:
            machine.receive_data(data)
            while self._hints <= HINTS_LIMIT:
                event = machine.next_event()
                if isinstance(event, h11.InformationalResponse):
                    self._hints += 1
                    del self._early[: self._used(machine)]
                elif isinstance(event, h11.Response):
                    self._begin_body(self._used(machine))
                    break
                else:
                    break
        except h11.RemoteProtocolError:
            return len(self._early) > HEAD_LIMIT or not data
        return True

    def _used(self, machine: h11.Connection) -> int:
        # h11 tells what it has not used yet, and so where in our bytes it stands.
        return len(self._early) - len(machine.trailing_data[0])

    def _lenient_head(self, start: int) -> None:
        """Find the head's end without h11, looking from `start` on; let another h11 follow the body."""
        while self._hints <= HINTS_LIMIT and (blank := _BLANK_LINE.search(self._early, max(0, start))):
            head = parse_head(bytes(self._early[: blank.end()]))
            if 100 <= head.status < 200 and head.status != 101:
                self._hints += 1
                del self._early[: blank.end()]
                start = 0
                continue
            if not head.status:
                self._give_up()
                return
            self._machine = _framed(head)
            if self._machine is None:
                self.is_lost = True
            else:
                self._machine.receive_data(bytes(self._early[blank.end() :]))
            self._begin_body(blank.end())
            return

    def _begin_body(self, end: int) -> None:
        """Cut the head off after `end` bytes; the rest is body, and already h11's where there is one."""
        self.head = bytes(self._early[:end])
        rest = bytes(self._early[end:])
        self._early.clear()
        self._follow(rest, ended=False)

    # The body

    def _receive_body(self, data: bytes) -> None:
        if self._machine:
            self._machine.receive_data(data)
        self._follow(data, ended=not data)

    def _follow(self, data: bytes, ended: bool) -> None:
        """Keep what of `data` is body; h11, where it still follows, has `data` already."""
        over = 0
        if self._machine:
            over = self._strict_body(self._machine, ended)
        elif ended:
            self.complete = True
        room = self._max_bytes - self._spool.size
        kept = len(data) - over
        self._spool.write(data[: min(kept, room)])
        if kept > room:
            self.cut("length")

    def _strict_body(self, machine: h11.Connection, ended: bool) -> int:
        """Let h11 look for the end of the body; return how many bytes came after it."""
        try:
            while (event := machine.next_event()) is not h11.NEED_DATA:
                if isinstance(event, h11.EndOfMessage):
                    self.complete = True
                    over = len(machine.trailing_data[0])
                    self._is_clean = self._is_clean and not over
                    return over
        except h11.RemoteProtocolError:
            self._machine = None
            self.is_lost = True
            if ended:
                self.cut("disconnect")
        return 0


def _framed(head: Head) -> h11.Connection | None:
    """Return an h11 that awaits the body which `head` announces; None where it contradicts itself."""
    length = _stated_length(head)
    if is_chunked(head.headers):
        framing = "Transfer-Encoding: chunked\r\n"
    elif length is not None:
        framing = f"Content-Length: {length}\r\n"
    elif any(name.lower() in ("content-length", "transfer-encoding") for name, _ in head.headers):
        return None
    else:
        framing = ""
    machine = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_LIMIT)
    machine.send(h11.Request(method="GET", target="/", headers=[("Host", "-")]))
    machine.send(h11.EndOfMessage())
    status = head.status if 200 <= head.status <= 999 else 200
    machine.receive_data(f"HTTP/1.1 {status} -\r\n{framing}\r\n".encode("ascii"))
    machine.next_event()
    return machine


def _stated_length(head: Head) -> int | None:
    """Return the length of the body where the headers are of one mind about it."""
    values = {value for name, value in head.headers if name.lower() == "content-length"}
    if len(values) != 1:
        return None
    value = values.pop()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None
