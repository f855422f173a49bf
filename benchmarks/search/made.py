"""An article of the made corpus, and the same as the values that the archiver has for one: a Capture and an Article.

What it is put together from is in `batch.py`; as rows of the index, made without a detour, it is in `entries.py`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from archiver.article.compose import Article
from archiver.labels import RESIDUE, TEXT, Label
from archiver.model import Block, Capture, Metadata, RecordRef, Verdict, Vote
from archiver.outcome.classify import Outcome
from archiver.page.lineage import count_words
from benchmarks.search.press import Piece

RULEBOOK: Final = "made-corpus"
_TEASER: Final = 400  # words under which what stands before a wall is a beginning; archiver.article.compose says so
_TAGS: Final[dict[Label, str]] = {
    "title": "h1", "heading": "h2", "caption": "figcaption", "navigation": "nav", "byline": "span", "date": "time",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One article. `number` counts from 1; `pieces` are the page from top to bottom.

    `story` is the number of the article that told this story first, `address` that of the first capture of this
    address: the article's own where it is the first. `identity` and `digest` are those of its WARC record.
    """

    number: int
    language: str
    site: str
    host: str
    url: str
    published: str | None
    captured: datetime
    title: str
    dek: str | None
    authors: tuple[str, ...]
    section: str
    paywalled: bool
    tags: tuple[str, ...]
    story: int
    address: int
    identity: str
    digest: str
    pieces: tuple[Piece, ...] = field(repr=False)

    @property
    def byline(self) -> str | None:
        """The authors as the index has them."""
        return ", ".join(self.authors) or None

    @property
    def paragraphs(self) -> list[str]:
        """The article's text, piece by piece."""
        return [text for label, text in self.pieces if label in TEXT]

    @property
    def searched(self) -> str:
        """All that a search looks into, line by line."""
        return "\n".join(filter(None, (self.title, self.dek, self.byline, *self.paragraphs)))

    @property
    def words(self) -> int:
        """How many words its text has."""
        return sum(count_words(text) for text in self.paragraphs)

    @property
    def is_partial(self) -> bool:
        """Whether only its beginning is there."""
        return self.paywalled and self.words < _TEASER

    @property
    def outcome(self) -> Outcome:
        """What its capture became."""
        return "partial" if self.is_partial else "article"


def record_of(made: Made) -> RecordRef:
    """Return where its WARC record would lie."""
    file = f"warc/made-{made.number // 20_000:05}.warc.gz"
    return RecordRef(file, made.number % 20_000 * 31_337, 24_000 + made.number % 9_000, made.identity, made.digest)


def capture_of(made: Made) -> Capture:
    """Return the capture that it would have come from, without its body."""
    kind = "text/html; charset=utf-8"
    return Capture(made.url, made.url, made.captured, 200, (), b"", kind, "http", record_of(made))


def article_of(made: Made) -> Article:
    """Return it as the cleaner would have found it."""
    return Article(
        url=made.url,
        original_url=made.url,
        captured_at=made.captured,
        metadata=metadata_of(made),
        blocks=tuple(_block(index, label, text) for index, (label, text) in enumerate(made.pieces)),
        verdicts=tuple(Verdict(index, label, votes_on(label)) for index, (label, _) in enumerate(made.pieces)),
        rulebook=RULEBOOK,
        record=record_of(made),
        outcome=made.outcome,
    )


def metadata_of(made: Made) -> Metadata:
    """Return what the page would say of it."""
    return Metadata(
        title=made.title,
        dek=made.dek,
        authors=made.authors,
        published=made.published,
        language=made.language,
        site=made.site,
        section=made.section,
        canonical=made.url,
        access="paywalled" if made.paywalled else None,
        sources=SOURCES,
    )


SOURCES: Final = {
    "title": "JSON-LD NewsArticle headline", "authors": "JSON-LD NewsArticle author",
    "published": "JSON-LD NewsArticle datePublished", "language": "html lang", "site": "meta og:site_name",
    "canonical": "link canonical",
}  # fmt: skip


def place_of(index: int, label: Label) -> tuple[str, str, tuple[str, ...]]:
    """Return the element that holds a piece: its tag, its path, its words of classes."""
    tag = _TAGS.get(label, "p")
    if label in RESIDUE:
        return tag, f"/html/body/div[2]/aside[{index + 1}]/{tag}", (label, "widget", "sidebar", "page")
    return tag, f"/html/body/div[2]/main/article/{tag}[{index + 1}]", ("story-body", "article", "main", "page")


def votes_on(label: Label) -> tuple[Vote, ...]:
    """Return the votes that such a piece gets: as many, and as long, as those on real pages."""
    if label in RESIDUE:
        return (Vote(f"generic/{label}", label, 60, f"the class says {label}"), Vote("judge/model", None, 20, "links"))
    return (Vote("judge/model", label, 40, "probability 0.97: running text, in the article's element, few links"),)


def _block(index: int, label: Label, text: str) -> Block:
    tag, path, tokens = place_of(index, label)
    return Block(index, tag, path, tokens, text, text, density_of(label))


def density_of(label: Label) -> float:
    """Return which share of a piece stands in links."""
    return 0.8 if label in RESIDUE else 0.02
