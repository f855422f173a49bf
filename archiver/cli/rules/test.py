"""`archiver rules test`: the tests that rule files bring along."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.options import NOT_ALL, NOTHING_FOUND, json_option, load_rules, print_json, rules_option

if TYPE_CHECKING:
    from archiver.proving import Proof

_COLOURS = {"ok": "green", "failed": "red", "not shipped": "yellow"}


@click.command("test", short_help="Run the tests that rule files bring along.")
@click.argument("site", required=False, metavar="[SITE]")
@rules_option
@json_option
@click.pass_context
def test_rules(ctx: click.Context, site: str | None, rules: Path | None, as_json: bool) -> None:
    """Clean the page of each [[test]] in the rule files, your own and the shipped ones, and say whether all came out.

    With SITE, a host or the id of a file, only the tests of its files. A test's page is looked for beside the rule
    file, then in the folder tests of the rules folder; the pages of shipped files are in the project's checkout.
    Exit code: 0, or 4 where a test failed, 3 where there is none.

    \b
    Example:
      archiver rules test example.org --rules my-rules
      archiver rules test
    """
    from archiver.proving import prove_all
    from archiver.rules.load import builtin_folder

    folders = [*([rules] if rules else []), builtin_folder()]
    states: Counter[str] = Counter()
    for proof in prove_all(load_rules(rules), _host(site), folders):
        states[proof.state] += 1
        if as_json:
            print_json(_data(proof))
        else:
            _print(proof)
    if not states["ok"] + states["failed"]:
        click.echo(f"No test to run{f' for {site}' if site else ''}; a [[test]] table in a rule file is one.", err=True)
        ctx.exit(NOTHING_FOUND)
    click.echo(", ".join(f"{states[state]} {state}" for state in _COLOURS if states[state]), err=True)
    if states["failed"]:
        ctx.exit(NOT_ALL)


def _host(site: str | None) -> str | None:
    from archiver import urls

    return urls.host(site) if site and urls.is_web(site) else site


def _print(proof: "Proof") -> None:
    counts = "".join(f", {one.label} {one.found} (at least {one.least})" for one in proof.counts)
    click.secho(proof.state, fg=_COLOURS[proof.state], nl=False)
    click.echo(f"  {proof.pack.id}: {proof.file}{f' as {proof.url}' if proof.url else ''}{counts}")
    for line in _faults(proof):
        click.echo(f"    {line}")


def _faults(proof: "Proof") -> list[str]:
    lines = [proof.why] if proof.why else []
    lines += [f"expected, and not in the text: “{one}”" for one in proof.missing]
    lines += [f"in the text, and unwanted: “{one}”" for one in proof.unwanted]
    lines += [f"{one.label}: at least {one.least} blocks expected, {one.found} found" for one in proof.short]
    if proof.state == "ok" and not proof.heard:
        lines.append("note: no rule of this file had a say on that page")
    return lines


def _data(proof: "Proof") -> dict[str, Any]:
    return {
        "state": proof.state,
        "id": proof.pack.id,
        "rules": proof.pack.file,
        "file": proof.file,
        "url": proof.url,
        "missing": proof.missing,
        "unwanted": proof.unwanted,
        "fires": {one.label: {"least": one.least, "found": one.found} for one in proof.counts},
        "heard": sorted(proof.heard),
        "why": proof.why or None,
    }
