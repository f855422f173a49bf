"""Captures and articles as short to write as a test needs them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from archiver.labels import PROFILES, Label, Profile
from archiver.model import Block, Capture, Metadata, RecordRef, Verdict, Vote

TIME = datetime(2025, 5, 28, 10, 11, 12, tzinfo=UTC)
URL = "https://www.themoscowtimes.com/2025/05/28/face-value"


@dataclass(frozen=True, slots=True)
class Article:
    url: str | None
    original_url: str | None
    captured_at: datetime | None
    metadata: Metadata
    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    rulebook: str = "sha256:1"
    profile: Profile = "index"

    def _of(self, labels: frozenset[Label] | set[Label]) -> tuple[str, ...]:
        shown = {verdict.block for verdict in self.verdicts if verdict.label in labels}
        return tuple(block.text for block in self.blocks if block.index in shown)

    @property
    def text(self) -> str:
        return "\n\n".join(self._of(PROFILES[self.profile]))

    @property
    def captions(self) -> tuple[str, ...]:
        return self._of({"caption"})

    @property
    def title(self) -> str | None:
        return self.metadata.title

    @property
    def dek(self) -> str | None:
        return self.metadata.dek

    @property
    def byline(self) -> str | None:
        return ", ".join(self.metadata.authors) or None

    @property
    def published(self) -> str | None:
        return self.metadata.published

    @property
    def language(self) -> str | None:
        return self.metadata.language

    @property
    def site(self) -> str | None:
        return self.metadata.site

    @property
    def canonical(self) -> str | None:
        return self.metadata.canonical

    @property
    def is_partial(self) -> bool:
        return any(verdict.label == "paywall" for verdict in self.verdicts)


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
    )


def block(index: int, text: str) -> Block:
    return Block(
        index, "p", f"/html/body/p[{index + 1}]", ("story", "main"), text, f"<b>{text}</b>", 0.25, index % 2 == 1
    )


def verdict(index: int, label: Label) -> Verdict:
    votes = (Vote("generic/paragraph", label, 20, "long enough"), Vote("judge/density", "related", 10, "has links"))
    return Verdict(index, label, votes)
