"""Kills an archiver at random points, fills its disk, and looks whether anything that was reported is lost.

    python -m benchmarks.durability --points 500

A child saves pages of a site on loopback and reports each on a pipe; it is killed (`kill -9`) after a random time.
Every other time a power cut is played too: of the bytes that no sync has made safe, some are cut off, or are zeros.
Then, before anything is mended, and again after the next run: every page reported is in the index, every row of the
index points at its record, and `gzip -t` and the verifier find nothing wrong with the files. The same after the kernel
refused to let files grow (which cuts writes short), and, for the superuser, on a small disk that is full.
"""

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from archiver.archive import Archive, Saved
from archiver.audit import Audit
from archiver.capture.exchange import Options
from archiver.capture.run import Plan
from archiver.errors import ArchiverError, StoreError
from archiver.rules.book import shipped_rules

_LONGEST = 0.4  # seconds until the kill, at most
_PAGES = 80
_EACH = 10  # points for one archive; then a new one is begun, for a check reads all of it
_DISK = 1600 * 1024

LOCAL = Plan(Options(allow_private=True), requisites=False)


_STORY = "<!doctype html><title>Tides {0}</title><article><h1>Tides {0}</h1><p>{1}</p></article>"
_TEXT = "The harbour office has published the tables for the coming year, and they differ from the last ones. " * 5


class _Handler(BaseHTTPRequestHandler):
    """Answers with a short story, or with some hundred kilobytes that do not compress."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        large = self.path.startswith("/large")
        body = os.urandom(400_000) if large else _STORY.format(self.path, _TEXT).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream" if large else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(OSError):  # whoever asked was killed
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


class Trial:
    """An archive that is maltreated again and again, what it has reported, and what was found wrong."""

    def __init__(self, home: Path, site: tuple[str, ...], chance: random.Random, counts: Counter[str]) -> None:
        self.home = home
        self.wrong: list[str] = []
        self._site, self._chance, self._counts = site, chance, counts
        self._reported: set[str] = set()
        self._number = 0

    def kill(self) -> None:
        """Save, kill at a random point, check, save again, check."""
        pid, pipe = self._child(lambda: None)
        time.sleep(self._chance.uniform(0, _LONGEST))
        os.kill(pid, signal.SIGKILL)
        self._wait(pid, pipe)
        self._counts["killed"] += 1
        for path in self.home.glob("warc/*.open"):
            self._counts["files left open"] += 1
            if self._chance.random() < 0.5:
                self._cut_power(path)
        self._check("after the kill")
        self.go_on()

    def fill(self, limit: int) -> None:
        """Save while no file may grow beyond `limit` bytes, check, save again, check."""
        self._to_the_end(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self._counts["short writes"] += 1
        self._check(f"with files of {limit} bytes at most")
        self.go_on()

    def overflow(self) -> None:
        """Save until the disk is full, and check. The next run comes when there is room."""
        self._to_the_end(lambda: None)
        self._counts["full disks"] += 1
        self._check("on a full disk")

    def go_on(self) -> None:
        """Save once more as if nothing had happened, and check that nothing is left to mend."""
        for saved in self._save(2):
            self._reported.add(saved.url)
        self._check("after the next run")
        left = [path.name for path in self.home.rglob("*") if path.suffix in (".open", ".lock")]
        if left:
            self.wrong.append(f"left over: {left}")
        files = list(self.home.glob("warc/*.gz"))
        found = subprocess.run(["gzip", "-t", *files], check=False, capture_output=True, text=True)
        if found.returncode:
            self.wrong.append(f"gzip -t: {found.stderr.strip()}")

    def close(self) -> None:
        """Count what has come together."""
        self._counts["pages reported"] += len(self._reported)
        self._counts["torn ends kept"] += len(list(self.home.glob("warc/*.torn")))

    def _save(self, pages: int) -> Iterator[Saved]:
        urls = []
        for _ in range(pages):
            self._number += 1
            number = self._chance.choice((self._number, self._number % 5))  # some come again: revisits
            urls.append(f"{self._chance.choice(self._site)}?n={number}")
        yield from Archive(self.home, shipped_rules()).save(urls, LOCAL, warc_size=self._chance.choice((30_000, 10**9)))

    def _child(self, prepare: Callable[[], None]) -> tuple[int, int]:
        """Begin to save in a process of its own, which reports each page on a pipe."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid:
            os.close(writing)
            self._number += _PAGES
            return pid, reading
        with contextlib.suppress(ArchiverError):
            prepare()
            for saved in self._save(_PAGES):
                os.write(writing, f"{saved.url}\n".encode())
        os._exit(0)

    def _to_the_end(self, prepare: Callable[[], None]) -> None:
        self._wait(*self._child(prepare))

    def _wait(self, pid: int, pipe: int) -> None:
        with os.fdopen(pipe, encoding="utf-8") as reports:
            self._reported.update(line.strip() for line in reports if line.endswith("\n"))
        os.waitpid(pid, 0)

    def _cut_power(self, path: Path) -> None:
        """Spoil what no sync has made safe: an index names only what one has."""
        name = f"warc/{path.name.removesuffix('.open')}"
        query = 'SELECT max("offset" + length) AS safe FROM captures WHERE file = :file'
        safe = next((row["safe"] or 0 for row in self._rows(query, {"file": name})), 0)
        if safe:
            safe = _end_of_member(path, safe)  # the request behind the answer was synced with it
        size = path.stat().st_size
        kept = self._chance.randint(min(safe, size), size)
        os.truncate(path, kept)
        if self._chance.random() < 0.3:
            os.truncate(path, size)  # the file has its length, but zeros for bytes, as after a power cut on ext4
        self._counts["power cuts"] += 1

    def _rows(self, query: str, values: dict[str, str]) -> list[dict[str, Any]]:
        """Return what the index answers; nothing where it is not there yet, or not yet begun."""
        try:
            with Archive(self.home, shipped_rules()).store() as store:
                return store.rows(query, values)
        except StoreError:
            return []

    def _check(self, when: str) -> None:
        self._counts["checks"] += 1
        with contextlib.suppress(StoreError):  # nothing is archived yet
            self.wrong.extend(f"{when}: {fault}" for fault in Audit(self.home).of_archive())
        known = {row["url"] for row in self._rows("SELECT url FROM captures", {})}
        self.wrong.extend(f"{when}: lost: {url}" for url in sorted(self._reported - known))


def _end_of_member(path: Path, start: int) -> int:
    """Return where the gzip member that begins at `start` ends; `start` where none does."""
    machine = zlib.decompressobj(31)
    with path.open("rb") as file:
        file.seek(start)
        while not machine.eof and (data := file.read(65536)):
            machine.decompress(data)
        return file.tell() - len(machine.unused_data) if machine.eof else start


@contextlib.contextmanager
def _site() -> Iterator[tuple[str, ...]]:
    """A site in a process of its own, for one with threads must not fork; yields its URLs."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        os.write(writing, f"{server.server_port}\n".encode())
        server.serve_forever()
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="utf-8") as port:
            origin = f"http://127.0.0.1:{port.readline().strip()}"
        yield (f"{origin}/short", f"{origin}/short", f"{origin}/large")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Callable[[], None] | None]:
    """Mount a small disk at `folder`; yields what makes it larger, None where that is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield None
        return
    try:
        yield lambda: subprocess.run(["mount", "-o", "remount,size=100m", folder], check=True) and None
    finally:
        subprocess.run(["umount", folder], check=True)


def _trials(options: argparse.Namespace, folder: Path, counts: Counter[str]) -> Iterator[list[str]]:
    """Do everything; yield what was found wrong, archive by archive."""
    chance = random.Random(options.seed)
    end = time.monotonic() + options.minutes * 60
    with _site() as site:
        list(Archive(folder / "first", shipped_rules()).save(site, LOCAL))  # imports what is imported late
        while counts["killed"] < options.points and time.monotonic() < end:
            trial = Trial(folder / str(counts["killed"]), site, chance, counts)
            for _ in range(min(_EACH, options.points - counts["killed"])):
                trial.kill()
            trial.close()
            yield trial.wrong
        for number in range(options.disks):
            trial = Trial(folder / f"limit-{number}", site, chance, counts)
            trial.go_on()
            trial.fill(chance.randrange(1_000, 200_000))
            trial.close()
            yield trial.wrong
            with _small_disk(folder / f"disk-{number}") as enlarge:
                if enlarge:
                    trial = Trial(folder / f"disk-{number}" / "news", site, chance, counts)
                    trial.overflow()
                    enlarge()
                    trial.go_on()
                    trial.close()
                    yield trial.wrong


def main() -> None:
    """Print what was done and what was found wrong, as one JSON object; leave with 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=500, help="how often to kill (default: 500)")
    parser.add_argument("--disks", type=int, default=20, help="how often to fill a disk, in either way (default: 20)")
    parser.add_argument("--minutes", type=float, default=60, help="kill no more after this time")
    parser.add_argument("--seed", type=int, default=None, help="of the random points")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        wrong = [fault for found in _trials(options, Path(folder), counts) for fault in found]
    print(json.dumps({**counts, "seconds": round(time.monotonic() - begun, 1), "wrong": wrong}, ensure_ascii=False))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
