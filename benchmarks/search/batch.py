"""Articles put together: from what was decided of them and what was written, each with its page around it.

Copies of a story are as they were, edited or cut short; a later version of an address has other paragraphs. The
decisions are in `draft.py`, the words in `prose.py`, what stands around articles in `press.py`.
"""

from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from benchmarks.search.days import FIRST
from benchmarks.search.draft import Draft
from benchmarks.search.made import Made
from benchmarks.search.press import SECTIONS, Piece, Press, Site
from benchmarks.search.prose import NAMES, Story, stories

TAGS: Final = tuple("checked quote fraud election climate war budget interview map duplicate".split())
"""What researchers put on articles; the first on the most of them."""

TAGGED: Final = 0.04
PAYWALLED: Final = 0.08
CORRECTED: Final = 0.02

_TEASER: Final = 3  # paragraphs before a wall
_SYNDICATED, _EDITED = 0.4, 0.75  # as it was; edited; behind that, cut short
_ONLY_A_DAY, _ONLY_A_MONTH, _UNDATED = 0.10, 0.105, 0.125  # how exact the date of publication is


@dataclass(frozen=True, slots=True)
class _Row:
    """What is known of one article while it is put together; `luck` are its numbers from 0 to 1."""

    number: int
    press: Press
    story: Story
    lead: Made | None
    role: str
    luck: list[float]


def written(chance: np.random.Generator, press: Sequence[Press], plan: Draft) -> list[Story]:
    """Write what each article of a batch says of its own; all of a language at once."""
    found: list[Story] = [Story("", "", ())] * len(plan.roles)
    for number, one in enumerate(press):
        rows = np.flatnonzero(plan.languages == number)
        names = one.words.names(plan.names[rows].ravel())
        about = [names[start : start + NAMES] for start in range(0, len(names), NAMES)]
        for row, story in zip(rows.tolist(), stories(chance, one.words, plan.lengths[rows], about), strict=True):
            found[row] = story
    return found


def put_together(press: Sequence[Press], plan: Draft, texts: list[Story], first: int) -> Iterator[Made]:
    """Yield the articles of a batch, which are numbered from `first` + 1 on."""
    made: list[Made] = []
    captured, published, languages = plan.captured.tolist(), plan.published.tolist(), plan.languages.tolist()
    for place, story in enumerate(texts):
        lead = made[plan.leads[place]] if plan.leads[place] >= 0 else None
        row = _Row(first + place + 1, press[languages[place]], story, lead, plan.roles[place], plan.luck[place])
        site = row.press.sites[plan.sites[place] % len(row.press.sites)]
        times = FIRST + timedelta(seconds=captured[place]), FIRST + timedelta(seconds=published[place])
        article = _article(row, site, times, plan, place)
        made.append(article)
        yield article


def _article(row: _Row, site: Site, times: tuple[datetime, datetime], plan: Draft, place: int) -> Made:
    authors, luck = row.press.authors, row.luck
    story, identity = _told(row), plan.identities[36 * place : 36 * place + 36]
    names: tuple[str, ...] = () if luck[0] < 0.1 else (authors[plan.authors[place] % len(authors)],)
    if luck[0] > 0.85:
        names += (authors[(plan.authors[place] + 7) % len(authors)],)
    paywalled = luck[1] < PAYWALLED
    article = Made(
        number=row.number,
        language=row.press.language.code,
        site=site.name,
        host=site.host,
        url=_address(site, story.title, times[1], row.number),
        published=_date(times[1], luck[2]),
        captured=times[0],
        title=story.title,
        dek=story.dek if luck[3] < 0.5 else None,
        authors=names,
        section=SECTIONS[plan.sections[place] % len(SECTIONS)],
        paywalled=paywalled,
        tags=_tags(row.number, luck[4]),
        story=row.lead.story if row.lead else row.number,
        address=row.number,
        identity=f"<urn:uuid:{identity[:16].hex()}>",
        digest=f"sha1:{b32encode(identity[16:]).decode()}",
        pieces=_pieces(row, site, story, names, plan.variants[place]),
    )
    if row.lead and row.role == "version":
        return _at_the_address_of(row.lead, article)
    return article


def _at_the_address_of(lead: Made, article: Made) -> Made:
    same = {name: getattr(lead, name) for name in ("site", "host", "url", "published", "authors", "section", "address")}
    return replace(article, **same)


def _told(row: _Row) -> Story:
    """Return the story as this article tells it: its own, or another's, changed."""
    if row.lead is None:
        return row.story
    paragraphs, own, luck = row.lead.paragraphs, list(row.story.paragraphs), row.luck[5]
    if row.role == "version" or _SYNDICATED < luck < _EDITED:
        place = int(row.luck[6] * len(paragraphs))
        paragraphs[place : place + 1 + int(luck * 2)] = own[: 1 + int(luck * 3)]
    elif luck >= _EDITED:
        paragraphs = paragraphs[: max(1, int(len(paragraphs) * row.luck[6]))]
    title = row.lead.title if row.luck[7] < 0.6 else row.story.title
    return Story(title, row.lead.dek or row.story.dek, tuple(paragraphs))


def _pieces(row: _Row, site: Site, story: Story, authors: tuple[str, ...], variant: int) -> tuple[Piece, ...]:
    before, after = site.around[variant]
    language, luck = row.press.language, row.luck
    walled = luck[1] < PAYWALLED
    body = story.paragraphs[:_TEASER] if walled else story.paragraphs
    pieces: list[Piece] = [*before, ("title", story.title)]
    if luck[3] < 0.5:
        pieces.append(("dek", story.dek))
    pieces += [("byline", name) for name in authors]
    if luck[7] > 0.4:
        pieces.append(("caption", row.story.dek))
    pieces += [("body", text) for text in body]
    if len(body) > 10 and luck[6] < 0.3:
        pieces.insert(-len(body) // 2, ("heading", row.story.title))
    if luck[2] > 1 - CORRECTED:
        pieces.append(("correction", f"{language.residue['correction']} {row.story.dek}"))
    if walled:
        pieces.append(("paywall", language.residue["paywall"].format(site.name)))
    pieces += after
    pieces.append(("related", f"{language.residue['related']} {row.story.title}"))
    return tuple(pieces)


def _tags(number: int, luck: float) -> tuple[str, ...]:
    if luck > TAGGED:
        return ()
    which = int(luck / TAGGED * len(TAGS) * 0.999)
    return tuple(dict.fromkeys((TAGS[which * which // len(TAGS)], TAGS[number % len(TAGS)])))


def _address(site: Site, title: str, day: datetime, number: int) -> str:
    slug = "-".join(title.lower().split()[:6]) + "-" if title.isascii() else ""
    return f"https://{site.host}/{day.year}/{day.month:02}/{day.day:02}/{slug.replace(chr(39), '')}{number}"


def _date(day: datetime, luck: float) -> str | None:
    if luck < _ONLY_A_DAY:
        return day.date().isoformat()
    if luck < _ONLY_A_MONTH:
        return f"{day.year}-{day.month:02}"
    return None if luck < _UNDATED else day.isoformat()
