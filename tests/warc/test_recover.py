"""Every whole record of a damaged file is in the new one, and the lost bytes are named."""

import gzip
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archiver.errors import WarcError
from archiver.warc.message import digest
from archiver.warc.recover import recover
from archiver.warc.verify import Verifier
from tests.warc.test_verify import faults, record

NOISE = random.Random(5).randbytes


def warc(count: int = 6) -> list[bytes]:
    return [record(block=NOISE(700), WARC_Record_ID=f"<urn:x:{number}>") for number in range(count)]


def packed(records: list[bytes]) -> list[bytes]:
    return [gzip.compress(one, mtime=0) for one in records]


def ids(path: Path) -> list[str]:
    return [piece.get("WARC-Record-ID") for piece, _ in Verifier().walk(path) if piece]


def repaired(tmp_path: Path, data: bytes, old: str = "old.warc.gz", new: str = "new.warc.gz"):
    (tmp_path / old).write_bytes(data)
    found = recover(tmp_path / old, tmp_path / new)
    assert (tmp_path / old).read_bytes() == data
    assert faults(tmp_path / new) == []
    return found, [int(one[7:-1]) for one in ids(tmp_path / new)]


def test_a_file_that_is_whole_comes_out_byte_for_byte(tmp_path: Path) -> None:
    data = b"".join(packed(warc()))
    found, numbers = repaired(tmp_path, data)
    assert (found.records, found.lost, numbers) == (6, (), [0, 1, 2, 3, 4, 5])
    assert (tmp_path / "new.warc.gz").read_bytes() == data


def test_a_torn_tail_is_left_out(tmp_path: Path) -> None:
    parts = packed(warc())
    data = b"".join(parts)[:-50]
    found, numbers = repaired(tmp_path, data)
    assert numbers == [0, 1, 2, 3, 4]
    assert [(gap.start, gap.end, gap.why) for gap in found.lost] == [
        (len(data) - len(parts[5]) + 50, len(data), "torn: the file ends within this record")
    ]


@pytest.mark.parametrize("hole", [bytes(9000), NOISE(3000), b"\x1f\x8b\x08 WARC/1.0\r\n\x1f\x8b", b"WARC/1.1\r\n\r\n"])
def test_garbage_between_records_is_left_out_and_the_records_behind_it_are_found(tmp_path: Path, hole: bytes) -> None:
    parts = packed(warc())
    start = sum(map(len, parts[:3]))
    found, numbers = repaired(tmp_path, b"".join([*parts[:3], hole, *parts[3:]]))
    assert numbers == [0, 1, 2, 3, 4, 5]
    assert [(gap.start, gap.end) for gap in found.lost] == [(start, start + len(hole))]
    assert found.bytes_lost == len(hole)


def test_a_torn_member_with_more_appended_costs_that_member_alone(tmp_path: Path) -> None:
    parts = packed(warc())
    parts[2] = parts[2][:-200]
    _, numbers = repaired(tmp_path, b"".join(parts))
    assert numbers == [0, 1, 3, 4, 5]


@given(place=st.integers(0, 10**6), mask=st.integers(1, 255), plain=st.booleans())
@example(place=329, mask=1, plain=True)  # the first byte of a record: the one before seems to be too short
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_flipped_byte_costs_one_record_at_most(tmp_path_factory, place: int, mask: int, plain: bool) -> None:
    blocks = [NOISE(90) for _ in range(4)]
    records = [
        record(block=one, WARC_Record_ID=f"<urn:x:{number}>", WARC_Block_Digest=digest(one))
        for number, one in enumerate(blocks)
    ]
    data = bytearray(b"".join(records if plain else packed(records)))
    data[place % len(data)] ^= mask
    folder = tmp_path_factory.mktemp("flip")
    (folder / "old").write_bytes(data)
    found = recover(folder / "old", folder / "new.warc.gz")
    assert found.records >= 3


def test_a_zero_filled_hole_in_an_uncompressed_file_costs_the_records_that_it_touches(tmp_path: Path) -> None:
    parts = warc()
    data = bytearray(b"".join(parts))
    start = len(parts[0]) + len(parts[1]) // 2
    data[start : start + len(parts[1])] = bytes(len(parts[1]))
    _, numbers = repaired(tmp_path, bytes(data), "old.warc", "new.warc")
    assert numbers == [0, 3, 4, 5]


def test_several_records_in_one_member_get_one_each(tmp_path: Path) -> None:
    found, numbers = repaired(tmp_path, gzip.compress(b"".join(warc())))
    assert (found.lost, numbers) == ((), [0, 1, 2, 3, 4, 5])


def test_of_a_broken_member_with_several_those_are_kept_that_their_digest_proves(tmp_path: Path) -> None:
    proved = [
        record(block=one, WARC_Record_ID=f"<urn:x:{number}>", WARC_Block_Digest=digest(one))
        for number, one in enumerate(NOISE(700) for _ in range(4))
    ]
    data = gzip.compress(b"".join([*proved, *warc()]))
    found, numbers = repaired(tmp_path, data[:-300])
    assert numbers == [0, 1, 2, 3]
    assert [(gap.start, gap.end) for gap in found.lost] == [(0, len(data) - 300)]


def test_an_uncompressed_file_can_be_made_a_compressed_one_and_back(tmp_path: Path) -> None:
    data = b"".join(warc())
    repaired(tmp_path, data, "old.warc", "new.warc.gz")
    repaired(tmp_path, (tmp_path / "new.warc.gz").read_bytes(), "old.warc.gz", "new.warc")
    assert (tmp_path / "new.warc").read_bytes() == data


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"".join(warc()))
    (tmp_path / "new").write_text("precious")
    for new in ("new", "old"):
        with pytest.raises(WarcError, match=f"{new}: exists already"):
            recover(tmp_path / "old", tmp_path / new)
    assert (tmp_path / "new").read_text() == "precious"


@pytest.mark.parametrize("data", [b"", b"no WARC", bytes(5000)])
def test_where_no_record_is_whole_there_is_no_new_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "old").write_bytes(data)
    with pytest.raises(WarcError, match="no whole record"):
        recover(tmp_path / "old", tmp_path / "new")
    assert not (tmp_path / "new").exists()
