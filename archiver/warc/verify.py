"""A strict verifier of WARC files: form, digests, lengths, and whether records that name others name ones that exist.

Nothing is mended and nothing is forgiven that WARC 1.1 (or 1.0) forbids. Records stream through, of whatever size; of
each only its id, and of answers a short key, is kept until the end, for what other records say of it.
Which files there are, and what an index says of them, is not known here.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from archiver.errors import WarcError
from archiver.warc.measure import Measure
from archiver.warc.message import Headers
from archiver.warc.scan import Gap, Piece, scan

_MANDATORY: Final = ("WARC-Record-ID", "WARC-Date", "WARC-Type", "Content-Length")
_OF_A_TARGET: Final = frozenset(("response", "resource", "request", "revisit", "conversion", "continuation"))
_NAMES_OTHERS: Final = ("WARC-Concurrent-To", "WARC-Warcinfo-ID", "WARC-Refers-To")
_PROFILES: Final = ("/revisit/identical-payload-digest", "/revisit/server-not-modified")
_ID: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z)?)?)?", re.ASCII)
_DATE_1_0: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_BARE_LF: Final = re.compile(rb"(?<!\r)\n")

Elsewhere = Callable[[str, str], bool]
"""Whether an answer of this URL at this WARC-Date is known, though it lies in none of the files checked."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at byte `offset` of the file. It and `record_id` are None where none is meant."""

    file: str
    offset: int | None
    record_id: str | None
    what: str

    def __str__(self) -> str:
        where = "" if self.offset is None else f" at offset {self.offset}"
        record = f" {self.record_id}" if self.record_id else ""
        return f"{self.file}{where}{record}: {self.what}"

    def as_data(self) -> dict[str, Any]:
        """Return the fault as a JSON object."""
        return asdict(self)


@dataclass(slots=True)
class _Later:
    """What can only be judged when all files were read: a record that names another, with the place to report."""

    place: tuple[str, int, str]
    ids: list[tuple[str, str]] = field(default_factory=list)
    answer: tuple[str, str] | None = None
    same: tuple[str, str] = ("", "")
    bodiless: str | None = None
    concurrent: tuple[str, ...] = ()


class Verifier:
    """Verifies files, one after the other, and at the end what they say of each other."""

    def __init__(self, elsewhere: Elsewhere | None = None) -> None:
        self.records = 0
        self.files = 0
        self._elsewhere = elsewhere or (lambda _url, _date: False)
        self._ids: set[bytes] = set()
        self._answers: set[bytes] = set()
        self._originals: set[bytes] = set()
        self._heads: set[str] = set()
        self._later: list[_Later] = []

    def file(self, path: Path, name: str | None = None, growing: bool = False) -> Iterator[Fault]:
        """Yield what is wrong with the WARC file at `path`. Raises WarcError where it cannot be read."""
        yield from (fault for _, faults in self.walk(path, name, growing) for fault in faults)

    def walk(
        self, path: Path, name: str | None = None, growing: bool = False
    ) -> Iterator[tuple[Piece | None, list[Fault]]]:
        """Yield each record of the file at `path`, None for bytes that are none, with its faults.

        Faults name the file as `name`. A file that is `growing` may end anywhere: in a record, in zeros, before
        the request that an answer names.
        """
        try:
            with path.open("rb") as file:
                yield from self.stream(file, path.stat().st_size, name or str(path), growing)
        except OSError as error:
            raise WarcError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from None

    def stream(
        self, file: BinaryIO, size: int, name: str, growing: bool = False
    ) -> Iterator[tuple[Piece | None, list[Fault]]]:
        """The same for the `size` bytes of `file`, which is called `name`."""
        self.files += 1
        measure = Measure()
        if not size and not growing:
            yield None, [Fault(name, 0, None, "the file is empty")]
        for part in scan(file, size, measure):
            if isinstance(part, Piece):
                self.records += 1
                yield (
                    part,
                    [
                        Fault(name, part.offset, part.get("WARC-Record-ID"), what)
                        for what in self._of(part, measure, name, growing)
                    ],
                )
            elif not (growing and part.end == size):
                yield None, [Fault(name, part.start, None, _of_gap(part))]

    def finish(self) -> Iterator[Fault]:
        """Yield what is wrong with what the records of all files say of each other."""
        for later in self._later:
            for what in self._unresolved(later):
                yield Fault(*later.place, what)

    def _of(self, piece: Piece, measure: Measure, name: str, growing: bool) -> Iterator[str]:
        yield from piece.notes
        if not piece.alone:
            yield "several records in one gzip member: none of them can be read alone"
        yield from _of_form(piece)
        key = _key(piece.get("WARC-Record-ID"))
        if key in self._ids:
            yield "another record has the same WARC-Record-ID"
        self._ids.add(key)
        yield from measure.faults()
        length = measure.length_fault()
        if length and measure.body_length:
            yield length
        self._remember(piece, measure, name, None if measure.body_length else length, growing)

    def _remember(self, piece: Piece, measure: Measure, name: str, bodiless: str | None, growing: bool) -> None:
        url = piece.get("WARC-Target-URI").strip("<>")
        date, record_id, digest = (piece.get(f"WARC-{name}") for name in ("Date", "Record-ID", "Payload-Digest"))
        if piece.kind in ("response", "resource"):
            algorithm = digest.partition(":")[0]
            parts = ((url, date), (url, date, digest), (url, date, algorithm), (record_id, url, date))
            self._answers.update(_key(*one) for one in parts)
            self._originals.add(_key(record_id))
        concurrent = tuple(value for field, value in piece.fields if field.lower() == "warc-concurrent-to")
        if piece.kind == "request" and measure.http and measure.http.start_line.startswith("HEAD "):
            self._heads.update((piece.get("WARC-Record-ID"), *concurrent))
        later = _Later((name, piece.offset, piece.get("WARC-Record-ID")), bodiless=bodiless, concurrent=concurrent)
        later.ids = [(field, value) for field, value in _named(piece.fields) if _key(value) not in self._ids]
        if piece.kind == "revisit" and piece.get("WARC-Refers-To-Target-URI"):
            original = piece.get("WARC-Refers-To-Target-URI").strip("<>"), piece.get("WARC-Refers-To-Date")
            same = piece.get("WARC-Refers-To"), digest
            if _key(*original) not in self._answers or any(self._differences(original, *same)):
                later.answer, later.same = original, same
        if not growing and (later.ids or later.answer or later.bodiless):
            self._later.append(later)

    def _unresolved(self, later: _Later) -> Iterator[str]:
        # An original that lies in no file at hand can be known all the same; then its id is not asked for.
        absent = later.answer if later.answer and _key(*later.answer) not in self._answers else None
        if later.answer and not absent:
            yield from self._differences(later.answer, *later.same)
        known = absent is not None and self._elsewhere(*absent)
        for name, value in later.ids:
            if _key(value) not in self._ids and not (known and name == "WARC-Refers-To"):
                yield f"{name} names a record that is not there: {value}"
        if absent and not known:
            yield f"the revisit cannot be resolved: no answer of {absent[0]} at {absent[1]}"
        if later.bodiless and not {later.place[2], *later.concurrent} & self._heads:
            yield later.bodiless

    def _differences(self, original: tuple[str, str], record_id: str, digest: str) -> Iterator[str]:
        """Yield in what the answer that a revisit names by URL and date is not what the revisit says of it."""
        if _key(record_id) in self._originals and _key(record_id, *original) not in self._answers:
            yield f"WARC-Refers-To names another record than the answer of {original[0]} at {original[1]}"
        algorithm = digest.partition(":")[0]
        if _key(*original, algorithm) in self._answers and _key(*original, digest) not in self._answers:
            yield f"the revisit's payload is another than that of {original[0]} at {original[1]}: {digest}"


def _of_form(piece: Piece) -> Iterator[str]:
    """Yield what is wrong with a record's head."""
    version, _, lines = piece.head.partition(b"\n")
    if version.strip() not in (b"WARC/1.0", b"WARC/1.1"):
        yield f"the version is {version.strip().decode('ascii', 'replace')}, not WARC/1.0 or WARC/1.1"
    if _BARE_LF.search(piece.head):
        yield "a line of the header does not end in CRLF"
    if any(line.strip() and b":" not in line and line[:1] not in b" \t" for line in lines.split(b"\n")):
        yield "a line of the header is no field"
    names = [name.lower() for name, _ in piece.fields]
    for name in _MANDATORY:
        if not piece.get(name):
            yield f"the mandatory field {name} is missing"
        elif names.count(name.lower()) > 1:
            yield f"the field {name} stands there more than once"
    if piece.get("WARC-Record-ID") and not _ID.fullmatch(piece.get("WARC-Record-ID")):
        yield "WARC-Record-ID is no URI in angle brackets"
    right_date = _DATE_1_0 if version.strip() == b"WARC/1.0" else _DATE
    if piece.get("WARC-Date") and not right_date.fullmatch(piece.get("WARC-Date")):
        yield f"WARC-Date is not of the right form: {piece.get('WARC-Date')}"
    yield from _of_target(piece)


def _of_target(piece: Piece) -> Iterator[str]:
    url = piece.get("WARC-Target-URI")
    if piece.kind in _OF_A_TARGET and not url:
        yield f"a {piece.kind} record must have a WARC-Target-URI"
    if piece.kind == "warcinfo" and url:
        yield "a warcinfo record must not have a WARC-Target-URI"
    if piece.kind != "revisit":
        return
    if not piece.get("WARC-Profile").endswith(_PROFILES):
        yield f"the revisit's WARC-Profile is not known: {piece.get('WARC-Profile') or 'none'}"
    for name in ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
        if not piece.get(name):
            yield f"the revisit cannot be resolved: it has no {name}"


def _of_gap(gap: Gap) -> str:
    return f"{gap.why}; {gap.end - gap.start} bytes are no whole record"


def _named(fields: Headers) -> Iterator[tuple[str, str]]:
    for wanted in _NAMES_OTHERS:
        yield from ((wanted, value) for name, value in fields if name.lower() == wanted.lower())


def _key(*parts: str) -> bytes:
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()
