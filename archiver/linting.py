"""What is unwise in rule files, held against pages: their own tests' pages, saved ones, the archive's last captures.

What shows without a page is found by rules/lint.py, what selectors do on one by rules/trial.py. Nothing is changed
here, and no file that is wrong ends the work.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from archiver import urls
from archiver.archive import Archive
from archiver.errors import PageError, RuleError
from archiver.learning.captures import newest_of
from archiver.proving import prove
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.freshness import aged
from archiver.rules.lint import Finding, lint
from archiver.rules.load import level_of, load_file
from archiver.rules.pack import Cue, Pack, Vocabulary
from archiver.rules.testpage import page_of
from archiver.rules.trial import SamplePage, Trial, sample_page

NEWEST: Final = 5
"""Captures of a site that are looked at."""


def lint_files(
    files: Sequence[Path],
    today: date,
    *,
    folder: Path | None = None,
    pages: Sequence[Path] = (),
    archive: Archive | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong or unwise in rule files. `folder` is the folder of rules in which they may lie, `pages` are
    saved pages to try selectors on, `archive` has captures of the sites. Raises PageError where a page is none."""
    given = [sample_page(page.read_bytes(), str(page)) for page in pages]
    packs = []
    for file in files:
        try:
            packs.append(load_file(file, level_of(file, folder, "user") if folder else "user"))
        except RuleError as error:
            yield _error(file, error)
    try:
        Rulebook.of(packs)
    except RuleError as error:
        yield _error(Path(str(error).partition(": ")[0]), error)
    for pack in packs:
        yield from lint(pack)
        mine = [*_of_tests(pack, folder), *(page for page in given if len(packs) == 1 or _is_for(pack, page))]
        mine += _of_archive(pack, archive) if archive else []
        yield from _against_pages(pack, mine, folder, today)


def _error(file: Path, error: RuleError) -> Finding:
    return Finding(str(file), "", "error", str(error).removeprefix(f"{file}: "), "until then no rule of yours is read")


def _against_pages(pack: Pack, pages: Sequence[SamplePage], folder: Path | None, today: date) -> Iterator[Finding]:
    found = list(Trial(pack, pages).findings())
    yield from found
    yield from _tests(pack, folder, today, {one.rule for one in found if one.kind == "finds-nothing"})


def _tests(pack: Pack, folder: Path | None, today: date, silent: set[str]) -> Iterator[Finding]:
    if not pack.tests:
        what = "has no [[test]]: nobody will know when its rules no longer hold"
        yield Finding(pack.file, "", "no-test", what, "save a page beside the file, and say what must come out of it")
        return
    book = Rulebook.of((pack, *(one for one in shipped_rules().packs if one.level != pack.level)))
    proofs = [prove(pack, test, book, [folder] if folder else []) for test in pack.tests]
    for proof in proofs:
        if proof.why or not proof.is_shipped:
            what = f"the test on {proof.file} cannot be run: {proof.why or 'its page is not shipped'}"
            yield Finding(pack.file, "", "no-page", what, "put the page there")
    heard = frozenset[str]().union(*(proof.heard for proof in proofs), silent)
    for rule in pack.rules:
        if rule.id not in heard and not isinstance(rule, Cue | Vocabulary):
            what = "no test of this file has a page on which it takes part"
            yield Finding(pack.file, rule.id, "untested", what, "add a [[test]] on a page that has what it finds")
    yield from aged(pack, today)


def _of_tests(pack: Pack, folder: Path | None) -> Iterator[SamplePage]:
    for test in pack.tests:
        page = page_of(Path(pack.file), test.file, [folder] if folder else [])
        if page is not None and page.suffix != ".txt":
            try:
                yield sample_page(page.read_bytes(), test.file, test.url)
            except (PageError, OSError):
                continue  # the test that has this page cannot be run, which is said of it


def _of_archive(pack: Pack, archive: Archive) -> Iterator[SamplePage]:
    sites = dict.fromkeys(urls.site_key(f"http://{host.removeprefix('*.')}/") for host in pack.match.hosts)
    captures = (capture for site in sites for capture in newest_of(archive, site, NEWEST))
    for capture in islice(captures, NEWEST):
        try:
            yield sample_page(capture.body, capture.final_url, capture.final_url, capture.content_type)
        except PageError:
            continue


def _is_for(pack: Pack, page: SamplePage) -> bool:
    return bool(Rulebook.of([pack]).choose(page.url, page.tree))
