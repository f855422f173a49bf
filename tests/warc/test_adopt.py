"""Copies of WARC files that others made: whole, byte for byte, or not at all."""

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.errors import WarcError
from archiver.warc.adopt import adopt_wacz, adopt_warc, check_whole
from archiver.warc.resource import Resource, write_resources


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    page = Resource("https://news.example/1", datetime(2025, 5, 28, tzinfo=UTC), "text/html", b"<p>hello</p>" * 99)
    path = write_resources(tmp_path / "elsewhere", [page, page])
    assert path is not None
    return path.rename(path.with_name("crawl.warc.gz"))


def wacz(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), data)
    return path


def test_a_copy_is_the_same_to_the_byte(warc: Path, tmp_path: Path) -> None:
    copy = adopt_warc(warc, tmp_path / "warc")
    assert copy == tmp_path / "warc" / "crawl.warc.gz"
    assert copy.read_bytes() == warc.read_bytes()
    assert check_whole(copy) == 3
    assert [path.name for path in copy.parent.iterdir()] == ["crawl.warc.gz"]


def test_a_second_time_nothing_is_copied_and_nothing_ever_replaced(warc: Path, tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    first = adopt_warc(warc, folder)
    assert adopt_warc(warc, folder) == first == adopt_warc(first, folder)
    other = warc.parent / "other"
    other.mkdir()
    (other / warc.name).write_bytes(warc.read_bytes() * 2)
    assert adopt_warc(other / warc.name, folder).name == "crawl-2.warc.gz"
    assert first.read_bytes() == warc.read_bytes()
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.gz.open", "crawl"])
def test_the_ending_says_what_is_in_the_file(name: str, warc: Path, tmp_path: Path) -> None:
    plain = tmp_path / name
    plain.write_bytes(gzip.decompress(warc.read_bytes()))
    assert adopt_warc(plain, tmp_path / "warc").name.endswith(".warc")
    plain.write_bytes(warc.read_bytes())
    assert adopt_warc(plain, tmp_path / "warc").name.endswith(".warc.gz")


@pytest.mark.parametrize("cut", [1, 20, 400])
def test_a_torn_file_is_named_and_nothing_stays(cut: int, warc: Path, tmp_path: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-cut])
    with pytest.raises(WarcError, match=r"crawl\.warc\.gz: at offset \d+: torn"):
        adopt_warc(warc, tmp_path / "warc")
    assert not (tmp_path / "warc").exists()


@pytest.mark.parametrize("data", [b"", b"no warc", gzip.compress(b"no warc")])
def test_so_is_what_is_no_warc(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(data)
    with pytest.raises(WarcError, match=r"x\.warc: at offset 0"):
        adopt_warc(tmp_path / "x.warc", tmp_path / "warc")
    assert not (tmp_path / "warc").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match=r"gone\.warc: cannot be copied \(no such file"):
        adopt_warc(tmp_path / "gone.warc", tmp_path / "warc")


def test_the_warc_files_in_a_wacz_are_copied(warc: Path, tmp_path: Path) -> None:
    data = warc.read_bytes()
    path = wacz(
        tmp_path / "c.wacz", archive__a_warc_gz=data, archive__b_warc=gzip.decompress(data), indexes__i_cdx=b"x"
    )
    assert [(one.name, one.read_bytes()) for one in adopt_wacz(path, tmp_path / "warc")] == [
        ("a.warc.gz", data), ("b.warc", gzip.decompress(data)),
    ]  # fmt: skip


def test_a_name_in_a_wacz_leads_nowhere_else(warc: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.wacz", "w") as packed:
        packed.writestr("archive/../../../evil.warc.gz", warc.read_bytes())
    assert adopt_wacz(tmp_path / "c.wacz", tmp_path / "warc") == [tmp_path / "warc" / "evil.warc.gz"]


def test_a_damaged_member_is_named_with_its_file(warc: Path, tmp_path: Path) -> None:
    path = wacz(tmp_path / "c.wacz", archive__a_warc_gz=warc.read_bytes()[:-9])
    with pytest.raises(WarcError, match=r"c\.wacz, archive/a\.warc\.gz: at offset"):
        adopt_wacz(path, tmp_path / "warc")
    assert not (tmp_path / "warc").exists()


def test_a_zip_file_that_is_none_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match=r"c\.wacz: a ZIP file without WARC files"):
        adopt_wacz(wacz(tmp_path / "c.wacz", readme_txt=b"x"), tmp_path / "warc")
    (tmp_path / "d.wacz").write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(WarcError, match=r"d\.wacz: a WACZ file that cannot be read"):
        adopt_wacz(tmp_path / "d.wacz", tmp_path / "warc")
    broken = io.BytesIO(
        wacz(tmp_path / "e.wacz", archive__a_warc=b"WARC/1.1" * 99).read_bytes().replace(b"WARC/1.1W", b"X" * 9, 3)
    )
    (tmp_path / "e.wacz").write_bytes(broken.getvalue())
    with pytest.raises(WarcError, match=r"e\.wacz"):
        adopt_wacz(tmp_path / "e.wacz", tmp_path / "warc")
