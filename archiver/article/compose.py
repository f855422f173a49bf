"""The Article: a page with a verdict on every block, and its fields. The texts are views of it.

What a verdict is was decided before; how a view looks is render.py's business.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from archiver import urls
from archiver.article import render
from archiver.article.place import placed
from archiver.labels import PROFILES, TEXT, Label, Profile
from archiver.model import Block, Metadata, Page, RecordRef, Verdict
from archiver.page.authors import is_person
from archiver.page.dates import iso_date
from archiver.page.desks import is_paper
from archiver.page.lineage import count_words
from archiver.page.moments import FROM_URL
from archiver.page.persons import bare_names, names_in, without_dates
from archiver.page.written import written_date
from archiver.rules.book import Chosen
from archiver.rules.match import Ballot

_TEASER_WORDS: Final = 400  # fewer than this before a paywall, and the text is only its beginning


@dataclass(frozen=True, slots=True)
class Article:
    """One page, cleaned: every block with its label and the reasons for it.

    `url` is where the page was found, `original_url` its publisher's address where a mirror served it.
    `notes` says which rules did not fit or stepped aside. `rulebook` is the digest of the rules used.
    `outcome` says what the page is, as far as it tells itself: "article", "partial", "no article", "login wall";
    `why` says by what that is seen, where it is no whole article.
    """

    url: str | None
    original_url: str | None
    captured_at: datetime | None
    metadata: Metadata
    blocks: tuple[Block, ...] = field(repr=False)
    verdicts: tuple[Verdict, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    rulebook: str = ""
    profile: Profile = "index"
    record: RecordRef | None = None
    outcome: str = "article"
    why: str | None = None

    @property
    def title(self) -> str | None:
        """The headline."""
        return self.metadata.title

    @property
    def dek(self) -> str | None:
        """The lines under the headline."""
        return self.metadata.dek

    @property
    def byline(self) -> str | None:
        """The authors' names, joined by commas; one by one they are in `metadata.authors`."""
        return ", ".join(self.metadata.authors) or None

    @property
    def published(self) -> str | None:
        """When the article came out: ISO 8601, as exact as the page says."""
        return self.metadata.published

    @property
    def language(self) -> str | None:
        """The language's ISO 639 code."""
        return self.metadata.language

    @property
    def site(self) -> str | None:
        """The publication's name or, where the page does not say it, its host."""
        return self.metadata.site or urls.site_key(self.original_url) or None

    @property
    def canonical(self) -> str | None:
        """The address that the page gives as its own."""
        return self.metadata.canonical

    @property
    def captions(self) -> tuple[str, ...]:
        """The captions of the article's pictures."""
        return tuple(block.text for block in self.labelled("caption"))

    @property
    def text(self) -> str:
        """The blocks that the profile shows, as plain text with a blank line between paragraphs."""
        return render.text(self.shown)

    @property
    def markdown(self) -> str:
        """The same, as Markdown."""
        return render.markdown(self.shown)

    @property
    def html(self) -> str:
        """The same, as HTML that holds no script, handler or foreign style."""
        return render.html(self.shown)

    @property
    def shown(self) -> tuple[tuple[Block, Label], ...]:
        """The blocks that the profile shows, each with its label."""
        labels = PROFILES[self.profile]
        return tuple((self.blocks[one.block], one.label) for one in self.verdicts if one.label in labels)

    @property
    def residue(self) -> tuple[tuple[Block, Verdict], ...]:
        """Everything that is not the article's, each block with the verdict on it."""
        return tuple((self.blocks[one.block], one) for one in self.verdicts if one.is_residue)

    @property
    def words(self) -> int:
        """How many words the article's text has, whatever the profile shows."""
        return sum(count_words(block.text) for block in self.labelled(*TEXT))

    @property
    def is_partial(self) -> bool:
        """True where a paywall stands at the end of the text and the text is short, or absent."""
        kept = [one.block for one in self.verdicts if one.label in TEXT]
        walls = [one.block for one in self.verdicts if one.label == "paywall" and not self.blocks[one.block].hidden]
        ends = bool(walls) and (not kept or walls[-1] > kept[-1])
        return (ends or self.metadata.access == "paywalled") and self.words < _TEASER_WORDS

    def labelled(self, *labels: Label) -> tuple[Block, ...]:
        """Return the blocks that have one of `labels`, in document order."""
        return tuple(self.blocks[one.block] for one in self.verdicts if one.label in labels)

    def with_profile(self, profile: Profile) -> "Article":
        """The same article, showing what another profile shows."""
        return replace(self, profile=profile)

    def recorded(self, record: RecordRef | None) -> "Article":
        """The same article, with the WARC record that it was read from."""
        return replace(self, record=record)


def compose(
    page: Page,
    verdicts: tuple[Verdict, ...],
    ballot: Ballot,
    chosen: tuple[Chosen, ...],
    profile: Profile,
) -> Article:
    """Put together what the stages found; what a site's layout names goes before what the page says of itself."""
    metadata = _with_fields(page, ballot, verdicts)
    site = next((one for one in chosen if one.pack.is_of_a_site and one.pack.name), None)
    if site is not None:
        metadata = replace(metadata, site=site.pack.name, sources={**metadata.sources, "site": site.pack.id})
    original = page.original or _original(page.url, metadata.canonical, site)
    if site is not None and site.mirrored and original:
        metadata = replace(metadata, canonical=original)
    return Article(
        url=page.url,
        original_url=original or page.url,
        captured_at=page.captured_at,
        metadata=metadata,
        blocks=placed(page, verdicts),
        verdicts=verdicts,
        notes=ballot.notes,
        profile=profile,
    )


def _with_fields(page: Page, ballot: Ballot, verdicts: tuple[Verdict, ...]) -> Metadata:
    """The page's metadata, with what a layout found in its place and what a judge found where it has nothing.

    The lines that readers see under the headline go before a description made for search engines, and
    persons before a paper that gives its own name as the author's.
    """
    metadata, sources = page.metadata, dict(page.metadata.sources)
    found: dict[str, object] = {}
    for label, name, read, elsewhere in _READERS:
        by_layout = [page.blocks[index] for index in ballot.fields.get(label, ())]
        by_judge = [page.blocks[one.block] for one in verdicts if one.label == label]
        blocks, source = (by_layout, "site layout") if by_layout else (by_judge, "page")
        if by_layout or label == "dek" or _is_open(page, name):
            value = read(page, blocks, [] if by_layout else _lines_beside(page, verdicts, elsewhere))
            if value:
                found[name], sources[name] = value, source
    return replace(metadata, **found, sources=sources)  # type: ignore[arg-type]


def _is_open(page: Page, name: str) -> bool:
    """Whether a judge's word goes before what the page says of itself: where that is nothing, no person, or a guess."""
    metadata, host = page.metadata, urls.host(page.url)
    if name == "title" and metadata.title:
        return is_paper(metadata.title, metadata.site, host)
    if name == "authors":
        return not any(is_person(author, metadata.site, host) for author in metadata.authors)
    return getattr(metadata, name) is None or metadata.sources.get(name) == FROM_URL


def _lines_beside(page: Page, verdicts: tuple[Verdict, ...], labels: tuple[Label, ...]) -> list[str]:
    """The lines of other fields' blocks. The first of a title is the headline: "1984" is no date, nor is
    "Ferry Stays Open" a person."""
    found: list[str] = []
    for one in verdicts:
        if one.label in labels:
            found += page.blocks[one.block].text.split("\n")[one.label == "title" :]
    return found


def _joined(page: Page, blocks: list[Block], beside: list[str]) -> str | None:
    return " ".join(blocks[0].text.split()) if blocks else None


def _names(page: Page, blocks: list[Block], beside: list[str]) -> tuple[str, ...]:
    """The persons after a "by"; where no line has one and no desk is named either, lines that are names and no more."""
    lines = [without_dates(line) for line in (*_lines(blocks), *beside)]
    found = [name for line in lines for name in names_in(line)]
    if not found and page.metadata.authors in ((), (page.metadata.site,)):
        found = [name for line in lines for name in bare_names(line.split("|")[0])]
    return tuple(dict.fromkeys(found))


def _moment(page: Page, blocks: list[Block], beside: list[str]) -> str | None:
    values = [page.nodes[block.index].get("datetime") if page.nodes else None for block in blocks]
    candidates = (*(value for value in values if value), *_lines(blocks), *beside)
    language = page.metadata.language
    read = (iso_date(line, language) or written_date(line, language) for line in candidates)
    return next((exact for exact in read if exact), None)


def _lines(blocks: list[Block]) -> list[str]:
    return [line for block in blocks for line in block.text.split("\n")]


_Read = Callable[[Page, list[Block], list[str]], object]
_READERS: Final[tuple[tuple[Label, str, _Read, tuple[Label, ...]], ...]] = (
    ("title", "title", _joined, ()),
    ("dek", "dek", _joined, ()),
    ("byline", "authors", _names, ("date", "title")),
    ("date", "published", _moment, ("byline", "title")),
)
"""Which blocks a field is read from, how, and in which other blocks it may stand beside something else."""


def _original(url: str | None, canonical: str | None, site: Chosen | None) -> str | None:
    """The publisher's own address of a page: its canonical link, or the same path on the site's own host."""
    if site is None:
        return canonical if canonical and urls.host(canonical) != urls.host(url) else url
    if not site.mirrored:
        return url or canonical
    hosts = site.pack.match.hosts
    if canonical and any(urls.host_matches(urls.host(canonical), pattern) for pattern in hosts):
        return canonical
    home = site.pack.home or (f"https://{hosts[0].removeprefix('*.')}/" if hosts else None)
    served = canonical if canonical and urls.host(canonical) == urls.host(url) else url  # a proxy rewrites it, too
    return urls.moved(served or canonical or "", home) if home else url
