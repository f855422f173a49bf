"""The tests that rule files bring along, held against pages."""

from pathlib import Path

from archiver.proving import Count, Proof, packs_of, prove, prove_all
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.pack import Expectation, Pack
from tests.rules.files import pack, write

RULE = '[match]\nhosts = ["*.e.example"]\n[[remove]]\nid = "box"\nlabel = "ad"\ncss = ".box"\n'
PAGE = "<html><body><p>The ferry stays in the dock.</p><div class='box'><p>Buy two ropes.</p></div></body></html>"


def proof(folder: Path, expectation: Expectation) -> Proof:
    mine = pack(folder, RULE)
    write(folder, PAGE, "page.html")
    return prove(mine, expectation, Rulebook.of([mine]))


def expected(*has: str, lacks: tuple[str, ...] = (), **fires: int) -> Expectation:
    return Expectation("page.html", "https://www.e.example/a", has, lacks, fires)


def test_phrases_are_found_across_lines_and_spaces(tmp_path: Path) -> None:
    found = proof(tmp_path, expected("ferry  stays\nin", lacks=("Buy  two",), ad=1))
    assert (found.state, found.heard, found.counts) == ("ok", {"box"}, (Count("ad", 1, 1),))


def test_each_fault_is_told_by_itself(tmp_path: Path) -> None:
    found = proof(tmp_path, expected("No such words", lacks=("The ferry",), ad=2, tags=1))
    assert (found.state, found.missing, found.unwanted) == ("failed", ("No such words",), ("The ferry",))
    assert found.short == (Count("ad", 2, 1), Count("tags", 1, 0))


def test_a_site_s_files_are_those_of_its_hosts_and_that_of_the_id(tmp_path: Path) -> None:
    mine = pack(tmp_path, RULE)
    assert [list(packs_of([mine], site)) for site in ("a.e.example", "example", "e.org", None)] == [
        [mine],
        [mine],
        [],
        [mine],
    ]


def test_a_shipped_file_without_its_page_is_no_failure() -> None:
    one = next(one for one in shipped_rules().packs if one.id == "themoscowtimes.com")
    assert isinstance(one, Pack)
    assert prove(one, Expectation("nowhere.html", None, (), (), {}), shipped_rules()).state == "not shipped"


def test_every_test_of_a_book_has_its_proof(tmp_path: Path) -> None:
    tests = '[[test]]\nfile = "page.html"\n' * 2
    write(tmp_path, PAGE, "page.html")
    assert len(list(prove_all(Rulebook.of([pack(tmp_path, RULE + tests)])))) == 2
