"""`archiver rules learn`: rules for a site, proposed from its captures or from one labelled page."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import (
    NOTHING_FOUND,
    archive_option,
    json_option,
    open_archive,
    print_json,
    rules_folder,
    rules_option,
)

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.learning.labels import Labelling
    from archiver.learning.proposal import Proposal
    from archiver.learning.sample import Sample


@click.command(short_help="Propose rules for a site from its captures, or from a labelled page.")
@click.argument("site", metavar="SITE")
@click.option(
    "--from",
    "labels",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Learn from the page whose labels `archiver explain PAGE --edit` wrote to this file.",
)
@click.option("--write", is_flag=True, help="Write the rules into the folder learned of your rules folder.")
@click.option("-o", "output", type=click.Path(path_type=Path, dir_okay=False), help="Write the rules to this file.")
@archive_option
@rules_option
@json_option
def learn(
    site: str, labels: Path | None, write: bool, output: Path | None, home: Path, rules: Path | None, as_json: bool
) -> None:
    """Propose rules for a site and say what each would remove, and on which captures.

    Without --from, rules are made of what repeats word for word in three different articles or more, and
    of names that hold residue on most pages. A rule that would cost words which are surely the text
    is refused. Nothing is written unless you ask for it, and no file is overwritten.

    \b
    Example:
      archiver rules learn example.org
      archiver rules learn example.org --from 12-labels.json --write
    """
    from archiver.learning.captures import site_named
    from archiver.learning.report import data, report

    archive, site = open_archive(home, rules), site_named(site)
    target = output or (rules_folder(rules) / "learned" / f"{site}.toml" if write else None)
    _check_free(target)
    proposals, samples = _from_labels(site, labels, archive) if labels else _from_captures(site, archive)
    for line in [] if as_json else report(proposals):
        click.echo(line)
    for one in proposals if as_json else []:
        print_json(data(one))
    if all(one.refused for one in proposals):
        click.echo(f"{site}: no rule to propose", err=True)
        raise SystemExit(NOTHING_FOUND)
    _write(target, site, proposals, samples)


def _from_captures(site: str, archive: "Archive") -> tuple[list["Proposal"], list["Sample"]]:
    from archiver.learning.captures import samples_of
    from archiver.learning.survey import survey

    samples = samples_of(archive, site)
    return list(survey(site, samples).proposals), samples


def _from_labels(site: str, file: Path, archive: "Archive") -> tuple[list["Proposal"], list["Sample"]]:
    from archiver.learning.generalise import generalise
    from archiver.learning.labels import read_labels

    labelling = read_labels(file)
    page = labelling.on(_sample(labelling, archive))
    others = [other for other in _others(site, archive) if not _is_same(other, page)]
    return generalise(page, others), [page, *others]


def _sample(labelling: "Labelling", archive: "Archive") -> "Sample":
    import io

    from archiver.capture.inputs import is_text, read_document
    from archiver.learning.captures import capture_numbered
    from archiver.learning.sample import sample_of, sample_of_capture, sample_of_text
    from archiver.page.decode import decode

    if labelling.source.isdecimal():
        return sample_of_capture(capture_numbered(archive, int(labelling.source)), archive.rulebook)
    text = decode(read_document(labelling.source, io.BytesIO()), name=labelling.source)
    read = sample_of_text if is_text(text, labelling.source) else sample_of
    return read(text, labelling.url, None, archive.rulebook)


def _others(site: str, archive: "Archive") -> list["Sample"]:
    from archiver.learning.captures import samples_of

    return samples_of(archive, site) if archive.index_path.exists() else []


def _is_same(one: "Sample", other: "Sample") -> bool:
    """True for the labelled page itself: its labels are known."""
    return [(block.path, block.text) for block in one.page.blocks] == [
        (block.path, block.text) for block in other.page.blocks
    ]


def _check_free(target: Path | None) -> None:
    from archiver.errors import RuleError

    if target and target.exists():
        raise RuleError(f"{target}: exists already, and nothing is overwritten; name another file with -o")


def _write(target: Path | None, site: str, proposals: list["Proposal"], samples: list["Sample"]) -> None:
    from archiver.learning.write import rule_file, seen
    from archiver.rules.load import load_text

    count = sum(not one.refused for one in proposals)
    if target is None:
        click.echo(
            f"{count} proposed, nothing written; --write puts them among your rules, -o FILE elsewhere", err=True
        )
        return
    text = rule_file(seen(site, samples), proposals)
    load_text(text, str(target), "learned")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8") as file:
        file.write(text)
    click.echo(f"Wrote {count} rules to {target}; `archiver index` cleans what is archived by them", err=True)
