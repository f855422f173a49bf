"""`archiver demo`: the whole job, done on a small news site of our own."""

import shutil
import sys
from pathlib import Path

import click


@click.command(short_help="See the whole job done, without internet.")
@click.option(
    "--archive",
    "home",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to leave the demonstration's archive.  [default: a new folder ./archiver-demo]",
)
@click.pass_context
def demo(ctx: click.Context, home: Path | None) -> None:
    """Start a small news site on this machine, save its pages, clean and index them, and search.

    Nothing leaves this machine. The archive stays where the demonstration says, to be explored.

    \b
    Example:
      archiver demo
    """
    from archiver.demo.tour import run

    run(home or (ctx.obj or {}).get("home") or _new_folder(Path("archiver-demo")), command=as_called())


def as_called() -> str:
    """How to call the archiver again: by its name where a shell finds it, else by the path that worked just now."""
    called, known = Path(sys.argv[0]), shutil.which("archiver")
    if called.stem != "archiver" or not called.is_file() or (known and called.samefile(known)):
        return "archiver"
    if called.is_relative_to(Path.cwd()):
        called = called.relative_to(Path.cwd())
    return str(called) if len(called.parts) > 1 else f"./{called}"


def _new_folder(wanted: Path) -> Path:
    """A name that is free, so that a second demonstration does not mix with the first."""
    free, number = wanted, 2
    while free.exists():
        free, number = wanted.with_name(f"{wanted.name}-{number}"), number + 1
    return free
