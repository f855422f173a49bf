"""Pages that want all the time and memory there is, before `archiver.clean`, each in a process of its own.

Each is cleaned at half its size and at its whole size, so that what grows faster than the page is seen. Leaves with 1
where one crashed, took more than it may, or grew so. `PAGES` are short forms for the tests, too.

    python -m benchmarks.monsters
    python -m benchmarks.monsters --only "a million siblings" --share 0.1
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.corpus import machine

SECONDS: Final = 240.0
MEMORY: Final = 6000
"""MiB at the peak, for any page."""
GROWTH: Final = 3.0
"""What a page of twice the size may take more; twice is linear, and machines are not quiet."""
_SHORT: Final = 1.0  # seconds; nothing is said of the growth of less
_PROSE: Final = "The harbour office has published the tables for the coming year, and they differ from the last ones. "


@dataclass(frozen=True, slots=True)
class Monster:
    """A page that `make` builds of `size` parts, whatever these are."""

    name: str
    size: int
    make: Callable[[int], bytes]


def _page(body: str | bytes, head: str = "") -> bytes:
    inner = body if isinstance(body, bytes) else body.encode()
    start = f"<!doctype html><html><head><title>Tides</title>{head}</head><body><h1>Tides</h1><p>{_PROSE * 10}</p>"
    return start.encode() + inner + f"<p>{_PROSE}</p></body></html>".encode()


def _each(part: str) -> Callable[[int], bytes]:
    return lambda size: _page(part * size)


def _around(before: str, middle: str, after: str) -> Callable[[int], bytes]:
    return lambda size: _page(before * size + middle + after * size)


def _attributes(size: int) -> bytes:
    return _page("<p " + " ".join(f"a{number}=b" for number in range(size)) + f">{_PROSE}</p>")


def _classes(size: int) -> bytes:
    names = " ".join(f"name{number}" for number in range(size))
    return _page(f'<div class="{names}">' + f"<p>{_PROSE}</p>" * 20 + "</div>")


def _ids(size: int) -> bytes:
    return _page("".join(f'<div class="c{n} related-{n}" id="i-{n}-share"><p>{_PROSE}</p></div>' for n in range(size)))


def _jsonld(text: str) -> bytes:
    return _page(f"<p>{_PROSE}</p>", f'<script type="application/ld+json">{text}</script>')


def _deep(before: str, after: str, depth: int, size: int) -> str:
    """`size` elements, in stacks as deep as the parser goes."""
    stacks, rest = divmod(size, depth)
    return (before * depth + after * depth) * stacks + before * rest + after * rest


def _nested_boxes(size: int) -> bytes:
    """With text and a telling name at each level."""
    box = f'<div class="related sidebar"><p>{_PROSE}</p>'
    return _page(_deep(box, "</div>", 1500, size))


def _nested_tables(size: int) -> bytes:
    return _page(_deep(f"<table><tr><td>{_PROSE}</td><td>", "</td></tr></table>", 300, size))


def _deep_rows(size: int) -> bytes:
    """Nested tables, the outer rows of which look like data until their innermost cell is read."""
    return _page(_deep("<table><tr><td>a</td><td>", "b</td></tr></table>", 500, size))


def _spans(size: int) -> bytes:
    return _page("<p>" + ("<span><b>" * 1000 + "word " + "</b></span>" * 1000) * size + "</p>")


def _custom(size: int) -> bytes:
    return _page("".join(f"<x-part>{_PROSE}</x-part>" for _ in range(size)))


def _headings_with_ids(size: int) -> bytes:
    return _page("".join(f'<section id="the-tide-tables-{n}"><h2>The tide tables</h2></section>' for n in range(size)))


MONSTERS: Final = (
    Monster("100 MB of paragraphs", 970_000, _each(f"<p>{_PROSE}</p>")),
    Monster("1,000,000 siblings", 1_000_000, _each("<p>a b</p>")),
    Monster("1,000,000 empty siblings", 1_000_000, _each("<div></div>")),
    Monster("1,000,000 nested tags", 1_000_000, _around("<div>", "a", "</div>")),
    Monster("1,000,000 tags, unclosed", 1_000_000, _each("<div>")),
    Monster("200,000 nested inline tags", 100_000, _around("<b><i>", _PROSE, "</i></b>")),
    Monster("200,000 inline tags, unclosed", 100_000, _each("<b>a <i>b ")),
    Monster("fonts, unclosed", 100_000, _each("<p>One line of it.<font>")),
    Monster("deep lines", 400, _spans),
    Monster("deep boxes", 60_000, _nested_boxes),
    Monster("tables in tables", 12_000, _nested_tables),
    Monster("rows in rows", 100_000, _deep_rows),
    Monster("a table of 1,000,000 cells", 1_000, lambda n: _page(
        "<table>" + ("<tr>" + "<td>cell</td>" * 1000 + "</tr>") * n + "</table>")),
    Monster("a row of 1,000,000 cells", 1_000_000, lambda n: _page(
        "<table><tr>" + "<td>cell</td>" * n + "</tr></table>")),
    Monster("100,000 h1", 100_000, _each("<h1>Tide tables of the year</h1>")),
    Monster("100,000 articles", 100_000, _each(f"<article><h2>Tides</h2><p>{_PROSE}</p></article>")),
    Monster("100,000 names", 100_000, _ids),
    Monster("100,000 custom elements", 100_000, _custom),
    Monster("100,000 named headings", 100_000, _headings_with_ids),
    Monster("100,000 links", 100_000, _each('<a href="/a/story">A story of some words</a> ')),
    Monster("100,000 bylines", 100_000, _each('<span class="byline">nobody and nothing</span>')),
    Monster("100,000 times", 100_000, _each('<time datetime="never mind">then</time>')),
    Monster("100,000 comments", 100_000, _each(f'<li class="comment"><p>{_PROSE}</p></li>')),
    Monster("100,000 pleas", 100_000, _each("<p>Dear readers, please donate and support us with $5 today.</p>")),
    Monster("1,000,000 breaks", 1_000_000, _each("line<br>")),
    Monster("1,000,000 double breaks", 500_000, _each("line<br><br>")),
    Monster("500,000 breaks in bold", 500_000, lambda n: _page("<b>" + "line<br><br>" * n + "</b>")),
    Monster("a caption of 100,000 spans", 100_000, lambda n: _page(
        "<figure><figcaption>" + "<span>A word</span>" * n + "</figcaption></figure>")),
    Monster("100,000 definitions", 100_000, _each(f"<dl><dt>Tide</dt><dd>{_PROSE}</dd></dl>")),
    Monster("1 GB of white space in attributes", 100_000, lambda n: _page(
        f'<p class="{" " * 10_000}">{_PROSE}</p>' * n)),
    Monster("1 GB of white space", 1000, lambda n: _page((" " * 1_000_000 + "<br>") * n)),
    Monster("1,000,000 attributes", 1_000_000, _attributes),
    Monster("a text of 50 MB", 500_000, lambda n: _page(f"<p>{_PROSE * n}</p>")),
    Monster("a word of 50 MB", 50_000_000, lambda n: _page(f"<p>{'a' * n}</p>")),
    Monster("dots, 10 MB", 10_000_000, lambda n: _page(f"<p>{'.' * n}</p>")),
    Monster("quotes, 10 MB", 10_000_000, lambda n: _page(f"<p>.{chr(39) * n}</p>")),
    Monster("a link of 10 MB", 10_000_000, lambda n: _page(f'<p>See <a href="/{"a/" * (n // 2)}">it</a></p>')),
    Monster("a link of 10 MB of dots", 10_000_000, lambda n: _page(f'<p>See <a href="{"../" * (n // 3)}">it</a></p>')),
    Monster("JSON-LD, nested, 5 MB", 5_000_000, lambda n: _jsonld("[" * (n // 2) + "]" * (n // 2))),
    Monster("JSON-LD, objects, 5 MB", 5_000_000, lambda n: _jsonld('{"@graph":' * (n // 10) + "1" + "}" * (n // 10))),
    Monster("JSON-LD, a wide graph", 200_000, lambda n: _jsonld(
        "[" + ",".join(['{"@type":"Thing","mainEntity":{"@type":"Person"}}'] * n) + "]")),
    Monster("JSON-LD, 100,000 scripts", 100_000, lambda n: _page(
        '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * n)),
    Monster("a class of 10 MB", 1_000_000, _classes),
    Monster("a class of one word of 10 MB", 10_000_000, lambda n: _page(f'<div class="{"a" * n}"><p>{_PROSE}</p>')),
    Monster("a class of 10 MB of hyphens", 10_000_000, lambda n: _page(f'<div class="{"a-" * (n // 2)}"><p>{_PROSE}')),
    Monster("a title of 10 MB", 100_000, lambda n: _page("<p>a</p>", f"<title>{_PROSE * n}</title>")),
    Monster("a title of 1 MB of bars", 300_000, lambda n: f"<title>{'a | ' * n}</title><p>{_PROSE}</p>".encode()),
    Monster("a title of spaces", 10_000_000, lambda n: f"<title>a{' ' * n}b</title><p>{_PROSE}</p>".encode()),
    Monster("<, 1 MB", 1_000_000, _each("<")),
    Monster("<, with fonts", 1_000_000, lambda n: ("<font " * (n // 6) + "<p>a").encode() + b"<i>" * 3000),
    Monster("&, 1 MB", 1_000_000, _each("&")),
    Monster("&#, 1 MB", 500_000, _each("&#x1;")),
    Monster("<!--, 1 MB", 250_000, _each("<!--")),
    Monster("<!---->, 1 MB", 150_000, _each("<!---->a")),
    Monster("<meta, 1 MB, not UTF-8", 200_000, lambda n: b"\xff" + b"<meta " * n + b"<p>a b c.</p>"),
    Monster("</, 1 MB", 300_000, _each("</a>")),
    Monster("<script>, unclosed", 100_000, _each("<script>")),
    Monster("NUL, 10 MB", 10_000_000, lambda n: _page(b"<p>a" + b"\0" * n + b"b</p>")),
    Monster("controls, 10 MB", 10_000_000, lambda n: _page(b"<p>a" + b"\x01a" * (n // 2) + b"b</p>")),
    Monster("half surrogates, 9 MB", 3_000_000, lambda n: _page(b"<p>a" + b"\xed\xa0\x80" * n + b"b</p>")),
    Monster("not UTF-8, 10 MB", 10_000_000, lambda n: _page(b"<p>a" + b"\xe9 " * (n // 2) + b"b</p>")),
    Monster("UTF-16, 20 MB", 200_000, lambda n: ("<p>" + _PROSE).join([""] * n).encode("utf-16")),
    Monster("UTF-32, 40 MB", 200_000, lambda n: ("<p>" + _PROSE).join([""] * n).encode("utf-32")),
    Monster("Chinese, 10 MB", 100_000, _each("<p>港务局公布了来年的潮汐表，与去年的有所不同。</p>")),
    Monster("soft hyphens, 10 MB", 5_000_000, lambda n: _page("<p>a" + "\u00ad" * n + "b</p>")),
    Monster("templates in templates", 100_000, _each("<template><p>a b c d</p>")),
    Monster("noscripts", 100_000, _each(f"<noscript><p>{_PROSE}</p></noscript>")),
    Monster("forms", 100_000, _each(f'<form class="newsletter"><p>{_PROSE}</p><input></form>')),
    Monster("boxes of forms", 1000, lambda n: _page(
        '<div class="newsletter">' * 1000 + f"<p>{_PROSE}</p>" * n + "<input>" + "</div>" * 1000)),
    Monster("paragraphs far down", 2000, lambda n: _page("<div>" * 1900 + f"<p>{_PROSE}</p>" * n + "</div>" * 1900)),
    Monster("named boxes far down", 40_000, lambda n: _page(
        '<div class="related sidebar newsletter" id="share">' * 1900
        + f'<div class="a"><p>{_PROSE}</p></div>' * n + "</div>" * 1900)),
    Monster("a name of 1 MB around paragraphs", 40_000, lambda n: _page(
        f'<div class="{"share-" * 170_000}" id="{"x" * 1_000_000}">' + f"<div><p>{_PROSE}</p></div>" * n + "</div>")),
    Monster("paragraphs in 1,000 open tags", 40_000, lambda n: _page("<b><i><u>" * 340 + f"<p>{_PROSE}</p>" * n)),
    Monster("links in links", 40_000, lambda n: _page('<a href="/a"><b>' * 500 + f"<p>{_PROSE}</p>" * n)),
    Monster("doubts", 40_000, lambda n: _page(
        f'<div class="story"><p>{_PROSE}</p></div><aside class="related"><p>{_PROSE}</p></aside>' * n)),
    Monster("doubts, in divs far down", 4000, lambda n: _page(
        "<div>" * 500 + f'<div><p>{_PROSE}</p></div><div class="related"><p>{_PROSE}</p></div>' * n)),
    Monster("attributes behind their own values", 200_000, lambda n: _page(
        "<p " + " ".join(f"a{number}='>'" for number in range(n)) + f">{_PROSE}</p>")),
    Monster("elements of many attributes", 400, lambda n: _page(
        ("<p " + " ".join(f"a{number}=b" for number in range(1500)) + ">a b c.</p>") * n)),
    Monster("a long title and headings", 40_000, lambda n: (
        f"<title>{_PROSE * n} | Tides</title>" + "<h1>Tide tables of the year</h1>" * n + f"<p>{_PROSE}</p>").encode()),
    Monster("bylines in bylines", 40_000, lambda n: _page('<div class="byline">' * 1500 + f"<p>{_PROSE}</p>" * n)),
    Monster("a plea of 10 MB", 200_000, lambda n: _page(
        f"<p>{'Dear readers, please donate and support us, subscribe to our newsletter. ' * n}</p>")),
    Monster("a date of 10 MB", 5_000_000, lambda n: _page("<p>a</p>", f'<meta name="date" content="{"1 " * n}">')),
    Monster("an author of 10 MB", 1_000_000, lambda n: _page(
        "<p>a</p>", f'<meta name="author" content="{"By Ann Lee, " * n}">')),
    Monster("a line after by", 1_000_000, lambda n: _page(f"<p>By {'A' * n}.{'B.' * n} {'C-' * n}</p>")),
    Monster("divs far down", 40, lambda n: _page(
        ('<div class="a">' * 1000 + f"<div>{_PROSE}</div>" + "</div>" * 1000) * n)),
)  # fmt: skip


def clean(monster: Monster, size: int) -> None:
    """Clean one page and print what became of it, as JSON: what the process of its own does."""
    import archiver

    page = monster.make(size)
    archiver.clean(b"<p>The rules are read, and the model is.</p>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    try:
        article = archiver.clean(page, "https://tides.example/a")
        said = f"{len(article.blocks)} blocks, {len(article.text)} characters"
        _ = article.markdown, article.html
    except archiver.PageError as error:
        said = f"PageError: {error}"
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"bytes": len(page), "seconds": seconds, "memory": (peak - before) / 1024, "said": said}))


@dataclass(frozen=True, slots=True)
class Took:
    """What a page took: its bytes, seconds of processor, MiB of memory beyond the page itself, and what was said."""

    bytes: int
    seconds: float
    memory: float
    said: str
    failed: bool = False


def run(monster: Monster, size: int, seconds: float = SECONDS) -> Took:
    """Clean one page in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.monsters", "--one", monster.name, str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, preexec_fn=_limit, check=False)
    except subprocess.TimeoutExpired:
        return Took(0, seconds, 0, "did not come to its end", failed=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return Took(0, 0, 0, f"exit code {done.returncode}: {last[:160]}", failed=True)
    return Took(**json.loads(done.stdout))


def _limit() -> None:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, ((MEMORY + 4000) << 20,) * 2)


def _faults(half: Took, whole: Took) -> list[str]:
    faults = ["FAILED"] * whole.failed
    grown = whole.seconds > GROWTH * half.seconds and half.seconds > _SHORT / GROWTH and whole.seconds > _SHORT
    return faults + ["MORE THAN LINEAR"] * grown + ["TOO MUCH MEMORY"] * (whole.memory > MEMORY)


def main() -> None:
    """Clean the pages, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only pages whose name begins so")
    parser.add_argument("--share", type=float, default=1.0, help="of the whole size (default: 1)")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return clean(next(one for one in MONSTERS if one.name == options.one[0]), int(options.one[1]))
    print(machine())
    print(f"{'page':36}{'MB':>8}{'half: s':>9}{'s':>8}{'growth':>8}{'MiB':>7}  what became of it")
    bad = 0
    for monster in _chosen(options.only):
        size = max(1, int(monster.size * options.share))
        half, whole = (run(monster, part, options.seconds) for part in (max(1, size // 2), size))
        faults = _faults(half, whole)
        growth = whole.seconds / half.seconds if half.seconds else 0
        figures = f"{whole.bytes / 1e6:8.1f}{half.seconds:9.2f}{whole.seconds:8.2f}{growth:8.1f}{whole.memory:7.0f}"
        print(f"{monster.name:36}{figures}  {' '.join([*faults, whole.said])}", flush=True)
        bad += bool(faults)
    sys.exit(bool(bad))


def _chosen(names: Sequence[str]) -> list[Monster]:
    return [one for one in MONSTERS if not names or one.name.startswith(tuple(names))]


if __name__ == "__main__":
    main()
