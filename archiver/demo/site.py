"""A small newspaper of our own, served on the loopback interface for demonstrations and tests.

Two servers: the paper itself, and a mirror that serves the same pages with a mirror's habit, a stray
link at the end. The pages lie in `pages/`, all invented; `{origin}` in them becomes the paper's address.
Nothing here captures, cleans or reaches the network.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

MIRROR_LINK: Final = '<a href="https://mirror.example/">OSZAR »</a>'
"""What the mirror adds just before `</body>`."""

_FRONT, _MISSING = "/", "/2025/03/31/no-such-story"
_ARTICLE = "/2025/03/14/gannet-point-lifeboat-reopens"
_PAYWALL = "/2025/03/16/who-owns-the-fish-dock"
_HTML, _SVG = "text/html; charset=utf-8", "image/svg+xml"
_PAGES: Final = {
    _FRONT: ("front.html", _HTML),
    _ARTICLE: ("article.html", _HTML),
    _PAYWALL: ("paywall.html", _HTML),
    "/images/slipway.svg": ("slipway.svg", _SVG),
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """One HTTP answer, ready to send."""

    status: int
    content_type: str
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the server's table, and never logs."""

    protocol_version = "HTTP/1.1"
    server_version = "HarbourCourier"
    sys_version = ""
    server: "_Server"

    def do_GET(self) -> None:
        self.wfile.write(self._head().body)

    def do_HEAD(self) -> None:
        self._head()

    def _head(self) -> _Answer:
        answer = self.server.answer(urlsplit(self.path).path)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        # One request a connection: no idle thread outlives the server.
        self.send_header("Connection", "close")
        self.end_headers()
        return answer

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: the server runs inside other people's output."""


class _Server(ThreadingHTTPServer):
    """A threaded server on a free port of 127.0.0.1, running until `stop`.

    `paper` is the paper's own address, for its mirror; None for the paper itself.
    """

    def __init__(self, paper: str | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin: Final = f"http://127.0.0.1:{self.server_port}"
        self._paper = paper
        self._thread = Thread(target=self.serve_forever, args=(0.02,), name=self.origin, daemon=True)
        self._thread.start()

    def answer(self, path: str) -> _Answer:
        """Return the answer for a URL's path: a page, or the 404 page."""
        file, content_type = _PAGES.get(path, ("missing.html", _HTML))
        text = files("archiver.demo").joinpath("pages", file).read_text(encoding="utf-8")
        text = text.replace("{origin}", self._paper or self.origin)
        if self._paper and content_type == _HTML:
            text = text.replace("</body>", MIRROR_LINK + "</body>")
        return _Answer(200 if path in _PAGES else 404, content_type, text.encode())

    def stop(self) -> None:
        """Stop answering and give the port back."""
        self.shutdown()
        self.server_close()
        self._thread.join()


class DemoSite:
    """The Harbour Courier and its mirror, up while the `with` block runs.

    Raises OSError where the loopback interface gives no port. The URLs are known inside the block only.
    """

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._paper = _Server()
            stack.callback(self._paper.stop)
            self._mirror = _Server(paper=self._paper.origin)
            stack.callback(self._mirror.stop)
            self._running = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    @property
    def index_url(self) -> str:
        """The front page: headlines and teasers only."""
        return self._paper.origin + _FRONT

    @property
    def article_url(self) -> str:
        """A news story with everything around it that a newspaper puts there."""
        return self._paper.origin + _ARTICLE

    @property
    def mirror_url(self) -> str:
        """The same story as the mirror serves it; its canonical link still names `article_url`."""
        return self._mirror.origin + _ARTICLE

    @property
    def paywall_url(self) -> str:
        """A story that stops after three paragraphs with an offer to subscribe."""
        return self._paper.origin + _PAYWALL

    @property
    def missing_url(self) -> str:
        """A story that is not there: status 404 with a page of its own."""
        return self._paper.origin + _MISSING

    @property
    def urls(self) -> tuple[str, ...]:
        """The pages worth saving, the story first."""
        return self.article_url, self.mirror_url, self.paywall_url, self.index_url
