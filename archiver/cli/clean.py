"""`archiver clean`: a document in, the clean one out; nothing is kept."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import (
    NOTHING_FOUND,
    format_option,
    load_rules,
    print_json,
    private_option,
    profile_option,
    rules_options,
)

if TYPE_CHECKING:
    from archiver.cli.document import Kind
    from archiver.labels import Profile


@click.command(short_help="Print the article in an HTML or text file, or at a URL.")
@click.argument("source", metavar="FILE|URL|-")
@click.option("--url", help="Where the document came from: it says which site's rules apply.")
@format_option
@click.option(
    "--input",
    "kind",
    type=click.Choice(["auto", "html", "text"]),
    default="auto",
    show_default=True,
    help="What the document is.",
)
@profile_option
@click.option("--explain", "explained", is_flag=True, help="Print every block with its label and the reason instead.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json; with --explain one object a block.")
@private_option
@rules_options
@click.pass_context
def clean(
    ctx: click.Context,
    source: str,
    url: str | None,
    form: str,
    kind: "Kind",
    profile: "Profile",
    explained: bool,
    as_json: bool,
    allow_private: bool,
    rules: Path | None,
    no_site_rules: bool,
) -> None:
    """Print the article that a document holds, and nothing of what stands around it.

    Exit code: 0, or 3 where there is no article in it.

    \b
    Example:
      archiver clean page.html --url https://www.themoscowtimes.com/2025/05/28/story-a12345
      archiver clean saved-article.txt --explain
      curl -s https://www.example.org/story | archiver clean - --format markdown
    """
    from archiver.article.explain import as_data
    from archiver.cli.document import read_article
    from archiver.cli.verdicts import print_verdicts

    article = read_article(source, url, kind, profile, load_rules(rules, no_site_rules), allow_private)
    if explained:
        print_verdicts(article, as_json=as_json)
    elif as_json or form == "json":
        print_json(as_data(article))
    else:
        shown = {"text": article.text, "markdown": article.markdown, "html": article.html}[form]
        click.echo(shown.rstrip("\n"))
    for note in article.notes:
        click.echo(f"Note: {note}", err=True)
    if article.outcome not in ("article", "no article"):
        click.echo(f"Note: {source}: {article.outcome}: {article.why}", err=True)
    if not article.text:
        click.echo(f"Note: {source}: no article text found; --explain shows what there is", err=True)
        ctx.exit(NOTHING_FOUND)
