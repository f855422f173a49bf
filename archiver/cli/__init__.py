"""The command line: one file per command; each parses options, calls one function and prints.

Exit codes: 0 done, 1 an error, 2 a wrong option, 3 nothing found, 4 done but not for every URL or file,
5 not done in the time allowed, 130 stopped by Ctrl-C.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from archiver import __version__
from archiver.cli.cdxj import cdxj
from archiver.cli.check import check
from archiver.cli.cite import cite
from archiver.cli.clean import clean
from archiver.cli.demo import demo
from archiver.cli.diff import diff
from archiver.cli.explain import explain
from archiver.cli.export import export
from archiver.cli.importing import import_files
from archiver.cli.index import index
from archiver.cli.pack import pack
from archiver.cli.repair import repair
from archiver.cli.rules import rules
from archiver.cli.save import save
from archiver.cli.search import search
from archiver.cli.show import show
from archiver.cli.stats import stats
from archiver.cli.trend import trend
from archiver.cli.versions import versions
from archiver.errors import ArchiverError


@contextmanager
def _one_line() -> Iterator[None]:
    """Turn the errors that a person can act on into one line on standard error."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        hint = f" Try '{error.ctx.command_path} --help'." if error.ctx else ""
        raise click.UsageError(" ".join(error.format_message().split()) + hint) from error
    except ArchiverError as error:
        raise click.ClickException(" ".join(str(error).split())) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'the system'}: {error.strerror or error}") from error


class _Group(click.Group):
    """The commands, whose errors are one line each."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _one_line():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of the work, not of the alphabet


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--archive", "home", type=click.Path(path_type=Path), help="The archive's folder, for any command.")
@click.version_option(__version__, prog_name="archiver")
@click.pass_context
def archiver(ctx: click.Context, home: Path | None) -> None:
    """Save web articles for good, without what stands around them, and find them again.

    \b
    Try it:   archiver demo
    Save:     archiver save https://www.example.org/2025/05/28/story
    Search:   archiver search "peace memorandum"

    The archive is the folder given by --archive, or else by the variable ARCHIVER_HOME, or else ./archives.
    """
    ctx.obj = {"home": home}
    if os.environ.get("NO_COLOR"):
        ctx.color = False


_COMMANDS = (
    *(save, import_files, clean, index, search, show, explain, versions, diff, stats, trend),
    *(export, cite, rules, check, repair, cdxj, pack, demo),
)
for _command in _COMMANDS:
    archiver.add_command(_command)
