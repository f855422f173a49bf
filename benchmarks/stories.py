"""How well copies of a story are found, and only copies; how long that takes, and how large it is.

    python -m benchmarks.stories [--stories 100] [--seed 1] [--pages ../corpora] [--peers] [--scale 200000]

Invented news (`newsroom.py`, `copydesk.py`) in five scripts, all in one archive: mirrors, AMP pages, teasers, agency
copy as edited by one, two or ten papers; and what must not be grouped: follow-ups with a tenth to a third of background,
translations, reports in one frame, live blogs below one head, round-ups. Recall is of the pairs that are copies,
precision of the pairs that were grouped. --pages lists what is grouped of pages with a reference (see README.md);
--scale takes the time for so many sketches, drawn and not made of texts; --peers sets MinHash beside this.
"""

import argparse
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random

from benchmarks.copydesk import COPIES, followed_up, rounded_up, syndicated, translated, truncated
from benchmarks.corpus import machine
from benchmarks.newsroom import SCRIPTS, Language, Site, Story

_SITES = 5


@dataclass(frozen=True, slots=True)
class Printed:
    """A text in the archive: which story it is a copy of, and how it came to be, as the rows of the table are called."""

    text: str
    story: int
    kind: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Of each kind of pairs: how many there are, and how many of them were grouped."""

    pairs: Counter[str]
    grouped: Counter[str]
    wrong: Counter[str]

    @property
    def recall(self) -> float:
        """The share of the pairs of copies that were grouped."""
        return self.grouped.total() / max(1, self.pairs.total())

    @property
    def precision(self) -> float:
        """The share of the grouped pairs that are copies."""
        return self.grouped.total() / max(1, self.grouped.total() + self.wrong.total())


def archive(random: Random, stories: int) -> list[Printed]:
    """Write so many stories in each script, and what becomes of them; shuffled."""
    printed: list[Printed] = []
    languages = {script: Language(script, random) for script in SCRIPTS}
    foreign = {script: Site(languages[script], random) for script in SCRIPTS}
    for script, language in languages.items():
        sites = [Site(language, random) for _ in range(_SITES)]
        abroad = foreign["Cyrillic" if script == "Latin" else "Latin"]
        for number in range(stories):
            for found in _published(number, sites, abroad, random):
                printed += [Printed(text, len(printed), kind, address) for text, kind, address in found]
    random.shuffle(printed)
    return printed


def _published(
    number: int, sites: Sequence[Site], abroad: Site, random: Random
) -> Iterator[list[tuple[str, str, str | None]]]:
    """Yield a story and its copies, and then what is no copy, each a list of texts that are one story."""
    home, other = random.sample(sites, 2)
    story = home.story(random)
    kind = (*COPIES, "two papers", "ten papers", "live blog's versions")[number % 7]
    if kind in COPIES:
        yield [(story.text, kind, None), (COPIES[kind](story, other, random).text, kind, None)]
    elif kind == "live blog's versions":
        parts = story.paragraphs
        grown = [Story(story.headline, parts[-at:], story.gap) for at in range(1, len(parts) + 1, 3)]
        yield [(version.text, kind, f"/{number}/{story.headline}") for version in grown]
    else:
        count = 2 if kind == "two papers" else 10
        yield [(syndicated(story, random.choice(sites), random).text, kind, None) for _ in range(count)]
    yield [(followed_up(story, home, random).text, "follow-up", None)]
    yield [(translated(story, abroad, random).text, "translation", None)]
    yield from ([(home.report(random).text, "report", None)] for _ in range(3))
    yield [(home.live_blog(random).text, "live blog", None)]
    yield [(home.story(random).text, "page of the site", None)]
    if number % 5 == 0:
        yield from _round_up(home, random)


def _round_up(home: Site, random: Random) -> Iterator[list[tuple[str, str, str | None]]]:
    rounded = [home.story(random) for _ in range(8)]
    yield [(rounded_up(rounded, home, random).text, "round-up", None)]
    for story in rounded[:4]:
        teaser = truncated(story, home, random, 0.15)
        yield [(story.text, "in a round-up", None), (teaser.text, "in a round-up", None)]
    for story in rounded[4:]:
        yield [(truncated(story, home, random, 0.15).text, "in a round-up", None)]


def score(printed: Sequence[Printed], groups: Iterable[Iterable[int]]) -> Score:
    """Compare groups, of places in `printed`, with what is one story."""
    found = Score(Counter(), Counter(), Counter())
    copies = defaultdict(list)
    for place, text in enumerate(printed):
        copies[text.story].append(place)
    for places in copies.values():
        found.pairs[printed[places[0]].kind] += len(places) * (len(places) - 1) // 2
    for group in groups:
        for first, second in combinations(sorted(group), 2):
            if printed[first].story == printed[second].story:
                found.grouped[printed[first].kind] += 1
            else:
                found.wrong[" and ".join(sorted((printed[first].kind, printed[second].kind)))] += 1
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=140, help="stories in each script (default: 140)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, help="a folder of corpora, whose pages are grouped, too")
    parser.add_argument("--scale", type=int, default=100_000, help="sketches to take the time of (default: 100,000)")
    parser.add_argument(
        "--peers", action="store_true", help="beside MinHash of datasketch and of rensa, where installed"
    )
    options = parser.parse_args()
    printed = archive(Random(options.seed), options.stories)
    print(f"{machine()}, SQLite {sqlite3.sqlite_version}; {len(printed):,} texts in {len(SCRIPTS)} scripts")
    accuracy(printed)
