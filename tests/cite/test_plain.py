"""Citations as sentences."""

from datetime import UTC, date, datetime

import pytest

from archiver.cite.name import Name
from archiver.cite.plain import plain
from archiver.cite.styles import STYLES, cite
from tests.cite.samples import DIGEST, UUID, citable

COPY = (
    f"Archived copy captured 2025-05-30 23:11:12 UTC: WARC record {UUID} in news-2025_05.warc.gz at byte 1024, "
    f"payload digest {DIGEST}."
)
WHERE = "https://www.themoscowtimes.com/a (accessed 30 May 2025)."


def test_a_citation_names_the_original_and_the_archived_copy():
    assert plain([citable()]) == (
        f"Petrova, Anna, and Amnesty International. “Face Value.” The Moscow Times, 28 May 2025. {WHERE} {COPY}\n"
    )


def test_where_a_mirror_served_it_the_address_that_was_captured_is_told():
    assert "23:11:12 UTC from https://mirror.example/a: WARC record" in plain(
        [citable(captured_from="https://mirror.example/a")]
    )


@pytest.mark.parametrize(("values", "beginning"), [
    ({"authors": ()}, "“Face Value.” The Moscow Times, 28 May 2025. https"),
    ({"title": None, "authors": ()}, "The Moscow Times, 28 May 2025. https"),
    ({"title": None, "authors": (), "publication": None, "published": None}, "n.d. https"),
    ({"published": "2024", "authors": ()}, "“Face Value.” The Moscow Times, 2024. https"),
    ({"published": "2024-11", "authors": ()}, "“Face Value.” The Moscow Times, November 2024. https"),
    ({"title": "Why?", "authors": (Name(literal="Иван Орлов"),)}, "Иван Орлов. “Why?” The Moscow Times"),
    ({"authors": tuple(Name(literal=name) for name in ("A", "B", "C"))}, "A, B, and C. “Face"),
    ({"title": "东京？", "authors": (Name(literal="山田太郎"),)}, "山田太郎. “东京？” The"),
    ({"authors": (Name(family="Lee", given="Ann B."),)}, "Lee, Ann B. “Face"),
])  # fmt: skip
def test_what_is_not_known_is_left_out(values: dict[str, object], beginning: str):
    assert plain([citable(**values)]).startswith(beginning)


def test_the_day_of_access_is_that_of_the_capture_in_utc_unless_somebody_says_another():
    assert "(accessed 1 June 2025)." in plain([citable(accessed=date(2025, 6, 1))])
    assert "(accessed 31 December 2024)." in plain(
        [citable(captured_at=datetime.fromisoformat("2025-01-01T01:00:00+03:00"))]
    )
    assert citable().captured_at.tzinfo is UTC


@pytest.mark.parametrize("style", STYLES)
def test_every_style_names_url_record_file_and_digest_of_each(style):
    found = cite([citable(1), citable(2, url="https://other.example/b")], style)
    for part in ("https://www.themoscowtimes.com/a", "https://other.example/b", UUID, ".warc.gz", DIGEST):
        assert part in found
