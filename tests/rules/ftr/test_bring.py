"""The import as a whole: site files in, rule files and a report out."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import RuleError
from archiver.rules.ftr.bring import bring_in
from archiver.rules.ftr.report import Report, write_report
from archiver.rules.ftr.write import is_untouched
from archiver.rules.load import load_folder
from archiver.rules.pack import Pack

STORY = """# The Sound
title: //meta[@property='og:title']/@content
title: //h1
author: //p[@class='by']/a
body: //div[@id='story']
body: //article
strip: //aside[contains(@class, 'newsletter')]
strip_id_or_class: related-links
strip_id_or_class: 'share bar'
prune: no
test_url: https://example.org/ferry
test_contains: The ferry stays
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "site files"
    folder.mkdir()
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "rules"


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name.replace('__', '.')}.txt").write_text(text, encoding="utf-8", newline="")


def packs(target: Path) -> dict[str, Pack]:
    return {one.id: one for one in load_folder(target, "user")}


def said(report: Report, kind: str) -> list[tuple[str, int]]:
    return [(one.file, one.line) for one in report.findings if one.kind == kind]


def test_a_site_file_becomes_a_rule_file_of_the_level_imported(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    report = bring_in(source, target)
    (pack,) = packs(target).values()
    assert (pack.id, pack.level, pack.match.hosts) == ("ftr/example.org", "imported", ("example.org",))
    assert (report.files, report.packs, report.written) == (1, 1, 1)


def test_each_body_is_a_layout_so_that_the_first_that_matches_is_taken(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    bring_in(source, target)
    layouts = packs(target)["ftr/example.org"].layouts
    assert [[one.text for one in layout.body] for layout in layouts] == [["//div[@id='story']"], ["//article"]]
    assert [layout.id for layout in layouts] == ["ftr/example.org/body-5", "ftr/example.org/body-6"]


def test_a_field_s_later_pattern_is_for_pages_without_the_earlier(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    bring_in(source, target)
    fields = packs(target)["ftr/example.org"].layouts[0].fields
    assert [one.text for one in fields["title"]] == ["(//h1)[not(//meta[@property='og:title']/@content)][1]"]
    assert [one.text for one in fields["byline"]] == ["//p[@class='by']/a"]


def test_what_is_removed_is_labelled_by_the_words_of_its_selector(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    bring_in(source, target)
    found = {one.selector.text: one.label for one in packs(target)["ftr/example.org"].removals}
    assert found["//aside[contains(@class, 'newsletter')]"] == "newsletter"
    assert found[".related-links, #related-links"] == "related"


def test_pages_that_the_author_tried_are_kept_as_comments(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    bring_in(source, target)
    text = (target / "imported" / "example.org.toml").read_text(encoding="utf-8")
    assert "#   https://example.org/ferry\n#     has: The ferry stays\n" in text


def test_what_is_not_carried_over_is_counted_with_the_reason(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    report = bring_in(source, target)
    assert {directive for _, directive, _ in report.skipped} == {"prune", "title"}
    assert all(why for _, _, why in report.skipped)


def test_broken_xpaths_and_typos_are_named_and_the_rest_is_taken(source: Path, target: Path) -> None:
    put(source, example__org="body: //p[contain(., 'x')]\nbody: //article\ntitl: //h1\n", other__example="titl: //h1\n")
    report = bring_in(source, target)
    assert said(report, "xpath") == [("example.org.txt", 1)]
    assert said(report, "typo") == [("example.org.txt", 3), ("other.example.txt", 1)]
    assert len(packs(target)["ftr/example.org"].layouts) == 1


def test_copies_become_one_rule_file_for_all_their_hosts(source: Path, target: Path) -> None:
    put(source, example__org=STORY, example__net="# a copy\n" + STORY, __example__com=STORY, other__example="body: //p")
    report = bring_in(source, target)
    assert packs(target)["ftr/example.net"].match.hosts == ("*.example.com", "example.net", "example.org")
    assert (report.copies, report.groups, report.packs) == (3, 1, 2)


def test_a_name_with_a_dot_before_it_is_for_all_hosts_below(source: Path, target: Path) -> None:
    put(source, __example__org="body: //p")
    bring_in(source, target)
    assert packs(target)["ftr/*.example.org"].match.hosts == ("*.example.org",)
    assert (target / "imported" / "_.example.org.toml").exists()


def test_names_that_are_no_host_s_are_reported(source: Path, target: Path) -> None:
    put(source, LICENSE="Do as you like.", example__org="body: //p", www__example__org="body: //b")
    (source / "global.txt").write_text("strip: //nav")
    (source / "not a host.txt").write_text("body: //p")
    report = bring_in(source, target)
    names = {"LICENSE.txt", "global.txt", "not a host.txt", "www.example.org.txt"}
    assert {file for file, _ in said(report, "file")} == names
    assert list(packs(target)) == ["ftr/example.org"]


def test_a_windows_device_is_no_file_s_name(source: Path, target: Path) -> None:
    put(source, aux__example="body: //p")
    bring_in(source, target)
    assert [file.name for file in (target / "imported").iterdir()] == ["_aux.example.toml"]


def test_a_dry_run_says_the_same_and_writes_nothing(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    dry = bring_in(source, target, dry_run=True)
    assert not target.exists()
    assert dry == bring_in(source, target)


def test_importing_again_changes_nothing_and_a_newer_version_replaces_its_own(source: Path, target: Path) -> None:
    put(source, example__org=STORY, other__example="body: //p")
    bring_in(source, target)
    assert (bring_in(source, target).written, bring_in(source, target).unchanged) == (0, 2)
    put(source, other__example="body: //article")
    assert bring_in(source, target).written == 1
    assert packs(target)["ftr/other.example"].layouts[0].body[0].text == "//article"


def test_a_file_that_somebody_changed_stays_as_it_is(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    bring_in(source, target)
    file = target / "imported" / "example.org.toml"
    mine = file.read_text(encoding="utf-8").replace("//article", "//main")
    file.write_text(mine, encoding="utf-8")
    assert not is_untouched(file.read_bytes())
    put(source, example__org=STORY + "strip: //nav\n", example__net=STORY + "strip: //nav\n")
    report = bring_in(source, target)
    assert file.read_text(encoding="utf-8") == mine
    assert ("example.org.toml", 0) in said(report, "kept")
    assert packs(target)["ftr/example.net"].match.hosts == ("example.net",)


def test_a_host_that_moves_to_another_group_leaves_no_second_file_for_it(source: Path, target: Path) -> None:
    put(source, example__org=STORY)
    bring_in(source, target)
    put(source, a__example=STORY)
    report = bring_in(source, target)
    assert report.removed + report.written >= 1
    assert sorted(host for one in packs(target).values() for host in one.match.hosts) == ["a.example", "example.org"]


def test_files_of_other_origin_in_the_folder_are_never_touched(source: Path, target: Path) -> None:
    (target / "imported").mkdir(parents=True)
    mine = target / "imported" / "mine.toml"
    mine.write_text('schema = 1\nid = "mine"\n[match]\nhosts = ["example.org"]\n')
    put(source, example__org=STORY)
    report = bring_in(source, target)
    assert report.packs == 0 and list(packs(target)) == ["mine"]
    assert ("example.org.txt", 0) in said(report, "kept")


def test_archives_are_read_as_folders_are(source: Path, target: Path, tmp_path: Path) -> None:
    packed, zipped = tmp_path / "files.tar.gz", tmp_path / "files.zip"
    with tarfile.open(packed, "w:gz") as archive:
        info = tarfile.TarInfo("../../evil/example.org.txt")
        info.size = len(STORY)
        archive.addfile(info, io.BytesIO(STORY.encode()))
    with zipfile.ZipFile(zipped, "w") as archive_:
        archive_.writestr("folder\\EXAMPLE.org.TXT", STORY)
    for path in (packed, zipped):
        bring_in(path, target)
        assert list(packs(target)) == ["ftr/example.org"]


@pytest.mark.parametrize(("name", "data"), [("x.zip", b"PK\x05\x06"), ("x.tar.gz", b"\x1f\x8b"), ("x.pdf", b"%PDF")])
def test_what_is_no_archive_is_refused_in_one_line(tmp_path: Path, target: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RuleError, match=name):
        bring_in(tmp_path / name, target)
    assert not target.exists()


def test_the_report_is_a_table_or_json_lines(source: Path, target: Path, tmp_path: Path) -> None:
    put(source, example__org=STORY)
    findings = bring_in(source, target).findings
    write_report(tmp_path / "report.csv", findings)
    write_report(tmp_path / "report.jsonl", findings)
    assert (tmp_path / "report.csv").read_text().startswith("kind,file,line,directive,what,because,hint\n")
    assert len((tmp_path / "report.jsonl").read_text().splitlines()) == len(findings)


_LINES = st.sampled_from(
    [*STORY.splitlines(), "strip: //a[", "body: text()", "titl: x", "strip_id_or_class: \\'\"]\x00"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.lists(_LINES, max_size=6).map(lambda lines: "\n".join(lines).encode()))
def test_any_bytes_as_a_site_file_give_a_report_and_rules_that_load(source: Path, target: Path, data: bytes) -> None:
    (source / "example.org.txt").write_bytes(data)
    report = bring_in(source, target)
    assert report.files == 1
    assert report.packs == len(packs(target)) if report.packs else report.findings
