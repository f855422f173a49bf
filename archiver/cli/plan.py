"""The options that say how a run of captures goes: what is chosen, how servers are treated, how long it may take.

They are many; the command gets them as one Plan. Which pages it begins with is the command's business.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import click

from archiver.cli.options import header_option, private_option, proxy_option

if TYPE_CHECKING:
    from archiver.capture.run import Plan

_Command = TypeVar("_Command", bound=Callable[..., Any])

_MIB: Final = 1024 * 1024
_UNITS: Final = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)


class _Duration(click.ParamType[float]):
    """Seconds, or a number with s, m, h or d."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        match = _DURATION.fullmatch(str(value).strip())
        if not match or match[2].lower() not in _UNITS:
            self.fail(f"{value!r} is no length of time; write it as 30, 30s, 15m or 2h.", param, ctx)
        return float(match[1]) * _UNITS[match[2].lower()]


class _Since(click.ParamType[datetime]):
    """A day or a moment."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        from archiver.capture.selection import since
        from archiver.errors import CaptureError

        if isinstance(value, datetime):
            return value
        try:
            return since(value)
        except CaptureError as error:
            self.fail(f"{error}.", param, ctx)


_CHOICE: Final = (
    click.option(
        "--include", multiple=True, metavar="PATTERN", help="Save only pages whose URL matches; * stands for anything."
    ),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out pages whose URL matches."),
    click.option("--since", type=_Since(), metavar="DATE", help="Leave out pages that a list dates before this day."),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Save so many pages at most."),
    click.option(
        "--requisites/--no-requisites",
        default=True,
        show_default=True,
        help="Save the pictures, styles, fonts and scripts that pages need to look right, too.",
    ),
)
_MANNERS: Final = (
    click.option(
        "--robots/--no-robots",
        "robots",
        default=None,
        help="Heed robots.txt for all pages, or for none.  [default: for those that a feed or sitemap names]",
    ),
    click.option(
        "--delay",
        type=_Duration(),
        metavar="TIME",
        help="Time between two pages of one host.  [default: 1s for those that a feed or sitemap names, else none]",
    ),
    click.option(
        "--parallel",
        type=click.IntRange(1, 64),
        default=8,
        show_default=True,
        help="How many pages to fetch at a time.",
    ),
    click.option(
        "--tries", type=click.IntRange(1, 20), default=3, show_default=True, help="How often to ask a busy server."
    ),
)
_LIMITS: Final = (
    click.option(
        "--timeout", type=_Duration(), default="30s", show_default=True, metavar="TIME", help="To wait for a server."
    ),
    click.option(
        "--page-limit",
        type=_Duration(),
        default="5m",
        show_default=True,
        metavar="TIME",
        help="For one page with all that it needs.",
    ),
    click.option(
        "--run-limit", type=_Duration(), metavar="TIME", help="For the whole run; the same command again goes on."
    ),
    click.option(
        "--max-size",
        type=click.IntRange(min=1),
        default=256,
        show_default=True,
        metavar="MIB",
        help="Cut what is larger off at this size, and say so.",
    ),
    click.option(
        "--max-requisites",
        type=click.IntRange(min=1),
        default=5000,
        show_default=True,
        metavar="N",
        help="Fetch so many files for one page at most, and say where it needs more.",
    ),
)
_IDENTITY: Final = (
    click.option("--user-agent", help="What to say that we are."),
    header_option,
    click.option(
        "--cookies",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Cookies to start with: a Netscape cookies.txt, as browsers' add-ons export it.",
    ),
    proxy_option,
    private_option,
)
_OPTIONS: Final = (*_CHOICE, *_MANNERS, *_LIMITS, *_IDENTITY)
_NAMES: Final = (
    "include exclude since limit requisites robots delay parallel tries timeout page_limit run_limit max_size "
    "max_requisites user_agent headers cookies proxy allow_private"
).split()


def plan_options(command: _Command) -> _Command:
    """Add the options; the command gets a Plan as `plan`."""

    @wraps(command)
    def planned(*args: Any, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name in _NAMES}
        return command(*args, plan=_plan(**chosen), **given)

    for option in reversed(_OPTIONS):
        planned = option(planned)
    return planned  # type: ignore[return-value]


def _plan(**chosen: Any) -> "Plan":
    from archiver.capture.exchange import Options
    from archiver.capture.manners import Manners
    from archiver.capture.run import Plan
    from archiver.capture.selection import Selection

    if not chosen["timeout"] or not chosen["page_limit"]:
        raise click.UsageError("A time limit of nothing leaves no time for anything: allow more.")
    agent = {"user_agent": chosen["user_agent"]} if chosen["user_agent"] else {}
    options = Options(
        timeout=chosen["timeout"],
        page_limit=chosen["page_limit"],
        max_bytes=chosen["max_size"] * _MIB,
        headers=chosen["headers"],
        cookies=chosen["cookies"],
        proxy=chosen["proxy"],
        allow_private=chosen["allow_private"],
        **agent,
    )
    manners = Manners(
        delay=chosen["delay"],
        attempts=chosen["tries"],
        page_limit=chosen["page_limit"],
        run_limit=chosen["run_limit"],
    )
    selection = Selection(chosen["include"], chosen["exclude"], chosen["since"], chosen["limit"])
    heeded = chosen["robots"]
    robots: Literal["lists", "all", "none"] = "lists" if heeded is None else "all" if heeded else "none"
    parallel, requisites = chosen["parallel"], chosen["requisites"]
    return Plan(options, requisites, parallel, manners, selection, robots, max_requisites=chosen["max_requisites"])
