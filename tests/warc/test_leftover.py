"""What a crash left open is finished at any byte that it may have stopped at."""

import gzip
from pathlib import Path

import pytest

from archiver.errors import WarcError
from archiver.warc.leftover import finish
from archiver.warc.verify import Verifier
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import exchange
from tests.warc.test_verify import faults


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warc")
    with WarcWriter(folder) as writer:
        for number in range(3):
            writer.write(exchange(url=f"http://example.org/{number}"))
    (path,) = folder.iterdir()
    return path


def places(path: Path) -> list[int]:
    return [piece.offset for piece, _ in Verifier().walk(path) if piece]


def left_open(folder: Path, data: bytes) -> Path:
    (folder / "x.warc.gz.open").write_bytes(data)
    return folder / "x.warc.gz"


def test_a_file_that_ended_well_just_gets_its_name(whole: Path, tmp_path: Path) -> None:
    path = left_open(tmp_path, whole.read_bytes())
    (found,) = finish(tmp_path)
    assert (found.file, found.records, found.torn, found.bytes_torn) == (path, 7, None, 0)
    assert [one.name for one in tmp_path.iterdir()] == ["x.warc.gz"]
    assert path.read_bytes() == whole.read_bytes()


def test_wherever_it_stopped_the_whole_records_stay_and_the_rest_goes_into_the_sidecar(
    whole: Path, tmp_path: Path
) -> None:
    data, starts = whole.read_bytes(), places(whole)
    ends = [*starts[1:], len(data)]
    for stop in [*range(0, len(data), 11), *ends, *(end - 1 for end in ends)]:
        folder = tmp_path / str(stop)
        folder.mkdir(exist_ok=True)
        path = left_open(folder, data[:stop])
        (found,) = finish(folder)
        kept = max((end for end in ends[2::2] if end <= stop), default=0)
        assert (path.read_bytes() if path.exists() else b"") == data[:kept]
        torn = folder / "x.warc.gz.torn"
        assert (torn.read_bytes() if torn.exists() else b"") == data[kept:stop]
        assert (found.file is None, found.bytes_torn) == (kept == 0, stop - kept)
        assert not path.exists() or faults(path) == []


def test_a_tail_of_zeros_that_a_power_cut_leaves_is_cut_off(whole: Path, tmp_path: Path) -> None:
    path = left_open(tmp_path, whole.read_bytes() + bytes(4096))
    (found,) = finish(tmp_path)
    assert (found.records, found.bytes_torn) == (7, 4096)
    assert path.read_bytes() == whole.read_bytes()
    assert str(found.torn) in str(found)


def test_records_behind_a_hole_are_not_dropped(whole: Path, tmp_path: Path) -> None:
    data, starts = whole.read_bytes(), places(whole)
    spoilt = data[: starts[3]] + bytes(99) + data[starts[3] :]
    path = left_open(tmp_path, spoilt)
    (found,) = finish(tmp_path)
    assert (found.records, found.torn) == (7, None)
    assert path.read_bytes() == spoilt


def test_a_second_time_there_is_nothing_to_do(whole: Path, tmp_path: Path) -> None:
    left_open(tmp_path, whole.read_bytes()[:-5])
    finish(tmp_path)
    assert finish(tmp_path) == []
    assert finish(tmp_path / "nowhere") == []


def test_a_crash_while_finishing_is_made_good_by_the_next_time(whole: Path, tmp_path: Path) -> None:
    path = left_open(tmp_path, whole.read_bytes() + b"torn")
    (tmp_path / "x.warc.gz.torn").write_bytes(b"to")
    finish(tmp_path)
    assert (tmp_path / "x.warc.gz.torn").read_bytes() == b"torn"
    assert gzip.decompress(path.read_bytes())


def test_what_cannot_be_finished_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz.open").mkdir()
    with pytest.raises(WarcError, match=r"x\.warc\.gz\.open: cannot be finished"):
        finish(tmp_path)
