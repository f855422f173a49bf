"""Single draws from a corpus: a word of a band, a phrase, a site, a range of days.

Which of them make a question, and how often it is asked, is in `questions.py`.
"""

import random
from datetime import date, timedelta
from typing import Final

from benchmarks.search.bands import Bands, words_of
from benchmarks.search.batch import TAGS

_ACCENTS: Final = frozenset("éèêáíóúàñçäöüßąęłżśćışğô")
_SPANS: Final = (7, 30, 91, 365, 1500)  # days
_BOUNDS: Final = date(2005, 1, 3), 7305


def rare(bands: Bands, chance: random.Random) -> str:
    """A word of one article of the sample."""
    return chance.choice(bands.rare)


def mid(bands: Bands, chance: random.Random) -> str:
    """A word of a thousandth to a hundredth of the articles."""
    return chance.choice(bands.mid)


def common(bands: Bands, chance: random.Random) -> str:
    """One of the hundred commonest words."""
    return chance.choice(bands.common)


def either(bands: Bands, chance: random.Random) -> str:
    """A common word or, more often, a mid one."""
    return common(bands, chance) if chance.random() < 0.3 else mid(bands, chance)


def pair(bands: Bands, chance: random.Random) -> tuple[str, str]:
    """Two words of one sentence."""
    first, second, *_ = chance.sample(bands.sentence(chance), 2)
    return first, second


def common_and_rare(bands: Bands, chance: random.Random) -> str:
    """A common and a rare word of one text."""
    return _of_one_text(bands, chance, frozenset(bands.common), frozenset(bands.rare))


def three(bands: Bands, chance: random.Random) -> str:
    """Three words of one text, one of them a mid one."""
    return _of_one_text(bands, chance, frozenset(bands.mid), bands.known, bands.known)


def _of_one_text(bands: Bands, chance: random.Random, *drawn_from: frozenset[str]) -> str:
    """One word of each of these sets, all of them of one text."""
    while True:
        words = set(words_of(chance.choice(bands.articles).searched))
        found = [sorted(words & each) for each in drawn_from]
        if all(found):
            return " ".join(chance.choice(each) for each in found)


def phrase(bands: Bands, chance: random.Random) -> str:
    """Two to four words as they stand in a text."""
    words = bands.sentence(chance)
    count = chance.randint(2, 4)
    start = chance.randint(0, len(words) - count)
    return f'"{" ".join(words[start : start + count])}"'


def common_phrase(bands: Bands, chance: random.Random) -> str:
    """Two or three common words as they stand in a text."""
    known = set(bands.common)
    while True:
        words = bands.sentence(chance)
        count = chance.randint(2, 3)
        places = [at for at in range(len(words) - count + 1) if known.issuperset(words[at : at + count])]
        if places:
            start = chance.choice(places)
            return f'"{" ".join(words[start : start + count])}"'


def prefix(bands: Bands, chance: random.Random, letters: int) -> str:
    """The first letters of a mid word."""
    return f"{_long(bands, chance, letters + 1)[:letters]}*"


def near(bands: Bands, chance: random.Random) -> str:
    """Two words that stand near each other somewhere."""
    return f"NEAR({' '.join(pair(bands, chance))}, 10)"


def on_site(bands: Bands, chance: random.Random) -> str:
    """A site and a word of one of its articles."""
    made = chance.choice(bands.articles)
    known = frozenset(words_of(made.searched)) & bands.known
    word = chance.choice(sorted(known & set(bands.mid) or known))
    return f"site:{made.host.removeprefix('www.')} {word}"


def title(bands: Bands, chance: random.Random) -> str:
    """A word of some title."""
    words: list[str] = []
    while not words:
        words = words_of(chance.choice(bands.articles).title)
    return f"title:{chance.choice(words)}"


def author(bands: Bands, chance: random.Random) -> str:
    """An author, by the whole name or the last."""
    authors: tuple[str, ...] = ()
    while not authors:
        authors = chance.choice(bands.articles).authors
    return f'author:"{authors[0]}"' if chance.random() < 0.5 else f"author:{authors[0].split()[-1]}"


def site(bands: Bands, chance: random.Random) -> str:
    """A site; the larger it is, the more often."""
    return chance.choice(bands.articles).host.removeprefix("www.")


def language(bands: Bands, chance: random.Random) -> str:
    """A language and a word of it."""
    made = chance.choice(bands.articles)
    return f"lang:{made.language} {chance.choice(words_of(made.searched))}"


def tag(bands: Bands, chance: random.Random) -> str:
    """A tag that researchers have put on articles."""
    return chance.choice(TAGS)


def dates(bands: Bands, chance: random.Random) -> str:
    """A week, a month, a quarter, a year or some years."""
    span, (first, days) = chance.choice(_SPANS), _BOUNDS
    start = first + timedelta(days=chance.randrange(days - span))
    return f"after:{start} before:{start + timedelta(days=span)}"


def captured(bands: Bands, chance: random.Random) -> str:
    """A month in which articles were captured, or a quarter."""
    day = chance.choice(bands.articles).captured
    last = min(12, day.month + chance.choice((0, 2)))
    return f"captured:{day.year}-{day.month:02}..{day.year}-{last:02}"


def in_an_appeal(bands: Bands, chance: random.Random) -> str:
    """A word of a fund-raising appeal, to be found in appeals alone."""
    words: list[str] = []
    while not words:
        made = chance.choice(bands.articles)
        words = [word for label, text in made.pieces if label == "fundraising" for word in words_of(text)]
    return f"label:fundraising {chance.choice(words)}"


def characters(bands: Bands, chance: random.Random, count: int) -> str:
    """So many characters as they follow each other in a text without spaces."""
    run = chance.choice([run for run in chance.sample(bands.runs, min(50, len(bands.runs))) if len(run) >= count])
    start = chance.randint(0, len(run) - count)
    return run[start : start + count]


def inflected(bands: Bands, chance: random.Random) -> str:
    """A Cyrillic word of five letters or more, in whatever form it stands."""
    return chance.choice([word for word in bands.mid if len(word) >= 5 and "а" <= word[0] <= "я"])


def accented(bands: Bands, chance: random.Random) -> str:
    """A mid word with an accent."""
    return chance.choice([word for word in bands.mid if _ACCENTS & set(word)])


def misspelt(bands: Bands, chance: random.Random) -> str:
    """A mid word with two letters changed about, one left out or one doubled, so that no article has it."""
    while True:
        word = _long(bands, chance, 6)
        at = chance.randint(1, len(word) - 2)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        wrong = chance.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))
        if wrong not in bands.known:
            return wrong


def _long(bands: Bands, chance: random.Random, letters: int) -> str:
    word = ""
    while len(word) < letters:
        word = mid(bands, chance)
    return word
