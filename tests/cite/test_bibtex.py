"""BibTeX, read back by two readers that others wrote."""

import re
from dataclasses import replace

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Person, parse_string
from pylatexenc.latex2text import LatexNodes2Text

from archiver.cite.bibtex import bibtex, escaped
from archiver.cite.name import Name
from tests.cite.samples import DIGEST, TITLES, UUID, citable

LETTERS = st.text(st.characters(exclude_categories=("C",)))


def entry(text: str) -> dict[str, str]:
    """The one entry's fields, as bibtexparser reads them."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    (found,) = library.entries
    return {name: field.value for name, field in found.fields_dict.items()}


def shown(latex: str) -> str:
    """What LaTeX would print."""
    # The reader does not know LaTeX's own names of braces, and shows an accent in the place of a circumflex.
    known = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return str(LatexNodes2Text().latex_to_text(known)).replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^")


def test_an_entry_has_the_original_s_address_and_the_archived_copy():
    assert bibtex([citable()]) == (
        "@online{petrova2025face,\n"
        "  author = {Petrova, Anna and {Amnesty International}},\n"
        "  title = {{Face Value}},\n"
        "  organization = {{The Moscow Times}},\n"
        "  howpublished = {The Moscow Times, https://www.themoscowtimes.com/a},\n"
        "  date = {2025-05-28},\n"
        "  year = {2025},\n"
        "  url = {https://www.themoscowtimes.com/a},\n"
        "  urldate = {2025-05-30},\n"
        "  language = {en},\n"
        f"  note = {{Archived copy captured 2025-05-30 23:11:12 UTC: WARC record {UUID} in news-2025\\_05.warc.gz at "
        f"byte 1024, payload digest {DIGEST}}}\n"
        "}\n"
    )


@pytest.mark.parametrize("title", TITLES)
def test_two_readers_read_any_title_as_it_is_written(title: str):
    text = bibtex([citable(title=title)])
    flat = " ".join(title.split())
    assert shown(entry(text)["title"]) == flat
    (found,) = parse_string(text, "bibtex").entries.values()
    assert found.type == "online"
    assert shown(found.fields["title"]) == flat


@given(LETTERS)
def test_law_any_text_is_printed_as_it_is_and_its_braces_are_even(text: str):
    latex = escaped(text)
    assert re.sub(r"\s+", "", shown(latex)) == re.sub(r"\s+", "", text).replace(
        "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^"
    )
    assert latex.count("{") == latex.count("}")
    assert all(latex[:place].count("{") >= latex[:place].count("}") for place in range(len(latex)))


def test_names_are_parted_where_they_are_known_and_whole_where_not():
    ministry = Name(literal="Ministry of Trade, Work and Housing")
    names = (Name(family="Petrova", given="Anna"), ministry, Name(literal="Иван Орлов"))
    (found,) = parse_string(bibtex([citable(authors=names)]), "bibtex").entries.values()
    people: list[Person] = found.persons["author"]
    assert [(" ".join(one.first_names), " ".join(one.last_names)) for one in people] == [
        ("Anna", "Petrova"), ("", "{Ministry of Trade, Work and Housing}"), ("", "{Иван Орлов}"),
    ]  # fmt: skip


def test_an_address_is_not_escaped_and_holds_nothing_that_would_end_it():
    url = "https://a.example/x_y?q=%20&r=~1#{z}\\"
    assert entry(bibtex([citable(url=url)]))["url"] == "https://a.example/x_y?q=%20&r=~1#%7Bz%7D%5C"


@pytest.mark.parametrize(
    ("published", "date", "year"), [("2024", "2024", "2024"), ("2024-11", "2024-11", "2024"), (None, None, None)]
)
def test_a_date_is_as_exact_as_it_is_known(published: str | None, date: str | None, year: str | None):
    found = entry(bibtex([citable(published=published)]))
    assert (found.get("date"), found.get("year")) == (date, year)


def test_what_is_not_known_is_left_out():
    bare = citable(title=None, authors=(), publication=None, published=None, language=None, payload_digest="")
    assert set(entry(bibtex([bare]))) == {"howpublished", "url", "urldate", "note"}


def test_a_mirror_is_named_with_its_address():
    note = entry(bibtex([citable(captured_from="https://mirror.example/a_b")]))["note"]
    assert "UTC from https://mirror.example/a\\_b: WARC record" in note


def test_several_are_read_as_several():
    cited = [citable(1), citable(2), replace(citable(3), title="Other")]
    assert list(parse_string(bibtex(cited), "bibtex").entries) == [
        "petrova2025face-1",
        "petrova2025face-2",
        "petrova2025other",
    ]
