"""A part of an archive that is given away: its pages look right, wherever what they need came from."""

import gzip
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.packing import Choice, pack_archive
from archiver.rules.book import shipped_rules
from archiver.warc.package import verify
from archiver.warc.read import read
from archiver.warc.verify import Verifier
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import exchange

PAGE, CDN, FONTS = "https://news.example/story", "https://cdn.example", "https://fonts.example"
WORDS = "The harbour office has published the tables for the coming year, and they differ from the last ones. " * 4
STORY = f"""<!doctype html><html lang="en"><head><title>Tide tables</title>
<link rel="stylesheet" href="{CDN}/s.css"><link rel="icon" href="data:,"></head>
<body><article><h1>Tide tables</h1><p>{WORDS}</p><img src="{CDN}/a.png"></article></body></html>"""
Answer = tuple[str, int, str, str]  # URL, day of May 2025, content type or status with Location, body


def head(kind: str, body: bytes) -> bytes:
    status, _, target = kind.partition(" ")
    if status.isdigit():
        lines = f"HTTP/1.1 {status} It\r\nLocation: {target}\r\nContent-Length: {len(body)}\r\n\r\n"
    else:
        lines = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return lines.encode()


@pytest.fixture
def packed(tmp_path: Path) -> Callable[..., list[tuple[str, int]]]:
    """Archives answers, packs the chosen ones, and says which those are: URL and day."""
    home = tmp_path / "news"

    def pack(*answers: Answer, choice: Choice | None = None) -> list[tuple[str, int]]:
        with WarcWriter(home / "warc") as writer:
            for url, day, kind, body in answers:
                data = body.encode()
                writer.write(exchange(url, head(kind, data), data, time=datetime(2025, 5, day, 10, tzinfo=UTC)))
        list(Archive(home, shipped_rules()).index())
        new = tmp_path / "part.wacz"
        chosen = pack_archive(home, new, choice or Choice.of("news.example", None, None))
        assert list(verify(new, Verifier())) == []
        with zipfile.ZipFile(new) as package:
            (name,) = (one for one in package.namelist() if one.startswith("archive/"))
            package.extract(name, tmp_path)
        data = gzip.decompress((tmp_path / name).read_bytes())
        assert data.count(b"WARC-Type: request") == data.count(b"WARC-Type: response") == chosen.answers
        return [(one.url, one.time.day) for one in read(tmp_path / name, tmp_path)]

    return pack


Packed = Callable[..., list[tuple[str, int]]]
PNG = "image/png"


def test_pictures_styles_and_fonts_come_from_other_hosts(packed: Packed) -> None:
    css = f"@font-face{{font-family:a;src:url({FONTS}/a.woff2)}} body{{background:url(b.png)}}"
    wanted = [(PAGE, 28), (f"{CDN}/s.css", 28), (f"{CDN}/a.png", 28), (f"{CDN}/b.png", 28), (f"{FONTS}/a.woff2", 28)]
    assert (
        packed(
            (PAGE, 28, "text/html", STORY),
            (f"{CDN}/s.css", 28, "text/css", css),
            (f"{CDN}/a.png", 28, PNG, "a"),
            (f"{CDN}/b.png", 28, PNG, "b"),
            (f"{FONTS}/a.woff2", 28, "font/woff2", "w"),
            (f"{CDN}/other.png", 28, PNG, "not needed"),
            ("https://other.example/story", 28, "text/html", STORY.replace("a.png", "other.png")),
        )
        == wanted
    )


def test_of_several_captures_the_nearest_in_time_comes_and_an_error_only_for_want_of_better(packed: Packed) -> None:
    assert packed(
        (f"{CDN}/a.png", 1, PNG, "long before"),
        (f"{CDN}/a.png", 27, PNG, "the day before"),
        (f"{CDN}/a.png", 28, "404 x", "gone"),
        (f"{CDN}/s.css", 28, "404 x", "gone"),
        (PAGE, 28, "text/html", STORY),
        (f"{CDN}/a.png", 30, PNG, "later"),
    ) == [(f"{CDN}/a.png", 27), (f"{CDN}/s.css", 28), (PAGE, 28)]


def test_they_come_from_before_the_chosen_time_too(packed: Packed) -> None:
    answers = ((f"{CDN}/a.png", 1, PNG, "a"), (PAGE, 2, "text/html", "x" + STORY), (PAGE, 28, "text/html", STORY))
    chosen = packed(*answers, choice=Choice.of(None, "2025-05-28", None))
    assert chosen == [(f"{CDN}/a.png", 1), (PAGE, 28)]


def test_redirects_are_followed_and_frames_looked_into(packed: Packed) -> None:
    page = STORY.replace("<img", f'<iframe src="{CDN}/frame"></iframe><img')
    assert packed(
        (PAGE, 28, "text/html", page),
        (f"{CDN}/frame", 28, f"302 {FONTS}/f", ""),
        (f"{FONTS}/f", 28, "text/html", "<p><img src=in.png><a href=link>"),
        (f"{FONTS}/in.png", 28, PNG, "i"),
        (f"{FONTS}/link", 28, "text/html", "<p>a link is none"),
        (f"{CDN}/a.png", 28, "301 /a.png", ""),
    ) == [(PAGE, 28), (f"{CDN}/frame", 28), (f"{FONTS}/f", 28), (f"{FONTS}/in.png", 28), (f"{CDN}/a.png", 28)]


def test_modules_and_drawings_are_looked_into(packed: Packed) -> None:
    page = STORY.replace(
        "<img", f'<script type="module" src="{CDN}/m.js"></script><object data="{CDN}/o.svg"></object><img'
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="in.png"/></svg>'
    wanted = [(PAGE, 28), *((f"{CDN}/{name}", 28) for name in ("m.js", "n.js", "o.svg", "in.png"))]
    assert (
        packed(
            (PAGE, 28, "text/html", page),
            (f"{CDN}/m.js", 28, "text/javascript", "import './n.js'; import('./later.js')"),
            (f"{CDN}/n.js", 28, "text/javascript", "export default 1"),
            (f"{CDN}/later.js", 28, "text/javascript", "export default 2"),
            (f"{CDN}/o.svg", 28, "image/svg+xml", svg),
            (f"{CDN}/in.png", 28, PNG, "i"),
        )
        == wanted
    )


def test_stylesheets_that_import_each_other_come_to_an_end(packed: Packed) -> None:
    assert packed(
        (PAGE, 28, "text/html", STORY),
        (f"{CDN}/s.css", 28, "text/css", '@import "t.css";'),
        (f"{CDN}/t.css", 28, "text/css", '@import "s.css";'),
    ) == [(PAGE, 28), (f"{CDN}/s.css", 28), (f"{CDN}/t.css", 28)]


def test_the_list_of_pages_has_pages_only_with_url_time_title_and_text(packed: Packed, tmp_path: Path) -> None:
    packed((PAGE, 28, "text/html", STORY), (f"{CDN}/s.css", 28, "text/css", "a{}"))
    with zipfile.ZipFile(tmp_path / "part.wacz") as package:
        _, *pages = map(json.loads, package.read("pages/pages.jsonl").splitlines())
    (page,) = pages
    assert page | {"text": ""} == {
        "id": "1", "url": PAGE, "ts": "2025-05-28T10:00:00Z", "title": "Tide tables", "text": "",
    }  # fmt: skip
    assert page["text"] == WORDS.strip()
