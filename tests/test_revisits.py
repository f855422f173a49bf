"""What came before is not stored again, and nothing is lost by that: to replay, to rebuild, to search or to pack."""

import gzip
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archiver.archive import Archive, Saved
from archiver.audit import Audit
from archiver.capture.http import Options
from archiver.capture.run import Plan
from archiver.errors import StoreError
from archiver.packing import Choice, pack_archive
from archiver.rules.book import shipped_rules
from archiver.warc.cdxj import lines
from archiver.warc.message import digest
from archiver.warc.read import read
from benchmarks.again import GOAL, measure
from tests.capture.server import Server
from tests.test_archive import STORY, answer, everything, rows
from tests.warc.test_read import record, stored

ALONE = Plan(Options(allow_private=True), requisites=False, pages=1)
WHOLE = replace(ALONE, requisites=True)
PICTURE = bytes(range(256)) * 40


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "news", shipped_rules())


def save(archive: Archive, *urls: str, plan: Plan = ALONE) -> list[Saved]:
    return list(archive.save(urls, plan))


def records(archive: Archive, *kinds: str) -> list[tuple[dict[str, str], bytes]]:
    """The fields and blocks of all records of these kinds, as warcio reads them."""
    found = []
    for path in archive.warc_files():
        with path.open("rb") as file:
            found += [
                (dict(one.rec_headers.headers), one.raw_stream.read())
                for one in ArchiveIterator(file, no_record_parse=True)
                if one.rec_type in kinds
            ]
    return found


def types(archive: Archive) -> list[tuple[str, int | None]]:
    return [(row["record_type"], row["revisit_of"]) for row in rows(archive, "captures")]


def check_all(archive: Archive, chunked: bool = False) -> None:
    assert list(Audit(archive.home).of_archive()) == []
    for path in [] if chunked else archive.warc_files():  # warcio digests chunks, and fails what is right
        assert Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all() == 0


def rebuilt(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    archive.index_path.unlink()
    assert [one.why for one in archive.index()] == [None] * len(archive.warc_files())
    return everything(archive)


# Pages


def test_a_page_that_came_unchanged_is_a_revisit_of_the_first(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY))
    (first,), (second,) = save(archive, url), save(archive, url)
    assert (first.id, second.id, second.title) == (1, 1, "Tide tables")
    assert (first.outcome, second.outcome) == ("article", "article")
    assert types(archive) == [("response", None), ("revisit", 1)]
    assert [row["id"] for row in rows(archive, "articles")] == [1]
    check_all(archive)


def test_it_is_told_since_when_it_is_unchanged(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY))
    found = [save(archive, url)[0] for _ in range(3)]
    first = archive.article(1).capture.time
    assert [one.unchanged_since for one in found] == [None, first, first]


def test_one_that_is_as_it_was_before_it_changed_is_not_called_unchanged(archive: Archive, server: Server) -> None:
    found = []
    for text in (STORY, STORY.replace(b"harbour", b"port"), STORY, STORY):
        found += save(archive, server.says("/story", answer(text)))
    assert [one.id for one in found] == [1, 2, 1, 1]
    assert [one.unchanged_since is None for one in found] == [True, True, True, False]
    with archive.store() as store:
        assert store.find(found[0].url) == 1  # what it was found to be last
    check_all(archive)


def test_the_record_says_all_that_replay_tools_need(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY, "200 OK", "Content-Type: text/html", "X-First: 1"))
    save(archive, url)
    server.says("/story", answer(STORY, "200 OK", "Content-Type: text/html", "x-seconD:   2"))
    save(archive, url)
    (original, _), (fields, block) = records(archive, "response", "revisit")
    assert block == answer(STORY, "200 OK", "Content-Type: text/html", "x-seconD:   2").removesuffix(STORY)
    assert fields["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert fields["WARC-Payload-Digest"] == original["WARC-Payload-Digest"] == digest(STORY)
    assert fields["WARC-Refers-To"] == original["WARC-Record-ID"]
    assert fields["WARC-Refers-To-Target-URI"] == original["WARC-Target-URI"] == url
    assert fields["WARC-Refers-To-Date"] == original["WARC-Date"]
    assert fields["WARC-Truncated"] == "length"
    assert fields["WARC-Resource-Type"] == "document"
    assert fields["WARC-Block-Digest"] == digest(block)


@pytest.mark.parametrize(
    "second",
    [
        answer(STORY, "203 OK"),
        answer(STORY, "200 OK", "Content-Type: text/plain"),
        answer(STORY + b"!"),
        answer(STORY, "200 OK", "Content-Type: text/html", "Content-Encoding: x-unknown"),
        answer(STORY).replace(b"Content-Length: ", b"Content-Length: 9"),  # broken off, and so truncated
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(STORY), STORY),
        answer(b""),
    ],
    ids=["status", "type", "body", "coding", "truncated", "chunks", "empty"],
)
def test_what_differs_is_stored_whole(archive: Archive, server: Server, second: bytes) -> None:
    url = server.says("/story", answer(STORY))
    save(archive, url)
    server.says("/story", second)
    for _ in range(2):
        save(archive, url)
    assert types(archive)[:2] == [("response", None)] * 2
    check_all(archive, chunked=b"chunked" in second)


def test_chunks_may_be_cut_anew(archive: Archive, server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    for cut in (3, 100):
        url = server.says("/story", head + b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (
            cut, STORY[:cut], len(STORY) - cut, STORY[cut:],
        ))  # fmt: skip
        save(archive, url)
    assert types(archive) == [("response", None), ("revisit", 1)]
    check_all(archive, chunked=True)


def test_a_page_at_another_url_is_stored_whole(archive: Archive, server: Server) -> None:
    save(archive, server.says("/a", answer(STORY)), server.says("/b", answer(STORY)))
    assert types(archive) == [("response", None)] * 2


def test_an_original_that_is_damaged_is_not_referred_to(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY))
    save(archive, url)
    (path,) = archive.warc_files()
    row = rows(archive, "captures")[0]
    data = bytearray(path.read_bytes())
    data[row["offset"] + row["length"] - 30] ^= 0xFF
    path.write_bytes(data)
    assert save(archive, url)[0].outcome == "article"
    assert types(archive) == [("response", None)] * 2


def test_nor_is_one_that_is_gone_or_lies_elsewhere(archive: Archive, server: Server, tmp_path: Path) -> None:
    url = server.says("/story", answer(STORY))
    save(archive, url)
    other = Archive(tmp_path / "other", shipped_rules())
    list(other.index(archive.warc_files()))
    save(other, url)
    archive.warc_files()[0].unlink()
    save(archive, url)
    assert types(archive) == types(other) == [("response", None)] * 2


def test_nor_is_one_whose_digest_was_declared_wrongly(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY))
    archive.warc_folder.mkdir(parents=True)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>something else</p>"
    stored(archive.warc_folder, record(block, warc_target_uri=url, warc_payload_digest=digest(STORY)))
    list(archive.index())
    assert save(archive, url)[0].title == "Tide tables"
    assert types(archive) == [("response", None)] * 2


def test_an_error_page_that_comes_again_is_one_again(archive: Archive, server: Server) -> None:
    url = server.says("/gone", answer(b"<p>no</p>", "404 Not Found"))
    assert [save(archive, url)[0].outcome for _ in range(2)] == ["error page"] * 2
    assert types(archive) == [("response", None), ("revisit", 1)]


# What pages need


def page_with(*pictures: str) -> bytes:
    return answer(STORY + b"".join(b'<img src="%s">' % one.encode() for one in pictures))


def test_a_picture_is_stored_once_whatever_its_url(archive: Archive, server: Server) -> None:
    url = server.says("/", page_with("/a.png", "/b.png", "/c.png"))
    for name in ("/a.png", "/b.png"):
        server.says(name, answer(PICTURE, "200 OK", "Content-Type: image/png"))
    server.says("/c.png", answer(PICTURE, "200 OK", "Content-Type: image/gif"))
    server.says("/favicon.ico", answer(b"", "404 Not Found"))
    save(archive, url, plan=WHOLE)
    found = {row["url"].rpartition("/")[2]: row["record_type"] for row in rows(archive, "captures")}
    assert sorted((found["a.png"], found["b.png"])) == ["response", "revisit"]
    assert found["c.png"] == "response"
    check_all(archive)


# Made again from the WARC files


def test_the_index_is_made_again_as_it_was(archive: Archive, server: Server) -> None:
    home = server.says("/", answer(STORY.replace(b"Tide", b"Front")))
    deep = server.says("/2025/story", answer(b"", "302 Found", "Location: /"))
    long = server.says("/2025/old", answer(b"", "301 Moved", "Location: /2025/story"))
    urls = [home, deep, long, server.says("/story", page_with("/a.png"))]
    server.says("/a.png", answer(PICTURE, "200 OK", "Content-Type: image/png"))
    server.says("/favicon.ico", answer(b"no", "404 Not Found"))
    outcomes = [[(one.url, one.outcome, one.id) for one in save(archive, *urls, plan=WHOLE)] for _ in range(2)]
    assert sorted(map(str, outcomes[0])) == sorted(map(str, outcomes[1]))
    assert (deep, "soft 404", None) in outcomes[0]
    before = everything(archive)
    assert "soft 404" in {row["outcome"] for row in before["captures"]}
    assert rebuilt(archive) == before
    list(archive.rebuild())
    assert everything(archive) == before
    check_all(archive)


def test_so_it_is_where_the_original_comes_behind(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY))
    for _ in range(2):
        save(archive, url)
    before = everything(archive)
    first, _ = archive.warc_files()
    first.rename(first.with_name("z.warc.gz"))
    list(archive.rebuild())
    after = everything(archive)
    assert after["captures"][0].pop("file") == "warc/z.warc.gz"
    assert before["captures"][0].pop("file")
    assert after == before


def test_a_page_that_was_asked_for_behind_a_page_that_redirects_to_it_is_no_soft_404(
    archive: Archive, server: Server
) -> None:
    home = server.says("/", lambda connection: connection.sendall(answer(STORY)))
    broken = server.says("/deep/story", answer(b"", "302 Found", "Location: /"))
    list(archive.save([broken, home], ALONE))
    assert [row["outcome"] for row in rows(archive, "captures")] == ["redirect", "soft 404", "article"]
    assert rebuilt(archive)["captures"][2]["outcome"] == "article"


def make_old(path: Path, user_version: int) -> None:
    """Make a catalog one of before: without a column, without tables that came later, and with other numbers."""
    with closing(sqlite3.connect(path)) as db:
        for statement in (
            "UPDATE captures SET id = id + 10",
            "DROP VIEW versions",
            "DROP INDEX idx_captures_payload_digest_record_type",
            "ALTER TABLE captures DROP COLUMN record_type",
            "DROP TABLE notes",
            "DROP TABLE searches",
            f"PRAGMA user_version = {user_version}",
        ):
            db.execute(statement)
        db.commit()


def test_a_catalog_of_an_old_format_asks_to_be_made_anew_and_keeps_its_numbers(
    archive: Archive, server: Server
) -> None:
    urls = [server.says(f"/{name}", answer(STORY)) for name in "abc"]
    save(archive, *urls)
    make_old(archive.index_path, 1)
    with pytest.raises(StoreError, match=r"catalog of format 1, not \d+; run `archiver index --rebuild`"):
        save(archive, urls[0])
    list(archive.rebuild())
    assert [row["id"] for row in rows(archive, "articles")] == [11, 12, 13]
    assert save(archive, urls[0])[0].id == 11


def test_an_index_of_before_there_was_a_catalog_is_made_anew_in_passing_and_keeps_its_numbers(
    archive: Archive, server: Server
) -> None:
    urls = [server.says(f"/{name}", answer(STORY)) for name in "abc"]
    save(archive, *urls)
    make_old(archive.index_path, 3)
    archive.index_path.rename(archive.home / "index.sqlite")
    (archive.home / "fulltext.sqlite").unlink()
    assert save(archive, urls[0])[0].id == 11
    assert [row["id"] for row in rows(archive, "articles")] == [11, 12, 13]
    assert sorted(path.name for path in archive.home.iterdir()) == ["catalog.sqlite", "fulltext.sqlite", "warc"]


def test_a_page_is_cleaned_anew_from_its_original(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY))
    for _ in range(2):
        save(archive, url)
    list(archive.index())
    assert archive.cleaned_anew(archive.article(1)).text == archive.article(1).article.text


def test_a_revisit_of_what_was_no_article_then_has_its_own(archive: Archive, server: Server) -> None:
    home = server.says("/", answer(STORY))
    deep = server.says("/deep/story", answer(b"", "302 Found", "Location: /"))
    assert [one.outcome for one in save(archive, deep)] == ["soft 404"]
    (found,) = save(archive, home)
    assert (found.outcome, found.id) == ("article", 3)
    assert types(archive)[2] == ("revisit", 2)
    stored_ = archive.article(3)
    assert archive.cleaned_anew(stored_).text == stored_.article.text != ""
    before = everything(archive)
    assert rebuilt(archive) == before


# From elsewhere


def foreign(**fields: str) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    made = record(head, warc_date="2024-03-01T00:00:00Z", warc_type="revisit", warc_profile=profile, **fields)
    return made.replace(b"<urn:uuid:1>", b"<urn:uuid:2>", 1)


def original(**fields: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + STORY
    return record(block, **({"warc_payload_digest": digest(STORY)} | fields))


def test_a_revisit_of_what_is_not_here_is_recorded_as_such(archive: Archive, tmp_path: Path) -> None:
    where = {"warc_refers_to_target_uri": "http://example.org/", "warc_refers_to_date": "2023-01-01T00:00:00Z"}
    path = stored(tmp_path, foreign(**where))
    (indexed,) = archive.index([path])
    assert (indexed.captures, indexed.articles, indexed.why) == (1, 0, None)
    assert [(row["outcome"], row["revisit_of"]) for row in rows(archive, "captures")] == [("revisit", None)]


def test_it_becomes_what_it_is_when_its_original_comes(archive: Archive, tmp_path: Path) -> None:
    where = {"warc_refers_to_target_uri": "http://example.org/", "warc_refers_to_date": "2024-02-29T12:30:15Z"}
    archive.warc_folder.mkdir(parents=True)
    (archive.warc_folder / "a.warc").write_bytes(foreign(**where))
    list(archive.index())
    (archive.warc_folder / "b.warc").write_bytes(original())
    list(archive.index())
    assert [(row["outcome"], row["revisit_of"]) for row in rows(archive, "captures")] == [
        ("article", 2), ("article", None),
    ]  # fmt: skip
    assert [row["id"] for row in rows(archive, "articles")] == [2]
    before = everything(archive)
    list(archive.rebuild())
    assert everything(archive) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"warc_refers_to": "<urn:uuid:1>"},
        {"warc_refers_to_target_uri": "http://example.org/", "warc_refers_to_date": "2024-02-29T12:30:15Z"},
        {"warc_payload_digest": digest(STORY)},
    ],
    ids=["by id", "by place", "by digest"],
)
def test_whichever_way_another_tool_names_the_original_it_is_found(
    archive: Archive, tmp_path: Path, fields: dict[str, str]
) -> None:
    list(archive.index([stored(tmp_path, original(), foreign(**fields))]))
    assert types(archive) == [("response", None), ("revisit", 1)]
    assert [row["outcome"] for row in rows(archive, "captures")] == ["article", "article"]


def test_one_without_a_head_has_its_original_s(archive: Archive, tmp_path: Path) -> None:
    bare = record(b"", warc_type="revisit", warc_refers_to="<urn:uuid:1>").replace(b"uuid:1>", b"uuid:2>", 1)
    alone = record(b"", warc_type="revisit", warc_refers_to="<urn:uuid:9>").replace(b"uuid:1>", b"uuid:3>", 1)
    list(archive.index([stored(tmp_path, original(), bare, alone)]))
    assert [(row["status"], row["outcome"]) for row in rows(archive, "captures")] == [
        (200, "article"), (200, "article"), (0, "revisit"),
    ]  # fmt: skip


# Given away


def test_a_selection_holds_the_originals_of_its_revisits(archive: Archive, server: Server, tmp_path: Path) -> None:
    page = server.says("/story", page_with("/a.png"))
    server.says("/a.png", answer(PICTURE, "200 OK", "Content-Type: image/png"))
    server.says("/favicon.ico", answer(b"", "404 Not Found"))
    other = Server("::1")
    try:
        first = other.says("/p.png", answer(PICTURE, "200 OK", "Content-Type: image/png"))
        save(archive, first)
        save(archive, page, plan=WHOLE)
    finally:
        other.close()
    new = tmp_path / "part.wacz"
    pack_archive(archive.home, new, Choice.of("127.0.0.1", None, None))
    assert list(Audit(tmp_path / "nowhere").of_files([new])) == []
    with zipfile.ZipFile(new) as packed:
        listed = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode().splitlines()
    found = [json.loads(line.split(" ", 2)[2]) for line in listed]
    assert first in [one["url"] for one in found]
    revisits = [one["url"] for one in found if one["mime"] == "warc/revisit"]
    assert revisits == [f"{page.removesuffix('/story')}/a.png"]


def test_the_lines_of_revisits_are_those_that_cdxj_indexer_writes(archive: Archive, server: Server) -> None:
    url = server.says("/story", answer(STORY))
    for _ in range(2):
        save(archive, url)
    script = "import sys; from cdxj_indexer.main import main; main(['--sort', *sys.argv[1:]])"
    command = [sys.executable, "-W", "ignore", "-c", script, *map(str, archive.warc_files())]
    theirs = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert lines([(path, path.name) for path in archive.warc_files()]) == theirs
    assert ['"mime": "warc/revisit"' in line for line in theirs] == [False, True]


def test_a_second_crawl_of_a_site_takes_a_twentieth_of_the_first(tmp_path: Path) -> None:
    found = measure(tmp_path / "news", pages=2)
    assert 0 < float(str(found["share"])) < GOAL


# Notes on a page


def test_each_page_has_a_metadata_record_that_says_how_it_was_reached(archive: Archive, server: Server) -> None:
    page = server.says("/story", page_with("/a.png"))
    server.says("/a.png", answer(PICTURE, "200 OK", "Content-Type: image/png"))
    server.says("/favicon.ico", answer(b"", "404 Not Found"))
    short = server.says("/s", answer(b"", "302 Found", "Location: /story"))
    save(archive, short, plan=WHOLE)
    ((fields, block),) = records(archive, "metadata")
    responses = {one["WARC-Target-URI"]: one for one, _ in records(archive, "response")}
    *notes, took, end = block.decode().split("\r\n")
    assert (notes, took.rstrip("0123456789"), end) == ([f"via: {short}", "hopsFromSeed: R"], "fetchTimeMs: ", "")
    assert (fields["WARC-Target-URI"], fields["Content-Type"]) == (page, "application/warc-fields")
    assert fields["WARC-Concurrent-To"] == responses[page]["WARC-Record-ID"]
    assert fields["WARC-Date"] == responses[page]["WARC-Date"]


def test_one_that_was_asked_for_itself_is_a_seed(archive: Archive, server: Server) -> None:
    save(archive, server.says("/story", answer(STORY)))
    assert [block.partition(b"\r\n")[0] for _, block in records(archive, "metadata")] == [b"seed: "]


def test_what_redirects_tell_is_read_back(archive: Archive, server: Server) -> None:
    page = server.says("/story", answer(STORY))
    short = server.says("/s", answer(b"", "302 Found", "Location: /story"))
    save(archive, short, page)
    (path,) = archive.warc_files()
    assert [(one.url, one.asked) for one in read(path, archive.home)] == [(short, None), (page, short), (page, None)]
