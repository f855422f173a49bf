"""The WARC files in WACZ files: all of them or none, and what the manifest says of them."""

import gzip
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.errors import WarcError
from archiver.warc.resource import Resource, write_resources
from archiver.warc.unpack import adopt_wacz

NAME = "archive/a.warc"


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


def test_the_warc_files_in_a_wacz_are_copied(warc: Path, tmp_path: Path) -> None:
    data = warc.read_bytes()
    path = wacz(
        tmp_path / "c.wacz", archive__a_warc_gz=data, archive__b_warc=gzip.decompress(data), indexes__i_cdx=b"x"
    )
    assert [(one.path.name, one.path.read_bytes()) for one in adopt_wacz(path, tmp_path / "warc")] == [
        ("a.warc.gz", data), ("b.warc", gzip.decompress(data)),
    ]  # fmt: skip


def test_a_name_in_a_wacz_leads_nowhere_else(warc: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.wacz", "w") as packed:
        packed.writestr("archive/../../../evil.warc.gz", warc.read_bytes())
    (found,) = adopt_wacz(tmp_path / "c.wacz", tmp_path / "warc")
    assert found.path == tmp_path / "warc" / "evil.warc.gz"


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


def test_where_one_is_damaged_none_is_taken_in(warc: Path, tmp_path: Path) -> None:
    data = warc.read_bytes()
    path = wacz(tmp_path / "c.wacz", archive__a_warc_gz=data, archive__b_warc_gz=data[:-9])
    with pytest.raises(WarcError, match=r"archive/b\.warc\.gz"):
        adopt_wacz(path, tmp_path / "warc")
    assert not (tmp_path / "warc").exists()


def with_hash(path: Path, data: bytes, hash_: str) -> Path:
    resource = {"name": "a.warc", "path": NAME, "hash": hash_, "bytes": len(data)}
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(NAME, data)
        packed.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": [resource]}))
    return path


@pytest.mark.parametrize("kind", ["sha256", "md5", "sha1"])
def test_a_file_with_the_hash_of_the_manifest_needs_no_word(kind: str, warc: Path, tmp_path: Path) -> None:
    data = warc.read_bytes()
    right = f"{kind}:{hashlib.new(kind, data).hexdigest()}"
    (found,) = adopt_wacz(with_hash(tmp_path / "c.wacz", data, right), tmp_path / "warc")
    assert (found.known, found.notes) == (False, ())
    (again,) = adopt_wacz(tmp_path / "c.wacz", tmp_path / "warc")
    assert (again.known, again.path) == (True, found.path)


def test_another_hash_is_said_where_the_records_are_right_by_their_own_digests(warc: Path, tmp_path: Path) -> None:
    path = with_hash(tmp_path / "c.wacz", gzip.decompress(warc.read_bytes()), "sha256:" + "0" * 64)
    (found,) = adopt_wacz(path, tmp_path / "warc")
    (note,) = found.notes
    assert note.startswith(f"{path}, {NAME}: its hash is not the one in datapackage.json, but")


def test_it_is_refused_where_a_record_is_at_fault_too(warc: Path, tmp_path: Path) -> None:
    data = gzip.decompress(warc.read_bytes())
    bad = data.replace(b"<p>hello</p>", b"<p>hallo</p>", 1)
    path = with_hash(tmp_path / "c.wacz", bad, f"sha256:{hashlib.sha256(data).hexdigest()}")
    with pytest.raises(WarcError, match=r"its records are at fault too; get it anew \(.*digest is wrong"):
        adopt_wacz(path, tmp_path / "warc")
    assert not (tmp_path / "warc").exists()


def test_it_is_refused_where_the_records_have_nothing_to_be_judged_by(warc: Path, tmp_path: Path) -> None:
    lines = gzip.decompress(warc.read_bytes()).split(b"\r\n")
    bare = b"\r\n".join(line for line in lines if b"-Digest:" not in line)
    path = with_hash(tmp_path / "c.wacz", bare, "md5:" + "0" * 32)
    with pytest.raises(WarcError, match="have no digests to judge them by"):
        adopt_wacz(path, tmp_path / "warc")
    (found,) = adopt_wacz(with_hash(path, bare, "crc32:0"), tmp_path / "warc")
    assert "of a kind not known here" in found.notes[0]
