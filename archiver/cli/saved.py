"""`archiver saved`: searches that are kept under a name, and what is new to them."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.annotating import annotated, readable, tell_if_waiting
from archiver.cli.options import NOTHING_FOUND, archive_option, json_option, print_json
from archiver.cli.searching import narrowing_options, order_options, searchable

if TYPE_CHECKING:
    from archiver.index.annotations import Annotations, SavedSearch
    from archiver.index.search import Narrowed
    from archiver.index.store import Store


@click.group(invoke_without_command=True, short_help="Keep searches under a name, and see what is new to them.")
@archive_option
@json_option
@click.pass_context
def saved(ctx: click.Context, home: Path, as_json: bool) -> None:
    """Keep searches under a name, and see what is new to them. Without a command they are listed.

    \b
    Example:
      archiver saved add memorandum peace memorandum --lang en
      archiver saved run memorandum
      archiver saved
    """
    if ctx.invoked_subcommand:
        ctx.obj = {"home": home}
        return
    from archiver.index.annotations import saved_searches

    with readable(home) as store:
        found = saved_searches(store)
    for one in found:
        if as_json:
            print_json(asdict(one))
        else:
            _print(one)
    if not found and not as_json:
        click.echo("No saved searches yet; `archiver saved add NAME QUERY` keeps one.", err=True)


@saved.command(short_help="Keep a search under a name.")
@click.argument("name")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@narrowing_options
@order_options
@archive_option
@json_option
def add(
    name: str, query: tuple[str, ...], narrowed: "Narrowed", sort: str, expand: bool, home: Path, as_json: bool
) -> None:
    """Keep a search with its options under a name, in the place of one that has it. New is what comes from now on.

    \b
    Example:
      archiver saved add memorandum peace memorandum --lang en
    """
    from archiver.cli.hits import print_ignored
    from archiver.index.annotations import name_given, saved_searches
    from archiver.index.news import options_of
    from archiver.index.search import read_query
    from archiver.query.describe import describe

    words = " ".join(query)
    tree, ignored = read_query(words, narrowed)
    if tree is None:
        raise click.ClickException(f"nothing to search for in {words!r}; give at least one word")
    print_ignored(ignored, describe(tree))
    with annotated(home) as (store, annotations):
        annotations.save_search(name, words, options_of(narrowed, sort, expand))
        kept = name_given(name, "name")
        if as_json and not annotations.waits:
            print_json(asdict(next(one for one in saved_searches(store) if one.name == kept)))
    if not as_json:
        click.echo(f"Kept as {kept}; `archiver saved run {_quoted(kept)}` prints what is new from now on.", err=True)


@saved.command(short_help="Print what is new to saved searches.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "run_all", is_flag=True, help="All saved searches, as without a name.")
@click.option("--keep", is_flag=True, help="Do not take what is printed as seen: it is new the next time, too.")
@archive_option
@json_option
@click.pass_context
def run(ctx: click.Context, names: tuple[str, ...], run_all: bool, keep: bool, home: Path, as_json: bool) -> None:
    """Print all that is new to the saved searches with these names, or to all: the articles that came into the archive
    since each ran last. Exit code: 0, or 3 where nothing is new.

    \b
    Example:
      archiver saved run memorandum
      archiver saved run --keep
    """
    from archiver.index.annotations import Annotations, saved_searches, search_named

    if names and run_all:
        raise click.UsageError("Name searches or say --all, not both.")
    with searchable(home) as store:
        annotations = Annotations(store)
        chosen = [search_named(store, name) for name in names] or saved_searches(store)
        if not chosen:
            raise click.ClickException("no saved searches yet; `archiver saved add NAME QUERY` keeps one")
        new = sum([_run(store, one, annotations, as_json, keep=keep) for one in chosen])
        if not keep:
            tell_if_waiting(annotations)
    if not new:
        ctx.exit(NOTHING_FOUND)


@saved.command(short_help="Forget saved searches.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@archive_option
def remove(names: tuple[str, ...], home: Path) -> None:
    """Forget the saved searches with these names.

    \b
    Example:
      archiver saved remove memorandum
    """
    with annotated(home) as (_, annotations):
        for name in names:
            annotations.forget_search(name)


def _run(store: "Store", one: "SavedSearch", annotations: "Annotations", as_json: bool, *, keep: bool) -> int:
    """Print what is new to one search, and then note that it was seen; return how much it is."""
    from archiver.cli.hits import print_hits
    from archiver.index.news import news_of

    news = news_of(store, one)
    found = news.results.hits
    if not as_json:
        count = f"{len(found):,} new" if found else "nothing new"
        click.secho(f"{one.name}: {count} since {_moment(one.ran or one.saved)}", bold=True, err=not found)
    print_hits(found, as_json, search=one.name)
    if not keep:
        annotations.ran_search(one.name, news.last_id)
    return len(found)


def _print(one: "SavedSearch") -> None:
    from archiver.cli.hits import print_wrapped

    click.secho(one.name, bold=True)
    print_wrapped([(" ".join([one.query, *_options(one.options)]), {})], 4)
    ran = f"ran last {_moment(one.ran)}" if one.ran else "has not run yet"
    click.secho(f"    kept since {_moment(one.saved)}, {ran}", dim=True)


def _options(options: Any) -> list[str]:
    given = {("lang" if name == "language" else name): value for name, value in options.items() if value}
    return [f"--{name}" if value is True else f"--{name} {value}" for name, value in given.items()]


def _moment(time: str) -> str:
    return f"{time[:16].replace('T', ' ')} UTC"


def _quoted(name: str) -> str:
    from shlex import quote

    return quote(name)
