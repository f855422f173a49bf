"""Invented news: sites with formulas of their own, stories with words of Zipf's law, in five scripts.

All is told by a seed. A story is paragraphs of sentences of words, so that an edit (`copydesk.py`) knows what it does.
Nothing here means anything; what counts is what texts share: names, common words, the formulas of a site, the frames of
weather, stock and match reports, the heads of live blogs.
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import Final

Words = tuple[str, ...]
Paragraph = tuple[Words, ...]

SCRIPTS: Final = {
    "Latin": ("bcdfghklmnprstvwz", "aeiou", " "),
    "Cyrillic": ("бвгджзклмнпрстфхцч", "аеиоуыя", " "),
    "Arabic": ("بتثجحخدذرزسشصضطظعغفقك", "اوي", " "),
    "Devanagari": ("कखगघचछजटडतदनपबमयरलवस", "ािीुूे", " "),
    "Han": ("", "", ""),
}
_VOCABULARY: Final = 20_000
_NAMES: Final = 3_000
_HAN: Final = range(0x4E00, 0x5E00)


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its paper printed it: paragraphs of sentences of words; `gap` is what stands between words."""

    headline: Words
    paragraphs: tuple[Paragraph, ...]
    gap: str = " "

    @property
    def text(self) -> str:
        """The article as text, a paragraph a line."""
        lines = [self._line(self.headline), *(self.gap.join(map(self._line, part)) for part in self.paragraphs)]
        return "\n".join(line for line in lines if line)

    @property
    def size(self) -> int:
        """The number of words in the paragraphs."""
        return sum(len(sentence) for part in self.paragraphs for sentence in part)

    def _line(self, sentence: Words) -> str:
        return self.gap.join(sentence) + ("." if sentence else "")


class Language:
    """Words, the commonest first, and names; drawn as news draws them."""

    def __init__(self, script: str, random: Random) -> None:
        self.gap = SCRIPTS[script][2]
        self.words = tuple(dict.fromkeys(_word(script, random) for _ in range(_VOCABULARY)))
        self.names = tuple((_word(script, random, 3) + _word(script, random)).capitalize() for _ in range(_NAMES))
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def word(self, random: Random) -> str:
        """Draw a word, by Zipf's law."""
        return self.words[bisect(self._weights, random.random() * self._weights[-1], hi=len(self.words) - 1)]

    def sentence(self, random: Random, names: Sequence[str], length: tuple[int, int] = (7, 30)) -> Words:
        """Draw a sentence: a name in most, a number in some."""
        drawn = [self.word(random) for _ in range(random.randint(*length))]
        if random.random() < 0.6:
            drawn[random.randrange(len(drawn))] = random.choice(names)
        if random.random() < 0.25:
            drawn[random.randrange(len(drawn))] = number(random)
        return tuple(drawn)


class Site:
    """A newspaper's website: its language, what it says again and again, and its frames for reports."""

    def __init__(self, language: Language, random: Random) -> None:
        self.language = language
        everyday = random.sample(language.names, 40)
        self.formulas = [language.sentence(random, everyday, (12, 28)) for _ in range(8)]
        self.frames = [
            [_frame(language, random, apart) for _ in range(random.randint(4, 14))]
            for apart in ((5, 9), (5, 9), (9, 15))
        ]
        self.live = [language.sentence(random, everyday) for _ in range(4)]

    def story(self, random: Random, size: int | None = None) -> Story:
        """Write an article of its own, with some of the site's formulas at its beginning, its end or between."""
        size = size or min(2500, max(130, int(random.lognormvariate(6.2, 0.6))))
        names = random.sample(self.language.names, 8)
        paragraphs: list[Paragraph] = []
        while sum(len(sentence) for part in paragraphs for sentence in part) < size:
            count = random.randint(1, 4)
            paragraphs.append(tuple(self.language.sentence(random, names) for _ in range(count)))
        for formula in random.sample(self.formulas, random.choice((0, 1, 1, 2, 3))):
            paragraphs.insert(random.choice((0, len(paragraphs), random.randint(0, len(paragraphs)))), (formula,))
        return self._told(paragraphs, random)

    def report(self, random: Random) -> Story:
        """Write another report in one of the frames: weather, stocks, a match; only numbers and names are its own."""
        names = random.sample(self.language.names, 4)
        frame = random.choice(self.frames)
        return self._told([tuple(_filled(sentence, names, random) for sentence in frame)], random)

    def live_blog(self, random: Random) -> Story:
        """Write another live blog below the head that all of them have."""
        blog = self.story(random, random.randint(250, 900))
        return replace(blog, paragraphs=(tuple(self.live[: random.randint(2, 4)]), *blog.paragraphs))

    def _told(self, paragraphs: Sequence[Paragraph], random: Random) -> Story:
        headline = self.language.sentence(random, self.language.names, (5, 11))
        return Story(headline, tuple(paragraphs), self.language.gap)


def number(random: Random) -> str:
    """Draw a number as news has them."""
    return str(random.choice((random.randint(2, 99), random.randint(100, 9999), random.randint(1990, 2030))))


def _word(script: str, random: Random, least: int = 1) -> str:
    if script == "Han":
        return "".join(chr(random.choice(_HAN)) for _ in range(random.choice((1, 2, 2, 3))))
    consonants, vowels, _ = SCRIPTS[script]
    syllables = max(least, random.choice((1, 2, 2, 3, 3, 4)))
    return "".join(random.choice(consonants) + random.choice(vowels) for _ in range(syllables))


def _frame(language: Language, random: Random, apart: tuple[int, int]) -> Words:
    """A sentence with gaps: "#" for a number, "@" for a name, one in so many words as `apart` says."""
    drawn = [language.word(random) for _ in range(random.randint(8, 22))]
    for place in range(random.randint(1, apart[0]), len(drawn), random.randint(*apart)):
        drawn[place] = random.choice("##@")
    return tuple(drawn)


def _filled(frame: Words, names: Sequence[str], random: Random) -> Words:
    return tuple(number(random) if word == "#" else random.choice(names) if word == "@" else word for word in frame)
