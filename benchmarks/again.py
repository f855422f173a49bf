"""Crawls a site twice and tells how many bytes the second time took: what came before must not be stored again.

    python -m benchmarks.again

The site is made up, of sizes as they are in the wild: pages of 30 to 80 KB that share a style, scripts and a font, and
pictures of 20 to 100 KB that do not compress. Heads are of the length that news sites send. Prints one JSON object.
"""

import argparse
import json
import random
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from archiver.archive import Archive
from archiver.capture.exchange import Options
from archiver.capture.run import Plan
from archiver.rules.book import shipped_rules

GOAL = 0.05
"""How much the second crawl may take of what the first one took."""

_PLAN = Plan(Options(allow_private=True))
_WORDS = Path(__file__).read_text(encoding="utf-8").split()
_PICTURES = 4  # on each page
_HEADERS = {
    "Cache-Control": "public, max-age=300, stale-while-revalidate=60",
    "Vary": "Accept-Encoding, Cookie",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Link": '<https://news.example/wp-json/>; rel="https://api.w.org/"',
}

Site = dict[str, tuple[str, bytes]]


def site(pages: int, seed: int) -> Site:
    """Return media type and body of each path."""
    chance = random.Random(seed)
    found: Site = {"/favicon.ico": ("image/png", chance.randbytes(3_000)), "/f.woff2": ("font/woff2", _noise(chance))}
    found["/main.css"] = ("text/css", b"@font-face{src:url(/f.woff2)}" + _text(chance, "{%s:%s}", 40_000))
    for name, size in (("main", 90_000), ("ads", 12_000)):
        found[f"/{name}.js"] = ("text/javascript", _text(chance, "function %s(){return '%s'}", size))
    for number in range(pages):
        pictures = [f"/{number}-{one}.jpg" for one in range(_PICTURES)]
        found |= {one: ("image/jpeg", _noise(chance)) for one in pictures}
        found[f"/{number}"] = ("text/html; charset=utf-8", _page(chance, number, pictures))
    return found


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(20_000, 100_000))


def _text(chance: random.Random, form: str, size: int) -> bytes:
    made = ""
    while len(made) < size:
        made += form % (chance.choice(_WORDS), chance.random()) + "\n"
    return made.encode()


def _page(chance: random.Random, number: int, pictures: list[str]) -> bytes:
    size = chance.randint(30_000, 80_000)
    head = "<link rel=stylesheet href=/main.css><script src=/main.js></script><script src=/ads.js async></script>"
    images = "".join(f"<img src={one}>" for one in pictures)
    body = ""
    while len(body) < size:
        words = " ".join(chance.choices(_WORDS, k=60)).replace("<", "")
        body += f'<p class="story__paragraph story__paragraph--{chance.randint(1, 99)}">{words}.</p>\n'
    title = f"Story {number}"
    return f"<!doctype html><title>{title}</title>{head}<article><h1>{title}</h1>{images}{body}</article>".encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site = {}  # noqa: RUF012

    def do_GET(self) -> None:
        content_type, body = self.site.get(self.path, ("text/plain", b"no"))
        self.send_response(200 if self.path in self.site else 404)
        headers = {"Content-Type": content_type, "Content-Length": str(len(body))} | _HEADERS
        headers |= {"ETag": f'"{zlib.crc32(body):x}"', "Last-Modified": formatdate(1_700_000_000, usegmt=True)}
        headers["X-Request-Id"] = random.randbytes(16).hex()
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@contextmanager
def serving(pages: Site) -> Iterator[str]:
    """Serve a site; yield its origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": pages})) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def crawl(home: Path, urls: list[str]) -> dict[str, object]:
    """Save `urls` with all they need; return what that took and what became of it."""
    archive = Archive(home, shipped_rules())
    before = set(archive.warc_files())
    begun = time.monotonic()
    outcomes = Counter(saved.outcome for saved in archive.save(urls, _PLAN))
    taken = sum(path.stat().st_size for path in set(archive.warc_files()) - before)
    return {"bytes": taken, "seconds": round(time.monotonic() - begun, 2), "answers": outcomes.total(), **outcomes}


def measure(home: Path, pages: int = 20, seed: int = 1) -> dict[str, object]:
    """Crawl a site of so many pages twice into the archive at `home`."""
    made = site(pages, seed)
    with serving(made) as origin:
        first, second = (crawl(home, [f"{origin}/{number}" for number in range(pages)]) for _ in range(2))
    share = int(str(second["bytes"])) / int(str(first["bytes"]))
    each = int(str(second["bytes"])) / int(str(second["answers"]))
    return {"first": first, "second": second, "share": round(share, 4), "bytes_an_answer": round(each)}


def main() -> None:
    """Print what was measured; leave with 1 where the goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "news", options.pages, options.seed)
    print(json.dumps(found))
    sys.exit(float(str(found["share"])) > GOAL)


if __name__ == "__main__":
    main()
