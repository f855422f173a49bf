"""An archive of invented news in which it is known what is one story, and the score of groups against that.

Stories come with copies of one kind each; beside every one lies what is no copy of it, though it shares something.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Final

from benchmarks.copydesk import COPIES, followed_up, rounded_up, syndicated, translated, truncated
from benchmarks.newsroom import SCRIPTS, Language, Site, Story

_SITES: Final = 5


@dataclass(frozen=True, slots=True)
class Printed:
    """A text in the archive: which story it is a copy of, how it came to be, and on which occasion.

    `kind` is what the row of the table is called that it counts for.
    """

    text: str
    story: int
    kind: str
    occasion: tuple[str, int]
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
                printed += [
                    Printed(text, len(printed), kind, (script, number), address) for text, kind, address in found
                ]
    random.shuffle(printed)
    return printed


def _published(
    number: int, sites: Sequence[Site], abroad: Site, random: Random
) -> Iterator[list[tuple[str, str, str | None]]]:
    """Yield a story and its copies, and then what is no copy, each a list of texts that are one story."""
    home, other = random.sample(sites, 2)
    story = home.story(random)
    kind = (*COPIES, "teaser under 25%", "two papers", "ten papers", "live blog's versions")[number % 8]
    if kind == "teaser under 25%":
        teaser = truncated(story, other, random, random.uniform(0.1, 0.25))
        yield [(story.text, kind, None), (teaser.text, kind, None)]
    elif kind in COPIES:
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
