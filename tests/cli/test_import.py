"""`archiver import`: what exists already, into the archive."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from archiver.index.store import Store
from tests.cli.terminal import done, objects, refused, run, tree

STORY = """<!doctype html><html lang="en"><head><title>Tide tables</title></head><body><article><h1>Tide tables</h1>
<p>{}</p></article></body></html>""".format(
    "The harbour office has published the tables for the coming year, and they differ from the last ones. " * 4
)
URL = "https://news.example/2025/05/28/tide-tables"


@pytest.fixture
def crawl(saved: Path, here: Path) -> Path:
    """A WARC file of another archive, in the working folder."""
    (path,) = (saved / "warc").iterdir()
    return Path(shutil.copy(path, here / "crawl.warc.gz"))


def captured(home: Path) -> list[dict[str, object]]:
    with Store.open(home / "catalog.sqlite", create=False) as store:
        return store.rows("SELECT url, time, outcome, how, file FROM captures ORDER BY id", {})


def test_a_warc_file_is_copied_byte_for_byte_and_indexed(crawl: Path, here: Path) -> None:
    found = done("import", "crawl.warc.gz")
    assert found.stdout == "crawl.warc.gz: 3 articles in 5 captures\n"
    assert found.stderr == ""
    assert (here / "archives" / "warc" / "crawl.warc.gz").read_bytes() == crawl.read_bytes()
    assert {row["file"] for row in captured(here / "archives")} == {"warc/crawl.warc.gz"}
    crawl.unlink()
    assert "Lifeboat station" in done("show", 1).stdout


def test_a_second_time_nothing_changes(crawl: Path, here: Path) -> None:
    done("import", "crawl.warc.gz")
    before = captured(here / "archives")
    said = "already here; 0 articles in 0 captures, 5 unchanged\n"
    assert done("import", "crawl.warc.gz").stdout == f"crawl.warc.gz: {said}"
    crawl.rename("other-name.warc.gz")
    assert done("import", "other-name.warc.gz").stdout == f"other-name.warc.gz: {said}"
    assert captured(here / "archives") == before
    assert len(list((here / "archives" / "warc").iterdir())) == 1


def test_in_place_nothing_is_copied(crawl: Path, here: Path) -> None:
    assert done("import", "--in-place", "crawl.warc.gz").stdout == "crawl.warc.gz: 3 articles in 5 captures\n"
    assert {row["file"] for row in captured(here / "archives")} == {str(crawl.resolve())}
    assert not (here / "archives" / "warc").exists()


def test_a_wacz_gives_its_warc_files(crawl: Path, here: Path) -> None:
    with zipfile.ZipFile("c.wacz", "w") as packed:
        packed.write(crawl, "archive/data.warc.gz")
        packed.writestr("datapackage.json", "{}")
    found = done("import", "c.wacz")
    assert found.stdout == "c.wacz: 3 articles in 5 captures\n"
    assert found.stderr.startswith("Warning: c.wacz, archive/data.warc.gz: datapackage.json has no hash")
    assert [path.name for path in (here / "archives" / "warc").iterdir()] == ["data.warc.gz"]
    refused(run("import", "--in-place", "c.wacz"), "c.wacz", "--in-place")


def test_a_page_that_says_where_it_was_saved_from(here: Path) -> None:
    Path("page.html").write_text(f"<!-- saved from url=(0043){URL} -->\n{STORY}")
    os.utime("page.html", (1748427072, 1748427072))
    assert done("import", "page.html").stdout == f"page.html: article 1  Tide tables  {URL}\n"
    (row,) = captured(here / "archives")
    assert (row["url"], row["outcome"], row["how"]) == (URL, "article", "file")
    assert str(row["time"]).startswith("2025-05-28T10:11:12")
    assert "harbour office" in done("show", 1).stdout
    done("index", "--rebuild")
    assert captured(here / "archives") == [row]


def test_a_page_saved_by_singlefile_has_its_date_too(here: Path) -> None:
    comment = (
        f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Wed May 28 2025 13:11:12 GMT+0300 (MSK)\n-->"
    )
    Path("page.html").write_text(comment + STORY)
    done("import", "page.html")
    assert str(captured(here / "archives")[0]["time"]).startswith("2025-05-28T10:11:12")


def test_a_page_that_does_not_is_given_its_url(here: Path) -> None:
    Path("page.html").write_text(STORY)
    refused(run("import", "page.html"), "page.html", "--url")
    assert not (here / "archives").exists()
    (found,) = objects("import", "page.html", "--url", URL + "#top")
    assert (found["file"], found["kind"], found["url"]) == ("page.html", "html", URL)
    assert (found["id"], found["title"], found["outcome"], found["why"]) == (1, "Tide tables", "article", None)


def test_a_saved_text_is_an_article_that_is_found_shown_explained_and_made_again(here: Path) -> None:
    Path("notes.txt").write_bytes("Tide tables\n\nPrivé: the harbour office has published them.\n".encode("cp1252"))
    found = done("import", "notes.txt", "--url", URL)
    assert found.stdout.startswith("notes.txt: article 1") and found.stdout.endswith(f"  {URL}\n")
    (row,) = captured(here / "archives")
    assert (row["url"], row["outcome"], row["how"]) == (URL, "article", "file")
    assert "Privé: the harbour office" in done("show", 1).stdout
    assert [one["id"] for one in objects("search", "harbour")] == [1]
    assert "+ body" in done("explain", 1).stdout
    done("index", "--rebuild")
    assert captured(here / "archives") == [row]
    assert "Privé: the harbour office" in done("show", 1).stdout


def test_what_is_at_fault_keeps_nothing_else_out_and_leaves_nothing(crawl: Path, here: Path) -> None:
    Path("torn.warc.gz").write_bytes(crawl.read_bytes()[:-30])
    Path("photo.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    Path("page.html").write_text(f"<!-- saved from url=(0043){URL} -->\n{STORY}")
    Path("letter.docx").write_bytes(b"PK\x03\x04" + bytes(99))
    found = run("import", "torn.warc.gz", "photo.html", "gone.html", "letter.docx", "page.html", "crawl.warc.gz")
    assert found.exit_code == 4
    lines = found.stderr.splitlines()
    assert [line.split(":")[:2] for line in lines] == [
        ["Error", f" {name}"] for name in ("torn.warc.gz", "photo.html", "gone.html", "letter.docx")
    ]
    assert found.stdout == (f"crawl.warc.gz: 3 articles in 5 captures\npage.html: article 6  Tide tables  {URL}\n")
    assert len(list((here / "archives" / "warc").iterdir())) == 2


def test_where_nothing_was_taken_in_there_is_no_archive_either(crawl: Path, here: Path) -> None:
    crawl.write_bytes(crawl.read_bytes()[:-30])
    before = tree(here)
    refused(run("import", "crawl.warc.gz"), "crawl.warc.gz", "torn")
    assert tree(here) == before


def test_several_pages_lie_in_one_warc_file_in_their_order(here: Path) -> None:
    for name in ("a", "b", "c"):
        Path(f"{name}.html").write_text(f"<!-- saved from url=(0043){URL}/{name} -->\n{STORY}")
    found = objects("import", "c.html", "a.html", "b.html")
    assert [(one["file"], one["url"][-2:], one["id"]) for one in found] == [
        ("c.html", "/c", 1), ("a.html", "/a", 2), ("b.html", "/b", 3),
    ]  # fmt: skip
    assert len(list((here / "archives" / "warc").iterdir())) == 1


def test_one_url_is_for_one_file(here: Path) -> None:
    Path("a.html").write_text(STORY)
    before = tree(here)
    refused(run("import", "a.html", "a.html", "--url", URL), "--url is for one file")
    refused(run("import", "a.html", "--url", "nonsense"), "nonsense")
    assert tree(here) == before
