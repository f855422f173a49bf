"""The command line: one file per command; each parses options, calls one function and prints.

The file of a command is imported when that command is run, or listed: one must not wait for all.

Exit codes: 0 done, 1 an error, 2 a wrong option, 3 nothing found, 4 done but not for every URL or file,
5 not done in the time allowed, 130 stopped by Ctrl-C.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from archiver import __version__
from archiver.errors import ArchiverError

_COMMANDS: Final = (
    *("save", "import", "clean", "index", "search", "show", "explain", "versions", "diff", "stats", "trend"),
    *("tag", "note", "saved", "export", "cite", "rules", "check", "repair", "cdxj", "pack", "demo"),
)
"""In the order of the work, not of the alphabet."""

_HOMES: Final = {"import": "importing:import_files"}
"""Module and name of those commands that are not called as Python calls them: it keeps some words for itself."""


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
    """The commands, each imported when it is asked for, whose errors are one line each."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _one_line():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # Of a name that does not exist click says which one is like it: of those that are there.
        for name in [cmd_name] if cmd_name in _COMMANDS else _COMMANDS:
            if name not in self.commands:
                self.add_command(_imported(name), name)
        return self.commands.get(cmd_name)


def _imported(name: str) -> click.Command:
    module, _, attribute = _HOMES.get(name, f"{name}:{name}").partition(":")
    command: click.Command = getattr(import_module(f"archiver.cli.{module}"), attribute)
    return command


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
