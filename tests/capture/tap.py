"""A server on 127.0.0.1 that keeps its connections open and notes every byte that passes, both ways."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.capture.server import PEM

Step = bytes | float | Callable[[socket.socket], None]


@dataclass
class Turn:
    """One request on connection number `connection`, and what was sent for an answer."""

    connection: int
    received: bytes
    sent: bytes = b""


@dataclass
class Tap:
    """Answers a path with its steps: bytes are sent, numbers are seconds of silence, functions drive the socket."""

    tls: bool = False
    turns: list[Turn] = field(default_factory=list)
    scripts: dict[str, tuple[Step, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._socket.getsockname()[1]
        self.origin = f"https://localhost:{self.port}" if self.tls else f"http://127.0.0.1:{self.port}"
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._context = None
        if self.tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(PEM)
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def __enter__(self) -> "Tap":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._socket.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def says(self, path: str, *steps: Step) -> str:
        """Set what `path` is answered with, on a connection that stays open; return its URL."""
        self.scripts[path] = steps
        return self.origin + path

    @property
    def connections(self) -> int:
        return len(self._open)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection, len(self._open)))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context:
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    while self._turn(secure, number):
                        pass
            else:
                while self._turn(connection, number):
                    pass

    def _turn(self, connection: socket.socket, number: int) -> bool:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            data = connection.recv(65536)
            if not data:
                return False
            request += data
        turn = Turn(number, request)
        self.turns.append(turn)
        for step in self.scripts[request.split()[1].decode()]:
            if step is close:
                return False
            if isinstance(step, bytes):
                turn.sent += step
                connection.sendall(step)
            elif callable(step):
                step(connection)
            else:
                time.sleep(step)
        return True


def silence(connection: socket.socket) -> None:
    """A step: say nothing until the other side has had enough."""
    with contextlib.suppress(OSError):
        connection.recv(1)


def close(_: socket.socket) -> None:
    """A step: hang up."""


def reset(connection: socket.socket) -> None:
    """A step: hang up without a goodbye, so that the other side hears of a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    raise OSError
