"""What becomes of an invented story elsewhere: in mirrors, AMP pages, teasers, other papers, and what only looks so.

Copies are to be found: `mirror`, `amp`, `syndicated`, `truncated`. The others are stories of their own: `translated`,
`followed_up` (quotes some of the earlier story as background), `rounded_up` (the beginnings of several stories).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from benchmarks.newsroom import Language, Paragraph, Site, Story, Words, number


def mirror(story: Story, site: Site, random: Random) -> Story:
    """The same text, with a stray line or two around it in every second copy."""
    if random.random() < 0.5:
        return story
    strays = [(site.language.sentence(random, site.language.names, (3, 12)),) for _ in range(random.randint(1, 3))]
    before = random.randint(0, len(strays))
    return replace(story, paragraphs=(*strays[:before], *story.paragraphs, *strays[before:]))


def amp(story: Story, site: Site, random: Random) -> Story:
    """Some paragraphs lost, at most a third of them."""
    lost = set(random.sample(range(len(story.paragraphs)), random.randint(0, len(story.paragraphs) // 3)))
    return replace(story, paragraphs=tuple(part for at, part in enumerate(story.paragraphs) if at not in lost))


def truncated(story: Story, site: Site, random: Random, share: float | None = None) -> Story:
    """The first 10 to 90% of the words, cut anywhere; in every third copy a stray line follows."""
    left = int(story.size * (share or random.uniform(0.1, 0.9)))
    kept: list[Paragraph] = []
    for part in story.paragraphs:
        sentences: list[Words] = []
        for sentence in part:
            sentences.append(sentence[: max(0, left)])
            left -= len(sentence)
        kept.append(tuple(sentence for sentence in sentences if sentence))
    if random.random() < 1 / 3:
        kept.append((site.language.sentence(random, site.language.names, (3, 8)),))
    return replace(story, paragraphs=tuple(part for part in kept if part))


def syndicated(story: Story, site: Site, random: Random, share: float | None = None) -> Story:
    """As another paper prints it: its own headline and lead, perhaps a closing formula, some names spelled otherwise,
    5 to 30% of the sentences edited, cut or moved, some numbers in them changed."""
    share = share or random.uniform(0.05, 0.3)
    language = site.language
    spelled = {name: language.word(random).capitalize() for name in language.names if random.random() < 0.15}
    paragraphs = [
        tuple(edited for sentence in part if (edited := _edited(sentence, language, share, random)))
        for part in story.paragraphs
    ]
    if len(paragraphs) > 3 and random.random() < 0.5:
        paragraphs.insert(random.randrange(1, len(paragraphs)), paragraphs.pop(random.randrange(1, len(paragraphs))))
    paragraphs[0] = (language.sentence(random, language.names, (12, 30)), *paragraphs[0][1:])
    if random.random() < 0.5:
        paragraphs.append((random.choice(site.formulas),))
    headline = language.sentence(random, language.names, (5, 11))
    renamed = (tuple(tuple(spelled.get(word, word) for word in sentence) for sentence in part) for part in paragraphs)
    return Story(headline, tuple(part for part in renamed if part), story.gap)


def _edited(sentence: Words, language: Language, share: float, random: Random) -> Words:
    """The sentence; with the probability `share`, cut out, or with one to four words changed, added or removed."""
    if random.random() >= share:
        return sentence
    if random.random() < 0.25:
        return ()
    words = list(sentence)
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(words))
        fresh = number(random) if words[place].isdigit() else language.word(random)
        words[place : place + random.randint(0, 1)] = random.choice(([fresh], [fresh], []))
        words = words or [fresh]
    return tuple(words)


def translated(story: Story, site: Site, random: Random) -> Story:
    """In the language of `site`, word by word; numbers stay."""
    words = site.language.words
    paragraphs = tuple(
        tuple(tuple(w if w.isdigit() else words[hash_of(w) % len(words)] for w in sentence) for sentence in part)
        for part in story.paragraphs
    )
    return Story(site.language.sentence(random, site.language.names, (5, 11)), paragraphs, site.language.gap)


def hash_of(word: str) -> int:
    """A number for a word, the same in every run."""
    return int.from_bytes(word.encode()[-6:], "big")


def followed_up(story: Story, site: Site, random: Random, share: float | None = None) -> Story:
    """A new story that quotes up to 30% of its length from the earlier one, whole sentences, as its background."""
    wanted = (share or random.uniform(0.1, 0.3)) * story.size
    background: list[Words] = []
    for sentence in (sentence for part in story.paragraphs[1:] for sentence in part):
        if sum(map(len, background)) + len(sentence) > wanted:
            break
        background.append(sentence)
    fresh = site.story(random, max(60, round(story.size - wanted)))
    at = random.randint(1, len(fresh.paragraphs))
    return replace(fresh, paragraphs=(*fresh.paragraphs[:at], tuple(background), *fresh.paragraphs[at:]))


def rounded_up(stories: Sequence[Story], site: Site, random: Random) -> Story:
    """The beginnings of several stories, one below the other."""
    parts = tuple(part for story in stories for part in truncated(story, site, random, 0.15).paragraphs)
    return Story(site.language.sentence(random, site.language.names, (5, 11)), parts, site.language.gap)


COPIES: dict[str, Callable[[Story, Site, Random], Story]] = {
    "mirror": mirror, "AMP": amp, "syndicated": syndicated, "truncated": truncated,
}  # fmt: skip
