"""Captures and articles as short to write as a test needs them."""

from datetime import UTC, datetime

from archiver.article.compose import Article
from archiver.labels import Label
from archiver.model import Block, Capture, Metadata, RecordRef, Verdict, Vote

TIME = datetime(2025, 5, 28, 10, 11, 12, tzinfo=UTC)
URL = "https://www.themoscowtimes.com/2025/05/28/face-value"


def capture(name: str = "1", url: str = URL, time: datetime = TIME) -> Capture:
    record = RecordRef("warc/a.warc.gz", 1024, 2048, f"<urn:uuid:{name}>", f"sha1:{name}")
    return Capture(url, url, time, 200, (), b"<html>", "text/html", "http", record)


def article(
    *texts: str | tuple[Label, str], url: str = URL, original_url: str | None = None, **metadata: object
) -> Article:
    labelled = [("body", text) if isinstance(text, str) else text for text in texts]
    return Article(
        url=url,
        original_url=original_url or url,
        captured_at=None,
        metadata=Metadata(**metadata),
        blocks=tuple(block(index, text) for index, (_, text) in enumerate(labelled)),
        verdicts=tuple(verdict(index, label) for index, (label, _) in enumerate(labelled)),
        rulebook="sha256:1",
    )


def block(index: int, text: str) -> Block:
    return Block(
        index, "p", f"/html/body/p[{index + 1}]", ("story", "main"), text, f"<b>{text}</b>", 0.25, False, "ul1 li2"
    )


def verdict(index: int, label: Label) -> Verdict:
    votes = (Vote("generic/paragraph", label, 20, "long enough"), Vote("judge/density", "related", 10, "has links"))
    return Verdict(index, label, votes)
