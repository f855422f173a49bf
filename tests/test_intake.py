"""Taking in what exists already, while others write, after crashes, and again."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.capture.exchange import Options
from archiver.capture.run import Plan
from archiver.demo.site import DemoSite
from archiver.errors import StoreError
from archiver.intake import Imported, bring_in
from archiver.lock import locked
from archiver.rules.book import shipped_rules

PAGE = (
    "<!doctype html><html lang=en><head><title>Tide tables</title></head><body><article><h1>Tide tables</h1><p>{}</p>"
)
STORY = PAGE.format("The harbour office has published the tables for the coming year, and they differ much. " * 4)
URL = "https://news.example/story"


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WARC file of another archive."""
    home = tmp_path_factory.mktemp("other")
    with DemoSite() as site:
        plan = Plan(Options(allow_private=True), requisites=False, pages=1)
        list(Archive(home, shipped_rules()).save(site.urls, plan))
    (path,) = (home / "warc").iterdir()
    return path


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def archive(tmp_path: Path, told: list[str]) -> Archive:
    return Archive(tmp_path / "news", shipped_rules(), told.append)


def files(archive: Archive) -> list[str]:
    return sorted(path.name for path in archive.warc_folder.glob("*"))


def test_nothing_is_put_into_the_archive_while_another_writes_into_it(
    archive: Archive, crawl: Path, told: list[str]
) -> None:
    done: list[Imported] = []
    waiting = threading.Event()

    def tell(line: str) -> None:
        told.append(line)
        waiting.set()

    writer = Archive(archive.home, shipped_rules(), tell)
    thread = threading.Thread(target=lambda: done.extend(bring_in(writer, [crawl])))
    with locked(archive.home):
        thread.start()
        assert waiting.wait(10)
        assert not archive.warc_folder.exists()
        assert not done
    thread.join(20)
    assert [(one.why, one.captures > 0) for one in done] == [(None, True)]
    assert "waiting" in told[0]
    assert files(archive) == [crawl.name]


def test_imports_at_the_same_time_make_one_copy_and_all_are_indexed(archive: Archive, crawl: Path) -> None:
    done: list[Imported] = []
    threads = [threading.Thread(target=lambda: done.extend(bring_in(archive, [crawl]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(one.known for one in done) == [False, True, True, True]
    assert files(archive) == [crawl.name]
    assert sum(one.captures for one in done) == max(one.unchanged for one in done) > 0


def test_what_a_crash_left_of_a_copy_is_deleted_and_said(archive: Archive, crawl: Path, told: list[str]) -> None:
    archive.warc_folder.mkdir(parents=True)
    part = archive.warc_folder / "import-0123456789ab.part"
    part.write_bytes(crawl.read_bytes()[:500])
    list(archive.index([crawl]))
    assert not part.exists()
    assert told == [f"{part}: left by an import that was broken off, and deleted; import that file again"]


def test_a_copy_that_a_crash_kept_from_the_index_is_indexed_when_it_is_imported_again(
    archive: Archive, crawl: Path
) -> None:
    archive.warc_folder.mkdir(parents=True)
    shutil.copy(crawl, archive.warc_folder)
    os.link(archive.warc_folder / crawl.name, archive.warc_folder / "import-0123456789ab.part")
    (found,) = bring_in(archive, [crawl])
    assert (found.known, found.unchanged, found.captures > 0) == (True, 0, True)
    assert files(archive) == [crawl.name]


def pages(folder: Path, *names: str) -> Iterator[Path]:
    for name in names:
        path = folder / name
        path.write_text(f"<!-- saved from url=(0026){URL} -->\n{STORY}")
        yield path


def test_a_saved_page_is_taken_in_once_whatever_its_name_and_date(archive: Archive, tmp_path: Path) -> None:
    first, same, later = pages(tmp_path, "a.html", "b.html", "c.html")
    os.utime(later, (1748427072, 1748427072))
    found = list(bring_in(archive, [first, same]))
    assert [(one.known, one.id, one.outcome) for one in found] == [(False, 1, "article"), (True, 1, "article")]
    (again,) = bring_in(archive, [later])
    assert (again.known, again.id, again.warcs) == (True, 1, found[0].warcs)
    assert (again.captures, again.articles, again.unchanged) == (0, 0, 1)
    assert len(files(archive)) == 1


def test_it_is_another_one_under_another_url_or_with_other_words(archive: Archive, tmp_path: Path) -> None:
    (path,) = pages(tmp_path, "a.html")
    list(bring_in(archive, [path]))
    (elsewhere,) = bring_in(archive, [path], url=URL + "/2")
    path.write_text(path.read_text().replace("much", "little"))
    (changed,) = bring_in(archive, [path])
    assert [(one.known, one.id) for one in (elsewhere, changed)] == [(False, 2), (False, 3)]


def test_a_folder_is_named_as_such(archive: Archive, tmp_path: Path) -> None:
    (found,) = bring_in(archive, [tmp_path])
    assert found.why == f"{tmp_path}: is a folder; name the files in it"
    assert not archive.home.exists()


def test_an_archive_that_cannot_be_made_is_an_error_of_the_whole_and_not_of_each_file(
    crawl: Path, tmp_path: Path
) -> None:
    (tmp_path / "news").write_text("a file")
    with pytest.raises(StoreError, match="news"):
        list(bring_in(Archive(tmp_path / "news", shipped_rules()), [crawl, crawl]))
