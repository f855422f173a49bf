"""Serves the layouts on 127.0.0.1, under that name and, as the second host, under `localhost`."""

import contextlib
import socket
import threading
from typing import Final, Self

from benchmarks.site.answer import Answer, Place
from benchmarks.site.layouts import LAYOUTS
from benchmarks.site.media import TYPES, made, suffix_of

_CORS: Final = ("Access-Control-Allow-Origin: *",)
_NOTHING: Final = Answer(b"<p>Nothing is here.", status="404 Not Found")
_NOT_HERE: Final = Answer(b"", status="421 Misdirected Request")
_NO_COOKIE: Final = Answer(b"", status="403 Forbidden")


class Site:
    """A context manager; within it the site answers. `edition` can be raised while it does."""

    def __init__(self) -> None:
        self.edition = 1
        self._answers = {layout.target: layout.page for layout in LAYOUTS}
        self._answers |= {target: answer for layout in LAYOUTS for target, answer in layout.answers.items()}
        self._open: set[socket.socket] = set()

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def place(self) -> Place:
        """Where the site is."""
        return Place(f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}", self.edition)

    def pages(self) -> dict[str, str]:
        """Return the URLs of the pages by the names of their layouts."""
        return {layout.name: self.place.site + layout.target for layout in LAYOUTS}

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as file:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while request := file.readline():
                head = {}
                while (line := file.readline().strip()) and b":" in line:
                    name, _, value = line.decode("latin-1").partition(":")
                    head[name.lower()] = value.strip()
                answer = self._answer(request.split()[1].decode("latin-1"), head)
                connection.sendall(answer.wire(self.place))
                if answer.framing == "close" or answer.version == "HTTP/1.0":
                    break
        self._open.discard(connection)

    def _answer(self, target: str, head: dict[str, str]) -> Answer:
        if (head.get("host", "").partition(":")[0] == "localhost") != target.startswith("/cdn/"):
            return _NOT_HERE
        answer = self._answers.get(target)
        if answer is None:
            body = made(target.replace("changing", f"changed-{self.edition}"))
            kind = TYPES.get(suffix_of(target), "")
            return Answer(body, kind, headers=_CORS) if body else _NOTHING
        return _NO_COOKIE if answer.cookie not in head.get("cookie", "") else answer
