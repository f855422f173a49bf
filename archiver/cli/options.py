"""Options that several commands share, and what they stand for."""

import json
import re
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar

import click

from archiver.labels import PROFILES

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.capture.proxy import Proxy
    from archiver.cli.gauge import Gauge
    from archiver.rules.book import Rulebook

NOTHING_FOUND: Final = 3
NOT_ALL: Final = 4
NOT_REACHED: Final = 5
INTERRUPTED: Final = 130

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_TO_BE_SET: Final = frozenset(
    ("connection", "content-length", "expect", "proxy-authorization", "te", "transfer-encoding", "upgrade")
)


class _Number(click.IntRange):
    """An article's number: a whole one, from 1 on."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"{value} is no article number; `archiver search` shows them.", param, ctx)


ARTICLE_NUMBER: Final = _Number(min=1)
"""The type of an argument that names an article by its number."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def archive_option(command: _Command) -> _Command:
    """Add --archive; the command gets the folder as `home`."""
    return click.option(
        "--archive",
        "home",
        type=click.Path(path_type=Path),
        callback=_home,
        metavar="DIR",
        help="The archive's folder.  [default: $ARCHIVER_HOME, or ./archives]",
    )(command)


def rules_options(command: _Command) -> _Command:
    """Add --rules and --no-site-rules; the command gets what `load_rules` takes."""
    command = click.option(
        "--no-site-rules", is_flag=True, help="Clean by the general judges alone, as if no site were known."
    )(command)
    return rules_option(command)


def rules_option(command: _Command) -> _Command:
    """Add --rules; the command gets the folder, or None, as `rules`."""
    return click.option(
        "--rules",
        type=click.Path(path_type=Path, file_okay=False),
        callback=_rules,
        metavar="DIR",
        help="A folder with rules of your own, stronger than the shipped ones.  [default: $ARCHIVER_RULES, or "
        "the folder rules in the archiver's configuration folder]",
    )(command)


def format_option(command: _Command) -> _Command:
    """Add --format; the command gets `form`."""
    return click.option(
        "--format", "form", type=click.Choice(["text", "markdown", "html", "json"]), default="text", show_default=True
    )(command)


def profile_option(command: _Command) -> _Command:
    """Add --profile; the command gets `profile`."""
    return click.option(
        "--profile",
        type=click.Choice(list(PROFILES)),
        default="index",
        show_default=True,
        help="index: the text. reader: with title, dek, byline, date and captions. verbatim: everything.",
    )(command)


def json_option(command: _Command) -> _Command:
    """Add --json; the command gets `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, for programs.")(command)


def private_option(command: _Command) -> _Command:
    """Add --allow-private; the command gets `allow_private`."""
    return click.option(
        "--allow-private",
        is_flag=True,
        help="Fetch from addresses that are not public, too: this machine, the local network.",
    )(command)


def header_option(command: _Command) -> _Command:
    """Add --header; the command gets the pairs of name and value as `headers`."""
    return click.option(
        "--header",
        "headers",
        multiple=True,
        callback=_headers,
        metavar="'NAME: VALUE'",
        help="A header to send with each request; it replaces the archiver's own of that name.",
    )(command)


def proxy_option(command: _Command) -> _Command:
    """Add --proxy; the command gets a Proxy, or None, as `proxy`."""
    return click.option(
        "--proxy",
        callback=_proxy,
        metavar="URL",
        help="A proxy to ask for everything: http://[user:password@]host:port, or https://.",
    )(command)


def load_rules(folder: Path | None, no_site_rules: bool = False) -> "Rulebook":
    """Return the shipped rules with those of `folder` above them."""
    from archiver.rules.book import Rulebook, shipped_rules

    book = Rulebook.load(folder) if folder else shipped_rules()
    return book.without_sites() if no_site_rules else book


def rules_folder(given: Path | None) -> Path:
    """Return the folder for a person's own rules, which need not exist: the given one, or that of the configuration."""
    return given or Path(click.get_app_dir("archiver")) / "rules"


def open_archive(
    home: Path, rules: Path | None = None, no_site_rules: bool = False, gauge: "Gauge | None" = None
) -> "Archive":
    """Return the archive at `home`; a wrong rule is reported before anything is fetched or written.

    `gauge` is told how far its indexing is.
    """
    from archiver.archive import Archive

    told = (gauge.reading, gauge.indexing) if gauge else ()
    return Archive(home, load_rules(rules, no_site_rules), lambda line: click.echo(f"Note: {line}", err=True), *told)


def standard_input() -> TextIO:
    """Return standard input; a command may have been started without any."""
    if sys.stdin is None:
        raise click.ClickException("standard input: it is closed; name a file instead of -, or send something into it")
    return sys.stdin


def print_json(value: dict[str, Any]) -> None:
    """Print `value` on one line; times in it as ISO 8601."""
    click.echo(json.dumps(value, ensure_ascii=False, default=datetime.isoformat))


def _home(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path:
    import os

    given = value or (ctx.obj or {}).get("home")
    home = Path(given or os.environ.get("ARCHIVER_HOME") or "archives")
    if home.exists() and not home.is_dir():
        raise click.UsageError(f"The archive {home} is no folder; choose another one.", ctx)
    return home


def _proxy(ctx: click.Context, param: click.Parameter, value: str | None) -> "Proxy | None":
    if value is None:
        return None
    from archiver.capture.proxy import Proxy
    from archiver.errors import CaptureError

    try:
        return Proxy.of(value)
    except CaptureError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def _headers(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for given in values:
        name, colon, value = given.partition(":")
        if not colon or not _TOKEN.fullmatch(name) or not value.isprintable():
            # The value is not shown: it may be a password.
            raise click.BadParameter("Write it as 'Name: value'.", ctx, param)
        if name.lower() in _NOT_TO_BE_SET:
            raise click.BadParameter(f"{name} is not yours to set.", ctx, param)
        pairs.append((name, value.strip()))
    return tuple(pairs)


def _rules(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    import os

    given = value or os.environ.get("ARCHIVER_RULES")
    if given:
        return Path(given)
    own = Path(click.get_app_dir("archiver")) / "rules"
    return own if own.is_dir() else None
