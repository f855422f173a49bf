"""An index as FTS5 has it, of the documents in recall.toml, and its queries put to it as whoever searches would."""

import re
import sqlite3
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.language.compounds import COMPOUNDING, beginning, endings_range, unreversed
from archiver.language.streams import Analyser
from archiver.language.wanted import Phrase, Sought, exact, plain

_TERM = re.compile(r'"([^"]*)"|([^\s*]+)(\*?)')


@dataclass(frozen=True, slots=True)
class Question:
    language: str
    query: str
    must: frozenset[str]
    must_not: frozenset[str]


def data() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "recall.toml").read_text("utf-8"))


def documents() -> dict[str, tuple[str, str]]:
    """By name: the language and the text."""
    return {f"{code}.{name}": (code, text) for code, part in data().items() for name, text in part["documents"].items()}


def questions() -> Iterator[Question]:
    for code, part in data().items():
        for query, must, must_not in part["queries"]:
            yield Question(
                code, query, frozenset(f"{code}.{name}" for name in must), frozenset(f"{code}.{n}" for n in must_not)
            )


class Index:
    """Two streams of each document in a table without content, and the endings of its long words."""

    def __init__(self, texts: dict[str, tuple[str, str]], *, told: bool = True, by_language: bool = False) -> None:
        """`told`: a text's language is known. `by_language`: stems are looked for in texts of their language alone."""
        self.names = list(texts)
        self.languages = sorted({code for code, _ in texts.values()})
        self.by_language = by_language
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE f USING fts5(words, stems, language, content='', tokenize='ascii')")
        self.db.execute("CREATE TABLE endings (tail TEXT, language TEXT, PRIMARY KEY (tail, language))")
        analyser = Analyser()
        for number, (code, text) in enumerate(texts.values()):
            streams = analyser.streams(text, code if told else None)
            row = (number, streams.words, streams.stems, streams.language)
            self.db.execute("INSERT INTO f (rowid, words, stems, language) VALUES (?, ?, ?, ?)", row)
            tails = [(tail, streams.language) for tail in analyser.tails(streams.words, streams.language)]
            self.db.executemany("INSERT OR IGNORE INTO endings VALUES (?, ?)", tails)

    def find(self, query: str) -> frozenset[str]:
        match = " AND ".join(self._any_of(sought) for sought in self._sought(query))
        rows = self.db.execute("SELECT rowid FROM f WHERE f MATCH ?", (match,))
        return frozenset(self.names[number] for (number,) in rows)

    def _sought(self, query: str) -> Iterator[Sought]:
        for phrase, word, star in _TERM.findall(query):
            if phrase:
                yield exact(phrase)
            else:
                sought = plain(word, self.languages, prefix=bool(star))
                yield sought if star else Sought((*sought.alternatives, *self._compounds(word)))

    def _compounds(self, word: str) -> Iterator[Phrase]:
        for code in COMPOUNDING.intersection(self.languages):
            tails = "SELECT tail FROM endings WHERE language = ? AND tail >= ? AND tail < ?"
            for (tail,) in self.db.execute(tails, (code, *endings_range(word, code))):
                yield Phrase((unreversed(tail),), languages=(code,))
            begun = beginning(word, code)
            if begun:
                yield Phrase((begun,), prefix=True, languages=(code,))

    def _any_of(self, sought: Sought) -> str:
        return f"({' OR '.join(map(self._written, sought.alternatives))})"

    def _written(self, phrase: Phrase) -> str:
        columns = "words" if len(phrase.tokens) > 1 else "{words stems}"
        written = f'{columns} : "{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}'
        if self.by_language and phrase.languages:
            return f"({written} AND language : ({' OR '.join(phrase.languages)}))"
        return written
