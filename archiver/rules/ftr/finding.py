"""What an import has to say: one finding for each thing that was not taken over as it stands.

Where findings come from is parse.py's and mapping.py's business, how they are printed report.py's.
"""

from dataclasses import asdict, dataclass
from typing import Final, Literal

Kind = Literal["typo", "xpath", "line", "file", "narrowed", "skipped", "kept"]

MEANING: Final[dict[Kind, str]] = {
    "typo": "directives misspelt or unknown",
    "xpath": "XPaths broken",
    "line": "lines that say nothing",
    "file": "files with something wrong",
    "narrowed": "XPaths rewritten to find elements",
    "skipped": "directives not carried over",
    "kept": "rule files left as they are",
}
"""The kinds, in the order of a report, and what each counts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should know. `line` counts from 1; 0 stands for the file as a whole.

    `what` names the thing, `because` says what is wrong with it or why it has no meaning here, and `hint` what would
    be right, as far as that can be guessed. `directive` is the one that the line has, if any.
    """

    kind: Kind
    file: str
    line: int
    directive: str
    what: str
    because: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}: {self.because}" + (f"; {self.hint}" if self.hint else "")

    def row(self) -> dict[str, str | int]:
        """Return the finding as a row of a table."""
        return asdict(self)
