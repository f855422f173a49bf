import asyncio
import gzip
import socket
import struct
import zlib
from contextlib import closing
from datetime import UTC

import pytest

from archiver.capture import connection, line
from archiver.capture.http import BrokenRedirect, Exchange, Options, capture_of, fetch, redirect_of
from archiver.errors import CaptureError
from tests.capture.server import PEM, Server


def get(url: str, **options: object) -> tuple[Exchange, ...]:
    return asyncio.run(fetch(url, Options(**{"allow_private": True, **options})))


def get_one(url: str, **options: object) -> Exchange:
    (exchange,) = get(url, **options)
    return exchange


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return probe.getsockname()[1]


def redirect(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello"


# What goes out


def test_the_request_is_recorded_as_it_was_sent(server: Server) -> None:
    exchange = get_one(server.says("/a?b=c", PLAIN))
    assert [exchange.request] == server.requests
    assert exchange.request.startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"\r\nHost: {server.netloc}\r\n".encode() in exchange.request
    assert b"\r\nAccept-Encoding: gzip, deflate, br\r\n" in exchange.request
    assert b"\r\nUser-Agent: archiver/" in exchange.request


def test_added_headers_replace_the_defaults(server: Server) -> None:
    get_one(server.says("/", PLAIN), headers=(("user-agent", "me"), ("X-Extra", "1")))
    assert b"\r\nuser-agent: me\r\n" in server.requests[0]
    assert b"\r\nX-Extra: 1\r\n" in server.requests[0]
    assert b"archiver" not in server.requests[0]


def test_user_info_and_fragment_are_not_sent(server: Server) -> None:
    url = server.says("/page", PLAIN).replace("http://", "http://me:secret@") + "#part"
    exchange = get_one(url)
    assert exchange.url == f"http://{server.netloc}/page"
    assert b"secret" not in server.requests[0]


def test_a_path_beyond_ascii_is_percent_encoded(server: Server) -> None:
    server.says("/caf%C3%A9?q=%D1%8F", PLAIN)
    assert get_one(f"http://{server.netloc}/café?q=я").url == f"http://{server.netloc}/caf%C3%A9?q=%D1%8F"


def test_an_ipv6_host_is_reached_and_named_in_brackets() -> None:
    try:
        server = Server("::1")
    except OSError:
        pytest.skip("no IPv6 here")
    with closing(server):
        exchange = get_one(server.says("/", PLAIN))
    assert exchange.ip == "::1"
    assert f"\r\nHost: [::1]:{server.port}\r\n".encode() in exchange.request


# What comes back


def test_head_and_body_are_the_bytes_the_server_sent(server: Server) -> None:
    head = b"HTTP/1.1 200 Fine \r\nx-OdD: 1\r\nX-Odd:   2\r\n"
    head += b"Set-Cookie: a=\xe9\r\nSet-Cookie: b\r\nContent-Length: 5\r\n\r\n"
    exchange = get_one(server.says("/", head + b"hello"))
    assert (exchange.head, exchange.body.read()) == (head, b"hello")
    assert exchange.status == 200
    assert exchange.headers[:4] == (("x-OdD", "1"), ("X-Odd", "2"), ("Set-Cookie", "a=é"), ("Set-Cookie", "b"))
    assert exchange.truncated is None


def test_chunks_stay_in_the_body_and_leave_the_payload(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = b"5;name=value\r\nhello\r\n006\r\n world\r\n0\r\nX-Trailer: t\r\n\r\n"
    exchange = get_one(server.says("/", head + body))
    assert (exchange.head, exchange.body.read(), exchange.payload) == (head, body, b"hello world")


def test_gzip_stays_in_the_payload_and_leaves_the_content(server: Server) -> None:
    packed = gzip.compress(b"<p>hello</p>")
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    exchange = get_one(server.says("/", head + packed))
    assert (exchange.body.read(), exchange.payload, exchange.content) == (packed, packed, b"<p>hello</p>")


@pytest.mark.parametrize("pack", [zlib.compress, lambda data: zlib.compress(data)[2:-4]])
def test_both_kinds_of_deflate_are_unpacked(server: Server, pack) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n"
    assert get_one(server.says("/", head + pack(b"hello"))).content == b"hello"


def test_a_wrong_content_encoding_leaves_the_body_as_it_is(server: Server) -> None:
    exchange = get_one(server.says("/", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain"))
    assert exchange.content == b"plain"


def test_early_hints_are_no_part_of_the_answer(server: Server) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n"
    exchange = get_one(server.says("/", hints + hints + PLAIN))
    assert exchange.head + exchange.body.read() == PLAIN


def test_early_hints_may_come_alone(server: Server) -> None:
    def script(connection: socket.socket) -> None:
        for byte in b"HTTP/1.1 103 Early Hints\r\n\r\n" + PLAIN:
            connection.sendall(bytes([byte]))

    exchange = get_one(server.says("/", script))
    assert exchange.head + exchange.body.read() == PLAIN


def test_http_1_0_is_read_to_the_end(server: Server) -> None:
    exchange = get_one(server.says("/", b"HTTP/1.0 200 OK\r\n\r\nall of it"))
    assert (exchange.protocol, exchange.body.read(), exchange.truncated) == ("http/1.0", b"all of it", None)


@pytest.mark.parametrize("status", [403, 404, 429, 503])
def test_an_error_page_is_an_answer(server: Server, status: int) -> None:
    exchange = get_one(server.says("/", f"HTTP/1.1 {status} No\r\nContent-Length: 2\r\n\r\nno".encode()))
    assert (exchange.status, exchange.body.read()) == (status, b"no")


def test_the_peer_and_the_time_are_noted(server: Server) -> None:
    exchange = get_one(server.says("/", PLAIN))
    assert exchange.ip == "127.0.0.1"
    assert exchange.time.tzinfo is UTC
    assert (exchange.protocol, exchange.tls, exchange.cipher) == ("http/1.1", None, None)


def test_what_follows_the_message_is_not_of_the_body(server: Server) -> None:
    assert get_one(server.says("/", PLAIN + b"\r\nextra")).body.read() == b"hello"


# Servers that break the grammar


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nBad Header: 1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nSpace : 1\r\nno colon\r\n\r\n",
        b"HTTP/1.1  200 OK\n\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"http/1.1 200 ok\r\nX:\x00\r\n\r\n",
    ],
)
def test_a_head_that_h11_refuses_is_kept_and_read_all_the_same(server: Server, head: bytes) -> None:
    exchange = get_one(server.says("/", head + b"all the rest\r\n"))
    assert (exchange.head, exchange.body.read()) == (head, b"all the rest\r\n")
    assert (exchange.status, exchange.truncated) == (200, None)


def test_a_broken_head_with_a_length_ends_there_though_the_server_stays(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nBad Header: 1\r\nContent-Length: 5\r\n\r\n"

    def script(connection: socket.socket) -> None:
        connection.sendall(head + b"hello")
        connection.recv(1)  # until the other side has closed

    exchange = get_one(server.says("/", script))
    assert (exchange.body.read(), exchange.truncated) == (b"hello", None)


def test_wrong_chunks_are_kept_to_the_end(server: Server) -> None:
    body = b"5\r\nhello\r\nzzz\r\nrest of it"
    exchange = get_one(server.says("/", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body))
    assert exchange.body.read() == body
    assert exchange.payload == b"hellozzz\r\nrest of it"


# Answers that are cut


@pytest.mark.parametrize(
    ("head", "body", "payload"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n", b"hello", b"hello"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\nff\r\npart", b"hellopart"),
        (b"HTTP/1.1 200 OK\r\nBad Header: 1\r\nContent-Length: 50\r\n\r\n", b"hello", b"hello"),
    ],
)
def test_a_body_the_server_breaks_off_is_kept_and_marked(
    server: Server, head: bytes, body: bytes, payload: bytes
) -> None:
    exchange = get_one(server.says("/", head + body))
    assert (exchange.head, exchange.body.read(), exchange.payload) == (head, body, payload)
    assert exchange.truncated == "disconnect"


def test_a_connection_reset_within_the_body_is_a_break(server: Server) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nhello")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    exchange = get_one(server.says("/", script))
    assert (exchange.body.read(), exchange.truncated) == (b"hello", "disconnect")


def test_a_body_over_the_limit_is_cut_at_the_limit(server: Server) -> None:
    exchange = get_one(server.says("/", PLAIN), max_bytes=3)
    assert (exchange.body.read(), exchange.truncated) == (b"hel", "length")


def test_a_body_of_just_the_limit_is_whole(server: Server) -> None:
    exchange = get_one(server.says("/", PLAIN), max_bytes=5)
    assert (exchange.body.read(), exchange.truncated) == (b"hello", None)


@pytest.mark.parametrize("limit", ["timeout", "page_limit"])
def test_a_body_that_does_not_come_in_time_is_kept_and_marked(server: Server, limit: str) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(PLAIN[:-2])
        connection.recv(1)

    exchange = get_one(server.says("/", script), **{limit: 0.2})
    assert (exchange.body.read(), exchange.truncated) == (b"hel", "time")


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_every_hop_is_returned(server: Server, status: int) -> None:
    start = server.says("/a/start", redirect("../b?c#part", status))
    end = server.says("/b?c", PLAIN)
    first, last = get(start)
    assert (first.url, first.status, last.url, last.status) == (start, status, end, 200)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 300 Choose\r\nLocation: /b\r\n\r\n", b"HTTP/1.1 302 Lost\r\n\r\n"])
def test_what_names_no_place_to_go_is_final(server: Server, answer: bytes) -> None:
    exchange = get_one(server.says("/", answer))
    assert redirect_of(exchange) is None


def test_a_location_with_spaces_and_raw_utf_8_is_followed(server: Server) -> None:
    start = server.says("/", redirect("/deux mots é"))
    server.says("/deux%20mots%20%C3%A9", PLAIN)
    assert get(start)[-1].status == 200


def test_a_redirect_loop_returns_the_hops_and_ends_in_a_redirect(server: Server) -> None:
    start = server.says("/a", redirect("/b"))
    server.says("/b", redirect("/a"))
    hops = get(start)
    assert [hop.url for hop in hops] == [start, start[:-1] + "b"]
    assert redirect_of(hops[-1]) == start


def test_redirects_end_after_the_limit(server: Server) -> None:
    for n in range(5):
        server.says(f"/{n}", redirect(f"/{n + 1}"))
    hops = get(f"http://{server.netloc}/0", max_redirects=3)
    assert [hop.url[-1] for hop in hops] == ["0", "1", "2", "3"]
    assert hops[-1].status == 302


def test_a_redirect_to_a_dead_server_says_so_and_keeps_the_hops(server: Server) -> None:
    dead = f"http://127.0.0.1:{free_port()}/"
    start = server.says("/", redirect(dead))
    with pytest.raises(BrokenRedirect) as caught:
        get(start)
    assert [hop.url for hop in caught.value.exchanges] == [start]
    assert str(caught.value).startswith(f"{start}: redirects to where nothing can be had: {dead}: ")


@pytest.mark.parametrize("place", ["mailto:me@example.org", "http://[half/", "http://host:port/"])
def test_a_redirect_to_no_web_page_says_so_and_keeps_the_hops(server: Server, place: str) -> None:
    with pytest.raises(BrokenRedirect, match="redirects to no web page") as caught:
        get(server.says("/", redirect(place)))
    assert len(caught.value.exchanges) == 1


def test_credentials_do_not_follow_a_redirect_to_another_site(server: Server) -> None:
    secret = (("Cookie", "id=1"), ("Authorization", "Basic x"), ("X-Plain", "1"))
    with closing(Server()) as other:
        start = server.says("/", redirect("/again"))
        server.says("/again", redirect(other.says("/", PLAIN)))
        get(start, headers=secret)
        assert b"Cookie: id=1" in server.requests[1]
        assert b"Cookie" not in other.requests[0]
        assert b"Authorization" not in other.requests[0]
        assert b"X-Plain: 1" in other.requests[0]


# What cannot be fetched


def fault(url: str, **options: object) -> str:
    with pytest.raises(CaptureError) as caught:
        get(url, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{url}: ")
    return message


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "http://", "http://a b/", "http://x:99999/"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    fault(url)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 64 + ".org"])
def test_an_unknown_host_is_named(host: str) -> None:
    assert f"no such host: {host}; check" in fault(f"http://{host}/")


def test_a_refused_connection_is_named() -> None:
    assert "refused the connection" in fault(f"http://127.0.0.1:{free_port()}/")


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-", b"HTTP/1.1 103 Early\r\n\r\n"])
def test_a_server_that_hangs_up_before_an_answer_is_a_fault(server: Server, said: bytes) -> None:
    assert "closed the connection without an answer" in fault(server.says("/", said))


def test_a_server_that_says_nothing_is_a_fault(server: Server) -> None:
    url = server.says("/", lambda connection: connection.recv(1))
    assert "no answer within 0.6 seconds" in fault(url, timeout=0.6)


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH\r\n", b"<html>hello</html>", b"HTTP/1.1 fine\r\n\r\n"])
def test_what_is_no_http_is_a_fault(server: Server, said: bytes) -> None:
    assert "does not answer in HTTP" in fault(server.says("/", said))


def test_a_head_without_end_is_a_fault(server: Server) -> None:
    endless = b"HTTP/1.1 200 OK\r\n" + b"X-Filler: x\r\n" * 200_000
    assert "the header is over 1 MiB" in fault(server.says("/", endless))


def test_headers_that_cannot_be_sent_are_a_fault(server: Server) -> None:
    for added in (("Bad\nName", "secret"), ("Name", "secret\nX: y"), ("N\u00e9", "secret")):
        message = fault(server.says("/", PLAIN), headers=(added,))
        assert "check the added headers" in message
        assert "secret" not in message


# TLS


@pytest.fixture
def tls_server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    line.tls_context.cache_clear()
    with closing(Server(tls=True)) as server:
        yield server
    line.tls_context.cache_clear()


def test_tls_is_spoken_and_its_parameters_noted(tls_server: Server) -> None:
    exchange = get_one(tls_server.says("/", PLAIN).replace("127.0.0.1", "localhost"))
    assert exchange.head + exchange.body.read() == PLAIN
    assert exchange.ip == "127.0.0.1"
    assert exchange.tls == "tls/1.3"
    assert exchange.cipher.startswith("TLS_")


def test_a_certificate_for_another_host_is_refused(tls_server: Server) -> None:
    message = fault(tls_server.says("/", PLAIN))
    assert "the certificate of 127.0.0.1 is not trusted" in message
    assert "mismatch" in message


def test_an_unknown_certificate_is_refused() -> None:
    with closing(Server(tls=True)) as server:
        assert "the certificate of 127.0.0.1 is not trusted" in fault(server.says("/", PLAIN))


def test_a_server_without_tls_is_named(server: Server) -> None:
    server._serve = lambda connection: connection.sendall(PLAIN)
    assert "no TLS connection" in fault(f"https://{server.netloc}/")


@pytest.mark.parametrize(
    ("openssl", "iana"),
    [
        ("TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384"),
        ("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        ("ECDHE-ECDSA-AES256-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
        ("ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
        ("DHE-RSA-AES256-SHA256", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
    ],
)
def test_cipher_suites_bear_the_names_of_the_registry(openssl: str, iana: str) -> None:
    assert connection._iana_name(openssl) == iana


# As a capture


def test_a_chain_becomes_one_capture_of_the_last_answer(server: Server) -> None:
    start = server.says("/", redirect("/page"))
    end = server.says("/page", PLAIN)
    hops = get(start)
    capture = capture_of(hops)
    assert (capture.url, capture.final_url, capture.status) == (start, end, 200)
    assert (capture.body, capture.content_type) == (b"hello", "text/html; charset=utf-8")
    assert (capture.how, capture.record, capture.time) == ("http", None, hops[-1].time)
