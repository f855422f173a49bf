"""How fast a local site is saved, beside `wget --page-requisites --warc-file` on the same site in the same run.

    python -m benchmarks.throughput --pages 100 --latency 0 50

A server in a process of its own answers on loopback, after the latency asked for (in milliseconds). Both programs get
the same list of pages, as whole processes, alternately; both write gzipped WARC files. `archiver save` also syncs them
to the disk, cleans the pages and indexes them. The server counts what was asked of it: a program that fetches less
than the other is not the faster one. The second crawl of the same pages says what unchanged pages cost.
"""

import argparse
import asyncio
import multiprocessing
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

_WORDS = (
    "harbour council ferry winter slipway lantern pilot quay tide ledger warden repair vessel inquiry fishery market "
    "voted said reported rebuilt crossed closed opened measured delayed announced was were has had the a of to and in"
).split()
_PICTURES = 8
"""Of each page, of its own; stylesheets, a script, a font and two pictures are shared by all."""


@dataclass(frozen=True, slots=True)
class Run:
    """One program's run: seconds as a whole process, requests that the server had, bytes of WARC files written."""

    seconds: float
    requests: int
    bytes: int


@cache
def _answer(path: str) -> bytes:
    """Return the whole answer for `path`, the same in every run."""
    chance = random.Random(path)
    if path.endswith(".css"):
        kind, body = "text/css", _styles(path, chance).encode()
    elif path.endswith(".js"):
        kind, body = "text/javascript", ("var x = 1; // " + " ".join(chance.choices(_WORDS, k=6000))).encode()
    elif path.endswith((".jpg", ".woff2", ".ico")):
        kind, body = "image/jpeg", chance.randbytes(chance.randrange(8_000, 60_000))
    elif path.startswith("/story"):
        kind, body = "text/html; charset=utf-8", _story(path, chance).encode()
    else:
        return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ngone"
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind.encode(), len(body), body)


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randrange(8, 24))).capitalize() + "."


def _story(path: str, chance: random.Random) -> str:
    def paragraph() -> str:
        return " ".join(_sentence(chance) for _ in range(4))

    name = path.strip("/")
    menu = "".join(f'<li class="menu-item"><a href="/section{n}">{chance.choice(_WORDS)}</a></li>' for n in range(40))
    cards = "".join(f'<div class="card"><a href="/story{n}"><h3>{_sentence(chance)}</h3></a></div>' for n in range(20))
    pictures = [f'<figure><img src="/{name}-{n}.jpg"><figcaption>{_sentence(chance)}</figcaption></figure>'
                for n in range(_PICTURES)]  # fmt: skip
    body = "".join(f"<p>{paragraph()}</p>{pictures[n] if n < _PICTURES else ''}" for n in range(14))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name} | The Ledger</title>
<link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="/site.css"><link rel="stylesheet" href="/theme.css">
<script src="/site.js"></script><style>body {{ font-family: serif }}</style></head><body>
<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{_sentence(chance)}</h1>{body}</article>
<aside class="related">{cards}</aside></main><footer><p>© The Ledger</p></footer></body></html>"""


def _styles(path: str, chance: random.Random) -> str:
    rules = "".join(f".c{n} {{ color: #{chance.randrange(16**6):06x}; margin: {n}px }}\n" for n in range(800))
    if path == "/site.css":
        return f"@import 'more.css';\n@font-face {{ font-family: L; src: url(l.woff2) }}\n{rules}"
    return f"{rules}.head {{ background: url(head.jpg) }} .foot {{ background: url(foot.jpg) }}"


class _Server(asyncio.Protocol):
    """Answers one request after the other on a connection that stays open."""

    latency = 0.0
    requests = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            _Server.requests += 1
            answer = _answer(head.split(b" ")[1].decode())
            if self.latency:
                asyncio.get_running_loop().call_later(self.latency, self._transport.write, answer)
            else:
                self._transport.write(answer)


def _serve(pages: int, pipe: Connection) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(_Server, "127.0.0.1", 0)
        for number in range(pages):  # made before anybody waits for them
            for path in (f"/story{number}", *(f"/story{number}-{n}.jpg" for n in range(_PICTURES))):
                _answer(path)
        pipe.send(server.sockets[0].getsockname()[1])
        while (order := await loop.run_in_executor(None, pipe.recv)) is not None:
            pipe.send(_Server.requests)
            _Server.latency, _Server.requests = order, 0
        server.close()

    asyncio.run(main())


class Site:
    """The server's process; `during` runs something and counts the requests meanwhile."""

    def __init__(self, pages: int) -> None:
        self._pipe, other = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_serve, args=(pages, other), daemon=True)
        self._process.start()
        self.origin = f"http://127.0.0.1:{self._pipe.recv()}"
        self.urls = [f"{self.origin}/story{number}" for number in range(pages)]

    def during(self, latency: float, work: Callable[[], Path]) -> Run:
        """Do `work`, which returns the folder with its WARC files, while answers take `latency` seconds."""
        self._order(latency)
        begun = time.perf_counter()
        folder = work()
        seconds = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in folder.rglob("*.warc.gz"))
        return Run(seconds, self._order(0.0), size)

    def close(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join()

    def _order(self, latency: float) -> int:
        self._pipe.send(latency)
        requests: int = self._pipe.recv()
        return requests


def wget(work: Path, urls: Path) -> Path:
    """Save with wget; return the folder with its WARC file."""
    folder = work / "wget"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    command = ["wget", "--page-requisites", "--warc-file=site", "--input-file", str(urls), "-e", "robots=off"]
    found = subprocess.run([*command, "--quiet"], cwd=folder, check=False)
    assert found.returncode in (0, 8), f"wget left with {found.returncode}"  # 8: some answer was an error
    return folder


def archiver(work: Path, urls: Path, *, again: bool = False) -> Path:
    """Save with the archiver; return the archive's folder."""
    folder = work / "archiver"
    if not again:
        shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "archiver", "save", "--allow-private", "--archive", str(folder)]
    # As on a person's machine, where Python keeps what it has compiled.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command += ["--from", str(urls)]
    found = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=env)
    assert found.returncode == 0, f"archiver left with {found.returncode}"
    return folder


def compare(site: Site, work: Path, latency: float, rounds: int) -> None:
    """Print a table of both programs, and how they compare."""
    urls = work / "urls.txt"
    urls.write_text("\n".join(site.urls) + "\n")
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(site.during(latency, lambda: wget(work, urls)))
        ours.append(site.during(latency, lambda: archiver(work, urls)))
    again = site.during(latency, lambda: archiver(work, urls, again=True))
    print(f"\nlatency {latency * 1000:.0f} ms, {len(site.urls)} pages, {rounds} rounds")
    print(f"{'':22}{'seconds (median)':>18}{'requests':>10}{'a second':>10}{'WARC MB':>9}")
    for name, runs in (("wget", theirs), ("archiver save", ours)):
        seconds = statistics.median(run.seconds for run in runs)
        rate = runs[-1].requests / seconds
        print(f"{name:22}{seconds:18.2f}{runs[-1].requests:10}{rate:10.0f}{runs[-1].bytes / 1e6:9.2f}")
    grown = again.bytes - ours[-1].bytes
    rate = again.requests / again.seconds
    print(f"{'the same once more':22}{again.seconds:18.2f}{again.requests:10}{rate:10.0f}{grown / 1e6:9.2f}")
    ratio = statistics.median(one.seconds for one in theirs) / statistics.median(one.seconds for one in ours)
    print(f"archiver is {ratio:.2f} times as fast; the second crawl took {grown / ours[-1].bytes:.1%} of the bytes")


def main() -> None:
    """Parse the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--latency", type=float, nargs="*", default=[0.0, 50.0], metavar="MS")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    version = subprocess.run(["wget", "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, {version}")
    site = Site(given.pages)
    with tempfile.TemporaryDirectory() as work:
        for latency in given.latency:
            compare(site, Path(work), latency / 1000, given.rounds)
    site.close()


if __name__ == "__main__":
    main()
