"""Nothing is let go of before it is safe, and one sync is for many."""

from pathlib import Path

import pytest

from archiver.warc.batch import Batch
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import exchange


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number for every sync, counted at the system's door."""
    found: list[int] = []
    monkeypatch.setattr("os.fdatasync", found.append, raising=False)
    return found


def test_many_records_are_made_safe_by_one_sync(tmp_path: Path, syncs: list[int]) -> None:
    with WarcWriter(tmp_path) as writer:
        batch: Batch[str] = Batch(writer)
        for number in range(20):
            batch.add(writer.write(exchange(url=f"http://example.org/{number}")).record_id)
        assert (len(batch), len(syncs)) == (20, 0)
        assert len(batch.release()) == 20
        assert (len(batch), len(syncs)) == (0, 1)
        assert batch.release() == []
        assert len(syncs) == 1


def test_it_is_due_at_once_and_then_with_its_number_or_after_its_time(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as writer:
        batch: Batch[int] = Batch(writer, records=3, seconds=3600)
        batch.add(1)
        assert batch.is_due
        batch.release()
        for number in range(3):
            assert not batch.is_due
            batch.add(number)
        assert batch.is_due
        assert Batch(writer, seconds=0).is_due


def test_a_file_that_has_its_size_is_followed_by_another(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, size=3000) as writer:
        names = []
        for number in range(12):
            names.append(writer.write(exchange(url=f"http://example.org/{number}")).file)
            writer.rotate()
    assert len(set(names)) > 2
    assert sorted({f"{tmp_path.name}/{path.name}" for path in tmp_path.iterdir()}) == sorted(set(names))
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert sorted(sizes)[1] >= 3000
