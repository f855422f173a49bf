"""Proves that what is saved replays: with pywb, with ReplayWeb.page and with Chromium, and without the site.

A site of many layouts is visited with a browser, saved twice, packed and stopped. Then the browser visits every page
as it was at either time in both replayers, and whatever it loaded from the site it must load there, look and all.

    python -m benchmarks.replay
    python -m benchmarks.replay --second-only
    python -m benchmarks.replay --only srcset fonts --screenshots /tmp/shots
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks import chromium, outside, replayers
from benchmarks.chromium import Visit
from benchmarks.replayers import Replayer, archived, beside
from benchmarks.site.server import Site

_CHANGING: Final = ("images",)
"""Layouts that look different in another edition; of the others only the words do."""
_NOTHING: Final = (0, 404)
_AS_UTF_8: Final = "it takes the addresses in the page for UTF-8"
_OBJECTS: Final = "service workers are not asked for what <object> and <embed> name"
LIMITS: Final = {
    ("pywb", "trailers"): "it breaks off where a trailer follows the last chunk",
    ("pywb", "modules"): "it rewrites modules as if they were classic scripts",
    ("pywb", "xhtml"): "it does not rewrite the instruction that names a stylesheet",
    ("ReplayWeb.page", "latin-1"): _AS_UTF_8,
    ("ReplayWeb.page", "windows-1251"): _AS_UTF_8,
    ("ReplayWeb.page", "shift-jis"): _AS_UTF_8,
    ("ReplayWeb.page", "chunk-extensions"): "it takes chunks that have extensions for the data itself",
    ("ReplayWeb.page", "trailers"): "it does not take chunks apart that a trailer follows",
    ("ReplayWeb.page", "svg"): _OBJECTS,
    ("ReplayWeb.page", "objects"): _OBJECTS,
}
"""What a replayer cannot do whatever the archive holds. Such a page may look different, but every file must be had."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """One snapshot: the pages by layout, what the browser saw of them, and a time at which no other is nearer."""

    edition: int
    stamp: str
    live: dict[str, Visit]


@dataclass(slots=True)
class Result:
    """How one page replays. `held` are the files that the replay did not ask for, but has."""

    layout: str
    edition: int
    live: int = 0
    replayed: int = 0
    held: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    first: "Result | None" = None
    """What was wrong at the first visit, where a second one was made."""

    @property
    def is_right(self) -> bool:
        """True where nothing is missing and it looks as it did."""
        return not self.missing and not self.look


def main() -> None:
    """Print the tables; leave with 1 where anything is missing, with NOT_RUN where a program cannot be had."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="LAYOUT", help="only these layouts")
    parser.add_argument("--second-only", action="store_true", help="replay the second snapshot alone, in half the time")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="copy the archive and its WACZ file here")
    parser.add_argument("--screenshots", type=Path, metavar="FOLDER", help="write pictures of the replayed pages here")
    options = parser.parse_args()
    begun = time.monotonic()
    try:
        browser = outside.command("chromium", "chromium")
        programs = outside.environment("replay-env", "pywb")
        package, version = outside.replayweb()
    except outside.Unavailable as error:
        print(f"THE REPLAY TESTS WERE NOT RUN: {error}", file=sys.stderr)
        sys.exit(outside.NOT_RUN)
    with tempfile.TemporaryDirectory(prefix="replay-") as name:
        folder = Path(name)
        crawls, pages = _crawl(browser, folder, options.only)
        warcs, wacz = sorted((folder / "archive" / "warc").glob("*.warc.gz")), folder / "archive.wacz"
        if options.second_only:  # it refers to the first: much of it is there as revisits
            crawls = crawls[1:]
        if options.keep:
            shutil.copytree(folder, options.keep, dirs_exist_ok=True)
        running = (
            replayers.pywb(programs, outside.version(programs, "pywb"), warcs, folder / "pywb"),
            replayers.replayweb(package, version, wacz),
        )
        with ThreadPoolExecutor() as threads:
            jobs = [threads.submit(_replay, one, browser, crawls, pages, options.screenshots) for one in running]
            bad = sum([_report(*job.result()) for job in jobs])
    print(f"{time.monotonic() - begun:.0f} seconds; {'nothing missing' if not bad else f'{bad} THINGS MISSING'}")
    sys.exit(bool(bad))


def _crawl(browser: str, folder: Path, only: list[str]) -> tuple[list[Crawl], dict[str, str]]:
    """Visit and save the site twice, pack it; the site is gone when this returns."""
    crawls: list[Crawl] = []
    with Site() as site, chromium.running(browser) as seen:
        print(seen.version)
        pages = {name: url for name, url in site.pages().items() if not only or name in only}
        live = {name: seen.visit(url) for name, url in pages.items()}
        begin = _stamp()
        _archiver(folder, "save", "--allow-private", *pages.values())
        crawls.append(Crawl(1, begin, live))
        time.sleep(2)  # so that no stamp is between the two
        site.edition = 2
        again = {name: seen.visit(url) for name, url in pages.items() if name in _CHANGING}
        _archiver(folder, "save", "--allow-private", *pages.values())
        crawls.append(Crawl(2, _stamp(), {**live, **again}))
    _archiver(folder, "pack", "-o", str(folder / "archive.wacz"))
    return crawls, pages


def _archiver(folder: Path, *arguments: str) -> None:
    program = [sys.executable, "-m", "archiver", *arguments, "--archive", str(folder / "archive")]
    done = subprocess.run(program, check=False, capture_output=True, text=True)
    print(f"archiver {arguments[0]}:", (done.stderr or done.stdout).strip().splitlines()[-1])
    if done.returncode:
        raise SystemExit(f"archiver {arguments[0]} left with {done.returncode}:\n{done.stdout}{done.stderr}")


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d%H%M%S")


def _replay(
    running: AbstractContextManager[Replayer],
    browser: str,
    crawls: list[Crawl],
    pages: dict[str, str],
    shots: Path | None,
) -> tuple[Replayer, list[Result]]:
    """Visit all pages in one replayer, as of both crawls."""
    results = []
    with running as replayer, chromium.running(browser) as seen:
        context = seen.context() if replayer.shares else None
        for crawl in crawls:
            for name, url in pages.items():
                at = replayer.at(url, crawl.stamp)
                ask = _not_asked(crawl.live[name], crawl.stamp)
                visit = seen.visit(at, context, replayer.inside, ask, picture=bool(shots))
                result = _compared(name, crawl, visit, replayer)
                if not result.is_right:
                    # A worker of a replayer may be ended and begun anew by the browser in the middle of a page. What
                    # is not in the archive is missing at a second visit too; that there was one is reported.
                    visit = seen.visit(at, context, replayer.inside, ask, picture=bool(shots))
                    result, before = _compared(name, crawl, visit, replayer), result
                    result.first = before
                results.append(result)
                if shots:
                    shots.mkdir(parents=True, exist_ok=True)
                    chromium.save_screenshot(visit, shots / f"{replayer.name}-{crawl.edition}-{name}.png")
    return replayer, results


def _needed(live: Visit) -> dict[str, int]:
    """Return what the page needs of the site; its icon of that name is the browser's own wish."""
    return {url: status for url, status in live.asked.items() if not url.endswith("/favicon.ico") and not _is_own(url)}


def _is_own(url: str) -> bool:
    return "/own/" in url


def _replayed(visit: Visit) -> dict[str, int]:
    """Return the statuses of what a replay asked for, by the URLs that the site had."""
    found: dict[str, int] = {}
    for url, status in visit.asked.items():
        if original := archived(url):
            found[original] = max(status, found.get(original, 0))
    return found


def _not_asked(live: Visit, stamp: str) -> Callable[[Visit], list[str]]:
    """Return what says what is to be asked of a replayer besides: what the replayed page did not ask for."""

    def ask(visit: Visit) -> list[str]:
        seen = next((url for url in visit.asked if archived(url)), "")
        urls = [beside(seen, url, stamp) for url in _needed(live) if _replayed(visit).get(url, 0) in _NOTHING]
        return [url for url in urls if url]

    return ask


def _compared(name: str, crawl: Crawl, visit: Visit, replayer: Replayer) -> Result:
    """Compare a replay with the visit to the site."""
    is_limited = (replayer.name, name) in LIMITS
    live, replayed = _needed(crawl.live[name]), _replayed(visit)
    besides = {archived(url): status for url, status in visit.fetched.items()}
    result = Result(name, crawl.edition, live=len(live), own=[url for url in crawl.live[name].asked if _is_own(url)])
    for url, before in live.items():
        if not _is_worse(replayed.get(url, 0), before):
            result.replayed += 1
        elif (is_limited or url not in replayed) and not _is_worse(besides.get(url, 0), before):
            result.held.append(url)
        else:
            result.missing.append(f"{url} ({replayed.get(url, besides.get(url, 0)) or 'no answer'})")
    for url, status in replayed.items():
        if url not in crawl.live[name].asked and not (_is_own(url) or is_limited) and _is_worse(status, 200):
            result.missing.append(f"{url} ({status or 'no answer'}, asked for by the replay alone)")
    result.missing += [
        f"{url} (asked of the site itself)" for url in visit.asked if not url.startswith(replayer.origin)
    ]
    if not is_limited:
        result.look = list(_differences(crawl.live[name].look, visit.look, crawl.edition))
    return result


def _is_worse(status: int, before: int) -> bool:
    return not status or status >= 400 > before


def _differences(live: dict[str, Any], replay: dict[str, Any], edition: int, where: str = "page") -> Iterator[str]:
    """Yield in what a replayed page looks different. The site's own browser cannot look into frames of other hosts."""
    if replay.get("sheets", 0) < live["sheets"]:  # a replayer may add one
        yield f"{where}: {replay.get('sheets')} of {live['sheets']} stylesheets"
    for key in ("text", "pictures", "fonts", "media", "styled"):
        if live.get(key) != replay.get(key):
            yield f"{where}: {key} {_first(live.get(key), replay.get(key))}"
    title = live.get("title", "").replace("edition 1", f"edition {edition}")
    if replay.get("title") != title:
        yield f"{where}: the title is {replay.get('title')}, not {title}"
    frames = {_address(frame): frame for frame in replay.get("frames", ())}
    for frame in live.get("frames", ()):
        url = _address(frame)
        if url in frames:
            yield from _differences(frame, frames[url], edition, f"frame {url}")
        else:
            yield f"{where}: the frame {url} is missing"


def _address(frame: dict[str, Any]) -> str:
    return (archived(frame["url"]) or frame["url"]).partition("#")[0]


def _first(live: Any, replay: Any) -> str:
    if isinstance(live, list) and isinstance(replay, list) and len(live) == len(replay):
        return "; ".join(f"{a} became {b}" for a, b in zip(live, replay, strict=True) if a != b)
    return f"{live} became {replay}"


def _wrong(one: Result) -> list[str]:
    return [*(f"MISSING {url}" for url in one.missing), *(f"LOOKS DIFFERENT {what}" for what in one.look)]


def _report(replayer: Replayer, results: list[Result]) -> int:
    """Print a replayer's table; return how much is missing."""
    print(f"\n{replayer.name} {replayer.version}\n{'layout':16} snapshot  live  replayed  held  missing")
    for one in results:
        print(
            f"{one.layout:16} {one.edition:8} {one.live:5} {one.replayed:9} {len(one.held):5} {len(one.missing):8}"
            + (f"  and {len(one.own)} that scripts alone ask for" if one.own else "")
        )
        for what in _wrong(one):
            print(f"    {what}")
        if one.first:
            print(f"    visited twice; the first time: {'; '.join(_wrong(one.first))}")
        for url in one.held:
            print(f"    not asked {url}")
    for layout, why in ((layout, why) for (name, layout), why in LIMITS.items() if name == replayer.name):
        print(f"{layout}: {replayer.name} cannot show it as it was: {why}")
    total = [sum(values) for values in zip(*((one.live, one.replayed, len(one.held)) for one in results), strict=True)]
    print(f"{'all':25} {total[0]:5} {total[1]:9} {total[2]:5} {sum(len(one.missing) for one in results):8}")
    return sum(len(one.missing) + len(one.look) for one in results)


if __name__ == "__main__":
    main()
