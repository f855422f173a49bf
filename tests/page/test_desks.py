"""Who is no person: papers, agencies, desks, accounts."""

import pytest

from archiver.page.desks import is_desk, is_nobody, is_paper, is_role


@pytest.mark.parametrize(
    "name",
    ["dpa", "AFP", "Reuters", "Associated Press", "Redaktion", "News Desk", "shore.example.org", "105092", "ap/dpa"],
)
def test_a_desk(name: str) -> None:
    assert is_desk(name)


@pytest.mark.parametrize("name", ["Ann Lee", "Sid Ray", "Ani Lee", "王小明"])
def test_a_person_is_no_desk(name: str) -> None:
    assert not is_desk(name)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("The Shore", True), ("Shore.org", True), ("shore", True), ("Shore News", True), ("Ann Lee", False)],
)
def test_a_paper_is_known_by_its_name_or_its_host(name: str, is_one: bool) -> None:
    assert is_paper(name, "Shore News", "www.shore.org") is is_one


def test_a_name_of_nothing_is_no_paper() -> None:
    assert not is_paper("–", None, "") and not is_paper("The", "The", "example.org")


def test_what_somebody_does_and_who_nobody_is() -> None:
    assert is_role("Chief Correspondent") and is_role("Redakteurin") and not is_role("Ann Lee")
    assert is_nobody("undefined") and is_nobody("Admin") and not is_nobody("Ann Lee")
