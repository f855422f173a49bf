"""Texts that differ as editors make them differ, and texts that differ anyhow."""

from hypothesis import strategies as st

from archiver.versions.diff import Text

WORDS = st.sampled_from(
    [*"a an the of and harbour ferry council said on Monday , . 1,000 don't 東 京 है — x".split(), "fi\u0301n"]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), max_size=8).map(tuple)
LINES = st.none() | st.lists(WORDS, max_size=6).map(" ".join)


@st.composite
def edited(draw: st.DrawFn, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """Paragraphs moved, left out, added, and changed in a word or two."""
    kept = [one for one in draw(st.permutations(paragraphs)) if draw(st.integers(0, 4))]
    return tuple(draw(st.sampled_from([one, f"{one} more", one.replace("the", "a")])) for one in kept)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    paragraphs = draw(PARAGRAPHS)
    corrections = tuple(one for one in paragraphs if draw(st.booleans()))
    return Text(paragraphs, corrections, draw(LINES), draw(LINES), published=draw(LINES))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Text, Text]:
    """Two texts; half of the time the second was made from the first."""
    old, new = draw(texts()), draw(texts())
    if draw(st.booleans()):
        new = Text(draw(edited(old.paragraphs)), old.corrections[:1], old.title, new.dek)
    return old, new
