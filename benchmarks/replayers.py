"""Two replayers that others wrote, on what the archiver wrote: pywb on WARC files, ReplayWeb.page on a WACZ file.

Each serves on this machine; `at` gives where a browser sees an archived URL as of a time. Nothing is compared here.
"""

import re
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import quote

_ARCHIVED: Final = re.compile(r"/(?:archive|w/[^/]+(?:/:\w+)?)/\d*(?:[a-z]{2}_)?/((?:https?:)?//.*)")
_PREFIX: Final = re.compile(r"(.*?/(?:archive|w/[^/]+(?:/:\w+)?)/)\d*[a-z]{2}_/https?:/")
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_EMBED: Final = """<!doctype html><meta charset="utf-8"><title>replay</title>
<style>html,body{margin:0;height:100%}replay-web-page{display:block;height:100%}</style><script src="/ui.js"></script>
<script>const asked = new URLSearchParams(location.search);
document.write('<replay-web-page source="/archive.wacz" replayBase="/replay/" embed="replayonly"></replay-web-page>');
const it = document.querySelector("replay-web-page"); it.setAttribute("url", asked.get("url"));
it.setAttribute("ts", asked.get("ts"));</script>"""
# The page stands in a frame within a frame, behind shadow roots.
_INSIDE: Final = r"""(() => { const find = root => { for (const one of root.querySelectorAll("*")) {
  let found = one.shadowRoot && find(one.shadowRoot);
  if (!found && one.localName == "iframe") { let doc = null; try { doc = one.contentDocument } catch {}
    found = doc && (/\/w\/[^/]+\/(:\w+\/)?\d*mp_\//.test(doc.location.href) ? doc : find(doc)) }
  if (found) return found } return null }; const doc = find(document);
  return doc && doc.readyState == "complete" ? doc : null })()"""


@dataclass(frozen=True, slots=True)
class Replayer:
    """A running replayer. `inside` is the JavaScript for the document of the page; `shares` tells that its pages
    must share a browser context, where it keeps what it unpacked."""

    name: str
    version: str
    origin: str
    page: str
    inside: str = "document"
    shares: bool = False

    def at(self, url: str, stamp: str) -> str:
        """Return where to look at `url` as it was at `stamp`, 14 digits."""
        return self.origin + self.page.format(url=url, quoted=quote(url, safe=""), stamp=stamp)


def archived(url: str) -> str | None:
    """Return the archived URL that a replayer's `url` stands for; None where it is one of its own."""
    found = _ARCHIVED.search(url)
    return ("" if not found else found[1] if found[1][0] != "/" else f"http:{found[1]}") or None


def beside(seen: str, url: str, stamp: str) -> str | None:
    """Return where `url` is asked for as it came, given where a page of the same replayer was `seen`."""
    found = _PREFIX.match(seen)
    return f"{found[1]}{stamp}id_/{url}" if found else None


@contextmanager
def pywb(programs: Path, version: str, warcs: Sequence[Path], folder: Path) -> Iterator[Replayer]:
    """Index `warcs` with pywb and serve them, from `folder`, which is made."""
    folder.mkdir()
    (folder / "config.yaml").write_text("framed_replay: false\n")
    log = (folder / "log").open("w")
    for arguments in (["init", "archive"], ["add", "archive", *map(str, warcs)]):
        subprocess.run([programs / "wb-manager", *arguments], cwd=folder, check=True, stdout=log, stderr=log)
    port = _free_port()
    serve = [programs / "wayback", "-p", str(port), "-b", "127.0.0.1", "-t", "4"]
    process = subprocess.Popen(serve, cwd=folder, stdout=log, stderr=log)
    try:
        origin = f"http://localhost:{port}"
        _await(origin)
        yield Replayer("pywb", version, origin, "/archive/{stamp}mp_/{url}")
    finally:
        process.terminate()
        process.wait()
        log.close()


@contextmanager
def replayweb(package: Path, version: str, wacz: Path) -> Iterator[Replayer]:
    """Serve ReplayWeb.page, as its `package` has it, and a WACZ file for it to load."""
    files = {
        "/": (None, "text/html; charset=utf-8"),
        "/ui.js": (package / "ui.js", "text/javascript"),
        "/replay/": (package / "index.html", "text/html; charset=utf-8"),
        "/replay/ui.js": (package / "ui.js", "text/javascript"),
        "/replay/sw.js": (package / "sw.js", "text/javascript"),
        "/archive.wacz": (wacz, "application/zip"),
    }
    handler = type("Handler", (_Files,), {"files": files})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://localhost:{server.server_port}"
        yield Replayer("ReplayWeb.page", version, origin, "/?url={quoted}&ts={stamp}", _INSIDE, shares=True)
        server.shutdown()


class _Files(BaseHTTPRequestHandler):
    """Serves a few files, in ranges too, and the page around the replay for all else."""

    protocol_version = "HTTP/1.1"
    files: dict[str, tuple[Path | None, str]]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        name = self.path.partition("?")[0]
        if name not in self.files:
            self.send_error(404)
            return
        path, kind = self.files[name]
        data = path.read_bytes() if path else _EMBED.encode()
        found = _RANGE.fullmatch(self.headers.get("Range", ""))
        start, end = _part(found, len(data)) if found else (0, len(data))
        self.send_response(206 if found else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start))
        if found:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data[start:end])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _part(found: re.Match[str], size: int) -> tuple[int, int]:
    """Return where a range begins and ends; one without a beginning is so many bytes from the end."""
    if not found[1]:
        return max(0, size - int(found[2])), size
    return int(found[1]), min(int(found[2]) + 1, size) if found[2] else size


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _await(origin: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(origin, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{origin}: nothing answers there")
