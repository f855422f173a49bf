"""Has programs that others wrote verify everything that the archiver writes, and judges each of their complaints.

WARC 1.1 digests a payload without its transfer coding; several programs digest the chunks too, and fail right records.
Such a complaint is judged by the bytes: they are dechunked by Python's own http.client, and the digest compared.

    python -m benchmarks.verifiers
"""

import asyncio
import base64
import hashlib
import http.client
import io
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator

from archiver.capture.http import Fetcher, Options
from archiver.warc.write import WarcWriter
from benchmarks import outside
from benchmarks.site.server import Site
from tests.capture.tap import Tap
from tests.capture.test_wire import CASES

_ID: Final = re.compile(r"<?(urn:uuid:[0-9a-f-]{36})>?")
_BIN: Final = Path(sys.executable).parent
_SERVERS: Final = (
    "HTTP Content-Length is",
    "Transfer-Encoding is chunked, but",
    "the last chunk of the body is missing",
)
_CONCURRENT: Final = "Concurrent Record ID"
_TORN: Final = re.compile(rf"{_CONCURRENT}|WARC-Concurrent-To names a record that is not there")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What one program said against one record; `record` is empty where it named none."""

    record: str
    what: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as warcio reads it."""

    fields: dict[str, str]
    block: bytes


def main() -> None:
    """Print a line a program and file; leave with 1 where a complaint is real, with NOT_RUN without a program."""
    try:
        fastwarc = outside.environment("fastwarc-env", "fastwarc")
        warcat = outside.environment("warcat-env", "warcat")
        wacz = outside.environment("wacz-env", "wacz")
    except outside.Unavailable as error:
        print(f"THE VERIFIERS WERE NOT RUN: {error}", file=sys.stderr)
        sys.exit(outside.NOT_RUN)
    programs = {"warcio": _BIN, "fastwarc": fastwarc, "warcat": warcat, "cdxj-indexer": _BIN, "wacz": wacz}
    print(", ".join(f"{name} {outside.version(at, name)}" for name, at in programs.items()))
    with tempfile.TemporaryDirectory(prefix="verifiers-") as name:
        warcs, package = _written(Path(name))
        real = sum([_warc(path, fastwarc, warcat) for path in warcs])
        real += _judge("wacz validate", package, _said(wacz / "wacz", "validate", "-f", package), {})
        real += _judge("archiver check", package, _said(_BIN / "archiver", "check", package), {})
    print(f"{real} REAL" if real else "nothing REAL")
    sys.exit(bool(real))


def _written(folder: Path) -> tuple[list[Path], Path]:
    """Write everything that is verified: the site saved twice, a damaged file repaired, odd HTTP, a WACZ file."""
    home = ["--archive", str(folder / "archive")]
    with Site() as site:
        for _ in range(2):
            _archiver("save", "--allow-private", *site.pages().values(), *home)
    _archiver("pack", "-o", str(folder / "site.wacz"), *home)
    warcs = sorted((folder / "archive" / "warc").glob("*.warc.gz"))
    (folder / "torn.warc.gz").write_bytes(warcs[0].read_bytes()[:-7777])
    _archiver("repair", str(folder / "torn.warc.gz"), "-o", str(folder / "repaired.warc.gz"), code=4)
    asyncio.run(_odd(folder / "odd"))
    return [*warcs, folder / "repaired.warc.gz", *sorted((folder / "odd").glob("*.warc.gz"))], folder / "site.wacz"


def _archiver(*arguments: str, code: int = 0) -> None:
    done = subprocess.run([_BIN / "archiver", *arguments], check=False, capture_output=True, text=True)
    if done.returncode not in (0, code):
        raise SystemExit(f"archiver {arguments[0]} left with {done.returncode}:\n{done.stdout}{done.stderr}")


async def _odd(folder: Path) -> None:
    """Fetch what servers send that is odd, or wrong, as HTTP, and write it."""
    with Tap() as tap, WarcWriter(folder) as writer:
        for number, one in enumerate(CASES.values()):
            options: dict[str, Any] = one.options
            async with Fetcher(Options(allow_private=True, **options)) as fetcher:
                for exchange in await fetcher.fetch(tap.says(f"/case/{number}", *one.steps)):
                    writer.write(exchange)


def _warc(path: Path, fastwarc: Path, warcat: Path) -> int:
    """Have one WARC file verified by all; return how many complaints are real."""
    # What a revisit refers to may lie in another file of the archive, and be checked with it.
    group = sorted(path.parent.glob("*.warc.gz")) if path.parent.name == "warc" else [path]
    records = _records(path)
    archive = path.parent.glob("archive/warc/*.warc.gz") if path.name == "repaired.warc.gz" else group
    known = {record_id: one for file in archive for record_id, one in _records(file).items()} | records
    return sum(
        _judge(name, path, said, records, known)
        for name, said in (
            ("gzip -t", _said("gzip", "-t", path)),
            ("warcio check", _said(_BIN / "warcio", "check", path)),
            ("fastwarc check -p", _said(fastwarc / "fastwarc", "check", "-p", path)),
            ("warcat verify", _said(warcat / "python", "-m", "warcat", "verify", path)),
            ("cdxj-indexer", _said(_BIN / "cdxj-indexer", path, "-o", path.with_suffix(".cdxj"))),
            ("archiver check", _said(_BIN / "archiver", "check", *group)),
        )
    )


def _records(path: Path) -> dict[str, Stored]:
    with path.open("rb") as file:
        return {
            _ID.findall(one.rec_headers.get_header("WARC-Record-ID"))[0]: Stored(
                dict(one.rec_headers.headers), one.raw_stream.read()
            )
            for one in ArchiveIterator(file, no_record_parse=True)
        }


def _said(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def _judge(
    program: str, path: Path, said: tuple[int, str], records: dict[str, Stored], known: dict[str, Stored] | None = None
) -> int:
    """Print what a program found; return how much of it is real. `known` are the records of the whole archive."""
    code, text = said
    complaints = list(_complaints(program, text)) if code else []
    if code and not complaints:
        complaints = [Complaint("", text.strip()[-500:])]
    verdicts = [(one, _verdict(one, records, known or records)) for one in complaints]
    counts = Counter(verdict for _, verdict in verdicts)
    summary = "; ".join(f"{number} {verdict}" for verdict, number in counts.items()) or "accepted"
    kind = path.name if "archiver-" not in path.name else path.parent.parent.name + " " + path.name[-14:-8]
    print(f"{program:18} {kind:22} {len(records):5} records  {summary}")
    for one, verdict in verdicts:
        if verdict == "REAL":
            print(f"    REAL {one.record} {one.what}")
    return counts["REAL"]


def _complaints(program: str, text: str) -> Iterator[Complaint]:
    """Read a program's complaints; those on one record follow its id or name it."""
    if program == "warcat verify":
        blocks = re.split(r"(?m)^Record (?=<)", text)[1:]
        for block in blocks:
            problem = re.search(r"VerifyProblem: (.*)", block)
            yield Complaint(_ID.findall(block)[0], problem[1] if problem else block.strip()[-200:])
    elif program == "warcio check":
        for found in re.finditer(r"WARC-Record-ID (\S+)[^\n]*\n((?:    .*\n?)+)", text):
            for line in found[2].splitlines():
                if "failed" in line or "not present" in line or "unknown" in line:
                    yield Complaint(_ID.findall(found[1])[0], line.strip())
    elif program == "archiver check":
        for line in text.splitlines():
            if found := re.search(r"<(urn:uuid:[0-9a-f-]+)>: (.*)", line):
                yield Complaint(found[1], found[2])
    else:
        yield from (Complaint(record, "payload digest failed") for record in _ID.findall(text))


def _verdict(one: Complaint, records: dict[str, Stored], known: dict[str, Stored]) -> str:
    """Judge a complaint by the bytes of the record."""
    record = records.get(one.record)
    if record and _CONCURRENT in one.what and _ID.findall(one.what.replace(one.record, ""))[0] in records:
        return "named before it comes, and there"  # WARC asks for no order
    if record and _TORN.search(one.what) and _ID.findall(one.what.replace(one.record, ""))[0] in known:
        return "names what was torn off"
    if one.what.startswith(_SERVERS):
        return "the server's own fault, kept as sent"
    if record is None or "block" in one.what.lower():
        return "REAL"
    if record.fields.get("WARC-Type") == "revisit" and re.search(r"(?i)payload|refer", one.what):
        return "revisits, the payload is their original's" if _is_as_original(record, known) else "REAL"
    head = record.block.partition(b"\r\n\r\n")[0].lower()
    expected = _expected(record)
    if expected is not None and _digest(expected) == record.fields.get("WARC-Payload-Digest"):
        return "odd HTTP, ours as the case says by hand"
    if not re.search(rb"\r?\ntransfer-encoding:[^\r\n]*chunked", head):
        return "REAL"
    payload, is_whole = _dechunked(record.block)
    if _digest(payload) == record.fields.get("WARC-Payload-Digest"):
        return "chunked, ours proved right"
    return "REAL" if is_whole else "chunks that the server broke, so that no payload is defined"


def _is_as_original(revisit: Stored, known: dict[str, Stored]) -> bool:
    """True where a revisit, which has no payload of its own, tells the digest of the answer that it refers to."""
    original = known.get((_ID.findall(revisit.fields.get("WARC-Refers-To", "")) or [""])[0])
    digest = revisit.fields.get("WARC-Payload-Digest")
    return original is not None and digest is not None and original.fields.get("WARC-Payload-Digest") == digest


def _digest(payload: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode("ascii")


def _expected(record: Stored) -> bytes | None:
    """Return the payload that was written down for a case of odd HTTP."""
    found = re.search(r"/case/(\d+)$", record.fields.get("WARC-Target-URI", ""))
    return list(CASES.values())[int(found[1])].payload if found else None


class _Socket:
    """What http.client wants of a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: object) -> io.BytesIO:
        return io.BytesIO(self._data)


def _dechunked(block: bytes) -> tuple[bytes, bool]:
    """Return an HTTP answer's body without its chunks, as Python's http.client reads it, and whether all were right."""
    answer = http.client.HTTPResponse(_Socket(block))  # type: ignore[arg-type]
    try:
        answer.begin()
        return answer.read(), True
    except http.client.IncompleteRead as error:
        return error.partial, False
    except (http.client.HTTPException, OverflowError):  # no chunks at all
        return b"", False


if __name__ == "__main__":
    main()
