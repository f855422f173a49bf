"""Digests and lengths of what streams by are those of the whole."""

import base64
import hashlib
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.warc.measure import Dechunker, Digest, Measure
from archiver.warc.message import dechunk, digest

chunkish = st.lists(
    st.one_of(
        st.sampled_from(
            [b"0\r\n\r\n", b"5\r\nhello\r\n", b"5;x=y\r\nhello\r\n", b"\r\n", b"\r", b"\n", b"5", b"A \r\n"]
        ),
        st.binary(max_size=6),
    ),
    max_size=6,
).map(b"".join)


@given(chunkish, st.lists(st.integers(0, 40), max_size=6))
@example(b"5\r\nhello\r\n5", [11])
@example(b"5\r\nhello\r\r\n", [])
def test_chunks_that_come_in_pieces_are_removed_as_from_the_whole(body: bytes, cuts: list[int]) -> None:
    places = sorted({min(cut, len(body)) for cut in cuts} | {0, len(body)})
    dechunker = Dechunker()
    pieces = [dechunker.feed(body[start:end]) for start, end in pairwise(places)]
    assert b"".join([*pieces, dechunker.close()]) == dechunk(body)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5", "sha512", "SHA-256"])
@pytest.mark.parametrize(
    "encode", [base64.b32encode, base64.b16encode, bytes.hex, base64.b64encode, base64.urlsafe_b64encode]
)
def test_a_digest_may_be_written_in_every_way_that_is_in_use(algorithm: str, encode) -> None:
    value = encode(hashlib.new(algorithm.lower().replace("-", ""), b"hello").digest())
    declared = Digest(f"{algorithm}:{value if isinstance(value, str) else value.decode()}")
    assert not declared.matches()
    declared.update(b"hel")
    declared.update(b"lo")
    assert declared.matches()


@pytest.mark.parametrize("declared", ["", "sha1", "sha1:", "crc32:1234", "blake9:AAAA", "shake128:00"])
def test_a_digest_that_is_none_matches_nothing(declared: str) -> None:
    assert not Digest(declared).matches()


def measured(head: bytes, body: bytes, *fields: tuple[str, str], step: int = 3) -> Measure:
    measure = Measure()
    measure.begin(b"", (("WARC-Type", "response"), ("Content-Type", "application/http; msgtype=response"), *fields))
    block = head + body
    for start in range(0, len(block), step):
        measure.write(block[start : start + step])
    return measure


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
CHUNKS = b"5\r\nhello\r\n0\r\n\r\n"


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_the_payload_of_a_chunked_body_is_without_its_chunks(step: int) -> None:
    assert measured(CHUNKED, CHUNKS, ("WARC-Payload-Digest", digest(b"hello")), step=step).faults() == []


def test_a_digest_of_the_body_with_its_chunks_is_wrong_and_named_as_such() -> None:
    (fault,) = measured(CHUNKED, CHUNKS, ("WARC-Payload-Digest", digest(CHUNKS))).faults()
    assert fault.startswith("the payload digest is wrong")
    assert digest(b"hello") in fault
    assert fault.endswith("it is that of the body with its chunks")


def test_a_block_digest_is_of_all_the_block() -> None:
    assert measured(PLAIN, b"hello", ("WARC-Block-Digest", digest(PLAIN + b"hello"))).faults() == []
    assert len(measured(PLAIN, b"hellO", ("WARC-Block-Digest", digest(PLAIN + b"hello"))).faults()) == 1


def test_a_length_that_is_wrong_is_one_unless_the_body_is_called_truncated() -> None:
    assert measured(PLAIN, b"hello").length_fault() is None
    assert "Content-Length is 5, but the body has 4" in str(measured(PLAIN, b"hell").length_fault())
    assert measured(PLAIN, b"hell", ("WARC-Truncated", "disconnect")).length_fault() is None
    assert measured(PLAIN.replace(b"200 OK", b"304 Not Modified"), b"").length_fault() is None


def test_a_chunked_body_without_its_last_chunk_is_cut_short() -> None:
    assert "last chunk" in measured(CHUNKED, b"5\r\nhello\r\n").faults()[0]
    assert measured(CHUNKED, b"5\r\nhello\r\n", ("WARC-Truncated", "disconnect")).faults() == []


def test_a_body_that_is_not_in_chunks_though_it_should_be_is_named() -> None:
    assert "not in chunks" in measured(CHUNKED, b"hello").faults()[0]
