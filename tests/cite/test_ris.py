"""RIS, read back by a reader that others wrote."""

from datetime import date

import pytest
import rispy

from archiver.cite.name import Name
from archiver.cite.ris import ris
from tests.cite.samples import DIGEST, TITLES, UUID, citable


def read(text: str) -> dict[str, object]:
    (found,) = rispy.loads(text)
    return found


def test_a_reference_is_one_tag_a_line_from_ty_to_er_with_crlf():
    lines = ris([citable(captured_from="https://mirror.example/a")]).split("\r\n")
    assert lines == [
        "TY  - NEWS", "ID  - petrova2025face", "AU  - Petrova, Anna", "AU  - Amnesty International", "TI  - Face Value",
        "T2  - The Moscow Times", "PY  - 2025", "DA  - 2025/05/28/", "UR  - https://www.themoscowtimes.com/a",
        "Y2  - 2025/05/30/", "LA  - en", "DB  - WARC file news-2025_05.warc.gz", f"AN  - {UUID}",
        "N1  - Archived copy captured 2025-05-30 23:11:12 UTC from https://mirror.example/a: "
        f"WARC record {UUID} in news-2025_05.warc.gz at byte 1024, payload digest {DIGEST}",
        "ER  - ", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_reader_reads_any_title_as_it_is_written(title: str):
    assert read(ris([citable(title=title)]))["title"] == " ".join(title.split())


def test_a_reader_reads_who_where_and_when():
    found = read(ris([citable(accessed=date(2025, 6, 1))]))
    assert found["authors"] == ["Petrova, Anna", "Amnesty International"]
    assert (found["secondary_title"], found["year"], found["date"]) == ("The Moscow Times", "2025", "2025/05/28/")
    assert found["urls"] == ["https://www.themoscowtimes.com/a"]
    assert (found["accession_number"], found["access_date"]) == (UUID, "2025/06/01/")


@pytest.mark.parametrize(("published", "day"), [("2024", "2024///"), ("2024-11", "2024/11//"), (None, None)])
def test_a_date_is_as_exact_as_it_is_known(published: str | None, day: str | None):
    assert read(ris([citable(published=published)])).get("date") == day


def test_what_came_out_in_no_named_publication_is_a_web_page():
    found = read(ris([citable(publication=None, title=None, authors=(Name(literal="Иван Орлов"),), language=None)]))
    assert found["type_of_reference"] == "ELEC"
    assert found["authors"] == ["Иван Орлов"]
    assert not {"title", "secondary_title", "language"} & set(found)


def test_a_semicolon_in_an_address_does_not_make_two_of_it_and_the_address_is_told_as_it_is():
    found = read(ris([citable(url="https://a.example/x;y", captured_from="https://a.example/x;y")]))
    assert found["urls"] == ["https://a.example/x%3By"]
    assert found["notes"][1] == "Original address: https://a.example/x;y"


def test_several_are_read_as_several():
    assert [one["id"] for one in rispy.loads(ris([citable(1), citable(2)]))] == [
        "petrova2025face-1",
        "petrova2025face-2",
    ]
