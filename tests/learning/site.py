"""An invented paper with two designs, whose pages and words are all made up; nothing is tested here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from archiver.archive import Archive
from archiver.learning.sample import Sample, sample_of
from archiver.rules.book import Rulebook, shipped_rules
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import exchange

SITE = "courier.example"
APPEAL = "We at the Courier belong to nobody but those who read us, and we mean to keep it that way for years."
PLEA = "Whoever can spare the price of a loaf a month keeps two reporters on the road through the whole winter."
PROMISE = "Every printed copy goes through the hands of seven people before it reaches the kiosk at the corner."

STORIES = {
    "Ferry stays in the dock": (
        "The ferry did not leave on Tuesday, and some three hundred people walked home along the shore in the rain.",
        "Its captain had heard a knock under the deck on Monday night and called a mechanic, who found a broken shaft.",
        "A new one has to come by rail from the other end of the country, which will take until the end of June.",
    ),
    "Old mill turns again": (
        "After forty years of silence the wheel of the mill in the upper valley was set going by two sisters.",
        "They had bought the building for the price of a used car, roof and rats included, and learned to lay stones.",
        "Flour is ground on Saturdays only, because the brook carries too little water through most of the summer.",
    ),
    "Bridge closes for repairs": (
        "Lorries have to take the long way round from next week, as one pillar of the river bridge sank by a thumb.",
        "Engineers who dived to its foot in March saw that the current had washed out more gravel than was expected.",
        "Cyclists may still cross during the day; at night the crossing is shut, and a guard sits in a hut beside it.",
    ),
    "Market moves to the square": (
        "Traders set up their stalls before the town hall for the first time, after a quarrel of a decade.",
        "Some of them miss the shade of the old chestnuts; others say that they sold twice as much cheese by noon.",
        "How the drains will cope with melted ice from eleven fishmongers, nobody at the works department would guess.",
    ),
}
TOPICS = tuple(STORIES)


def page(title: str, design: str = "old", box: str = "") -> str:
    """A page in the old or the new design; both end in the same three lines, which no class calls an appeal."""
    paragraphs = "".join(f"<p>{one}</p>" for one in STORIES[title])
    promise, plea, appeal = f"<p>{PROMISE}</p>", f"<p>{PLEA}</p>", f"<p>{APPEAL}</p>"
    if design == "old":
        inner = f'<div class="story-text">{paragraphs}{box}<div class="cr-standing">{appeal}{plea}{promise}</div></div>'
    else:
        inner = (
            f'<section class="reading">{paragraphs}{box}<div class="cr-house">{appeal}{plea}{promise}</div></section>'
        )
    return (
        f'<!doctype html><html lang="en"><head><title>{title} - The Courier</title></head><body>'
        f"<header><a href='/'>The Courier</a></header><main><article><h1>{title}</h1>{inner}</article></main>"
        f'<footer class="footer"><p>Printed in the town since long ago.</p></footer></body></html>'
    )


def url(title: str) -> str:
    """Where a page was found."""
    return f"https://www.{SITE}/2025/{title.lower().replace(' ', '-')}"


def sample(title: str, design: str = "old", box: str = "", book: Rulebook | None = None) -> Sample:
    """A page of the site as a sample."""
    return sample_of(page(title, design, box), url(title), None, book or shipped_rules())


def archive(home: Path, pages: Iterable[tuple[str, str, int]]) -> Archive:
    """An archive with pages: URL, HTML, and the year of the capture."""
    with WarcWriter(home / "warc") as writer:
        for number, (address, html, year) in enumerate(pages, 1):
            data = html.encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n"
            time = datetime(year, 5, number, 10, tzinfo=UTC)
            writer.write(exchange(address, head.encode(), data, time=time))
    found = Archive(home, shipped_rules())
    for _ in found.index():
        pass
    return found
