"""The values that pass from stage to stage, all frozen.

No behaviour beyond what a value can say of itself, and no import of another
part of the archiver but the names of the labels. How a value is made lives in the stage that makes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from archiver.labels import RESIDUE, Label

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Where one WARC record lies.

    `file` is relative to the archive's folder, or absolute when outside it;
    `offset` and `length` are in bytes of the (compressed) file.
    """

    file: str
    offset: int
    length: int
    record_id: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds the body of a revisit, as the revisit names it.

    `date` is that record's WARC-Date as it stands there, `time` the same, aware. Other tools leave out one or the
    other: what is not said is empty.
    """

    record_id: str
    url: str
    date: str
    time: datetime | None


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP answer, or a document that came by another way.

    `body` is the payload with transfer and content encodings removed; `time` is aware, in UTC;
    `url` is what was asked for first, `final_url` what answered after redirects.
    `resource` is "document" for a page, else what it is to one: "image", "style", "script" and so on.
    `how` names the way it was captured: "http", or "file" for a page that was saved without it.
    `original` is where the body lies, for an answer whose body came before (a revisit); while nobody has looked there,
    the capture `lacks_body`. `asked` is the URL that was asked for, where redirects led from there to this one.
    """

    url: str
    final_url: str
    time: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    content_type: str
    how: Literal["http", "file"]
    record: RecordRef | None = None
    resource: str = "document"
    original: Original | None = None
    lacks_body: bool = False
    asked: str | None = None

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case; empty where there is none."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def is_text(self) -> bool:
        """True for an article that somebody saved as plain text. What a server sends as such is another kind of file:
        a licence, a log, a list."""
        return self.how == "file" and self.media_type == "text/plain"


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of text that belongs together: a paragraph, a heading, a list item, a loose line.

    `index` is its identity within the page. `tag` is the element that holds it, `path` that element's
    place for people to read, `tokens` its class and id words with those of its ancestors, nearest first.
    `html` is the text with its inline markup, `link_density` the share of characters inside links (0 to 1).
    `hidden` says that a browser would not show it. `place` says in which list, table, quotation or piece of code the
    block stands, where it is the article's (`article/place.py` says how).
    """

    index: int
    tag: str
    path: str
    tokens: tuple[str, ...]
    text: str
    html: str = field(repr=False)
    link_density: float
    hidden: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article. Dates are ISO 8601, as exact as the page gave them.

    `sources` maps a field's name to where its value came from.
    `access` is "free" or "paywalled" where the page says so itself.
    """

    title: str | None = None
    dek: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    site: str | None = None
    section: str | None = None
    canonical: str | None = None
    image: str | None = None
    access: Literal["free", "paywalled"] | None = None
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page, cut into blocks in document order.

    `nodes[i]` is the element that holds block `i`; the tree is shared and must not be changed.
    For a plain-text document `tree` is None and `nodes` is empty.
    `url` is where the page was found; `original` where it stands itself, if a mirror served it and the rules know that.
    `as_of` is when it looked so, where that was before `captured_at`: an archive passed on its own earlier capture.
    """

    url: str | None
    captured_at: datetime | None
    metadata: Metadata
    blocks: tuple[Block, ...]
    tree: "HtmlElement | None" = field(default=None, repr=False, compare=False)
    nodes: "tuple[HtmlElement, ...]" = field(default=(), repr=False, compare=False)
    original: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One rule's or judge's opinion of one block. The higher `rank` prevails.

    `label` is None where a sign speaks against a block without saying what it is; such a vote decides nothing.
    """

    by: str
    label: Label | None
    rank: int
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a block was found to be. `votes` are ordered; the first one decided."""

    block: int
    label: Label
    votes: tuple[Vote, ...]

    @property
    def by(self) -> str:
        """The id of the rule or judge that decided."""
        return self.votes[0].by

    @property
    def because(self) -> str:
        """The deciding vote's reason."""
        return self.votes[0].because

    @property
    def is_residue(self) -> bool:
        """True where the block is neither the article's text nor one of its fields."""
        return self.label in RESIDUE
