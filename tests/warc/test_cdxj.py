"""The index is what cdxj-indexer makes of the same file, and each of its lines points at its record."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.warc.cdxj import Entry, faults, lines
from archiver.warc.surt import surt
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import CHUNKED, exchange
from tests.warc.test_verify import record

URLS = [
    "http://example.org", "https://www.Example.org/a/?b=2&a=1", "http://www2.example.org:80/A/../b/./c//d/",
    "https://example.org:8443/x/#frag", "http://user:pw@example.org/p", "http://127.0.0.1:8080/story?n=1",
    "http://[::1]:8080/x", "http://2130706433/", "http://xn--bcher-kva.example/", "http://bücher.example/straße?q=ü",
    "http://example.org/%7Euser/%2541?x=%20y&X=%26", "http://example.org/?a&b=&c", "http://EXAMPLE.org./a",
    "http://example.org/x?jsessionid=0123456789abcdef0123456789ABCDEF&a=1",
    "http://example.org/x?a=1&PHPSESSID=0123456789abcdef0123456789ABCDEF",
    "http://example.org/(aaaaaaaaaaaaaaaaaaaaaaaa)/page.aspx", "http://example.org/x?&&a", "http://example.org/../..",
    "urn:text:http://A.b/C?X=1&a", "dns:example.org", "metadata://gnu.org/x", "http://example.org/a?b?c",
    "http://example.org/%e4%f6", "http://example.org/%zz?%zz", "http://a..b/", "http://example.org/a/..",
]  # fmt: skip


def indexed_by_the_reference(*paths: Path) -> list[str]:
    """What cdxj-indexer says, in a process of its own: it is untyped, noisy, and under another licence."""
    script = "import sys; from cdxj_indexer.main import main; main(['--sort', *sys.argv[1:]])"
    command = [sys.executable, "-W", "ignore", "-c", script, *map(str, paths)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    with WarcWriter(tmp_path) as writer:
        writer.write(exchange())
        writer.write(exchange(url="http://example.org/2", head=CHUNKED, body=b"5\r\nhello\r\n0\r\n\r\n"))
        writer.write(exchange(url="http://example.org/1", head=b"HTTP/1.1 404 Not Found\r\n\r\n", body=b"no"))
        writer.write(exchange(url="http://example.org/1", head=b"HTTP/1.1 302 Found\r\nLocation: /2\r\n\r\n", body=b""))
    (path,) = tmp_path.iterdir()
    return path


def by_name(path: Path):
    return lambda name: (path.parent / name).open("rb") if (path.parent / name).exists() else None


def test_it_is_what_cdxj_indexer_makes(warc: Path) -> None:
    found = lines([(warc, warc.name)])
    assert len(found) == 4
    assert found == indexed_by_the_reference(warc)


def test_so_is_that_of_other_kinds_of_records_and_of_uncompressed_files(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    http = "application/http; msgtype=response"
    original = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nhello"
    path.write_bytes(
        b"".join(
            [
                record(kind="warcinfo", WARC_Target_URI="", Content_Type="application/warc-fields"),
                record(kind="response", block=original, Content_Type=http),
                record(kind="revisit", block=original[:-5], Content_Type=http, WARC_Payload_Digest="sha1:A"),
                record(kind="resource", WARC_Target_URI="urn:text:http://example.org/", Content_Type="text/plain; x=y"),
                record(kind="metadata", WARC_Target_URI="http://example.org/", Content_Type="application/warc-fields"),
                record(kind="metadata", WARC_Target_URI="metadata://x/y", Content_Type="text/anvl"),
                record(
                    kind="request", block=b"GET / HTTP/1.1\r\n\r\n", Content_Type="application/http; msgtype=request"
                ),
            ]
        )
    )
    assert lines([(path, path.name)]) == indexed_by_the_reference(path)


def test_urls_have_the_keys_that_replay_tools_look_for(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(gzip.compress(record(WARC_Target_URI=url)) for url in URLS))
    expected = {(entry.fields["url"], entry.key) for entry in map(Entry.parse, indexed_by_the_reference(path))}
    assert {
        (entry.fields["url"], surt(entry.fields["url"])) for entry in map(Entry.parse, lines([(path, "x")]))
    } == expected


@given(st.text(max_size=30), st.sampled_from(["http://a.example/", "http://", "urn:x:", ""]))
def test_every_text_has_a_key_that_fits_on_a_line(rest: str, start: str) -> None:
    assert surt(start + rest).isascii()
    assert "\n" not in surt(start + rest)


def test_files_are_one_index_and_lines_are_sorted(warc: Path, tmp_path: Path) -> None:
    other = warc.rename(tmp_path / "b.warc.gz")
    (tmp_path / "a.warc.gz").write_bytes(other.read_bytes())
    found = lines([(other, other.name), (tmp_path / "a.warc.gz", "a.warc.gz")])
    assert found == sorted(found) == indexed_by_the_reference(tmp_path / "a.warc.gz", other)


def test_damaged_bytes_are_left_out(warc: Path) -> None:
    whole = lines([(warc, warc.name)])
    warc.write_bytes(bytes(99) + warc.read_bytes()[:-20])
    assert len(lines([(warc, warc.name)])) == len(whole)  # the torn one is a request


def test_nothing_is_wrong_with_an_index_that_is_right(warc: Path) -> None:
    assert list(faults([f"{line}\n" for line in lines([(warc, warc.name)])], "x", by_name(warc))) == []


def test_each_way_in_which_a_line_can_be_wrong_is_named(warc: Path) -> None:
    right = lines([(warc, warc.name)])
    entry = Entry.parse(right[0])

    def what(*index: str) -> str:
        found = [fault.what for fault in faults(index, "x", by_name(warc))]
        return "; ".join(found)

    def changed(**fields: str) -> str:
        return str(Entry(entry.key, entry.time, entry.fields | fields))

    assert "must be sorted" in what(right[1], right[0])
    assert "not a line" in what("some text")
    assert "a file that is not there" in what(changed(filename="y.warc.gz"))
    assert "no record begins" in what(changed(offset="17"))
    assert "no record begins" in what(changed(offset="x"))
    assert "as length" in what(changed(length="17"))
    assert "as url" in what(changed(url="http://other.example/"))
    assert "key or time" in what(str(Entry(entry.key, "20200101000000", entry.fields)))
    assert "key or time" in what(str(Entry("org,other)/", entry.time, entry.fields)))
