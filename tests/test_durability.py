"""An archive after a crash, a full disk, a second process: what was acknowledged is there, and the next run goes on."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.audit import Audit
from archiver.capture.exchange import Options
from archiver.capture.manners import Manners
from archiver.capture.run import Plan
from archiver.demo.site import DemoSite
from archiver.errors import ArchiverError, StoreError
from archiver.lock import locked
from archiver.rules.book import shipped_rules

LOCAL = Plan(Options(allow_private=True), requisites=False, pages=1, manners=Manners(attempts=1))


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def archive(tmp_path: Path, told: list[str]) -> Archive:
    return Archive(tmp_path / "news", shipped_rules(), told.append)


def urls(archive: Archive) -> list[str]:
    with archive.store() as store:
        return [row["url"] for row in store.rows("SELECT url FROM captures ORDER BY id", {})]


def crashed(archive: Archive, site: DemoSite, tail: bytes = b"") -> Path:
    """Make the archive what it is after a crash that came before the second page was indexed."""
    list(archive.save([site.article_url, site.paywall_url], LOCAL))
    (path,) = archive.warc_files()
    left = path.rename(f"{path}.open")
    with left.open("ab") as file:
        file.write(tail)
    archive.index_path.unlink()
    return path


@pytest.mark.parametrize("tail", [b"", b"\x1f\x8b\x08torn", bytes(512)])
def test_the_next_saving_finishes_and_indexes_what_a_crash_left(
    archive: Archive, site: DemoSite, told: list[str], tail: bytes
) -> None:
    path = crashed(archive, site, tail)
    list(archive.save([site.index_url], LOCAL))
    assert urls(archive) == [site.article_url, site.paywall_url, site.index_url]
    assert path in archive.warc_files()
    assert path.with_name(f"{path.name}.torn").exists() == bool(tail)
    assert len(told) == 1
    assert told[0].startswith(f"{path}.open: left open")
    assert list(Audit(archive.home).of_archive()) == []


@pytest.mark.parametrize("rebuild", [False, True])
def test_so_does_indexing(archive: Archive, site: DemoSite, rebuild: bool) -> None:
    crashed(archive, site, b"\x1f\x8b")
    list(archive.rebuild() if rebuild else archive.index())
    assert urls(archive) == [site.article_url, site.paywall_url]
    assert list(Audit(archive.home).of_archive()) == []


def test_a_page_can_be_read_from_the_file_that_still_grows(archive: Archive, site: DemoSite) -> None:
    with contextlib.closing(archive.save([site.article_url, site.paywall_url], LOCAL)) as results:
        number = next(results).id
        assert number
        assert archive.warc_files() == []
        assert "Lifeboat" in str(archive.cleaned_anew(archive.article(number)).title)


def test_what_is_held_back_when_the_caller_stops_is_indexed_all_the_same(archive: Archive, site: DemoSite) -> None:
    def wanted() -> Iterator[str]:
        yield from site.urls
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(archive.save(wanted(), LOCAL))
    assert urls(archive) == list(site.urls)
    assert list(Audit(archive.home).of_archive()) == []


def test_files_are_begun_anew_when_they_have_their_size(archive: Archive, site: DemoSite) -> None:
    for _ in range(2):
        list(archive.save([site.article_url, site.paywall_url], LOCAL, warc_size=1000))
    assert len(archive.warc_files()) >= 2
    assert list(Audit(archive.home).of_archive()) == []


@pytest.mark.parametrize("limit", [3_000, 30_000, 70_000, 120_000])
def test_a_full_disk_is_an_error_and_nothing_more(archive: Archive, site: DemoSite, limit: int) -> None:
    resource = pytest.importorskip("resource")
    list(archive.save([site.index_url], LOCAL))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    acknowledged = [site.index_url]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        for saved in archive.save(site.urls * 20, LOCAL):
            acknowledged.append(saved.url)
    except ArchiverError:
        pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(Audit(archive.home).of_archive()) == []
    list(archive.save([site.article_url], LOCAL))
    assert list(Audit(archive.home).of_archive()) == []
    list(archive.index())
    assert urls(archive)[: len(acknowledged)] == acknowledged
    assert [path for path in archive.warc_folder.iterdir() if path.suffix != ".gz"] == []


def test_a_second_writer_waits_and_then_says_so_and_readers_do_not(
    archive: Archive, site: DemoSite, told: list[str]
) -> None:
    list(archive.save([site.article_url], LOCAL))
    with locked(archive.home):
        assert archive.article(1).id == 1
        assert list(Audit(archive.home).of_archive()) == []
        with pytest.raises(StoreError, match="another archiver"), locked(archive.home, told.append, patience=0.1):
            pass
    assert len(told) == 1


def test_kills_at_random_points_lose_nothing_that_was_reported() -> None:
    """The short version of `python -m benchmarks.durability --points 500`."""
    command = [sys.executable, "-m", "benchmarks.durability", "--points", "10", "--disks", "1"]
    found = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    report = json.loads(found.stdout or "{}")
    assert report.get("wrong") == [], found.stderr
    assert (report["killed"], found.returncode) == (10, 0)
