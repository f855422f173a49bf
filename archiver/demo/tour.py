"""The demonstration itself: serve, save, clean, index, search, and show before and after side by side."""

import shlex
from pathlib import Path

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from archiver.archive import Archive, Saved
from archiver.article.compose import Article
from archiver.article.explain import MARKS, kind
from archiver.capture.exchange import Options
from archiver.capture.run import Plan
from archiver.demo.site import DemoSite
from archiver.index.search import Hit, search
from archiver.model import Verdict
from archiver.rules.book import shipped_rules

_QUERY = "lifeboat donations"
_SIDE_BY_SIDE = 80  # columns; narrower than that, before and after stand one above the other
_COLOURS = {"text": "green", "field": "cyan", "residue": "red"}
_STYLES = {"article": "green", "partial": "yellow"}


def run(home: Path, console: Console | None = None, command: str = "archiver") -> None:
    """Run the demonstration with its archive in the folder `home`; `command` is how the archiver is called here.

    Raises ArchiverError as its parts do.
    """
    out = console or Console(highlight=False)
    archive = Archive(home, shipped_rules())
    with DemoSite() as site:
        out.print(_step(1, "A small newspaper is up on this machine, and a mirror that passes its pages on."))
        out.print(_step(2, "Five pages are saved as they come over the wire, cleaned, and indexed."))
        wanted = [*site.urls, site.missing_url]
        came = {
            one.url: one for one in archive.save(wanted, Plan(Options(allow_private=True), requisites=False, pages=1))
        }
        saved = [came[url] for url in wanted]
    out.print(_saved_table(saved))
    first = archive.article(_numbered(saved[0])).article
    mirror = archive.article(_numbered(saved[1])).article
    out.print(_step(3, "Before and after: every block of the first page, and what was kept of it."))
    out.print(_before_and_after(first, out.width))
    same = "the same, word for word" if mirror.text == first.text else "NOT the same"
    stray = next(
        (f" Its stray “{b.text}” was named “{v.label}”." for b, v in mirror.residue if v.label == "mirror"), ""
    )
    out.print(f"The text that came through the mirror is {same}.{stray}\n")
    out.print(_step(4, f"Searching for: {_QUERY}"))
    with archive.store() as store:
        for hit in search(store, _QUERY, limit=3).hits:
            out.print(_hit(hit))
    out.print(_step(5, "All of it is still there. Look around:"))
    for words in (f"search {_QUERY.split()[0]}", f"explain {saved[0].id}", f"show {saved[2].id} --residue"):
        line = f"  {shlex.quote(command)} {words} --archive {shlex.quote(str(home))}"
        out.print(Text(line, style="bold"), soft_wrap=True)
    out.print(
        Text(f"\nThe archive is in {home}/: WARC files in warc/, the index in catalog.sqlite and fulltext.sqlite."),
        soft_wrap=True,
    )


def _numbered(saved: Saved) -> int:
    assert saved.id is not None, f"{saved.url}: {saved.outcome}"
    return saved.id


def _step(number: int, text: str) -> Text:
    return Text.assemble("\n", (f"{number}. ", "bold cyan"), (text, "bold"), "\n")


def _saved_table(saved: list[Saved]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, expand=True)
    for ratio in (None, None, 2, 1):
        table.add_column(ratio=ratio)
    for one in saved:
        style = _STYLES.get(one.outcome, "red")
        what = f"{one.title} ({one.words} words)" if one.id else (one.why or "").split(": ", 1)[-1]
        number = str(one.id) if one.id else ""
        table.add_row(
            Text(one.outcome, style),
            number,
            Text(what),
            Text(one.url.split("/", 3)[3] or "/", "dim", overflow="ellipsis", no_wrap=True),
        )
    return table


def _before_and_after(article: Article, width: int) -> Table | Group:
    before = [_mark(article.blocks[verdict.block].text, verdict) for verdict in article.verdicts]
    after = [Text(article.title or "", "bold"), *(Text(block.text) for block, _ in article.shown)]
    if width < _SIDE_BY_SIDE:
        return Group(Panel(Group(*before), title="before"), Panel(_spaced(after), title="after"))
    table = Table(show_lines=False, expand=True, title_justify="left")
    table.add_column("before: everything on the page, with what it is", ratio=1)
    table.add_column("after: what is indexed", ratio=1)
    table.add_row(Group(*before), _spaced(after))
    return table


def _mark(text: str, verdict: Verdict) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{MARKS[kind(verdict)]} {verdict.label:<12} ", _COLOURS[kind(verdict)])
    return line.append(" ".join(text.split()), "dim" if verdict.is_residue else "")


def _spaced(texts: list[Text]) -> Group:
    return Group(*(part for text in texts for part in (text, Text(""))))


def _hit(hit: Hit) -> Group:
    passage = Text()
    for text, match in hit.snippet:
        passage.append(text, "bold yellow" if match else "")
    copies = f"  {hit.copies} more {'copy' if hit.copies == 1 else 'copies'}" if hit.copies else ""
    head = Text.assemble((f"  {hit.id}  ", "cyan"), (hit.title or "", "bold"), (copies, "dim"))
    return Group(head, Padding(passage, (0, 0, 0, 5), expand=False))
