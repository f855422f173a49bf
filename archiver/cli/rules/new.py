"""`archiver rules new`: a rule file for a site, to begin with."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import archive_option, open_archive, rules_folder, rules_option

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.learning.sample import Sample
    from archiver.model import Capture


@click.command(short_help="Write a rule file for a site, to begin with.")
@click.argument("site", metavar="SITE")
@archive_option
@rules_option
def new(site: str, home: Path, rules: Path | None) -> None:
    """Write a rule file for a site into your rules folder: its hosts, and a template to fill in.

    Where the archive holds captures of the site, the file suggests selectors for the body and the fields,
    and has a test with a saved page beside it. Nothing that it suggests takes effect before you take away
    the # before it. No file is overwritten.

    \b
    Example:
      archiver rules new example.org
    """
    from archiver.errors import RuleError
    from archiver.learning.captures import site_named
    from archiver.learning.starter import starter
    from archiver.rules.load import load_text

    site, folder = site_named(site), rules_folder(rules)
    target, page = folder / f"{site}.toml", folder / site / "page.html"
    for one in (target, page):
        if one.exists():
            raise RuleError(f"{one}: exists already, and nothing is overwritten; edit it, or move it away")
    archive = open_archive(home, folder if folder.is_dir() else None)
    captures, samples = _samples(site, archive) if archive.index_path.exists() else ([], [])
    text = starter(site, samples, f"{site}/page.html" if samples else None)
    load_text(text, str(target), "user")
    folder.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8") as file:
        file.write(text)
    if samples:
        page.parent.mkdir(exist_ok=True)
        page.write_bytes(captures[0].body)
    click.echo(str(target))
    beside = f" and {page}, from {len(samples)} captures" if samples else "; the archive holds no capture of the site"
    click.echo(f"Wrote {target}{beside}; try it with `archiver explain PAGE`", err=True)


def _samples(site: str, archive: "Archive") -> tuple[list["Capture"], list["Sample"]]:
    """The newest captures, newest first: a test and a layout are of the design that is in use."""
    from archiver.errors import PageError
    from archiver.learning.captures import captures_of
    from archiver.learning.sample import sample_of_capture

    captures, samples = [], []
    for capture in reversed(list(captures_of(archive, site))):
        try:
            samples.append(sample_of_capture(capture, archive.rulebook))
        except PageError:
            continue
        captures.append(capture)
    return captures, samples
