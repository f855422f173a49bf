"""What a server sends, odd as it may be, against what the WARC holds: the same bytes in every case."""

import asyncio
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import brotlicffi
import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.capture import line
from archiver.capture.http import BrokenRedirect, Exchange, Fetcher, Options, capture_of, redirect_of
from archiver.warc.message import digest
from archiver.warc.read import read
from archiver.warc.write import WarcWriter
from tests.capture.server import PEM
from tests.capture.tap import Step, Tap, Turn, close, reset, silence

HELLO = b"hello"
OK = b"HTTP/1.1 200 OK\r\n"
LENGTH = b"Content-Length: 5\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PLAIN = OK + LENGTH + b"\r\n" + HELLO
ONE_CHUNK = b"5\r\nhello\r\n0\r\n\r\n"
BOMB = gzip.compress(bytes(34_000_000))
PAGE = "<p>\u043f\u0440\u0438\u0432\u0435\u0442</p>"


@dataclass(frozen=True)
class Case:
    """`answer` is what must be stored; `before` and `after` are sent as well, and must not be."""

    answer: tuple[Step, ...]
    before: bytes = b""
    after: bytes = b""
    status: int = 200
    truncated: str | None = None
    payload: bytes | None = HELLO  # for this and the next, None: not looked at
    content: bytes | None = None
    options: dict[str, object] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of it together, as far as it can be: what comes after must be there already when the answer ends."""
        first, *rest = self.answer
        assert isinstance(first, bytes) and not (rest and self.after)
        return (self.before + first + self.after, *rest)


def case(*answer: Step, **fields: object) -> Case:
    return Case(answer, **fields)


def coded(coding: str, body: bytes, *more: Step, **fields: object) -> Case:
    head = OK + f"Content-Encoding: {coding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return Case((head + body, *more), payload=body, **fields)


def typed(content_type: bytes, body: bytes) -> Case:
    return Case((OK + b"Content-Type: " + content_type + b"\r\n\r\n" + body, close), payload=body)


HEADS = {
    "plain": case(PLAIN),
    "header case": case(OK + b"cOnTeNt-LENGTH: 5\r\nx-UPPER: A\r\n\r\n" + HELLO),
    "duplicate headers": case(OK + LENGTH + b"Set-Cookie: a=1\r\nset-cookie: b=2\r\nSet-Cookie: a=1\r\n\r\n" + HELLO),
    "spaces around values": case(OK + b"Content-Length:5  \r\nA:  \t b \t\r\n\r\n" + HELLO),
    "empty values": case(OK + LENGTH + b"A:\r\nB: \r\n\r\n" + HELLO),
    "folded header": case(OK + LENGTH + b"X-Long: one\r\n two\r\n\tthree\r\n\r\n" + HELLO),
    "folded first header": case(OK + b" folded: 1\r\n" + LENGTH + b"\r\n" + HELLO),
    "space before the colon": case(OK + b"Content-Length : 5\r\n\r\n" + HELLO),
    "space in a name": case(OK + b"Bad Name: 1\r\n" + LENGTH + b"\r\n" + HELLO),
    "line without a colon": case(OK + b"nothing\r\n" + LENGTH + b"\r\n" + HELLO),
    "no name": case(OK + b": nameless\r\n" + LENGTH + b"\r\n" + HELLO),
    "Latin-1 header": case(OK + b"X-Name: caf\xe9\r\n" + LENGTH + b"\r\n" + HELLO),
    "UTF-8 header": case(OK + "X-Name: caf\u00e9\r\n".encode() + LENGTH + b"\r\n" + HELLO),
    "no text in a header": case(OK + b"X-Noise: \x80\xff\xfe\r\n" + LENGTH + b"\r\n" + HELLO),
    "name beyond ASCII": case(OK + b"X-\xe9: 1\r\n" + LENGTH + b"\r\n" + HELLO),
    "NUL in a header": case(OK + b"X: a\0b\r\n" + LENGTH + b"\r\n" + HELLO),
    "control characters in a header": case(OK + b"X: a\x01\x7fb\r\n" + LENGTH + b"\r\n" + HELLO),
    "lone CR in a header": case(OK + b"X: a\rb\r\n" + LENGTH + b"\r\n" + HELLO),
    "line ends of LF": case(b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
    "mixed line ends": case(b"HTTP/1.1 200 OK\nContent-Length: 5\r\nA: b\n\r\nhello"),
    "no reason": case(b"HTTP/1.1 200\r\n" + LENGTH + b"\r\n" + HELLO),
    "empty reason": case(b"HTTP/1.1 200 \r\n" + LENGTH + b"\r\n" + HELLO),
    "reason beyond ASCII": case(b"HTTP/1.1 200 Tr\xc3\xa8s bien\r\n" + LENGTH + b"\r\n" + HELLO),
    "two spaces": case(b"HTTP/1.1  200 OK\r\n" + LENGTH + b"\r\n" + HELLO),
    "small letters": case(b"http/1.1 200 ok\r\n" + LENGTH + b"\r\n" + HELLO),
    "version 1.7": case(b"HTTP/1.7 200 OK\r\n" + LENGTH + b"\r\n" + HELLO),
    "version 2": case(b"HTTP/2 200\r\n" + LENGTH + b"\r\n" + HELLO),
    "HTTP/1.0": case(b"HTTP/1.0 200 OK\r\n\r\n" + HELLO, close),
    "HTTP/1.0 kept alive": case(b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + LENGTH + b"\r\n" + HELLO),
    "no headers": case(OK + b"\r\n" + HELLO, close),
    "status 999": case(b"HTTP/1.1 999 Request denied\r\n" + LENGTH + b"\r\n" + HELLO, status=999),
    "status 600": case(b"HTTP/1.1 600 ?\r\n" + LENGTH + b"\r\n" + HELLO, status=600),
    "status 099": case(b"HTTP/1.1 099 ?\r\n" + LENGTH + b"\r\n" + HELLO, status=99),
    "status 101 that nobody asked for": case(b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\nhello", close, status=101),
    "404": case(b"HTTP/1.1 404 Not Found\r\n" + LENGTH + b"\r\n" + HELLO, status=404),
    "a very long line": case(OK + b"X-Long: " + b"x" * 300_000 + b"\r\n" + LENGTH + b"\r\n" + HELLO),
    "many headers": case(OK + b"X: y\r\n" * 20_000 + LENGTH + b"\r\n" + HELLO),
    "head in single bytes": case(*(bytes([byte]) for byte in PLAIN)),
    "head in two halves": case(PLAIN[:25], 0.01, PLAIN[25:]),
    "Connection: close": case(OK + b"Connection: close\r\n" + LENGTH + b"\r\n" + HELLO, close),
    "Upgrade offered": case(OK + b"Upgrade: h2c\r\nConnection: Upgrade\r\n" + LENGTH + b"\r\n" + HELLO),
}

INTERIM = {
    "103": case(PLAIN, before=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "100 that nobody asked for": case(PLAIN, before=b"HTTP/1.1 100 Continue\r\n\r\n"),
    "several": case(PLAIN, before=b"HTTP/1.1 102 Processing\r\n\r\n" * 5),
    "with LF": case(PLAIN, before=b"HTTP/1.1 103 Early\nLink: </a>\n\n"),
    "with bad grammar": case(PLAIN, before=b"HTTP/1.1 103 Early\r\nBad Name: 1\r\n\r\n"),
    "before bad grammar": case(
        OK + b"Bad Name: 1\r\n" + LENGTH + b"\r\n" + HELLO, before=b"HTTP/1.1 103 Early\r\nA: b\r\n\r\n" * 2
    ),
}

LENGTHS = {
    "zero": case(OK + b"Content-Length: 0\r\n\r\n", payload=b""),
    "none, and nothing": case(OK + b"\r\n", close, payload=b""),
    "twice the same": case(OK + LENGTH + LENGTH + b"\r\n" + HELLO),
    "twice the same in one": case(OK + b"Content-Length: 5, 5\r\n\r\n" + HELLO),
    "two that differ": case(OK + LENGTH + b"Content-Length: 3\r\n\r\n" + HELLO, close),
    "negative": case(OK + b"Content-Length: -5\r\n\r\n" + HELLO, close),
    "signed": case(OK + b"Content-Length: +5\r\n\r\n" + HELLO, close),
    "no number": case(OK + b"Content-Length: five\r\n\r\n" + HELLO, close),
    "empty": case(OK + b"Content-Length: \r\n\r\n" + HELLO, close),
    "in digits of another script": case(OK + "Content-Length: \u0665\r\n\r\n".encode() + HELLO, close),
    "huge": case(OK + b"Content-Length: 99999999999999999999999\r\n\r\n" + HELLO, close, truncated=None),
    "too long": case(OK + b"Content-Length: 50\r\n\r\n" + HELLO, close, truncated="disconnect"),
    "too short": case(OK + b"Content-Length: 5\r\n\r\nhello", after=b" world"),
    "over the limit": case(PLAIN[:-3], after=b"llo", truncated="length", payload=b"he", options={"max_bytes": 2}),
    "204": case(b"HTTP/1.1 204 No Content\r\n\r\n", status=204, payload=b""),
    "204 with a length": case(b"HTTP/1.1 204 No Content\r\n" + LENGTH + b"\r\n", status=204, payload=b""),
    "204 with a body": case(b"HTTP/1.1 204 No\r\n" + LENGTH + b"\r\n", after=HELLO, status=204, payload=b""),
    "304 with a length": case(b"HTTP/1.1 304 Not Modified\r\n" + LENGTH + b"\r\n", status=304, payload=b""),
    "304 with a body": case(b"HTTP/1.1 304 No\r\n" + LENGTH + b"\r\n", after=HELLO, status=304, payload=b""),
    "205 with a body": case(b"HTTP/1.1 205 Reset\r\n" + LENGTH + b"\r\n" + HELLO, status=205),
    "as of HEAD": case(OK + LENGTH + b"\r\n", close, truncated="disconnect", payload=b""),
    "surprise bytes after it": case(PLAIN, after=b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
}

CHUNKS = {
    "one": case(CHUNKED + ONE_CHUNK),
    "none": case(CHUNKED + b"0\r\n\r\n", payload=b""),
    "in capital and small digits": case(
        CHUNKED + b"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", payload=b"0123456789" * 2
    ),
    "leading zeros": case(CHUNKED + b"00005\r\nhello\r\n000\r\n\r\n"),
    "extensions": case(CHUNKED + b'5;a=b;c="d e";f\r\nhello\r\n0;last\r\n\r\n'),
    "space after the size": case(CHUNKED + b"5  \r\nhello\r\n0\r\n\r\n"),
    "trailers": case(CHUNKED + b"5\r\nhello\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n"),
    "bad trailers": case(CHUNKED + b"5\r\nhello\r\n0\r\nno colon\r\n\r\n", close),
    "capital coding": case(OK + b"TRANSFER-encoding: Chunked\r\n\r\n" + ONE_CHUNK),
    "with a length too": case(OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + ONE_CHUNK),
    "named twice": case(OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + ONE_CHUNK),
    "gzip, chunked": case(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + ONE_CHUNK),
    "identity": case(OK + b"Transfer-Encoding: identity\r\n\r\n" + HELLO, close),
    "after a bad header": case(OK + b"Bad Name: 1\r\nTransfer-Encoding: chunked\r\n\r\n" + ONE_CHUNK),
    "of HTTP/1.0": case(b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + ONE_CHUNK, close),
    "in single bytes": case(CHUNKED, *(bytes([byte]) for byte in ONE_CHUNK)),
    "size that is none": case(CHUNKED + b"5\r\nhello\r\nzzz\r\n!", close, payload=b"hellozzz\r\n!"),
    "size too large": case(CHUNKED + b"F" * 30 + b"\r\nhello", close, payload=None),
    "negative size": case(CHUNKED + b"-5\r\nhello\r\n", close, payload=b"-5\r\nhello\r\n"),
    "LF for line ends": case(CHUNKED + b"5\nhello\n0\n\n", close, truncated="disconnect", payload=None),
    "not chunked at all": case(CHUNKED + b"<p>hello</p>\r\n", close, payload=b"<p>hello</p>\r\n"),
    "data longer than said": case(CHUNKED + b"5\r\nhello world\r\n0\r\n\r\n", close, payload=None),
    "surprise bytes after them": case(CHUNKED + ONE_CHUNK, after=b"\r\n"),
    "a very long extension": case(CHUNKED + b"5;" + b"x" * 100_000 + b"\r\nhello\r\n0\r\n\r\n"),
    "ten thousand": case(CHUNKED + b"1\r\nx\r\n" * 10_000 + b"0\r\n\r\n", payload=b"x" * 10_000),
}

CUTS = {
    "close in the body": case(OK + LENGTH + b"\r\nhel", close, truncated="disconnect", payload=b"hel"),
    "close in a chunk": case(CHUNKED + b"5\r\nhel", close, truncated="disconnect", payload=b"hel"),
    "close in a chunk's size": case(CHUNKED + b"5\r\nhello\r\n1", close, truncated="disconnect"),
    "close before the last chunk": case(CHUNKED + b"5\r\nhello\r\n", close, truncated="disconnect"),
    "close in the trailers": case(CHUNKED + b"5\r\nhello\r\n0\r\nX: ", close, truncated="disconnect"),
    "reset in the body": case(OK + LENGTH + b"\r\nhel", 0.02, reset, truncated="disconnect", payload=b"hel"),
    "reset without a length": case(OK + b"\r\nhel", 0.02, reset, truncated="disconnect", payload=b"hel"),
    "silence in the body": case(
        OK + LENGTH + b"\r\nhel", silence, close, truncated="time", payload=b"hel", options={"timeout": 0.6}
    ),
    "silence in a chunk": case(
        CHUNKED + b"5\r\nhel", silence, close, truncated="time", payload=b"hel", options={"timeout": 0.6}
    ),
    "slow drip": case(OK + LENGTH + b"\r\n", *(part for byte in HELLO for part in (0.01, bytes([byte])))),
}

CODINGS = {
    "gzip": coded("gzip", gzip.compress(HELLO), content=HELLO),
    "x-gzip": coded("X-GZip", gzip.compress(HELLO), content=HELLO),
    "gzip in two members": coded("gzip", gzip.compress(b"hel") + gzip.compress(b"lo"), content=HELLO),
    "gzip in chunks": case(
        OK
        + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(HELLO, mtime=0)), gzip.compress(HELLO, mtime=0)),
        payload=gzip.compress(HELLO, mtime=0),
        content=HELLO,
    ),
    "gzip that is none": coded("gzip", HELLO, content=HELLO),
    "gzip with a wrong sum": coded("gzip", gzip.compress(HELLO)[:-8] + bytes(8)),
    "gzip cut short": coded("gzip", gzip.compress(HELLO)[:-8], content=HELLO),
    "deflate": coded("deflate", zlib.compress(HELLO), content=HELLO),
    "raw deflate": coded("deflate", zlib.compress(HELLO)[2:-4], content=HELLO),
    "deflate that is none": coded("deflate", b"\xff" + HELLO, content=b"\xff" + HELLO),
    "gzip on gzip": coded("gzip, gzip", gzip.compress(gzip.compress(HELLO)), content=HELLO),
    "br": coded("br", brotlicffi.compress(HELLO), content=HELLO),
    "br that is none": coded("br", b"\xff" + HELLO, content=b"\xff" + HELLO),
    "br cut short": coded("br", brotlicffi.compress(b"hello hello " * 500)[:-2]),
    "br on gzip": coded("gzip, br", brotlicffi.compress(gzip.compress(HELLO)), content=HELLO),
    "a br bomb": coded("br", brotlicffi.compress(bytes(34_000_000), quality=5), content=bytes(32 * 1024 * 1024)),
    "identity": coded("identity", HELLO, content=HELLO),
    "unknown": coded("zstd", HELLO, content=HELLO),
    "a bomb": coded("gzip", BOMB, content=bytes(32 * 1024 * 1024)),
    "a bomb in a bomb": coded("gzip, gzip", gzip.compress(BOMB), content=bytes(32 * 1024 * 1024)),
}

CHARSETS = {
    "UTF-16": typed(b"text/html", "\ufeff<p>caf\u00e9</p>".encode("utf-16-le")),
    "wrong in the header": typed(b"text/html; charset=ascii", PAGE.encode("koi8-r")),
    "made up": typed(b"text/html; charset=klingon-8", PAGE.encode()),
    "UTF-7": typed(b"text/html; charset=utf-7", b"+ADw-script+AD4-"),
    "NULs in the body": typed(b"text/html", b"<p>\0\0hel\0lo</p>"),
    "all bytes": typed(b"application/octet-stream", bytes(range(256)) * 5),
    "line ends in the body": typed(b"text/html", b"\r\n\r\n\n\r\r\n<p>\r\n\r\n"),
    "a head in the body": typed(b"text/html", b"HTTP/1.1 200 OK\r\n\r\nWARC/1.1\r\n\r\n"),
}

REDIRECTS = {
    "300": case(b"HTTP/1.1 300 Choices\r\nLocation: /elsewhere\r\n" + LENGTH + b"\r\n" + HELLO, status=300),
    "304": case(b"HTTP/1.1 304 Not Modified\r\nLocation: /elsewhere\r\n\r\n", status=304, payload=b""),
    "305": case(b"HTTP/1.1 305 Use Proxy\r\nLocation: http://proxy/\r\n" + LENGTH + b"\r\n" + HELLO, status=305),
    "302 to nowhere": case(b"HTTP/1.1 302 Found\r\n" + LENGTH + b"\r\n" + HELLO, status=302),
    "302 to an empty place": case(b"HTTP/1.1 302 Found\r\nLocation:\r\n" + LENGTH + b"\r\n" + HELLO, status=302),
    "200 with a place": case(OK + b"Location: /elsewhere\r\n" + LENGTH + b"\r\n" + HELLO),
}

GROUPS = {
    "head": HEADS, "interim": INTERIM, "length": LENGTHS, "chunks": CHUNKS, "cut": CUTS,
    "coding": CODINGS, "charset": CHARSETS, "redirect": REDIRECTS,
}  # fmt: skip
CASES = {f"{group}: {name}": one for group, cases in GROUPS.items() for name, one in cases.items()}


@pytest.fixture(scope="module")
def tap() -> Iterator[Tap]:
    with Tap() as tap:
        yield tap


def fetched(*urls: str, **options: object) -> list[tuple[Exchange, ...]]:
    async def run() -> list[tuple[Exchange, ...]]:
        async with Fetcher(Options(allow_private=True, **options)) as fetcher:
            return [await fetcher.fetch(url) for url in urls]

    return asyncio.run(run())


def stored(folder: Path, *exchanges: Exchange) -> list[tuple[dict[str, str], bytes]]:
    """Write them; return the fields and blocks of the records after the first, as warcio reads them."""
    with WarcWriter(folder) as writer:
        for exchange in exchanges:
            writer.write(exchange)
    (path,) = folder.iterdir()
    with path.open("rb") as file:
        found = [(dict(one.rec_headers.headers), one.raw_stream.read()) for one in ArchiveIterator(file, True)]
    return found[1:]


def sent(turn: Turn, one: Case = Case(())) -> bytes:
    return turn.sent[len(one.before) : len(turn.sent) - len(one.after)]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 100


@pytest.mark.parametrize("one", CASES.values(), ids=CASES.keys())
def test_the_records_hold_what_went_over_the_wire(tap: Tap, tmp_path: Path, one: Case) -> None:
    url = tap.says("/case", *one.steps)
    ((exchange,),) = fetched(url, **one.options)
    (response, answer), (_, request) = stored(tmp_path, exchange)
    turn = tap.turns[-1]
    assert answer == sent(turn, one)
    assert request == turn.received
    assert response.get("WARC-Truncated") == one.truncated == exchange.truncated
    assert exchange.status == one.status
    assert response["WARC-Block-Digest"] == digest(answer)
    if one.payload is not None:
        assert exchange.payload == one.payload
        assert response["WARC-Payload-Digest"] == digest(one.payload)
    if one.content is not None:
        assert exchange.content == one.content
    (path,) = tmp_path.iterdir()
    assert [capture.body for capture in read(path, tmp_path)] == [capture_of([exchange]).body]


# Several on one connection


def test_a_row_of_answers_on_one_connection_is_told_apart(tap: Tap, tmp_path: Path) -> None:
    keeping = [one for one in CASES.values() if close not in one.answer and reset not in one.answer and not one.after]
    urls = [tap.says(f"/row/{n}", one.before, *one.answer) for n, one in enumerate(keeping)]
    start = len(tap.turns)
    exchanges = [hops[-1] for hops in fetched(*urls)]
    turns = tap.turns[start:]
    assert len({turn.connection for turn in turns}) < len(turns) / 2
    records = stored(tmp_path, *exchanges)
    assert [block for fields, block in records if fields["WARC-Type"] == "request"] == [t.received for t in turns]
    assert [block for fields, block in records if fields["WARC-Type"] == "response"] == [
        sent(turn, one) for turn, one in zip(turns, keeping, strict=True)
    ]


def test_answers_that_come_at_once_are_not_mixed(tap: Tap) -> None:
    urls = [tap.says(f"/many/{n}", OK + b"Content-Length: 6\r\n\r\n%06d" % n) for n in range(60)]

    async def run() -> list[tuple[Exchange, ...]]:
        async with Fetcher(Options(allow_private=True)) as fetcher:
            return await asyncio.gather(*(fetcher.fetch(url) for url in urls))

    assert [int(hops[-1].body.read()) for hops in asyncio.run(run())] == list(range(60))


# Redirects


def moved(location: str) -> bytes:
    return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode() + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("/there/page", "/there/page"),
        ("page", "/from/page"),
        ("../page?a=b", "/page?a=b"),
        ("?x", "/from/here?x"),
        ("/page#part", "/page"),
        ("//{netloc}/page", "/page"),
        ("HTTP://{netloc}/Page", "/Page"),
        ("{origin}/page", "/page"),
        ("./%7Epage%20one", "/from/%7Epage%20one"),
        ("\u043f\u0443\u0442\u044c", "/from/%D0%BF%D1%83%D1%82%D1%8C"),
    ],
)
def test_every_hop_is_stored_as_it_was(tap: Tap, tmp_path: Path, location: str, to: str) -> None:
    place = location.format(netloc=f"127.0.0.1:{tap.port}", origin=tap.origin)
    start, end = tap.says("/from/here", moved(place)), tap.says(to, PLAIN)
    (hops,) = fetched(start)
    records = stored(tmp_path, *hops)
    assert [hop.url for hop in hops] == [start, end]
    assert [block for _, block in records] == [data for turn in tap.turns[-2:] for data in (turn.sent, turn.received)]


@pytest.mark.parametrize("location", ["http://[::1", "javascript:alert(1)", "http://a b/", "/" + "x" * 20_000])
def test_a_bad_place_is_named_and_the_hop_kept(tap: Tap, tmp_path: Path, location: str) -> None:
    url = tap.says("/bad", moved(location))
    with pytest.raises(BrokenRedirect) as caught:
        fetched(url)
    assert len(str(caught.value)) < 1000
    ((_, answer), _) = stored(tmp_path, *caught.value.exchanges)
    assert answer == tap.turns[-1].sent


def test_a_loop_ends_and_every_hop_is_stored(tap: Tap, tmp_path: Path) -> None:
    url = tap.says("/loop", moved("/loop?again"))
    tap.says("/loop?again", moved("/loop"))
    (hops,) = fetched(url)
    assert redirect_of(hops[-1]) == url
    assert len(stored(tmp_path, *hops)) == 4


def test_a_redirect_to_another_server_is_followed(tap: Tap) -> None:
    with Tap() as other:
        start = tap.says("/away", moved(other.says("/", PLAIN)))
        ((_, last),) = fetched(start)
        assert (last.url, last.request) == (f"{other.origin}/", other.turns[0].received)


# TLS


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tap]:
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    line.tls_context.cache_clear()
    with Tap(tls=True) as tap:
        yield tap
    line.tls_context.cache_clear()


@pytest.mark.parametrize(
    "name", ["head: duplicate headers", "chunks: trailers", "cut: close in the body", "coding: gzip"]
)
def test_tls_changes_nothing_and_is_noted(secure: Tap, tmp_path: Path, name: str) -> None:
    one = CASES[name]
    ((exchange,),) = fetched(secure.says("/", *one.answer))
    (response, answer), (_, request) = stored(tmp_path, exchange)
    assert (answer, request) == (secure.turns[0].sent, secure.turns[0].received)
    assert response["WARC-Cipher-Suite"].startswith("TLS_")
    assert exchange.tls == "tls/1.3"
    (path,) = tmp_path.iterdir()
    assert b"WARC-Protocol: http/1.1\r\nWARC-Protocol: tls/1.3\r\n" in gzip.decompress(path.read_bytes())


def test_a_tls_connection_is_used_again(secure: Tap) -> None:
    fetched(secure.says("/1", PLAIN), secure.says("/2", PLAIN))
    assert [turn.connection for turn in secure.turns] == [1, 1]
