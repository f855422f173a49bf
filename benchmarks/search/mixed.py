"""An index of very many articles in a fraction of the time: some are made, the others put together of their paragraphs.

What is measured is asking, not building: rows go into the catalog directly, with the blocks that `label:` searches and
no others, and copies are not looked for, since all of these are copies in part. Words are as frequent as in made
articles; of new ones there are no more than in those that were made.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from archiver.folder import index_of
from archiver.index import schema
from archiver.index.file import writing
from archiver.index.fulltext import PARTED
from archiver.index.rows import row_of_capture
from archiver.index.store import Store
from benchmarks.search.building import Built
from benchmarks.search.corpus import Corpus
from benchmarks.search.entries import quick_entry
from benchmarks.search.made import RULEBOOK, Made, capture_of, record_of

_TOGETHER = 2_000
_BLOCKS = 2  # of a page; on average a page has six that are searched by label


def fill(home: Path, base: Corpus, count: int) -> Built:
    """Make the index of the archive in the folder `home` anew, of `count` articles from the paragraphs of `base`."""
    made = list(base.articles())
    begun, text = time.perf_counter(), 0
    with Store.replacing(index_of(home)) as store:
        rows = _rows(made, count, Random(base.seed))
        while some := list(islice(rows, _TOGETHER)):
            text += sum(len(" ".join(filter(None, (article[name] for name in schema.SEARCHED))).encode())
                        for _, article, _ in some)  # fmt: skip
            with writing(store.connection):
                store.connection.executemany(schema.UPSERT["captures"], [capture for capture, _, _ in some])
                store.connection.executemany(schema.UPSERT["articles"], [article for _, article, _ in some])
                store.connection.executemany(schema.INSERT_BLOCK, [block for *_, blocks in some for block in blocks])
    return Built(count, base.seed, text, round(time.perf_counter() - begun, 1))


def _rows(
    made: Sequence[Made], count: int, chance: Random
) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[Any]]]:
    entries = [quick_entry(one) for one in made]
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(made):
        alike[one.language].append(place)
    for number in range(1, count + 1):
        place = number % len(made)
        one, entry, other = made[place], entries[place], made[chance.choice(alike[made[place].language])]
        dated = entries[chance.randrange(len(made))].article
        article = entry.article | {name: dated[name] for name in ("published", "day")}
        url = f"{one.url}?{number}"
        article |= {"id": number, "url": url, "original_url": url, "canonical": url, "address": url}
        if number > len(made):
            article["text"] = "\n\n".join(_mix(one.paragraphs, other.paragraphs, chance))
        captured = one.captured + timedelta(seconds=number)
        article["captured_at"] = captured.isoformat()
        capture = row_of_capture(number, capture_of(one), record_of(one), "article", RULEBOOK)
        capture |= {"url": url, "record_id": f"<urn:made:{number}>", "time": captured.isoformat()}
        parts = [row for row in entry.blocks if row[8] in PARTED]
        yield capture, article, [(number, *row) for row in chance.sample(parts, min(len(parts), _BLOCKS))]


def _mix(one: Sequence[str], other: Sequence[str], chance: Random) -> list[str]:
    return [chance.choice((text, other[place % len(other)])) for place, text in enumerate(one)] if other else list(one)
