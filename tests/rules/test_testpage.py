"""Where the page of a rule file's test is looked for."""

from pathlib import Path

from archiver.rules.load import builtin_folder
from archiver.rules.testpage import is_shipped, page_of
from tests.rules.files import write


def test_beside_the_file_goes_before_the_folder_of_tests(tmp_path: Path) -> None:
    file = tmp_path / "sites" / "a.toml"
    inside = write(tmp_path / "tests", "x", "page.html")
    assert page_of(file, "page.html", [tmp_path]) == inside
    beside = write(tmp_path / "sites", "x", "page.html")
    assert page_of(file, "page.html", [tmp_path]) == beside


def test_the_tests_of_a_folder_that_the_file_is_not_in_are_not_its_own(tmp_path: Path) -> None:
    write(tmp_path / "other" / "tests", "x", "page.html")
    assert page_of(tmp_path / "a.toml", "page.html", [tmp_path / "other"]) is None


def test_a_shipped_file_s_page_is_in_the_checkout() -> None:
    file = builtin_folder() / "sites" / "themoscowtimes.com.toml"
    assert is_shipped(file)
    assert page_of(file, "cases/themoscowtimes.com/live/page.html")
