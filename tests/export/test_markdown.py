"""Markdown: one document, or a file an article with front matter that a YAML reader reads back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archiver.export.fields import fields_typed
from archiver.export.formats import Order
from archiver.export.frontmatter import front_matter
from archiver.export.place import Place
from archiver.export.write import export
from tests.export.samples import exported, written

# What a YAML file cannot hold even escaped; NEL and others can.
TEXT = st.text(st.characters(exclude_categories=("Cs",)))


def facts(document: str) -> dict[str, object]:
    _, head, _ = document.split("---\n", 2)
    return yaml.safe_load(head)


@given(TEXT, st.lists(TEXT, min_size=1))
def test_law_whatever_a_title_holds_comes_back_from_the_front_matter(title: str, tags: list[str]):
    found = yaml.safe_load(
        front_matter(exported(title=title, tags=tuple(tags)), fields_typed("title,tags")).removesuffix("---\n")
    )
    assert found == {"title": title, "tags": tags}


@pytest.mark.parametrize(
    "title", ["no", "2025-05-28", "1e3", "null", "a: b", "- x", "#x", "*x", "!x", "'", '"', "---", "{a}", "%a", "@a"]
)
def test_a_title_is_text_whatever_it_looks_like(title: str):
    assert yaml.safe_load(front_matter(exported(title=title), fields_typed("title"))[4:-4]) == {"title": title}


def test_front_matter_has_types_and_leaves_out_what_is_not_known():
    chosen = fields_typed("id,captured_at,partial,published_day,dek,notes,published")
    assert yaml.safe_load(front_matter(exported(published="2025"), chosen)[4:-4]) == {
        "id": 1, "captured_at": datetime(2025, 5, 29, 10, 11, 12, tzinfo=UTC), "partial": False, "published": "2025",
    }  # fmt: skip


def test_a_folder_has_a_file_an_article_with_front_matter_a_heading_and_the_text(tmp_path: Path):
    place = Place.of(f"{tmp_path}/notes", "markdown")
    export([exported(1), exported(2, title="A/B: C?")], Order.of("markdown"), place)
    first, second = sorted((tmp_path / "notes").iterdir())
    assert (first.name, second.name) == ("000001 Tide tables 1.md", "000002 A B C.md")
    document = first.read_text(encoding="utf-8")
    assert document.endswith("---\n\n# Tide tables 1\n\nThe tables are *out*.\n\nThey differ.\n")
    assert facts(document)["payload_digest"] == "sha1:AAAA"


def test_one_document_has_each_article_under_its_heading_with_its_facts():
    document = written("markdown", exported(1), exported(2), fields="title,byline,original_url").decode()
    assert document == (
        "# Tide tables 1\n\n- By: Anna Petrova, Ivo Tress\n- Address: https://news.example/1\n\n"
        "The tables are *out*.\n\nThey differ.\n\n* * *\n\n"
        "# Tide tables 2\n\n- By: Anna Petrova, Ivo Tress\n- Address: https://news.example/2\n\n"
        "The tables are *out*.\n\nThey differ.\n"
    )


@pytest.mark.parametrize(
    "title", ["*not* bold", "a # b #", "#", "<b>x</b>", "[x](y)", "a_b_c `d`", "1. one", "&amp; &copy;", "\\*"]
)
def test_a_title_in_a_heading_is_read_as_it_was_written(title: str):
    document = written("markdown", exported(title=title), fields="id").decode()
    heading = MarkdownIt().parse(document)[1]
    assert heading.children
    assert "".join(child.content for child in heading.children) == title


def test_an_article_without_a_title_is_said_to_have_none():
    assert written("markdown", exported(title=None)).startswith(b"# (no title)\n")
