"""The trained model: what it is made of, what it says, and what it must never do."""

import json
from importlib import resources

import pytest

import archiver
from archiver import Article
from archiver.judge.model import Looks, Model, shipped_model

STORY = "".join(
    f"<p>The council of the town met on day {day}, and its members spoke for hours about the bridge, the harbour and "
    f"what to do with the money that is left. Nobody knew what was to come of it.</p>"
    for day in range(1, 7)
)
PAGE = (
    f"<title>The bridge</title><nav><a href=/a>Home</a> <a href=/b>Sport</a></nav><article><h1>The bridge</h1>{STORY}"
    "</article><footer><p>All rights reserved by the publisher.</p></footer>"
)


def clean(html: str, model: Model | None = None) -> Article:
    return archiver.clean(f"<html><body>{html}</body></html>", url="https://example.org/news/1", model=model)


def test_its_weights_are_small_and_say_what_they_were_made_from() -> None:
    data = resources.files("archiver.judge").joinpath("model.json").read_bytes()
    assert len(data) < 100_000
    about = json.loads(data)
    assert all(len(digest) == 12 for digest in about["corpora"].values())
    assert about["corpora"].keys() == about["unseen sites"].keys()


def test_its_features_are_named_in_words_and_none_is_a_site() -> None:
    looks = shipped_model().general
    names = [name for name in {**looks.first, **looks.second} if name]
    assert all(" " in name or name in ("hidden",) or name.startswith("<") for name in names)
    assert not [name for name in names if "." in name.replace("0.", "") and "/" in name]


def test_running_text_is_kept_and_the_vote_says_why() -> None:
    article = clean(PAGE)
    assert article.text.count("The council of the town") == 6
    decided = [verdict for verdict in article.verdicts if verdict.by == "judge/model"]
    assert decided
    assert all(verdict.because.startswith("text with a probability of") for verdict in decided)


def test_a_page_that_has_running_text_is_not_left_empty_whatever_the_model_says() -> None:
    never = Looks({"": -20.0}, {"": -20.0})
    nothing = Model(never, never)
    assert clean(PAGE, nothing).text == clean(PAGE).text


@pytest.mark.parametrize("html", ["<p>x</p>", "loose", "<a href=/>x</a>", "<div></div><span>y</span>", "<h1>t</h1>"])
def test_pages_with_next_to_nothing_are_no_trouble(html: str) -> None:
    assert clean(html).verdicts


def test_a_story_may_begin_with_what_its_description_says_and_a_dek_that_calls_itself_one_is_a_field() -> None:
    first = "The council has bought the bridge for a crown, and nobody can say how it will be paid for."
    head = f"<title>The bridge</title><meta name=description content='{first}'>"
    for name, label in (("", "body"), ("standfirst", "dek")):
        page = f"{head}<header><h1>The bridge</h1><p class='{name}'>{first}</p></header><article>{STORY}</article>"
        found = [block.text for block in clean(page).blocks]
        assert clean(page).verdicts[found.index(first)].label == label


def test_running_text_that_stands_on_the_page_twice_is_kept_once() -> None:
    again = "<p>The pictures of the bridge cannot be shown, for the settings of this browser do not allow for them.</p>"
    page = PAGE.replace("</article>", f"{again}{again}</article>")
    copies = [verdict for verdict in clean(page).verdicts if verdict.by == "judge/copy"]
    assert [(copy.label, copy.because) for copy in copies] == [("boilerplate", "stands above already")]


def test_what_a_text_is_made_of_is_no_copy() -> None:
    refrain = "<p>And the ferry goes over the water, the water, and nobody knows when it comes home again.</p>"
    assert clean(f"<article><h1>A song</h1>{refrain * 4}</article>").text.count("the ferry goes") == 4
