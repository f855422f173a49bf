"""Pages with the labels that a test gives them, so that composing is tested without what decides on labels."""

from dataclasses import replace
from pathlib import Path

from archiver.article.compose import Article, compose
from archiver.labels import Label
from archiver.model import Metadata, Page, Verdict, Vote
from archiver.page.decode import parse
from archiver.page.metadata import read_metadata
from archiver.page.segment import segment
from archiver.rules.book import Chosen
from archiver.rules.load import load_file
from archiver.rules.match import Ballot
from archiver.rules.pack import Level

URL = "https://www.example.org/news/ferry"


def article(
    html: str,
    labels: dict[str, Label] | None = None,
    *,
    url: str | None = URL,
    metadata: Metadata | None = None,
    fields: dict[Label, tuple[int, ...]] | None = None,
    chosen: tuple[Chosen, ...] = (),
) -> Article:
    """Compose the page `html`, each block labelled by the element that it stands in; the rest is body."""
    tree = parse(html)
    blocks, nodes = segment(tree, url)
    page = Page(url, None, metadata or read_metadata(tree, url), blocks, tree, nodes)
    named = labels or {}
    verdicts = tuple(
        Verdict(block.index, label, (Vote("rule", label, 300, "so it is"), Vote("judge/x", "body", 60, "so it seems")))
        for block in blocks
        for label in [named.get(nodes[block.index].get("class") or block.tag, "body")]
    )
    ballot = Ballot(fields=fields or {}, notes=("a note",))
    return replace(compose(page, verdicts, ballot, chosen, "index"), rulebook="digest")


def site(folder: Path, how: str = "host", mirrored: bool = False, level: Level = "site", text: str = "") -> Chosen:
    """A pack for example.org, chosen for the page."""
    file = folder / f"{level}.toml"
    text = (
        text
        or 'name = "The Sound"\nhome = "https://www.example.org/"\n[match]\nhosts = ["*.example.org", "example.org"]'
    )
    file.write_text(f'schema = 1\nid = "{level}"\n{text}', encoding="utf-8")
    return Chosen(load_file(file, level), how, mirrored)
