"""Verdicts as lines for people and as plain data for programs.

There is nothing to switch on: verdicts are always there.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from archiver.article.compose import Article
from archiver.labels import FIELDS, TEXT
from archiver.model import Block, Verdict

MARKS: Final = {"text": "+", "field": "=", "residue": "-"}
"""How each kind of block is marked wherever verdicts are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One block and what was decided of it. `kept` is "text", "field" or "residue"."""

    index: int
    label: str
    kept: str
    text: str
    path: str
    by: str
    because: str
    others: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The sign of its kind."""
        return MARKS[self.kept]


def explain(blocks: tuple[Block, ...], verdicts: tuple[Verdict, ...]) -> Iterator[Line]:
    """Yield one line a block, in document order; `others` are the votes that did not decide."""
    for verdict in verdicts:
        block = blocks[verdict.block]
        others = tuple(f"{vote.by}: {vote.label}, {vote.because}" for vote in verdict.votes[1:])
        yield Line(
            block.index, verdict.label, kind(verdict), block.text, block.path, verdict.by, verdict.because, others
        )


def kind(verdict: Verdict) -> str:
    """Return "text", "field" or "residue"."""
    return "text" if verdict.label in TEXT else "field" if verdict.label in FIELDS else "residue"


def as_data(article: Article) -> dict[str, Any]:
    """Return the whole article as plain data: what `--format json` prints."""
    return {
        "url": article.url,
        "original_url": article.original_url,
        "title": article.title,
        "dek": article.dek,
        "byline": article.byline,
        "published": article.published,
        "modified": article.metadata.modified,
        "language": article.language,
        "site": article.site,
        "section": article.metadata.section,
        "canonical": article.canonical,
        "image": article.metadata.image,
        "access": article.metadata.access,
        "captions": list(article.captions),
        "outcome": article.outcome,
        "why": article.why,
        "partial": article.is_partial,
        "words": article.words,
        "text": article.text,
        "sources": dict(article.metadata.sources),
        "notes": list(article.notes),
        "rulebook": article.rulebook,
        "blocks": blocks_as_data(article.blocks, article.verdicts),
    }


def blocks_as_data(blocks: tuple[Block, ...], verdicts: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """Return every block with its verdict as plain data."""
    return [
        {
            **asdict(blocks[verdict.block]),
            "label": verdict.label,
            "kept": kind(verdict),
            "by": verdict.by,
            "because": verdict.because,
            "votes": [asdict(vote) for vote in verdict.votes],
        }
        for verdict in verdicts
    ]
