"""Which class and id names can be looked for on a site's other pages."""

import pytest

from archiver.learning.names import is_telling, module_of


@pytest.mark.parametrize(
    "name", ["donate-box", "article__related", "metro-factbox", "authorBio", "newsletter", "aiSummary"]
)
def test_names_that_somebody_gave_for_what_is_in_it(name: str) -> None:
    assert is_telling(name)


@pytest.mark.parametrize("name", ["sc-5a2651e0-0", "jAsYcl", "post-926794", "res1135264725", "css-1x2y3z", "fgLGdv"])
def test_names_that_a_program_made(name: str) -> None:
    assert not is_telling(name)


@pytest.mark.parametrize(
    "name", ["mt-4", "text-center", "col-xs-12", "md:pb-3", "is-active", "btn", "wp-block-group", "p"]
)
def test_names_that_say_how_it_looks(name: str) -> None:
    assert not is_telling(name)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ArticleTeaser_wrapper__UJL7V", "ArticleTeaser_wrapper__"),
        ("Share_box__poAC7", "Share_box__"),
        ("article__header", None),
        ("byline__author__name", None),
        ("plain", None),
    ],
)
def test_of_a_css_module_the_part_that_was_written(name: str, written: str | None) -> None:
    assert module_of(name) == written
