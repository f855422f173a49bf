"""What `import archiver` promises."""

import ast
import doctest
import inspect
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import archiver
from archiver import Article, clean, clean_text

HTML = "<html lang=en><title>Tide tables</title><h1>Tide tables</h1><p>The tables for the coming year are out.</p>"


def imported_for_type_checkers() -> set[str]:
    source = ast.parse(Path(archiver.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in source.body if isinstance(node, ast.If)]
    return {name.name for node in block.body if isinstance(node, ast.ImportFrom) for name in node.names}


def test_all_is_exactly_what_there_is() -> None:
    assert archiver.__all__ == sorted(archiver.__all__)
    assert set(archiver.__all__) == imported_for_type_checkers()
    assert set(archiver.__all__) <= set(dir(archiver))


@pytest.mark.parametrize("name", archiver.__all__)
def test_each_name_can_be_imported_and_is_documented(name: str) -> None:
    value = getattr(archiver, name)
    assert value.__name__ == name
    assert value.__module__.startswith("archiver.")
    assert inspect.getdoc(value)


def test_a_star_import_gives_the_same_names() -> None:
    names: dict[str, object] = {}
    exec("from archiver import *", names)
    assert set(names) - {"__builtins__"} == set(archiver.__all__)


def test_a_name_that_is_not_there_is_missed_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'archiver' has no attribute 'cleen'"):
        _ = archiver.cleen


def test_importing_the_package_loads_none_of_its_machinery() -> None:
    script = "import sys, archiver; print([name for name in sys.modules if name.startswith(('archiver.', 'lxml'))])"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"


def test_every_error_is_an_archiver_error() -> None:
    errors = [getattr(archiver, name) for name in archiver.__all__]
    kinds = [one for one in errors if isinstance(one, type) and issubclass(one, Exception)]
    assert len(kinds) == 8
    assert all(issubclass(kind, archiver.ArchiverError) for kind in kinds)


def test_clean_takes_html_its_url_its_time_and_a_profile() -> None:
    parameters = inspect.signature(clean).parameters
    first = list(parameters.values())[:4]
    assert [(one.name, one.default) for one in first] == [
        ("html", inspect.Parameter.empty), ("url", None), ("captured_at", None), ("profile", "index"),
    ]  # fmt: skip
    assert all(one.kind is one.KEYWORD_ONLY and one.default is not one.empty for one in list(parameters.values())[4:])


def test_clean_text_takes_a_text_and_its_url() -> None:
    parameters = inspect.signature(clean_text).parameters
    assert [(one.name, one.default) for one in list(parameters.values())[:2]] == [
        ("text", inspect.Parameter.empty), ("url", None),
    ]  # fmt: skip
    assert all(one.kind is one.KEYWORD_ONLY and one.default is not one.empty for one in list(parameters.values())[2:])


def test_bytes_and_text_give_the_same_article() -> None:
    assert clean(HTML) == clean(HTML.encode()) == clean(HTML.encode("utf-16"))


def test_whatever_is_like_bytes_is_taken_as_they_are() -> None:
    data = HTML.encode()
    assert (
        clean(data) == clean(bytearray(data)) == clean(memoryview(data)) == clean(memoryview(data + data)[: len(data)])
    )


def test_anything_else_is_the_callers_mistake() -> None:
    with pytest.raises(TypeError, match=r"^html must be bytes or str, not NoneType$"):
        clean(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^html must be bytes or str, not int$"):
        clean(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^text must be str, not bytes$"):
        clean_text(b"Tide tables")  # type: ignore[arg-type]


def test_an_article_says_what_it_was_cleaned_with() -> None:
    time = datetime(2025, 5, 28, tzinfo=UTC)
    article = clean(HTML, "https://news.example/tides", time, "verbatim")
    assert (article.url, article.captured_at, article.profile) == ("https://news.example/tides", time, "verbatim")


def test_an_article_has_its_fields_its_views_and_its_verdicts() -> None:
    article = clean(HTML, "https://news.example/tides")
    assert article.title == "Tide tables"
    assert article.byline is None
    assert article.published is None
    assert article.language == "en"
    assert article.site == "news.example"
    assert article.url == "https://news.example/tides"
    assert article.text == "The tables for the coming year are out."
    assert article.markdown == "The tables for the coming year are out.\n"
    assert article.html == "<p>The tables for the coming year are out.</p>\n"
    assert [verdict.block for verdict in article.verdicts] == [block.index for block in article.blocks]
    assert {block.index for block, _ in article.residue} == {one.block for one in article.verdicts if one.is_residue}


def test_a_text_gives_an_article_too() -> None:
    article = clean_text("Tide tables\n\nThe tables for the coming year are out, the harbour office said.", None)
    assert isinstance(article, Article)
    assert "the harbour office said" in article.text


@pytest.mark.parametrize("nothing", ["", "  \n", b"", b"\x89PNG\r\n\x1a\n" + bytes(64)])
def test_what_is_no_page_raises_a_page_error_that_names_the_url(nothing: str | bytes) -> None:
    with pytest.raises(archiver.PageError) as error:
        clean(nothing, "https://news.example/x")
    assert "https://news.example/x" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("nothing", ["", " \n\t", "\0", "\0 \x01\n", "\ufeff", "\ufeff\n"])
def test_what_has_nothing_in_it_is_empty_whichever_way_it_comes(nothing: str) -> None:
    for page in (nothing, nothing.replace("\0", "").replace("\x01", "").encode()):
        with pytest.raises(archiver.PageError, match=r"^the document: empty; there is nothing to read$"):
            clean(page)
    with pytest.raises(archiver.PageError, match=r"^the document: empty; there is nothing to read$"):
        clean_text(nothing)


def test_an_unknown_profile_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match=r"no profile 'all'; there are index, reader, verbatim"):
        clean(HTML, profile="all")


def test_the_examples_in_the_package_s_own_words_work() -> None:
    result = doctest.testmod(archiver)
    assert result.attempted >= 3
    assert result.failed == 0
