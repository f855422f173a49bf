"""Articles that a page does not show: in JSON-LD, in templates, in the state of frameworks."""

import json
from typing import Any

import pytest

import archiver
from archiver.page.decode import parse

TITLE = "Tide tables for the coming year"
FIRST = "The harbour office has published the tables for the coming year, and they differ from the last ones."
LINES = [
    f"{FIRST} Number {number} of them was drawn up by the pilots, who know the channel best." for number in range(6)
]
HTML = "".join(f"<p>{line}</p>" for line in LINES)
TEXT = "\n\n".join(LINES)


def page(source: str) -> str:
    return f"<title>{TITLE} | The Paper</title><body><div id=root></div><p>Please enable scripts.</p>{source}"


def script(state: object, start: str = '<script type="application/json">', end: str = "") -> str:
    return f"{start}{json.dumps(state)}{end}</script>"


def story(**body: Any) -> dict[str, Any]:
    return {"props": {"story": {"title": TITLE, **body}, "menu": [{"title": "Home", "body": "<p>Home</p>"}]}}


def ld(body: str) -> str:
    return script(
        {"@type": "NewsArticle", "headline": TITLE, "articleBody": body}, '<script type="application/ld+json">'
    )


def flight(text: str) -> str:
    return f"<script>self.__next_f.push([1,{json.dumps(text)}])</script>"


ELEMENTS = ["$", "article", None, {"title": TITLE, "children": [["$", "p", None, {"children": one}] for one in LINES]}]
FLAT = [{"data": 1}, ["Reactive", 2], {"post": 3}, {"title": 4, "body": 5}, TITLE, HTML]
SOURCES = {
    "a template": f"<template>{HTML}</template>",
    "JSON-LD, lines": ld("\n".join(LINES)),
    "JSON-LD, HTML": ld(HTML),
    "JSON-LD, encoded HTML": ld(HTML.replace("<", "&lt;").replace(">", "&gt;")),
    "JSON, HTML": script(story(content={"rendered": HTML})),
    "a flat array": script(FLAT),
    "server components": flight("1:" + json.dumps(ELEMENTS) + "\n"),
    "server components, long text": flight(
        f"2:T{len(HTML.encode()):x},{HTML}1:" + json.dumps(["$", "$L5", None, {"post": {"title": TITLE, "body": "$2"}}])
    ),
    "assigned": script(story(body=HTML), "<script>window.__INITIAL_STATE__ = ", "; go();"),
    "given to JSON.parse": script(json.dumps(story(body=HTML)), "<script>window.state = JSON.parse(", ");"),
    "content elements": script(
        story(
            content_elements=[{"type": "image", "caption": "x"}, *({"type": "text", "content": one} for one in LINES)]
        )
    ),
    "Draft.js": script(story(body={"blocks": [{"text": one, "type": "unstyled"} for one in LINES], "entityMap": {}})),
    "ProseMirror": script(
        story(
            content={
                "type": "doc",
                "content": [
                    {"type": "paragraph", "content": [{"type": "text", "text": t} for t in (one[:9], one[9:])]}
                    for one in LINES
                ],
            }
        )
    ),
    "Portable Text": script(
        story(body=[{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": o}]} for o in LINES])
    ),
    "Contentful": script(
        story(
            body={
                "nodeType": "document",
                "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": o}]} for o in LINES],
            }
        )
    ),
    "Editor.js": script(story(content={"blocks": [{"type": "paragraph", "data": {"text": one}} for one in LINES]})),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_a_text_that_is_not_shown_is_taken_with_its_paragraphs(source: str) -> None:
    article = archiver.clean(page(source))
    assert article.text == TEXT
    assert article.notes[-1].startswith("fallback: the page shows next to no text; the article's is from ")
    taken = [one for one in article.verdicts if one.label == "body"]
    assert all(one.by == "fallback" and one.because.startswith("from ") and len(one.votes) > 1 for one in taken)
    assert [one.index for one in article.blocks] == list(range(len(article.blocks)))


def test_nothing_of_the_page_s_own_is_lost() -> None:
    bare, article = archiver.clean(page("")), archiver.clean(page(ld(HTML)))
    assert article.blocks[: len(bare.blocks)] == bare.blocks
    assert "Please enable scripts." in article.with_profile("verbatim").text
    assert "Please enable scripts." not in article.text


def test_headings_lists_and_quotes_are_kept_as_such() -> None:
    elements = [
        *({"type": "text", "content": one} for one in LINES),
        {"type": "header", "level": 3, "content": "Further tables"},
        {"type": "list", "items": [{"type": "text", "content": "one <b>item</b> of it"}]},
        {
            "type": "quote",
            "content_elements": [{"type": "text", "content": "Tides wait for nobody, as they say here."}],
        },
    ]
    elements.append(elements[0])
    article = archiver.clean(page(script(story(content_elements=elements))))
    labels = [(one.label, article.blocks[one.block].text) for one in article.verdicts][-4:]
    assert labels[0] == ("heading", "Further tables")
    assert labels[1] == ("list", "one item of it")
    assert labels[2] == ("quote", "Tides wait for nobody, as they say here.")


def test_a_page_that_shows_its_text_is_left_alone() -> None:
    shown = f"<article><h1>{TITLE}</h1>{HTML}</article>"
    article = archiver.clean(page(shown + ld(HTML + HTML) + script(story(body=HTML + HTML))))
    assert article.text == TEXT
    assert article.notes == ()


def test_a_short_article_is_an_article() -> None:
    article = archiver.clean(page(f"<article><h1>{TITLE}</h1><p>{FIRST}</p></article>" + ld(f"{FIRST} That is all.")))
    assert article.text.endswith(FIRST)
    assert article.notes == ()


@pytest.mark.parametrize(
    "source",
    [
        script({"story": {"title": "Quite another story of the day", "body": HTML}}),
        script({"teasers": [{"title": "One of the stories here", "body": HTML}] * 9}),
        script({"@graph": [{"@type": "Article", "headline": f"Story {n}", "articleBody": TEXT} for n in range(3)]},
               '<script type="application/ld+json">'),
        script(story(body="word " * 500)),
        script(story(body=["$"] * 4, content={"type": None, "content": [[], {}, None, 1]})),
        "<script>window.state = {" * 100,
        flight("zz:T"), flight("1:Tffffffff,"), flight("1:{"),
        '<script type="application/json">' + "[" * 100_000 + "</script>",
        script([{"a": 1}, ["Reactive", 1], {"title": 0, "body": 2}] * 300),
    ],
)  # fmt: skip
def test_what_is_of_another_page_or_no_text_is_not_taken(source: str) -> None:
    article = archiver.clean(page(source))
    assert article.words < 10
    assert article.notes == ()


def test_what_stands_after_the_end_of_the_document_is_on_the_page() -> None:
    tree = parse(f"<html><body><h1>{TITLE}</h1></body></html> <div>{HTML}</div></body></html><script>x</script>")
    assert [one.tag for one in tree] == ["body"]
    assert tree.text_content().count(FIRST) == len(LINES)


def test_paragraphs_in_a_heading_that_nobody_closed_are_paragraphs() -> None:
    assert "heading" not in [one.label for one in archiver.clean(f"<h2>{LINES[0] * 3}<div>{HTML}").verdicts][:1]
