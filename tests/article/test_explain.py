"""Every block is explained, what was kept as well as what was dropped, for people and for programs."""

import json

from archiver.article.explain import as_data, blocks_as_data, explain, kind
from archiver.labels import FIELDS, LABELS, RESIDUE, TEXT, Label
from archiver.model import Verdict, Vote

from .pages import article

STORY = '<h1>Ferry stays</h1><div class="story"><p>It sails at noon.</p></div><p class="ad">Buy a boat</p>'
LABELLED: dict[str, Label] = {"h1": "title", "ad": "ad"}


def test_there_is_one_line_a_block_in_document_order() -> None:
    found = article(STORY, LABELLED)
    lines = list(explain(found.blocks, found.verdicts))
    assert [(line.index, line.label, line.kept, line.text) for line in lines] == [
        (0, "title", "field", "Ferry stays"),
        (1, "body", "text", "It sails at noon."),
        (2, "ad", "residue", "Buy a boat"),
    ]


def test_a_line_says_where_the_block_stands_who_decided_and_why_and_what_others_said() -> None:
    found = article(STORY, LABELLED)
    line = list(explain(found.blocks, found.verdicts))[1]
    assert (line.path, line.by, line.because) == ("div.story > p", "rule", "so it is")
    assert line.others == ("judge/x: body, so it seems",)


def test_every_label_is_of_exactly_one_kind() -> None:
    kinds = {label: kind(Verdict(0, label, (Vote("x", label, 1, ""),))) for label in LABELS}
    assert {label for label, one in kinds.items() if one == "text"} == TEXT
    assert {label for label, one in kinds.items() if one == "field"} == FIELDS
    assert {label for label, one in kinds.items() if one == "residue"} == RESIDUE


def test_an_article_as_data_goes_through_json() -> None:
    data = json.loads(json.dumps(as_data(article(STORY, LABELLED))))
    assert (data["title"], data["text"], data["words"]) == ("Ferry stays", "It sails at noon.", 4)
    assert data["partial"] is False and data["blocks"][1]["tokens"] == ["story"]
    assert data["notes"] == ["a note"] and data["rulebook"] == "digest"


def test_as_data_every_block_has_its_verdict_and_every_vote() -> None:
    found = article(STORY, LABELLED)
    first, *_, last = blocks_as_data(found.blocks, found.verdicts)
    assert (first["index"], first["tag"], first["label"], first["kept"]) == (0, "h1", "title", "field")
    assert (last["text"], last["label"], last["by"], last["because"]) == ("Buy a boat", "ad", "rule", "so it is")
    assert [vote["by"] for vote in last["votes"]] == ["rule", "judge/x"]
