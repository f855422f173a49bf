"""Trees of every kind, as hypothesis strategies: all that the language can say, in its canonical form."""

import datetime
import re
from itertools import accumulate
from typing import get_args

from hypothesis import strategies as st

from archiver.labels import LABELS
from archiver.query.characters import plain
from archiver.query.ignored import Report
from archiver.query.term import term
from archiver.query.tree import (
    After,
    Before,
    Captured,
    Extra,
    Field,
    Flag,
    Has,
    Is,
    Labelled,
    Lang,
    Near,
    Node,
    Phrase,
    Prefix,
    Site,
    Tag,
    TextField,
    Word,
    both,
    either,
    negated,
)
from archiver.query.values import host


def typable(text: str) -> str:
    """What is left of a text between quotation marks."""
    return " ".join(plain(text, Report()).replace('"', " ").split())


def nesting(query: str) -> int:
    """How deep parentheses are within parentheses."""
    depths = accumulate({"(": 1, ")": -1}.get(mark, 0) for mark in re.sub('"[^"]*"', "", query))
    return max(depths, default=0)


letters = st.characters(categories=["L", "N", "M"]) | st.sampled_from("aé東йक‌‍ا")
words = st.text(letters, min_size=1, max_size=8).map(term).filter(lambda found: isinstance(found, Word))
texts = st.text(max_size=20) | st.lists(
    st.sampled_from(["face", "to", "-", "*", "'", " ", "東京", "AND", "a:b", ", 5)"])
).map("".join)
phrases = texts.map(lambda text: term(f'"{typable(text)}"')).filter(lambda found: isinstance(found, Phrase))
prefixes = texts.map(lambda text: term(f'"{typable(text)}"*')).filter(lambda found: isinstance(found, Prefix))
terms = st.one_of(words, phrases, prefixes)
nears = st.builds(Near, st.lists(terms, min_size=2, max_size=4).map(tuple), st.integers(0, 1000))


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)


def joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(inner, min_size=1, max_size=4)
    return parts.map(both) | parts.map(either) | inner.map(negated)


dates = st.builds(lambda day, length: day.isoformat()[:length], st.dates(), st.sampled_from([4, 7, 10]))
hosts = st.sampled_from(["example.org", "news.example", "münchen.example", "a_b.example", "[::1]", "a,b", "%"]).map(
    host
)
ranges = st.lists(st.dates(), min_size=2, max_size=2).map(sorted).flatmap(
    lambda days: st.sampled_from([(days[0], days[1]), (days[0], days[0]), (None, days[1]), (days[0], None)])
)  # fmt: skip


def captured(days: tuple[datetime.date | None, datetime.date | None]) -> Captured:
    return Captured(*(day and day.isoformat() for day in days))


filters = st.one_of(
    st.builds(Site, several(hosts)),
    st.builds(Lang, several(st.sampled_from(["de", "en", "zh", "nb"]))),
    st.builds(Tag, several(st.text(max_size=12).map(typable).filter(bool))),
    st.builds(After, dates),
    st.builds(Before, dates),
    ranges.map(captured),
    st.builds(Is, st.sampled_from(get_args(Flag))),
    st.builds(Has, st.sampled_from(get_args(Extra))),
)
plain_nodes = st.recursive(terms | nears, joined, max_leaves=6)
labels = st.sets(st.sampled_from(LABELS), min_size=1, max_size=3).map(
    lambda some: tuple(sorted(some, key=LABELS.index))
)
fields = st.builds(Field, st.sampled_from(get_args(TextField)), plain_nodes)
labelled = st.builds(Labelled, labels, st.none() | plain_nodes)
trees = st.recursive(terms | nears | fields | labelled | filters, joined, max_leaves=12)
