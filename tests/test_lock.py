"""One writer at a time, whatever became of the one before."""

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.lock import NAME, locked


def hold(folder: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with locked(folder):
        ready.set()
        time.sleep(60)


def test_nothing_is_left_of_it(tmp_path: Path) -> None:
    with locked(tmp_path / "new" / "archive"):
        assert (tmp_path / "new" / "archive" / NAME).read_text() == str(os.getpid())
    assert list(tmp_path.iterdir()) == []


def test_what_was_put_into_the_folder_stays(tmp_path: Path) -> None:
    with locked(tmp_path / "archive"):
        (tmp_path / "archive" / "catalog.sqlite").touch()
    assert [path.name for path in (tmp_path / "archive").iterdir()] == ["catalog.sqlite"]


def test_a_second_one_gives_up_after_a_while_and_names_the_first(tmp_path: Path) -> None:
    told: list[str] = []
    with locked(tmp_path), pytest.raises(StoreError) as caught, locked(tmp_path, told.append, patience=0.1):
        pass
    assert f"(process {os.getpid()})" in str(caught.value)
    assert len(told) == 1
    assert str(tmp_path) in told[0]


def test_it_waits_for_the_first_to_finish(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with locked(tmp_path, lambda _: order.append("waits")):
            order.append("second")

    thread = threading.Thread(target=second)
    with locked(tmp_path):
        thread.start()
        while not order:
            time.sleep(0.01)
        order.append("first")
    thread.join()
    assert order == ["waits", "first", "second"]


def test_of_many_no_two_have_it_at_once(tmp_path: Path) -> None:
    inside, most = [0], [0]

    def one() -> None:
        with locked(tmp_path):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.001)
            inside[0] -= 1

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, most) == ([0], [1])


def test_the_lock_of_a_process_that_was_killed_is_no_obstacle(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=hold, args=(tmp_path, ready))
    process.start()
    assert ready.wait(20)
    with pytest.raises(StoreError, match=f"process {process.pid}"), locked(tmp_path, patience=0):
        pass
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    process.close()
    assert (tmp_path / NAME).exists()
    with locked(tmp_path, patience=0):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="no permission binds the superuser")
def test_a_folder_that_must_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be locked"), locked(tmp_path):
        pass
