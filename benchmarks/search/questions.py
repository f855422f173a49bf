"""What is asked of the index: kinds of questions, each with how often people ask it, and questions of each kind.

Every question is drawn from the corpus' own words. What a query means to an index is not known here, but for the
language that queries are written in: words, AND OR NOT, "phrase", prefix*, NEAR(a b, 10), name:value.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from benchmarks.search import draws
from benchmarks.search.bands import Bands

Sort = Literal["relevance", "newest", "oldest", "captured"]
Draw = Callable[[Bands, random.Random], str]

EACH: Final = 20
"""Questions of each kind, at least."""


@dataclass(frozen=True, slots=True)
class Question:
    """One query as it is typed, and how its results are wanted: in which order, with facets, how many of them."""

    kind: str
    text: str
    sort: Sort = "relevance"
    facets: bool = False
    hits: int = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question. `share` is its part of the mix that the overall figures are of, in parts of the sum."""

    name: str
    share: int
    draw: Draw
    sort: Sort = "relevance"
    facets: bool = False
    hits: int = 20


KINDS: Final = (
    Kind("rare word", 10, draws.rare),
    Kind("mid word", 15, draws.mid),
    Kind("common word", 5, draws.common),
    Kind("common + common", 5, lambda bands, chance: " ".join(chance.sample(bands.common, 2))),
    Kind("common + rare", 10, draws.common_and_rare),
    Kind("three words", 8, draws.three),
    Kind("phrase", 8, draws.phrase),
    Kind("phrase of common words", 2, draws.common_phrase),
    Kind("prefix of 3", 2, lambda bands, chance: draws.prefix(bands, chance, 3)),
    Kind("prefix of 4", 2, lambda bands, chance: draws.prefix(bands, chance, 4)),
    Kind("prefix of 6", 2, lambda bands, chance: draws.prefix(bands, chance, 6)),
    Kind("OR of five", 2, lambda bands, chance: " OR ".join(chance.sample(bands.mid, 5))),
    Kind("NOT", 2, lambda bands, chance: f"{draws.mid(bands, chance)} NOT {draws.common(bands, chance)}"),
    Kind("NEAR", 1, draws.near),
    Kind("title:", 3, draws.title),
    Kind("author:", 3, draws.author),
    Kind("site: + word", 4, draws.on_site),
    Kind("lang: + word", 2, draws.language),
    Kind("dates + word", 4, lambda bands, chance: f"{draws.dates(bands, chance)} {draws.either(bands, chance)}"),
    Kind("captured: + word", 1, lambda bands, chance: f"{draws.captured(bands, chance)} {draws.either(bands, chance)}"),
    Kind("dates only", 1, draws.dates),
    Kind("site only", 1, lambda bands, chance: f"site:{draws.site(bands, chance)}"),
    Kind("tag: + word", 2, lambda bands, chance: f"tag:{draws.tag(bands, chance)} {draws.common(bands, chance)}"),
    Kind("is:partial + word", 1, lambda bands, chance: f"is:partial {draws.either(bands, chance)}"),
    Kind("is:paywalled + word", 1, lambda bands, chance: f"is:paywalled {draws.either(bands, chance)}"),
    Kind("has:correction + word", 1, lambda bands, chance: f"has:correction {draws.either(bands, chance)}"),
    Kind("label: + word", 1, draws.in_an_appeal),
    Kind("one CJK character", 1, lambda bands, chance: draws.characters(bands, chance, 1)),
    Kind("two CJK characters", 1, lambda bands, chance: draws.characters(bands, chance, 2)),
    Kind("three CJK characters", 1, lambda bands, chance: draws.characters(bands, chance, 3)),
    Kind("four CJK characters", 1, lambda bands, chance: draws.characters(bands, chance, 4)),
    Kind("Cyrillic, inflected", 2, draws.inflected),
    Kind("accented", 2, draws.accented),
    Kind("common, newest", 3, draws.common, "newest"),
    Kind("common, oldest", 1, draws.common, "oldest"),
    Kind("common, captured", 1, draws.common, "captured"),
    Kind("misspelt", 2, draws.misspelt),
    Kind("with facets", 3, lambda bands, chance: " ".join(draws.pair(bands, chance)), facets=True),
    Kind("count only", 2, draws.common, hits=0),
)
"""All kinds. The shares are a guess at what researchers ask: words and phrases mostly, each operator now and then."""


def questions(bands: Bands, seed: int, each: int = EACH) -> Iterator[Question]:
    """Yield `each` questions of every kind, no two of a kind alike where there are that many."""
    for kind in KINDS:
        chance = random.Random(f"{seed} {kind.name}")
        texts: dict[str, None] = {}
        for _ in range(each * 20):
            texts.setdefault(kind.draw(bands, chance))
            if len(texts) == each:
                break
        for text in texts:
            yield Question(kind.name, text, kind.sort, kind.facets, kind.hits)
