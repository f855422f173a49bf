"""CSL-JSON: what its schema allows, and what a processor of styles makes of it."""

import json
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from archiver.cite.csl import csl_json
from archiver.cite.name import Name
from tests.cite.samples import DIGEST, TITLES, UUID, citable

# CSL 1.0.2, csl-data.json: the variables that we use, and what each may be. Others would be an error of ours.
TEXTS = {"id", "type", "title", "container-title", "URL", "language", "archive", "archive_location", "note"}
DATES = {"issued", "accessed"}


def items(*cited: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(csl_json(cited))
    for item in found:
        assert {"id", "type"} <= set(item) <= TEXTS | DATES | {"author"}
        assert all(isinstance(item[name], str) and item[name] for name in TEXTS & set(item))
        assert item["type"] in ("article-newspaper", "webpage")
        assert all(set(name) in ({"literal"}, {"family", "given"}) for name in item.get("author", ()))
        for name in DATES & set(item):
            (parts,) = item[name]["date-parts"]
            assert set(item[name]) == {"date-parts"}
            assert 1 <= len(parts) <= 3
            assert all(isinstance(part, int) for part in parts)
    return found


def bibliography(item: dict[str, Any]) -> str:
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    made.register(Citation([CitationItem(item["id"].lower())]))
    return str(made.bibliography()[0])


def test_an_item_has_the_original_s_address_and_the_archived_copy():
    assert items(citable()) == [{
        "id": "petrova2025face", "type": "article-newspaper", "title": "Face Value",
        "author": [{"family": "Petrova", "given": "Anna"}, {"literal": "Amnesty International"}],
        "container-title": "The Moscow Times", "issued": {"date-parts": [[2025, 5, 28]]},
        "accessed": {"date-parts": [[2025, 5, 30]]}, "URL": "https://www.themoscowtimes.com/a", "language": "en",
        "archive": "WARC file news-2025_05.warc.gz", "archive_location": UUID,
        "note": f"Archived copy captured 2025-05-30 23:11:12 UTC: WARC record {UUID} in news-2025_05.warc.gz "
                f"at byte 1024, payload digest {DIGEST}",
    }]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_kept_as_it_is(title: str):
    assert items(citable(title=title))[0]["title"] == title


@pytest.mark.parametrize(
    ("published", "parts"), [("2024", [2024]), ("2024-11", [2024, 11]), ("2024-11-05", [2024, 11, 5])]
)
def test_a_date_is_as_exact_as_it_is_known(published: str, parts: list[int]):
    assert items(citable(published=published))[0]["issued"] == {"date-parts": [parts]}


def test_what_is_not_known_is_left_out_and_a_page_of_no_named_publication_is_a_web_page():
    (found,) = items(citable(title=None, authors=(), publication=None, published=None, language=None))
    assert set(found) == {"id", "type", "accessed", "URL", "archive", "archive_location", "note"}
    assert found["type"] == "webpage"


def test_several_are_one_array_in_their_order():
    assert [one["id"] for one in items(citable(2), citable(1))] == ["petrova2025face-2", "petrova2025face-1"]


def test_a_processor_of_styles_prints_author_year_title_paper_and_address():
    (item,) = items(citable(authors=(Name(family="Petrova", given="Anna"), Name(literal="Иван Орлов"))))
    printed = bibliography(item)
    for part in (
        "Petrova, A.",
        "Иван Орлов",
        "2025",
        "Face Value",
        "The Moscow Times",
        "https://www.themoscowtimes.com/a",
    ):
        assert part in printed
