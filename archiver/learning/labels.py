"""A page's labels in a person's hands: a text file to edit, one line a block, and what was made of it.

    12 body        Some 300 people came to the harbour on Tuesday.
    13 fundraising Help us go on. Give what you can.

The first word after the number is the label; "-" stands for residue, "+" for text. Nothing else may change: what is
edited is what the blocks are, not what they say.
"""

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from archiver.errors import RuleError
from archiver.labels import FIELDS, LABELS, RESIDUE, TEXT, Label
from archiver.learning.sample import Sample
from archiver.model import Block

SCHEMA: Final = 1
_LINE = re.compile(r"\s*(\d+)\s+(\S+)(?:\s+(.*?))?\s*")
_SHOWN: Final = 300  # letters of a block; more are not needed to know it again
_SHORT: Final[dict[str, Label]] = {"-": "boilerplate", "+": "body"}
_WIDTH: Final = max(map(len, LABELS))


@dataclass(frozen=True, slots=True)
class Labelling:
    """What a person says of a page: where the page is (`source`, a file or the number of an article), its URL, and
    each block's text with its label."""

    source: str
    url: str | None
    blocks: tuple[tuple[str, Label], ...]

    def on(self, sample: Sample) -> Sample:
        """The sample with these labels, by the blocks' texts in their order. Raises RuleError where they differ."""
        labels: defaultdict[str, list[Label]] = defaultdict(list)
        for text, label in reversed(self.blocks):
            labels[text].append(label)
        found = {block.index: labels[block.text].pop() for block in sample.page.blocks if labels.get(block.text)}
        if 2 * len(found) < len(sample.page.blocks):
            raise RuleError(f"{self.source}: is not the page that was labelled; label it again by `archiver explain`")
        return sample.labelled(found)


def editable(blocks: Sequence[Block], labels: Sequence[Label], name: str) -> str:
    """Return the text file of a page's labels."""
    lines = [
        f"# What each block of {name} is. Change the words after the numbers, and nothing else.",
        f"# Text:    {' '.join(one for one in LABELS if one in TEXT)}   (+ for short)",
        f"# Fields:  {' '.join(one for one in LABELS if one in FIELDS)}",
        f"# Residue: {' '.join(one for one in LABELS if one in RESIDUE)}   (- for short)",
        "",
    ]
    width = len(str(len(blocks)))
    lines += [
        f"{block.index:{width}} {label:{_WIDTH}} {_shown(block)}" for block, label in zip(blocks, labels, strict=True)
    ]
    return "\n".join([*lines, ""])


def edited(text: str, blocks: Sequence[Block], labels: Sequence[Label], file: str) -> list[Label]:
    """Return the labels of an edited file; a block whose line is gone keeps its own.

    Raises RuleError, which names the line, where a label is none or a text is not the block's.
    """
    found = list(labels)
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = f"{file}: line {number}"
        match = _LINE.fullmatch(line)
        if match is None or int(match[1]) >= len(blocks):
            raise RuleError(f"{place}: is not a block of this page; a line has its number, its label and its text")
        index = int(match[1])
        if (match[3] or "") != _shown(blocks[index]):
            raise RuleError(f"{place}: the text is not that of block {index}; change nothing but the label before it")
        found[index] = _label(match[2], labels[index], place)
    return found


def as_json(labelling: Labelling, before: Sequence[Label]) -> str:
    """Return a labelling as JSON; a block whose label a person changed has the earlier one as `was`."""
    rows: list[dict[str, str]] = []
    for (text, label), was in zip(labelling.blocks, before, strict=True):
        rows.append({"label": label, "text": text} | ({"was": was} if was != label else {}))
    head = {"schema": SCHEMA, "source": labelling.source, "url": labelling.url, "blocks": rows}
    return json.dumps(head, ensure_ascii=False, indent=1) + "\n"


def read_labels(file: Path) -> Labelling:
    """Read what `as_json` wrote. Raises RuleError where it is something else."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(f"{file}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise RuleError(f"{file}: not a file of labels; `archiver explain PAGE --edit` makes one") from None
    blocks = tuple(_blocks(table, file))
    source, url = table.get("source"), table.get("url")
    if not isinstance(source, str) or not (url is None or isinstance(url, str)):
        raise RuleError(f"{file}: does not say which page it is of; label it again by `archiver explain PAGE --edit`")
    return Labelling(source, url, blocks)


def _blocks(table: Any, file: Path) -> Iterator[tuple[str, Label]]:
    if not isinstance(table, dict) or table.get("schema") != SCHEMA or not isinstance(table.get("blocks"), list):
        raise RuleError(f"{file}: not a file of labels; `archiver explain PAGE --edit` makes one")
    for row in table["blocks"]:
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise RuleError(f"{file}: a block without its text; label the page again by `archiver explain PAGE --edit`")
        label = row.get("label")
        yield row["text"], _label(label if isinstance(label, str) else "", "body", str(file))


def _label(word: str, known: Label, place: str) -> Label:
    if word in _SHORT:
        kind = RESIDUE if word == "-" else TEXT
        return known if known in kind else _SHORT[word]
    if word not in LABELS:
        near = difflib.get_close_matches(word, LABELS, n=1)
        raise RuleError(f"{place}: no label '{word}'; " + (f"did you mean '{near[0]}'?" if near else "see the top"))
    return word


def _shown(block: Block) -> str:
    text = " ".join(block.text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
