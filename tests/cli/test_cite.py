"""`archiver cite`: references to archived articles."""

import json
import os
from pathlib import Path

import pytest
import rispy

from archiver.demo.site import DemoSite
from tests.cli.terminal import done, objects, process, refused, run, tree


@pytest.fixture(autouse=True)
def archive(saved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(saved))
    return saved


def test_a_citation_names_the_original_and_the_record_that_show_knows(site: DemoSite) -> None:
    capture = objects("show", 1)[0]["capture"]
    record = capture["record"]
    said = done("cite", 1).stdout
    assert said.startswith(
        "Marrack, Odile. “Lifeboat station to reopen after year of fundraising.” The Harbour Courier, 14 March 2025. "
        f"{site.article_url} (accessed "
    )
    urn, name = record["record_id"].strip("<>"), Path(record["file"]).name
    assert (
        f"WARC record {urn} in {name} at byte {record['offset']}, payload digest {record['payload_digest']}.\n" in said
    )
    assert said.count("\n") == 1


def test_a_mirror_s_copy_is_cited_with_both_addresses(site: DemoSite) -> None:
    elsewhere = site.mirror_url.replace("127.0.0.1", "localhost")
    done("save", "--allow-private", elsewhere, "--archive", "here")
    said = done("cite", 1, "--archive", "here").stdout
    assert f" {site.article_url} (accessed " in said
    assert f" UTC from {elsewhere}: WARC record " in said


def test_several_are_cited_in_the_order_in_which_they_are_named_and_each_once() -> None:
    ids = [one["id"] for one in json.loads(done("cite", 3, 1, 2, 1, "--style", "csl-json").stdout)]
    assert ids == ["tolgarrick2025owns", "marrack2025lifeboat-1", "marrack2025lifeboat-2"]


def test_ris_has_the_ends_of_lines_that_it_must_have() -> None:
    printed = done("cite", 1, "--style", "ris").stdout_bytes
    assert printed.count(b"\r\n") == printed.count(b"\n") > 10
    assert rispy.loads(printed.decode())[0]["authors"] == ["Marrack, Odile"]


def test_bibtex_is_utf_8_wherever_it_goes(saved: Path) -> None:
    printed = process(
        "cite", 1, "--style", "bibtex", "--archive", saved, env=os.environ | {"PYTHONIOENCODING": "ascii"}
    )
    assert printed.stdout == done("cite", 1, "--style", "bibtex").stdout


def test_the_day_on_which_somebody_looked_can_be_told() -> None:
    assert " (accessed 2 June 2025)." in done("cite", 1, "--accessed", "2025-06-02").stdout
    refused(run("cite", 1, "--accessed", "yesterday"), "'yesterday'")


@pytest.mark.parametrize("number", ["4", "99"])
def test_an_unknown_article_is_named_and_nothing_is_printed(number: str) -> None:
    found = run("cite", 1, number, "--style", "bibtex")
    refused(found, f"no article {number} in ")
    assert found.stdout == ""


def test_what_is_no_number_is_refused_and_no_archive_is_made(here: Path) -> None:
    refused(run("cite", "x"), "x is no article number")
    refused(run("cite"), "Missing argument 'ID...'")
    refused(run("cite", 1, "--style", "mla"), "'mla' is not one of")
    refused(run("cite", 1, "--archive", "nowhere"), "nowhere/catalog.sqlite", "archiver save")
    assert tree(here) == {}
