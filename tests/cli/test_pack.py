"""`archiver pack`: what is given away is whole, replayable, and holds no credentials."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.capture.server import Server
from tests.cli.terminal import done, objects, refused, run, tree


@pytest.fixture
def packed(home: Path, here: Path) -> Path:
    done("pack", "--archive", home, "-o", "news.wacz")
    return here / "news.wacz"


def names(path: Path) -> dict[str, int]:
    with zipfile.ZipFile(path) as file:
        return {info.filename: info.compress_type for info in file.infolist()}


def text(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def rewritten(path: Path, name: str, data: bytes | None, deflated: bool = False) -> Path:
    """A copy in which one file is another, is missing, or is deflated."""
    changed = path.with_name("changed.wacz")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            content = data if info.filename == name and not deflated else old.read(info)
            kind = zipfile.ZIP_DEFLATED if deflated and info.filename == name else info.compress_type
            if content is not None:
                new.writestr(info.filename, content, kind)
    return changed


def test_what_is_packed_is_verified_by_check(packed: Path, home: Path) -> None:
    assert objects("check", packed) == [{"files": 1, "records": 16, "faults": 0}]


def test_no_file_has_an_extra_field_before_it_which_replay_tools_take_for_content(packed: Path) -> None:
    data = packed.read_bytes()
    with zipfile.ZipFile(packed) as file:
        heads = [data[info.header_offset :][:30] for info in file.infolist()]
    assert {head[28:30] for head in heads} == {bytes(2)}


def test_it_says_what_it_packed_and_changes_nothing_in_the_archive(home: Path, here: Path) -> None:
    before = tree(home)
    assert done("pack", "--archive", home).stdout == "news.wacz: 16 records, 4 pages\n"
    assert [path.name for path in here.iterdir()] == ["news.wacz"]
    assert tree(home) == before


def test_what_is_compressed_already_is_stored(packed: Path, home: Path) -> None:
    (warc,) = (home / "warc").iterdir()
    found = names(packed)
    assert list(found) == [
        f"archive/{warc.name}", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "datapackage.json",
        "datapackage-digest.json",
    ]  # fmt: skip
    assert found[f"archive/{warc.name}"] == found["indexes/index.cdx.gz"] == zipfile.ZIP_STORED


def test_the_manifest_and_the_pages_are_what_the_standard_wants(packed: Path) -> None:
    manifest = json.loads(text(packed, "datapackage.json"))
    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    assert manifest["software"].startswith("archiver/")
    assert manifest["created"].endswith("Z")
    assert all(set(one) == {"name", "path", "hash", "bytes"} for one in manifest["resources"])
    head, *pages = map(json.loads, text(packed, "pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    assert len(pages) == 4
    assert pages[0]["title"] == "Lifeboat station to reopen after year of fundraising"
    assert "rope maker" in pages[0]["text"]
    assert all(page["url"] and page["ts"].endswith("Z") and page["id"] for page in pages)


SECRET = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nset-cookie: session=TOPSECRET;\r\n path=/\r\nX-Kept: yes\r\n"
    b"Set-Cookie: b=TOPSECRET\r\nContent-Length: 18\r\n\r\n<p>Set-Cookie: ok\n"
)


@pytest.mark.parametrize("kept", [False, True])
def test_credentials_are_left_out_and_records_stay_right(here: Path, server: Server, kept: bool) -> None:
    done("save", "--allow-private", "--no-requisites", server.says("/", SECRET), "--archive", "secret")
    words = ["--with-credentials"] if kept else []
    (found,) = objects("pack", "--archive", "secret", *words)
    assert found["credentials"] == (0 if kept else 2)
    assert objects("check", "secret.wacz")[-1]["faults"] == 0
    shutil.unpack_archive(here / "secret.wacz", here / "unpacked", "zip")
    (warc,) = (here / "unpacked" / "archive").iterdir()
    import gzip

    data = gzip.decompress(warc.read_bytes())
    assert (b"TOPSECRET" in data) == kept
    assert b"X-Kept: yes\r\n" in data
    assert b"<p>Set-Cookie: ok\n" in data
    assert ("left out" in text(here / "secret.wacz", "datapackage.json")) != kept


def test_a_site_and_a_time_can_be_chosen(home: Path, here: Path) -> None:
    assert objects("pack", "--archive", home, "--site", "127.0.0.1", "-o", "a.wacz")[0]["answers"] == 5
    assert objects("pack", "--archive", home, "--after", "2020", "--before", "2999-12", "-o", "b.wacz")[0]["pages"] == 4
    for words in (["--site", "other.example"], ["--before", "2020-01-01"], ["--after", "2999"]):
        refused(run("pack", "--archive", home, *words, "-o", "c.wacz"), home, "nothing to pack")
    assert sorted(path.name for path in here.iterdir()) == ["a.wacz", "b.wacz"]


def test_what_cannot_be_packed_is_said(home: Path, here: Path, packed: Path) -> None:
    before = tree(here)
    refused(run("pack", "--archive", home, "-o", "news.wacz"), "news.wacz", "exists already")
    refused(run("pack", "--archive", home, "-o", "news.zip"), "news.zip", ".wacz")
    refused(run("pack", "--archive", home, "--after", "May", "-o", "x.wacz"), "May")
    refused(run("pack", "-o", "x.wacz"), "nothing is archived here yet")
    refused(run("pack", "--archive", home, "-o", "no/x.wacz"), "no")
    assert tree(here) == before


def test_bytes_of_a_damaged_file_are_left_out_and_said(home: Path, here: Path) -> None:
    (warc,) = (home / "warc").iterdir()
    warc.write_bytes(warc.read_bytes() + b"garbage")
    found = done("pack", "--archive", home, code=4)
    assert "7 bytes are in no whole record" in found.stderr
    assert objects("check", "news.wacz")[-1]["faults"] == 0


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("datapackage.json", None, "the manifest is missing"),
        ("datapackage.json", b"{}", "wacz_version"),
        ("pages/pages.jsonl", None, "the list of pages is missing"),
        ("pages/pages.jsonl", b'{"format": "json-pages-1.0"}\n{"url": "x"}\n', "line 2 is no page"),
        ("pages/pages.jsonl", b"", "the hash is wrong"),
        ("indexes/index.idx", None, "is listed in the manifest, but not there"),
        ("indexes/index.cdx.gz", b"", "the hash is wrong"),
        ("datapackage-digest.json", b"{}", "does not fit"),
    ],
)
def test_a_file_that_is_changed_or_missing_is_named(packed: Path, name: str, data: bytes | None, what: str) -> None:
    found = [one["what"] for one in objects("check", rewritten(packed, name, data), code=4)[:-1]]
    assert any(what in one for one in found), found


def test_so_is_one_that_is_deflated_and_one_that_is_not_listed(packed: Path, home: Path) -> None:
    (warc,) = (home / "warc").iterdir()
    (fault, _) = objects("check", rewritten(packed, f"archive/{warc.name}", None, deflated=True), code=4)
    assert "is compressed in the ZIP file" in fault["what"]
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr("extra.txt", "x")
    assert [one["what"] for one in objects("check", packed, code=4)[:-1]] == ["is not listed in the manifest"]


def test_every_flipped_byte_of_a_record_is_found(packed: Path) -> None:
    data = bytearray(packed.read_bytes())
    data[5000] ^= 1
    packed.write_bytes(data)
    assert objects("check", packed, code=4)[-1]["faults"] >= 1


@pytest.mark.parametrize("data", [b"", b"no ZIP file", b"PK\x03\x04"])
def test_what_is_no_zip_file_is_a_fault(here: Path, data: bytes) -> None:
    (here / "x.wacz").write_bytes(data)
    (fault, _) = objects("check", "x.wacz", code=4)
    assert fault["what"].startswith("not a whole ZIP file")


def test_the_standard_s_own_tool_accepts_it(packed: Path) -> None:
    tool = shutil.which("wacz")
    if not tool:
        pytest.skip("py-wacz is not installed")
    subprocess.run([tool, "validate", "-f", packed], check=True, capture_output=True)
