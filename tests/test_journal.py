"""The journal of a run: what it remembers of one that broke off, and that it forgets one that did not."""

from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.journal import FOLDER, Journal

LIST = ("--from", "/home/ann/urls.txt")


def interrupted(home: Path, *urls: str) -> Path:
    with Journal(home, LIST) as journal:
        journal.add(urls)
    return journal.path


def test_what_a_run_that_broke_off_had_done_is_known_to_the_next_one(tmp_path: Path) -> None:
    interrupted(tmp_path, "http://a.example/1", "http://a.example/2")
    with Journal(tmp_path, LIST) as journal:
        assert journal.done == {"http://a.example/1", "http://a.example/2"}
        assert journal.begun is not None


def test_a_second_break_adds_to_the_first(tmp_path: Path) -> None:
    interrupted(tmp_path, "http://a.example/1")
    interrupted(tmp_path, "http://a.example/2")
    with Journal(tmp_path, LIST) as journal:
        assert journal.done == {"http://a.example/1", "http://a.example/2"}


def test_a_run_that_came_to_its_end_leaves_nothing_behind(tmp_path: Path) -> None:
    with Journal(tmp_path, LIST) as journal:
        journal.add(["http://a.example/1"])
        journal.finish()
    assert list(tmp_path.iterdir()) == []
    with Journal(tmp_path, LIST) as journal:
        assert (journal.done, journal.begun) == (frozenset(), None)


def test_a_run_that_did_nothing_leaves_nothing_behind(tmp_path: Path) -> None:
    interrupted(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_list_is_another_run(tmp_path: Path) -> None:
    interrupted(tmp_path, "http://a.example/1")
    with Journal(tmp_path, ("--from", "other.txt")) as journal:
        assert journal.done == frozenset()
        journal.add(["http://a.example/9"])
        journal.finish()
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_one_can_begin_anew(tmp_path: Path) -> None:
    interrupted(tmp_path, "http://a.example/1")
    with Journal(tmp_path, LIST, anew=True) as journal:
        assert journal.done == frozenset()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("torn", [1, 5, 20])
def test_a_line_that_a_crash_has_torn_costs_that_line_only(tmp_path: Path, torn: int) -> None:
    path = interrupted(tmp_path, "http://a.example/1", "http://a.example/2")
    path.write_bytes(path.read_bytes()[:-torn])
    interrupted(tmp_path, "http://a.example/3")
    with Journal(tmp_path, LIST) as journal:
        assert {"http://a.example/1", "http://a.example/3"} <= journal.done


def test_zeros_and_nonsense_in_the_file_are_passed_over(tmp_path: Path) -> None:
    path = interrupted(tmp_path, "http://a.example/1")
    path.write_bytes(path.read_bytes() + b"\0" * 50 + b'\n[1]\n"x"\n\xff\n')
    with Journal(tmp_path, LIST) as journal:
        assert journal.done == {"http://a.example/1"}


def test_what_cannot_be_written_names_the_file(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    with pytest.raises(StoreError, match=FOLDER), Journal(tmp_path, LIST) as journal:
        journal.add(["http://a.example/1"])
