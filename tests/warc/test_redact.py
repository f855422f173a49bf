"""Credentials go, and the record around them stays right."""

import gzip
from pathlib import Path

from archiver.warc.redact import copy
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import HEAD, exchange
from tests.warc.test_verify import faults

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: example.org\r\ncookie: SECRET1\r\n\tSECRET2\r\nAuthorization:SECRET3\r\n"
    b"X-Cookie: kept1\r\nPROXY-AUTHORIZATION: SECRET4\r\n\r\n"
)
ANSWER = b"HTTP/1.1 200 OK\r\nSet-Cookie: SECRET5\r\nContent-Length: 16\r\nSet-Cookie:SECRET6\r\n\r\n"


def test_they_go_from_requests_and_answers_and_all_else_stays(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc") as writer:
        writer.write(exchange(head=ANSWER, body=b"\nCookie: kept2\r\n", request=REQUEST))
        writer.write(exchange(head=HEAD))
    (old,) = (tmp_path / "warc").iterdir()
    new = tmp_path / "new.warc.gz"
    with new.open("wb") as target:
        copied = copy(old, target, lambda piece: True, with_credentials=False)
    assert (copied.records, copied.answers, copied.credentials, copied.bytes_lost) == (5, 2, 5, 0)
    data = gzip.decompress(new.read_bytes())
    assert b"SECRET" not in data
    assert b"X-Cookie: kept1\r\n" in data
    assert b"\r\n\r\n\nCookie: kept2\r\n" in data
    assert faults(new) == []


def test_with_them_the_copy_is_the_file(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc") as writer:
        writer.write(exchange(head=ANSWER, body=b"\nCookie: kept2\r\n", request=REQUEST))
    (old,) = (tmp_path / "warc").iterdir()
    with (tmp_path / "new").open("wb") as target:
        copy(old, target, lambda piece: True, with_credentials=True)
    assert (tmp_path / "new").read_bytes() == old.read_bytes()
