import gzip
import zlib

import brotlicffi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.warc.message import (
    content,
    dechunk,
    digest,
    header,
    is_chunked,
    media_type,
    parse_head,
    payload_pieces,
    split,
)


def chunked(parts: list[bytes]) -> bytes:
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


parts_of_a_body = st.lists(st.binary(min_size=1, max_size=50), max_size=5)


@given(parts_of_a_body)
def test_dechunking_undoes_chunking(parts: list[bytes]) -> None:
    assert dechunk(chunked(parts)) == b"".join(parts)


@given(parts_of_a_body.filter(len), st.integers(min_value=0))
def test_a_chunked_body_cut_after_its_first_chunk_gives_the_data_that_came(parts: list[bytes], place: int) -> None:
    body = chunked(parts)
    first = body.index(b"\r\n") + 3
    cut = body[: first + place % (len(body) - first)]
    assert b"".join(parts).startswith(dechunk(cut))


@given(st.binary())
def test_dechunking_takes_any_bytes(noise: bytes) -> None:
    assert len(dechunk(noise)) <= len(noise)


@given(parts_of_a_body, st.integers(min_value=1, max_value=9), st.binary(max_size=9))
def test_a_chunked_body_gives_the_same_however_it_is_cut(parts: list[bytes], step: int, noise: bytes) -> None:
    body = chunked(parts)[:-5] + noise
    pieces = [body[at : at + step] for at in range(0, len(body), step)]
    assert b"".join(payload_pieces((("Transfer-Encoding", "chunked"),), pieces)) == dechunk(body)


def test_a_body_without_chunks_is_left_alone() -> None:
    assert dechunk(b"<p>hello</p>") == b"<p>hello</p>"


@given(st.binary(max_size=300), st.lists(st.sampled_from(["gzip", "deflate", "x-gzip", "br", "identity"]), max_size=3))
def test_content_undoes_the_codings_in_reverse(data: bytes, codings: list[str]) -> None:
    pack = {
        "gzip": gzip.compress,
        "x-gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotlicffi.compress,
        "identity": bytes,
    }
    packed = data
    for coding in codings:
        packed = pack[coding](packed)
    assert content((("content-encoding", ", ".join(codings).upper()),), packed) == data


@given(st.binary())
def test_content_takes_any_bytes(noise: bytes) -> None:
    for coding in ("gzip", "deflate", "gzip, deflate", "br"):
        content((("Content-Encoding", coding),), noise)


def test_a_coding_not_known_leaves_the_body_as_it_is() -> None:
    assert content((("Content-Encoding", "zstd"),), b"packed") == b"packed"


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotlicffi.compress)])
@pytest.mark.parametrize("keep", [40, 100, 1000])
def test_a_body_cut_short_gives_its_beginning(coding: str, pack, keep: int) -> None:
    data = b"".join(b"%d," % (n * n) for n in range(2000))
    unpacked = content((("Content-Encoding", coding),), pack(data)[:keep])
    assert data.startswith(unpacked)
    assert keep < 1000 or unpacked


def test_several_gzip_members_in_a_row_are_one_body() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0"
    assert content((("Content-Encoding", "gzip"),), packed) == b"one two"


def test_a_bomb_is_cut_at_the_limit() -> None:
    for coding, pack in (("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotlicffi.compress)):
        assert content((("Content-Encoding", coding),), pack(bytes(10**6)), limit=1000) == bytes(1000)


def test_codings_piled_up_beyond_reason_are_left_alone() -> None:
    assert content((("Content-Encoding", ", ".join(["gzip"] * 1000)),), b"packed") == b"packed"


def test_a_head_is_parsed_leniently_and_nothing_is_renamed() -> None:
    head = parse_head(
        b"HTTP/1.1 200 OK\r\nA: 1\r\na : 2\r\n\tfolded\r\nno colon\r\nUtf: \xc3\xa9\r\nLatin: \xe9\r\n\r\n"
    )
    assert head.status == 200
    assert head.headers == (("A", "1"), ("a", "2 folded"), ("Utf", "é"), ("Latin", "é"))


@pytest.mark.parametrize(("line", "status"), [(b"HTTP/1.0 404", 404), (b"HTTP/1.1 fine", 0), (b"", 0)])
def test_a_status_line_without_a_status_has_none(line: bytes, status: int) -> None:
    assert parse_head(line).status == status


def test_headers_are_found_in_whatever_case() -> None:
    headers = (("X-a", "1"), ("x-A", "2"), ("Transfer-Encoding", "gzip, Chunked"))
    assert header(headers, "x-a") == "1"
    assert header(headers, "gone") == ""
    assert is_chunked(headers)


@given(st.binary())
def test_splitting_loses_no_byte(data: bytes) -> None:
    assert b"".join(split(data)) == data


def test_a_message_is_split_after_its_first_blank_line() -> None:
    assert split(b"a\r\n\r\nb\r\n\r\nc") == (b"a\r\n\r\n", b"b\r\n\r\nc")
    assert split(b"a\n\nb") == (b"a\n\n", b"b")


def test_a_media_type_is_without_its_parameters() -> None:
    assert media_type("Text/HTML ; charset=utf-8") == "text/html"


def test_the_digest_is_as_other_tools_write_it() -> None:
    assert digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
