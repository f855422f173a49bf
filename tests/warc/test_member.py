"""A gzip member is read by everybody's gunzip, whatever is in it, and what is dense already does not grow in it."""

import gzip
import random
import zlib
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from archiver.warc.member import GzipMember

NOISE = random.Random(1).randbytes(200_000)
TEXT = b"The harbour office has published the tables for the coming year. " * 3_000


def packed(*pieces: bytes) -> bytes:
    out = BytesIO()
    member = GzipMember(out)
    for piece in pieces:
        member.write(piece)
    member.flush()
    return out.getvalue()


pieces = st.builds(
    lambda source, start, size: source[start : start + size],
    st.sampled_from([NOISE, TEXT]),
    st.integers(0, 100_000),
    st.sampled_from([0, 1, 100, 4_096, 4_097, 65_535, 65_536, 70_000]),
)


@given(st.lists(pieces, max_size=6))
def test_what_goes_in_comes_out(given: list[bytes]) -> None:
    whole = b"".join(given) or b"x"
    machine = zlib.decompressobj(31)
    assert machine.decompress(packed(*given) if any(given) else packed(b"x")) == whole
    assert machine.eof


def test_several_members_stand_one_behind_the_other() -> None:
    out = BytesIO()
    member = GzipMember(out)
    for piece in (TEXT, NOISE, b"end"):
        member.write(piece)
        member.flush()
    assert gzip.decompress(out.getvalue()) == TEXT + NOISE + b"end"


def test_what_is_dense_is_stored_and_text_around_it_is_not() -> None:
    assert len(NOISE) < len(packed(NOISE)) < len(NOISE) + 100
    assert len(packed(TEXT)) < len(TEXT) / 50
    assert len(packed(TEXT, NOISE, TEXT)) < len(NOISE) + len(TEXT) / 25
