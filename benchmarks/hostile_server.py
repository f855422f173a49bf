"""A server on 127.0.0.1 that means harm: bombs, chains and bodies without end, made as they are asked for.

What becomes of them is hostile.py's business.
"""

import contextlib
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Final, Self

import brotlicffi

_MIB: Final = 1024 * 1024
_MEMBER: Final = 512
_HTML: Final = "text/html; charset=utf-8"
_BLOCK: Final = bytes(range(256)) * 256


class Hostile:
    """A context manager; `origin` is where it is. `zeros` is how many MiB its bombs unpack to."""

    def __init__(self, zeros: int = 10_240, pictures: int = 100_000, nested: int = 100) -> None:
        self.zeros, self.pictures, self.nested = zeros, pictures, nested

    def __enter__(self) -> Self:
        gzip_bomb(self.zeros), gzip_bomb(self.zeros, b"<urlset>"), brotli_bomb(self.zeros)  # before anybody waits
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.origin = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(120)
            request = b""
            while not request.endswith(b"\r\n\r\n"):
                data = connection.recv(65536)
                if not data:
                    return
                request += data
            for piece in self._answer(request.split()[1].decode("ascii")):
                connection.sendall(piece)

    def _answer(self, path: str) -> Iterator[bytes]:
        name, _, rest = path[1:].partition("/")
        number = int(rest) if rest.isdigit() else 0
        match name:
            case "bomb.gz":
                yield from _whole(gzip_bomb(self.zeros), _HTML, "Content-Encoding: gzip")
            case "bomb.br":
                yield from _whole(brotli_bomb(self.zeros), _HTML, "Content-Encoding: br")
            case "redirect":
                yield from _whole(b"", _HTML, f"Location: /redirect/{number + 1}", status="302 Found")
            case "header":
                yield b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 10_000_000 + b"\r\n\r\n"
            case "drip":
                yield _head(_HTML, "Content-Length: 1000")
                while True:
                    yield b"x"
                    time.sleep(60)
            case "endless":
                yield _head("application/octet-stream")
                while True:
                    yield _BLOCK
            case "chunks":
                yield _head(_HTML, "Transfer-Encoding: chunked")
                while True:
                    yield b"1\r\nx\r\n" * 1000
                    time.sleep(0.01)
            case "robots.txt":
                yield from _whole(gzip_bomb(self.zeros), "text/plain", "Content-Encoding: gzip")
            case "sitemap.gz":
                yield from _whole(gzip_bomb(self.zeros, b"<urlset>"), "application/gzip")
            case "index.xml":
                named = "".join(
                    f"<sitemap><loc>{self.origin}/index.xml/{number * 10 + n}</loc></sitemap>" for n in range(1, 4)
                )
                itself = f"<sitemap><loc>{self.origin}{path}</loc></sitemap>"
                yield from _whole(f"<sitemapindex>{itself}{named}</sitemapindex>".encode(), "application/xml")
            case "imports":
                yield from _whole(b"<link rel=stylesheet href=/style/1><p>styled", _HTML)
            case "style":
                more = "".join(f"@import '/style/{number * 10 + n}';" for n in range(10))
                yield from _whole(more.encode(), "text/css")
            case "pictures":
                page = "".join(f"<img src=/picture/{n}>" for n in range(self.pictures))
                yield from _whole(page.encode(), _HTML)
            case "picture":
                yield from _whole(b"GIF89a" + rest.encode(), "image/gif")
            case "nested":
                yield from _whole(b"<div>" * (self.nested * _MIB // 5), _HTML)
            case "large":
                yield _head("application/octet-stream", f"Content-Length: {number * _MIB}")
                for _ in range(number * _MIB // len(_BLOCK)):
                    yield _BLOCK
            case _:
                yield from _whole(b"<p>nothing", _HTML)


def _head(content_type: str, *lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join(
        (f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *lines, "Connection: close", "", "")
    ).encode()


def _whole(body: bytes, content_type: str, *lines: str, status: str = "200 OK") -> Iterator[bytes]:
    yield _head(content_type, f"Content-Length: {len(body)}", *lines, status=status) + body


@cache
def gzip_bomb(size: int, begin: bytes = b"") -> bytes:
    """Return gzip data that unpacks to `begin` and `size` MiB of zeros, in a few members: a thousandth of that."""
    step = min(size, _MEMBER)
    return b"".join([_zeros(step, begin), *[_zeros(step)] * (size // step - 1)])


@cache
def _zeros(size: int, begin: bytes = b"") -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(_MIB)
    return b"".join([machine.compress(begin), *(machine.compress(zeros) for _ in range(size)), machine.flush()])


@cache
def brotli_bomb(size: int) -> bytes:
    """Return the same in brotli."""
    machine = brotlicffi.Compressor(quality=1, lgwin=24)
    zeros = bytes(_MIB)
    return b"".join([*(machine.process(zeros) for _ in range(size)), machine.finish()])
