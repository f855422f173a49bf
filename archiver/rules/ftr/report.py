"""What came of an import, in figures and in full. Printing it is the command's business."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from archiver.rules.ftr.finding import MEANING, Finding, Kind

_COLUMNS: Final = tuple(field.name for field in fields(Finding))


@dataclass(frozen=True, slots=True)
class Report:
    """What an import read and wrote, and all that it has to say of it.

    `files` were read; `copies` of them are the same as others, in `groups`. `packs` are the rule files that they make,
    with `layouts` and `removals` in them; of these `written` were new or changed, `removed` are now part of another.
    """

    files: int
    copies: int
    groups: int
    packs: int
    layouts: int
    removals: int
    written: int
    unchanged: int
    removed: int
    findings: tuple[Finding, ...]

    def count(self, kind: Kind) -> int:
        """Return how many findings of a kind there are."""
        return sum(one.kind == kind for one in self.findings)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What was found and how often, in the order of a report; what was not found is left out."""
        return [(meaning, count) for kind, meaning in MEANING.items() if (count := self.count(kind))]

    @property
    def figures(self) -> dict[str, object]:
        """All figures by name, for programs."""
        counts: dict[str, object] = {kind: self.count(kind) for kind in MEANING}
        own = {"files": self.files, "copies": self.copies, "groups": self.groups, "rule_files": self.packs}
        rules = {"layouts": self.layouts, "removals": self.removals}
        done = {"written": self.written, "unchanged": self.unchanged, "removed": self.removed}
        return {**own, **rules, **done, **counts}

    @property
    def skipped(self) -> list[tuple[int, str, str]]:
        """How often which directive was not carried over, and why, the most frequent first."""
        found = Counter((one.directive, one.because) for one in self.findings if one.kind == "skipped")
        return [(count, directive, why) for (directive, why), count in found.most_common()]


def write_report(file: Path, findings: Iterable[Finding]) -> None:
    """Write all findings to `file`: JSON Lines where it ends in .jsonl, else CSV. Raises OSError."""
    rows = [one.row() for one in findings]
    with file.open("w", encoding="utf-8", newline="") as out:
        if file.suffix.lower() == ".jsonl":
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        else:
            table = csv.DictWriter(out, _COLUMNS)
            table.writeheader()
            table.writerows(rows)
