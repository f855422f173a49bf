"""What an archive keeps, what it makes of it, and that the second can always be made again from the first."""

import gzip
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.archive import Archive, Indexed, Saved
from archiver.capture.entry import Entry
from archiver.capture.http import Options
from archiver.capture.manners import Manners
from archiver.capture.run import Plan
from archiver.demo.site import DemoSite
from archiver.errors import StoreError
from archiver.model import Capture
from archiver.outcome.classify import classify
from archiver.rules.book import Rulebook, shipped_rules
from archiver.warc.message import CONTENT_LIMIT
from archiver.warc.read import read
from tests.capture.server import Server
from tests.index.samples import capture

LOCAL = Plan(Options(allow_private=True), requisites=False, pages=1, manners=Manners(attempts=1))
STORY = b"<!doctype html><title>Tide tables</title><body><article><h1>Tide tables</h1><p>%s</p></article>" % (
    b"The harbour office has published the tables for the coming year, and they differ from the last ones. " * 4
)


def answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(headers or ("Content-Type: text/html",))]
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "news", shipped_rules())


@pytest.fixture
def saved(archive: Archive, site: DemoSite) -> list[Saved]:
    return list(archive.save([*site.urls, site.missing_url], LOCAL))


def rows(archive: Archive, table: str) -> list[dict[str, Any]]:
    with archive.store() as store:
        return store.rows(f"SELECT * FROM {table} ORDER BY 1, 2", {})


def everything(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    return {table: rows(archive, table) for table in ("captures", "articles", "blocks")}


def my_rules(folder: Path, text: str) -> Rulebook:
    folder.mkdir(exist_ok=True)
    (folder / "mine.toml").write_text(f'schema = 1\nid = "mine"\n[match]\nhosts = ["127.0.0.1"]\n{text}')
    return Rulebook.load(folder)


# Saving


def test_each_url_gets_an_outcome_in_the_order_asked_for(saved: list[Saved], site: DemoSite) -> None:
    assert [(one.url, one.outcome, one.status, one.id) for one in saved] == [
        (site.article_url, "article", 200, 1),
        (site.mirror_url, "article", 200, 2),
        (site.paywall_url, "partial", 200, 3),
        (site.index_url, "no article", 200, None),
        (site.missing_url, "error page", 404, None),
    ]


def test_whoever_is_not_an_article_says_why_and_names_its_url(saved: list[Saved]) -> None:
    assert [one.why is None for one in saved] == [True, True, False, False, False]
    assert all(one.why.startswith(f"{one.url}: ") for one in saved if one.why)
    assert "paywall" in str(saved[2].why)
    assert "404" in str(saved[4].why)


def test_one_saving_writes_one_warc_file_that_warcio_reads_and_finds_right(
    archive: Archive, saved: list[Saved]
) -> None:
    (path,) = archive.warc_files()
    with path.open("rb") as file:
        records = [
            (one.rec_type, one.rec_headers["WARC-Target-URI"], one.digest_checker.passed, one.content_stream().read())
            for one in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, *_ in records] == ["warcinfo", *("response", "request", "metadata") * 5]
    assert [url for kind, url, *_ in records if kind == "response"] == [one.url for one in saved]
    assert {one.file for one in saved} == {f"warc/{path.name}"}


def test_nothing_but_the_index_and_the_warc_file_lies_in_the_folder(archive: Archive, saved: list[Saved]) -> None:
    assert sorted(path.name for path in archive.home.iterdir()) == ["catalog.sqlite", "fulltext.sqlite", "warc"]
    assert [path.suffix for path in archive.warc_folder.iterdir()] == [".gz"]


def test_an_error_page_is_recorded_and_is_no_article(archive: Archive, saved: list[Saved], site: DemoSite) -> None:
    (path,) = archive.warc_files()
    missing = [one for one in read(path, archive.home) if one.url == site.missing_url]
    assert [one.status for one in missing] == [404]
    assert b"suggestions" in missing[0].body
    listed = [one for one in rows(archive, "captures") if one["url"] == site.missing_url]
    assert [(one["status"], one["outcome"]) for one in listed] == [(404, "error page")]
    assert [one["id"] for one in rows(archive, "articles")] == [1, 2, 3]


def test_a_cut_off_story_is_marked_as_partial(archive: Archive, saved: list[Saved]) -> None:
    assert [one["partial"] for one in rows(archive, "articles")] == [0, 0, 1]
    assert archive.article(3).article.is_partial


def test_the_index_names_the_very_record_that_holds_the_page(archive: Archive, saved: list[Saved]) -> None:
    stored = archive.article(2)
    record = stored.capture.record
    data = (archive.home / record.file).read_bytes()[record.offset : record.offset + record.length]
    assert b"Lifeboat station to reopen" in gzip.decompress(data)
    assert stored.article.record == record


def test_the_mirror_s_stray_link_is_residue_and_its_text_the_same(archive: Archive, saved: list[Saved]) -> None:
    original, mirrored = archive.article(1).article, archive.article(2).article
    assert mirrored.text == original.text
    assert [block.text for block, verdict in mirrored.residue if verdict.label == "mirror"] == ["OSZAR »"]


def test_saving_twice_keeps_both_captures(archive: Archive, server: Server) -> None:
    for number, text in enumerate((STORY, STORY.replace(b"harbour", b"port")), 1):
        (found,) = archive.save([server.says("/story", answer(text))], LOCAL)
        assert (found.id, found.unchanged_since) == (number, None)
    assert len(archive.warc_files()) == 2
    with archive.store() as store:
        assert store.find(found.url) == 2


def test_a_url_that_does_not_answer_leaves_nothing_behind_and_keeps_no_other_from_being_saved(
    archive: Archive, site: DemoSite, server: Server
) -> None:
    broken = server.says("/", b"")
    found = list(
        archive.save([broken, site.article_url], replace(LOCAL, options=Options(timeout=5, allow_private=True)))
    )
    assert [one.outcome for one in found] == ["no answer", "article"]
    assert (found[0].status, found[0].file, found[0].id) == (None, None, None)
    assert str(found[0].why).startswith(broken)
    assert [one["url"] for one in rows(archive, "captures")] == [site.article_url]


def test_no_warc_file_is_made_where_nothing_answered(archive: Archive, server: Server) -> None:
    list(archive.save([server.says("/", b"")], LOCAL))
    assert archive.warc_files() == []
    assert not archive.warc_folder.exists()


def test_every_hop_of_a_redirect_is_a_capture(archive: Archive, server: Server) -> None:
    story = server.says("/story", answer(STORY))
    short = server.says("/s", answer(b"", "302 Found", "Location: /story"))
    (found,) = archive.save([short], LOCAL)
    assert (found.url, found.final_url, found.outcome, found.title) == (short, story, "article", "Tide tables")
    assert [(one["url"], one["outcome"]) for one in rows(archive, "captures")] == [
        (short, "redirect"), (story, "article"),
    ]  # fmt: skip


def test_a_redirect_without_end_is_recorded_and_said(archive: Archive, server: Server) -> None:
    loop = server.says("/loop", answer(b"", "301 Moved", "Location: /loop"))
    (found,) = archive.save([loop], LOCAL)
    assert (found.outcome, found.status, found.id) == ("redirect", 301, None)
    assert "without end" in str(found.why)
    assert [one["outcome"] for one in rows(archive, "captures")] == ["redirect"]


def test_a_redirect_to_where_nothing_is_keeps_the_hop(archive: Archive, server: Server) -> None:
    lost = server.says("/lost", answer(b"", "302 Found", "Location: ftp://files.example/x"))
    (found,) = archive.save([lost], LOCAL)
    assert (found.outcome, found.status) == ("redirect", 302)
    assert "ftp://files.example/x" in str(found.why)
    assert [one["url"] for one in rows(archive, "captures")] == [lost]


def test_another_kind_of_file_is_recorded_and_not_cleaned(archive: Archive, site: DemoSite) -> None:
    image = site.index_url + "images/slipway.svg"
    (found,) = archive.save([image], LOCAL)
    assert (found.outcome, found.id, found.why) == ("not a page", None, None)
    assert [one["content_type"] for one in rows(archive, "captures")] == ["image/svg+xml"]
    assert rows(archive, "articles") == []


def test_what_came_only_in_part_says_how_much_and_why(archive: Archive, server: Server) -> None:
    whole = answer(STORY)
    (cut,) = archive.save([server.says("/cut", whole[:-40])], LOCAL)
    assert (cut.outcome, cut.truncated) == ("article", "disconnect")
    assert cut.why == f"{cut.url}: only the first {len(STORY) - 40} bytes came: the server broke off"
    small = replace(LOCAL, options=replace(LOCAL.options, max_bytes=300))
    (long,) = archive.save([server.says("/long", whole)], small)
    assert long.truncated == "length"
    assert str(long.why).endswith("only the first 300 bytes came: it is over the size limit")
    (all_of_it,) = archive.save([server.says("/whole", whole)], LOCAL)
    assert (all_of_it.truncated, all_of_it.why) == (None, None)


def test_a_page_that_is_too_long_to_be_read_whole_says_so_and_is_recorded_whole(
    archive: Archive, server: Server
) -> None:
    body = gzip.compress(STORY + b"<script>" + b" " * CONTENT_LIMIT)
    (saved,) = archive.save(
        [server.says("/", answer(body, "200 OK", "Content-Type: text/html", "Content-Encoding: gzip"))], LOCAL
    )
    assert (saved.outcome, saved.truncated) == ("article", "reading")
    assert saved.why == f"{saved.url}: only the first 32 MiB were read; the whole is recorded"


def test_an_empty_page_is_recorded_as_a_page_without_an_article(archive: Archive, server: Server) -> None:
    (found,) = archive.save([server.says("/empty", answer(b""))], LOCAL)
    assert found.outcome == "no article"
    assert "empty" in str(found.why)
    assert len(rows(archive, "captures")) == 1


def test_what_was_saved_before_the_caller_stopped_is_whole(archive: Archive, site: DemoSite) -> None:
    results = archive.save(site.urls, LOCAL)
    first = next(results)
    results.close()
    (path,) = archive.warc_folder.iterdir()
    assert path.name.endswith(".warc.gz")
    written = [one.url for one in read(path, archive.home)]
    with archive.store() as store:
        indexed = [row["url"] for row in store.rows("SELECT url FROM captures ORDER BY id", {})]
    assert first.url in written
    assert indexed == written  # more may have come in the meantime


# What an answer is


def with_answer(status: int = 200, content_type: str = "text/html", body: bytes = b"<html>") -> Capture:
    one = capture()
    return Capture(one.url, one.final_url, one.time, status, (), body, content_type, "http", one.record)


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (with_answer(404), "error page"),
        (with_answer(500, "application/json"), "error page"),
        (with_answer(0), "error page"),
        (with_answer(301), "redirect"),
        (with_answer(304), "redirect"),
        (with_answer(200, "application/pdf"), "not a page"),
        (with_answer(200, "", b"%PDF-1.7"), "not a page"),
        (with_answer(200, "", b"\n<!DOCTYPE HTML>"), "no article"),
        (with_answer(200, "Text/HTML; charset=utf-8"), "no article"),
        (with_answer(200, "application/xhtml+xml"), "no article"),
    ],
)
def test_status_and_type_say_what_an_answer_without_article_is(given: Capture, outcome: str) -> None:
    assert classify(given, None).outcome == outcome


# Indexing


def test_an_index_that_was_deleted_is_made_again_row_for_row(archive: Archive, saved: list[Saved]) -> None:
    before = everything(archive)
    archive.index_path.unlink()
    (indexed,) = archive.index()
    assert indexed == Indexed(str(archive.warc_files()[0]), captures=5, articles=3, unchanged=0)
    assert everything(archive) == before


def test_so_is_one_of_several_savings_with_redirects_and_errors(
    archive: Archive, site: DemoSite, server: Server
) -> None:
    server.says("/story", answer(STORY))
    short = server.says("/s", answer(b"", "302 Found", "Location: /story"))
    for url in (site.article_url, short, site.missing_url, site.index_url + "images/slipway.svg", site.article_url):
        list(archive.save([url], LOCAL))
    before = everything(archive)
    archive.index_path.unlink()
    list(archive.index())
    assert everything(archive) == before


def test_a_second_indexing_changes_nothing(archive: Archive, saved: list[Saved]) -> None:
    before = everything(archive)
    assert [(one.captures, one.articles, one.unchanged, one.why) for one in archive.index()] == [(0, 0, 5, None)]
    assert everything(archive) == before


def test_a_rebuild_gives_the_same_rows(archive: Archive, saved: list[Saved]) -> None:
    before = everything(archive)
    assert [(one.captures, one.articles, one.unchanged) for one in archive.rebuild()] == [(5, 3, 0)]
    assert everything(archive) == before


def test_articles_keep_their_numbers_in_a_rebuild_whatever_the_order_of_the_files(
    archive: Archive, site: DemoSite
) -> None:
    for url in (site.article_url, site.paywall_url):
        list(archive.save([url], LOCAL))
    first, second = archive.warc_files()
    first.rename(first.with_name("z.warc.gz"))
    assert [Path(one.file).name for one in archive.rebuild() if one.why is None] == [second.name, "z.warc.gz"]
    assert [(one["id"], one["url"]) for one in rows(archive, "articles")] == [
        (1, site.article_url), (2, site.paywall_url),
    ]  # fmt: skip


def test_a_rebuild_repairs_what_is_no_index(archive: Archive, saved: list[Saved]) -> None:
    archive.index_path.write_bytes(b"no database at all, only words" * 40)
    with pytest.raises(StoreError, match=r"catalog\.sqlite: not a catalog; run `archiver index --rebuild`"):
        archive.article(1)
    list(archive.rebuild())
    assert archive.article(1).article.title == "Lifeboat station to reopen after year of fundraising"


def test_a_rebuild_that_is_broken_off_leaves_the_old_index(archive: Archive, site: DemoSite) -> None:
    for url in (site.article_url, site.paywall_url):
        list(archive.save([url], LOCAL))
    before = everything(archive)
    results = archive.rebuild()
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert everything(archive) == before
    assert sorted(path.name for path in archive.home.iterdir()) == ["catalog.sqlite", "fulltext.sqlite", "warc"]


def test_other_rules_clean_again_what_they_may_change(archive: Archive, saved: list[Saved], tmp_path: Path) -> None:
    assert "Correction, 15 March 2025" in archive.article(1).article.text
    rulebook = my_rules(
        tmp_path / "rules",
        '[[remove]]\nid = "mine/note"\nlabel = "boilerplate"\ncss = ".article__correction, .correction"',
    )
    changed = Archive(archive.home, rulebook)
    assert [(one.captures, one.articles, one.unchanged) for one in changed.index()] == [(4, 3, 1)]
    assert all(changed.is_current(archive.article(one["id"])) for one in rows(archive, "articles"))
    assert [(one.captures, one.unchanged) for one in changed.index()] == [(0, 5)]


def test_a_page_that_other_rules_find_an_article_in_becomes_one_under_its_own_number(
    archive: Archive, server: Server, tmp_path: Path
) -> None:
    bare = b"<!doctype html><title>Tides</title><nav>Home</nav><div class=t><a href=/>High water at 07:12</a></div>"
    url = server.says("/tides", answer(bare))
    assert [one.outcome for one in archive.save([url], LOCAL)] == ["no article"]
    changed = Archive(archive.home, my_rules(tmp_path / "rules", '[[layout]]\nid = "mine/tides"\nbody = ["div.t"]'))
    assert [(one.captures, one.articles, one.unchanged) for one in changed.index()] == [(1, 1, 0)]
    assert archive.article(1).article.text == "High water at 07:12"
    assert [one["outcome"] for one in rows(archive, "captures")] == ["article"]


def test_a_warc_file_from_elsewhere_is_indexed_where_it_lies(
    archive: Archive, saved: list[Saved], tmp_path: Path
) -> None:
    (own,) = archive.warc_files()
    foreign = Path(shutil.copy(own, tmp_path / "crawl.warc.gz"))
    other = Archive(tmp_path / "other", shipped_rules())
    assert [(one.captures, one.articles) for one in other.index([foreign])] == [(5, 3)]
    assert {one["file"] for one in rows(other, "captures")} == {foreign.as_posix()}
    assert Path(other.article(1).capture.record.file).is_absolute()
    assert other.warc_files() == []
    assert other.article(1).article.text == archive.article(1).article.text


def test_a_rebuild_reads_foreign_files_too_and_reports_those_that_are_gone(
    archive: Archive, saved: list[Saved], tmp_path: Path
) -> None:
    foreign = Path(shutil.copy(archive.warc_files()[0], tmp_path / "crawl.warc.gz"))
    other = Archive(tmp_path / "other", shipped_rules())
    list(other.index([foreign]))
    assert [(one.file, one.articles) for one in other.rebuild()] == [(str(foreign), 3)]
    foreign.unlink()
    (gone,) = other.rebuild()
    assert (gone.file, gone.articles) == (str(foreign), 0)
    assert gone.why == f"{foreign}: no such file; check the path"


def test_a_torn_file_is_indexed_as_far_as_it_is_whole(archive: Archive, saved: list[Saved]) -> None:
    (path,) = archive.warc_files()
    last = rows(archive, "captures")[4]
    path.write_bytes(path.read_bytes()[: last["offset"] + 40])
    archive.index_path.unlink()
    (indexed,) = archive.index()
    assert (indexed.captures, indexed.articles) == (4, 3)
    assert str(indexed.why).startswith(f"{path}: at offset {last['offset']}: torn")


def test_one_damaged_file_keeps_no_other_from_being_indexed(archive: Archive, saved: list[Saved]) -> None:
    (archive.warc_folder / "a.warc").write_text("this is a text\n")
    first, second = archive.index()
    assert (first.captures, second.unchanged) == (0, 5)
    assert str(first.why).startswith(str(archive.warc_folder / "a.warc"))


# What cannot be


def test_there_is_nothing_to_read_before_something_is_saved(archive: Archive) -> None:
    with pytest.raises(StoreError, match="nothing is archived here yet"):
        archive.article(1)
    assert not archive.home.exists()


def test_an_article_that_is_not_there_is_named(archive: Archive, saved: list[Saved]) -> None:
    for number in (4, 99, 10**30):
        with pytest.raises(StoreError, match=f"no article {number} in "):
            archive.article(number)


def test_nothing_is_fetched_where_the_archive_cannot_be_written(tmp_path: Path, server: Server) -> None:
    (tmp_path / "file").write_text("a file, no folder")
    with pytest.raises(StoreError, match="cannot be made a folder"):
        list(Archive(tmp_path / "file" / "news", shipped_rules()).save([server.says("/", answer(STORY))], LOCAL))
    assert server.requests == []


def test_lists_and_robots_txt_are_recorded_and_what_they_forbid_or_the_time_does_not_allow_is_said(
    archive: Archive, server: Server
) -> None:
    story, secret = server.says("/story", answer(STORY)), f"http://{server.netloc}/secret"
    sitemap = f"<urlset><url><loc>{story}</loc></url><url><loc>{secret}</loc></url></urlset>".encode()
    listed = server.says("/sitemap.xml", answer(sitemap, "200 OK", "Content-Type: application/xml"))
    server.says("/robots.txt", answer(b"User-agent: *\nDisallow: /secret", "200 OK", "Content-Type: text/plain"))
    found = list(archive.save([Entry(listed, kind="list")], replace(LOCAL, manners=Manners(delay=0))))
    found += archive.save([story], replace(LOCAL, manners=Manners(run_limit=0)))
    assert sorted((one.role, one.url, one.outcome) for one in found) == [
        ("list", listed, "requisite"), ("page", secret, "refused"), ("page", story, "article"),
        ("page", story, "not reached"), ("robots", f"http://{server.netloc}/robots.txt", "requisite"),
    ]  # fmt: skip
    (path,) = archive.warc_files()
    with path.open("rb") as file:
        kinds = [record.rec_headers.get_header("WARC-Resource-Type") for record in ArchiveIterator(file)]
    assert sorted(kind for kind in kinds if kind) == ["document", "list", "robots"]


def test_an_attempt_that_failed_is_a_capture_too(archive: Archive, server: Server) -> None:
    answers = iter([answer(b"", "503 Busy", "Retry-After: 0"), answer(STORY)])
    page = server.says("/story", lambda connection: connection.sendall(next(answers)))
    (found,) = archive.save([page], replace(LOCAL, manners=Manners(backoff=0.01)))
    assert (found.outcome, found.status) == ("article", 200)
    assert [(one["status"], one["outcome"]) for one in rows(archive, "captures")] == [
        (503, "error page"), (200, "article"),
    ]  # fmt: skip
