from itertools import pairwise

import h11
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.answer import Answer
from archiver.warc.message import payload

WHOLE = [
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"hello"),
    (b"HTTP/1.1 200 OK\r\ntransfer-ENCODING: chunked\r\n\r\n", b"3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nT: 1\r\n\r\n"),
    (b"HTTP/1.1 200 OK\n\n", b"hello\r\n\r\n"),
    (b"HTTP/1.1 200 OK\r\nBad Header: 1\r\nContent-Length: 5\r\n\r\n", b"hello"),
    (b"HTTP/1.1 204 None\r\n\r\n", b""),
]


def asked() -> h11.Connection:
    machine = h11.Connection(h11.CLIENT)
    machine.send(h11.Request(method="GET", target="/", headers=[("Host", "example.org")]))
    machine.send(h11.EndOfMessage())
    return machine


def cut_at(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted({place % (len(data) + 1) for place in places}), len(data)]
    return [piece for piece in (data[a:b] for a, b in pairwise(edges)) if piece]


@given(st.sampled_from(WHOLE), st.booleans(), st.lists(st.integers(min_value=0), max_size=9))
def test_how_the_bytes_are_cut_on_the_way_makes_no_difference(message, hints: bool, places: list[int]) -> None:
    head, body = message
    answer = Answer(asked(), max_bytes=1000)
    for piece in cut_at(b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" * hints + head + body, places):
        answer.feed(piece)
    if not answer.complete:
        answer.feed(b"")
    assert (answer.head, answer.body.read(), answer.complete, answer.truncated) == (head, body, True, None)


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5))
def test_the_payload_is_what_h11_makes_of_the_chunks(parts: list[bytes]) -> None:
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    machine = asked()
    machine.receive_data(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
    data = b""
    while not isinstance(event := machine.next_event(), h11.EndOfMessage):
        data += bytes(event.data) if isinstance(event, h11.Data) else b""
    assert payload((("Transfer-Encoding", "chunked"),), body) == data


@given(st.binary(max_size=200), st.lists(st.integers(min_value=0), max_size=5))
def test_no_bytes_whatever_are_an_error(noise: bytes, places: list[int]) -> None:
    answer = Answer(asked(), max_bytes=50)
    for piece in (*cut_at(b"HTTP/1.1 " + noise, places), b""):
        if not answer.complete:
            answer.feed(piece)
    assert answer.complete
    assert len(answer.body.read()) <= 50
