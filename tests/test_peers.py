"""How the benchmarks call the extractors of others, and count what those do; none of them need be installed."""

import time

import pytest

from benchmarks.corpus import Case
from benchmarks.fields import Fields
from benchmarks.peers import PEERS, Extract, Peer, Told, attempt, tellers, texts, titled
from benchmarks.quality import Score

PAGE = b"<h1>Tide tables</h1><p>The tables for the coming year are out.</p>"


def absent() -> Extract:
    import no_such_extractor

    return no_such_extractor.extract


def upper() -> Extract:
    return lambda html, url: html.decode().upper()


def case(**given: object) -> Case:
    return Case(**{"id": "a", "url": None, "html": PAGE, "text": None, "must": (), "mustnot": (), **given})  # type: ignore[arg-type]


def test_what_is_not_installed_is_named_in_a_line_and_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    peers = {"Absent": Peer("no-such-extractor", absent, absent), "Upper": Peer("pytest", upper)}
    assert texts(peers)["Upper"](b"tide", None) == "TIDE"
    assert "Absent" not in texts(peers)
    assert tellers(peers) == {}
    assert capsys.readouterr().out == "not installed: Absent\n" * 3


def test_an_extractor_that_is_installed_but_broken_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert texts({"Broken": Peer("pytest", absent)}) == {}
    assert capsys.readouterr().out == "not installed: Broken (No module named 'no_such_extractor')\n"


def test_readability_is_called_as_the_others_are_and_parts_paragraphs_but_not_words() -> None:
    words = " and the tide came in, as it does every day," * 9
    page = f"<body><div><p>One<b>two</b>{words}</p><p>Three{words}</p></div></body>".encode()
    text = PEERS["readability-lxml"].text()(page, "https://tides.example/a")
    assert text.split()[0] == "Onetwo"
    assert "day,\nThree" in text
    assert titled("readability-lxml").removeprefix("readability-lxml ")[0].isdigit()


def test_a_page_that_breaks_an_extractor_counts_as_empty_and_as_a_crash() -> None:
    score = Score()
    score.add(case(must=("the tide",)), attempt(lambda: str(1 / 0)))
    score.add(case(must=("the tide",)), attempt(lambda: "The  tide"))
    assert (score.pages, score.empty, score.crashes) == (2, 1, 1)
    assert score.line() == "segment F1 0.6667 (P 1.000, R 0.500)"


def test_a_page_that_takes_too_long_is_cut_off_whatever_the_extractor_catches() -> None:
    def stubborn() -> str:
        try:
            time.sleep(60)
        except Exception:
            return "caught"
        return "slept"

    assert attempt(stubborn, longest=0.05) is None
    assert attempt(lambda: "in time", longest=5) == "in time"


def test_title_day_and_authors_are_compared_without_case_and_punctuation() -> None:
    fields = Fields()
    told = Told("TIDE TABLES: out", ("Ada Ebb and Flo Wave, Moon",), "2024-06-05T23:00:00Z")
    fields.add(case(title="Tide tables — out!", authors=("Ada Ebb", "Flo Wave"), published="2024-06-05 01:00"), told)
    fields.add(case(title="Harbour", authors=("Ada Ebb",), published="2024-06-06"), None)
    assert fields.figures() == {"title": 0.5, "day": 0.5, "authors P": pytest.approx(1 / 3), "authors R": 0.5}
    assert (fields.pages, fields.empty, fields.crashes) == (2, 1, 1)


def test_a_corpus_without_titles_has_no_figures_for_metadata() -> None:
    fields = Fields()
    fields.add(case(), Told("Tide tables"))
    assert fields.figures() == {}
    assert fields.pages == 0
