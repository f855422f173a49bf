"""A Chromium without a window, and what it sees of a page: the requests made, the pictures decoded, the styles applied.

Driven over the DevTools protocol by a pipe, so that nothing need be installed but the browser.
Format: https://chromedevtools.github.io/devtools-protocol/
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_FLAGS: Final = (
    "--headless=new --no-sandbox --remote-debugging-pipe --no-first-run --disable-gpu --mute-audio --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-default-apps --disable-sync "
    "--disable-dev-shm-usage --disable-site-isolation-trials "
    "--autoplay-policy=no-user-gesture-required --force-device-scale-factor=1 "
    "--disable-features=IsolateOrigins,site-per-process,HttpsUpgrades,HttpsFirstBalancedMode,"
    "Translate,LocalNetworkAccessChecks"
).split()
_QUIET: Final = 0.35
"""Seconds without a request, after which a page has all that it asks for."""
_PATIENCE: Final = 20.0

# What a page looks like, by numbers: the frames of the page are gone through as far as they may be looked into.
_LOOK: Final = """(() => {
  const look = (doc, depth) => {
    const styled = [...doc.querySelectorAll("article, article *")].map(e => {
      const s = getComputedStyle(e), r = e.getBoundingClientRect();
      return [e.localName, s.color, s.fontStyle, s.letterSpacing, s.borderTopWidth, s.backgroundImage == "none",
              s.fontFamily, Math.round(r.width), Math.round(r.height)].join(" ");
    });
    const here = {
      url: doc.location.href, title: doc.title, text: doc.querySelector("#m,#s")?.textContent ?? "",
      pictures: [...doc.images].map(i => [i.complete && i.naturalWidth > 0, i.naturalWidth, i.naturalHeight].join(" ")),
      sheets: [...doc.styleSheets].map(s => { try { return s.cssRules.length } catch { return "?" } }).length,
      fonts: [...doc.fonts].map(f => f.family + " " + f.status).sort(), styled,
      media: [...doc.querySelectorAll("video,audio")].map(v => v.readyState > 0), frames: [],
    };
    if (depth < 4) for (const frame of doc.querySelectorAll("iframe,object")) {
      let inner = null; try { inner = frame.contentDocument } catch {}
      if (inner && inner.body) here.frames.push(look(inner, depth + 1));
    }
    return here;
  };
  const doc = DOCUMENT;
  return doc ? JSON.stringify(look(doc, 0)) : "";
})()"""


@dataclass(slots=True)
class Visit:
    """What a visit to a page showed: the status of each URL asked for (0: nothing came), and the page's look.

    `fetched` has the status of what was asked for besides.
    """

    asked: dict[str, int] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    look: dict[str, Any] = field(default_factory=dict)
    fetched: dict[str, int] = field(default_factory=dict)
    screenshot: bytes = field(default=b"", repr=False)


Ask = Callable[[Visit], Iterable[str]]


class Chromium:
    """A running browser."""

    def __init__(self, process: subprocess.Popen[bytes], to: int, come: int) -> None:
        self._process, self._to, self._from = process, to, come
        self._buffer = b""
        self._number = 0
        self._events: list[dict[str, Any]] = []

    @property
    def version(self) -> str:
        """The browser's name and version."""
        return str(self.call("Browser.getVersion")["product"])

    def context(self) -> str:
        """Return a new browser context: no cookies, no cache, no service workers."""
        return str(self.call("Target.createBrowserContext")["browserContextId"])

    def visit(
        self, url: str, context: str | None = None, inside: str = "document", ask: Ask | None = None,
        picture: bool = False,
    ) -> Visit:  # fmt: skip
        """Open `url`, in a context of its own unless one is named, wait until it is quiet, and say what was seen.

        `inside` is a JavaScript expression for the document to look at; it is awaited. `ask` says what else to ask
        for from within the page, once it is known what the page asked for itself.
        """
        own = context or self.context()
        target = self.call("Target.createTarget", url="about:blank", browserContextId=own)
        session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        visit = Visit()
        try:
            for domain in ("Network", "Page", "Runtime"):
                self.call(f"{domain}.enable", session)
            self.call("Network.setCacheDisabled", session, cacheDisabled=True)
            # So high that all pictures are in sight which load lazily.
            size = {"width": 1280, "height": 6000, "deviceScaleFactor": 1, "mobile": False}
            self.call("Emulation.setDeviceMetricsOverride", session, **size)
            self._events.clear()
            self.call("Page.navigate", session, url=url)
            self._watch(session, visit, inside)
            for also in ask(visit) if ask else ():
                code = f"{inside}.defaultView.parent.fetch({json.dumps(also)}).then(a => a.status, () => 0)"
                answer = self.call("Runtime.evaluate", session, expression=code, awaitPromise=True)
                visit.fetched[also] = answer["result"].get("value") or 0
            if picture:
                clip = {"x": 0, "y": 0, "width": 1280, "height": 900, "scale": 1}
                shot = self.call("Page.captureScreenshot", session, clip=clip)
                visit.screenshot = base64.b64decode(shot["data"])
        finally:
            self.call("Target.closeTarget", targetId=target["targetId"])
            if not context:
                self.call("Target.disposeBrowserContext", browserContextId=own)
        return visit

    def call(self, method: str, session: str | None = None, **values: Any) -> dict[str, Any]:
        """Call `method` of the protocol; return what it returns. Raises RuntimeError where it fails."""
        self._number += 1
        message = {
            "id": self._number,
            "method": method,
            "params": values,
            **({"sessionId": session} if session else {}),
        }
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._next(_PATIENCE)) is not None:
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error'].get('message')}")
                return dict(answer["result"])
            self._events.append(answer)
        raise RuntimeError(f"{method}: the browser does not answer")

    def _watch(self, session: str, visit: Visit, inside: str) -> None:
        """Follow the requests until none was under way for a while, and the page looked the same twice."""
        urls: dict[str, str] = {}
        under_way: set[str] = set()
        end = time.monotonic() + _PATIENCE
        before = None
        while time.monotonic() < end:
            event = self._events.pop(0) if self._events else self._next(_QUIET)
            if event is not None:
                if event.get("sessionId") == session:
                    _note(event, visit, urls, under_way)
                continue
            look = self.call("Runtime.evaluate", session, expression=_LOOK.replace("DOCUMENT", inside))
            seen = look["result"].get("value")
            if seen and seen == before and not self._events and not under_way:
                visit.look = json.loads(seen)
                break
            before = seen
        for number in under_way:
            visit.why[urls[number]] = "still under way"
        if before and not visit.look:
            visit.look = json.loads(before)

    def _next(self, timeout: float) -> dict[str, Any] | None:
        end = time.monotonic() + timeout
        while b"\0" not in self._buffer:
            if not select.select([self._from], [], [], max(0.0, end - time.monotonic()))[0]:
                return None
            data = os.read(self._from, 1 << 16)
            if not data:
                raise RuntimeError("the browser has ended")
            self._buffer += data
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))


def _note(event: dict[str, Any], visit: Visit, urls: dict[str, str], under_way: set[str]) -> None:
    """Take in what an event says of a request."""
    values = event["params"]
    number = values.get("requestId", "")
    match event["method"]:
        case "Network.requestWillBeSent":
            if "redirectResponse" in values:
                visit.asked[urls[number]] = values["redirectResponse"]["status"]
            url = values["request"]["url"]
            if url.startswith("http") and "/sw.js" not in url:  # a service worker's own script never ends
                urls[number] = url
                visit.asked.setdefault(url, 0)
                under_way.add(number)
        case "Network.responseReceived" if number in urls:
            visit.asked[urls[number]] = values["response"]["status"]
            if values["type"] == "Media":  # it is read when it is played
                under_way.discard(number)
        case "Network.loadingFinished":
            under_way.discard(number)
        case "Network.loadingFailed" if number in urls:
            under_way.discard(number)
            if not values.get("canceled"):
                visit.why[urls[number]] = values.get("blockedReason") or values.get("errorText", "")


def program() -> str | None:
    """Return the path of Chromium; None where there is none."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@contextmanager
def running(path: str) -> Iterator[Chromium]:
    """Run the browser at `path`."""
    reads, to = os.pipe()
    come, writes = os.pipe()
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        # The protocol's pipe is file descriptors 3 and 4.
        command = ["bash", "-c", f'exec "$@" 3<&{reads} 4>&{writes}', "-", path, *_FLAGS, f"--user-data-dir={profile}"]
        process = subprocess.Popen(
            command,
            pass_fds=(reads, writes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reads)
        os.close(writes)
        browser = Chromium(process, to, come)
        try:
            yield browser
        finally:
            try:
                browser.call("Browser.close")
                process.wait(10)
            except (RuntimeError, OSError, subprocess.TimeoutExpired):
                process.kill()
                process.wait()
            os.close(to)
            os.close(come)


def save_screenshot(visit: Visit, path: Path) -> None:
    """Write what the page looked like to a PNG file."""
    path.write_bytes(visit.screenshot)
