"""From the bytes of a site file to its directives. Whatever the bytes are, the file is read to its end.

The format is that of graby: one directive a line, `name: value` or `name(argument): value`, split at the first colon;
`#` begins a comment. What the directives mean is mapping.py's business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archiver.rules.ftr.directives import KNOWN, TESTS, WITH_ARGUMENT, suggestion
from archiver.rules.ftr.finding import Finding, Kind

_ARGUED: Final = re.compile(r"(" + "|".join(sorted(WITH_ARGUMENT)) + r")\((.*?)\)[ \t]*:(.*)")
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ENDS: Final = re.compile(r"\r\n|\r|\n")
_SHOWN: Final = 120  # characters of a line, in a report


@dataclass(frozen=True, slots=True)
class Directive:
    """One line of a site file: what it sets, and to what. `argument` is what stands in brackets after the name."""

    line: int
    name: str
    value: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site file that was read: its directives, and what was found to be wrong with its lines."""

    name: str
    directives: tuple[Directive, ...]
    findings: tuple[Finding, ...]

    @property
    def meaning(self) -> tuple[tuple[str, str, str], ...]:
        """What the file says, whatever its comments, its line ends and the pages it was tried on: equal for copies."""
        return tuple((one.name, one.argument, one.value) for one in self.directives if one.name not in TESTS)


def parse(name: str, data: bytes) -> SiteFile:
    """Read the site file called `name`. What cannot be understood is in the findings; nothing is raised."""
    text, doubts = _decoded(name, data)
    directives: list[Directive] = []
    findings = list(doubts)
    for number, line in enumerate(_ENDS.split(text), 1):
        stripped = line.strip().strip("\ufeff\u200b")
        if stripped and not stripped.startswith("#"):
            found = _read(name, number, stripped)
            if isinstance(found, Directive):
                directives.append(found)
            else:
                findings.append(found)
    return SiteFile(name, tuple(directives), tuple(findings))


def _decoded(name: str, data: bytes) -> tuple[str, Iterator[Finding]]:
    """The text of a file, and what was odd about its encoding."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), iter(())
    try:
        return data.decode("utf-8"), iter(())
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        odd = Finding("file", name, line, "", "encoding", "not UTF-8; read as Windows-1252", "save the file as UTF-8")
        return data.decode("cp1252", "replace"), iter((odd,))


def _read(file: str, number: int, line: str) -> Directive | Finding:
    """One line that is neither empty nor a comment."""
    argued = _ARGUED.fullmatch(line)
    name, colon, value = argued.group(1, 2, 3) if argued else line.partition(":")
    argument = colon if argued else ""
    name, value = name.strip(), value.strip()

    def wrong(kind: Kind, because: str, hint: str = "") -> Finding:
        return Finding(kind, file, number, name if colon or argued else "", shown(line), because, hint)

    if not argued and not colon:
        return wrong("line", "no directive: it has no colon", "begin a comment with #")
    if name not in KNOWN:
        return wrong("typo", f"no directive `{shown(name)}`", suggestion(name))
    if not value:
        return wrong("line", f"`{name}` is given no value", "write one, or leave the line out")
    return Directive(number, name, value, argument.strip())


def shown(text: str) -> str:
    """Return `text` as a report shows it: on one line, and not longer than one."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: _SHOWN + 1])
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"
