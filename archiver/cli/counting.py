"""What `stats` and `trend` have in common: which articles are counted, by which periods, and where a plot goes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

_FORMATS: Final = (".svg", ".png")


def chosen_options(command: _Command) -> _Command:
    """Add --site, --lang, --after, --before and --by; the command gets them as `site`, `lang` and so on."""
    options = (
        click.option("--site", metavar="HOST", help="Only this site, its subdomains included."),
        click.option("--lang", metavar="CODE", help="Only articles in this language, such as en or pt-BR."),
        click.option("--after", metavar="DATE", help="Published on this day or later: 2025, 2025-05 or 2025-05-28."),
        click.option("--before", metavar="DATE", help="Published on this day or earlier."),
        click.option(
            "--by", type=click.Choice(["year", "month", "day"]), help="The periods.  [default: what fits the dates]"
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def plot_option(command: _Command) -> _Command:
    """Add --plot; the command gets the file, or None, as `plot`."""
    return click.option(
        "--plot",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_plot,
        metavar="FILE",
        help="Draw it, too, as FILE.svg or FILE.png.",
    )(command)


def write_plot(draw: Callable[[Path], dict[str, str]], path: Path) -> None:
    """Have a plot drawn to `path`, and say what in it could not be written with the fonts of this machine."""
    if path.exists() and b"archiver" not in path.read_bytes()[:2000]:  # by which a plot of ours is known
        raise click.ClickException(f"{path}: exists, and is no plot of the archiver's; nothing else is overwritten")
    for shown, name in draw(path).items():
        click.echo(f'Note: "{shown}" in {path} is {name}: no font here can write it', err=True)
    click.echo(f"Wrote {path}", err=True)


def percent(share: float) -> str:
    """Return a share as people read it: "12%", "1.2%", "<0.1%"."""
    if 0 < share < 0.001:
        return "<0.1%"
    return f"{share:.1%}" if 0 < share < 0.0995 else f"{share:.0%}"


def _plot(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    if value and value.suffix not in _FORMATS:
        raise click.BadParameter(f"{value} must end in .svg or .png.", ctx, param)
    return value
