"""Rules on words alone, for documents without markup and for what markup does not tell apart."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from archiver.labels import Label
from archiver.model import Block
from archiver.page.lineage import count_words
from archiver.rules.pack import Cut, Line, Pack, fold_all

_Found = tuple[str, Label, str, list[int]]  # rule id, label, reason, indexes of blocks


def match_text(pack: Pack, blocks: tuple[Block, ...], notes: list[str]) -> Iterator[_Found]:
    """Yield what each text rule of `pack` finds in `blocks`; rules that step aside say so in `notes`."""
    if not (pack.lines or pack.cuts):
        return
    folded = fold_all(block.text for block in blocks)
    for line in pack.lines:
        found = lines_in(line, folded)
        if found:
            yield line.id, line.label, line.note or "the whole line is a known one", found
    for cut in pack.cuts:
        for span in _cuts(cut, folded, notes):
            yield cut.id, cut.label, cut.note or f"from “{cut.start}” to “{cut.end}”", span


def lines_in(line: Line, folded: Sequence[str]) -> list[int]:
    """Return which of the texts, folded, a rule on lines means."""
    return [index for index in _reach(line, len(folded)) if _is_line(line, folded[index])]


def _reach(line: Line, count: int) -> range:
    end, reach = line.where
    if end == "head":
        return range(min(reach, count))
    return range(max(0, count - reach), count) if end == "tail" else range(count)


def _is_line(line: Line, text: str) -> bool:
    if text in line.equals:
        return True
    return text.startswith(line.starts) and count_words(text) <= line.max_words if line.starts else False


def _cuts(cut: Cut, folded: list[str], notes: list[str]) -> Iterator[list[int]]:
    starts = [index for index, text in enumerate(folded) if text.startswith(cut.start)]
    ends = [index for index, text in enumerate(folded) if text.endswith(cut.end)] if starts else []
    words = [0, *accumulate(map(count_words, folded))] if starts else []
    done, missed = -1, 0
    for start in starts:
        if start <= done:
            continue
        place = bisect_left(ends, start)
        if place < len(ends) and words[ends[place] + 1] - words[start] <= cut.max_words:
            done = ends[place]
            yield list(range(start, done + 1))
        else:
            missed += 1
    if missed:
        notes.append(f"{cut.id}: stepped aside; no “{cut.end}” within {cut.max_words} words of “{cut.start}”")
