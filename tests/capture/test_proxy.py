import asyncio
import contextlib
import select
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.capture import line
from archiver.capture.http import Exchange, Fetcher, Options
from archiver.capture.proxy import Proxy
from archiver.errors import CaptureError
from archiver.warc.write import WarcWriter
from tests.capture.server import PEM
from tests.capture.tap import Tap, close, silence
from tests.warc.test_write import records

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
SECRET = "http://me%40home:pass%3Aword@"
BASIC = b"Proxy-Authorization: Basic bWVAaG9tZTpwYXNzOndvcmQ=\r\n"


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    line.tls_context.cache_clear()
    yield
    line.tls_context.cache_clear()


def tunnel_to(port: int):
    """A step: pass everything on to a server, until one of both has enough."""

    def step(connection: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as inner, contextlib.suppress(OSError):
            pump(connection, inner)
        raise OSError

    return step


def pump(one: socket.socket, other: socket.socket) -> None:
    """Pass on what comes from either, until one of both closes.

    In one thread: a TLS session that one thread reads from while another writes to it loses data now and then.
    """
    sinks = {one: other, other: one}
    while True:
        held = [source for source in sinks if isinstance(source, ssl.SSLSocket) and source.pending()]
        for source in held or select.select(list(sinks), [], [])[0]:
            if not (data := source.recv(65536)):
                return
            sinks[source].sendall(data)


def fetched(proxy: str, *urls: str, **options: object) -> list[Exchange]:
    async def run() -> list[Exchange]:
        async with Fetcher(Options(proxy=Proxy.of(proxy), **options)) as fetcher:
            return [(await fetcher.fetch(url))[-1] for url in urls]

    return asyncio.run(run())


def stored(folder: Path, exchange: Exchange) -> list[tuple[dict[str, str], bytes]]:
    with WarcWriter(folder) as writer:
        writer.write(exchange)
    (path,) = folder.iterdir()
    return records(path)[1:]


def test_a_plain_page_is_asked_for_by_its_whole_url(tmp_path: Path) -> None:
    with Tap() as proxy:
        proxy.says("http://news.example/a?b", PLAIN)
        (exchange,) = fetched(f"{SECRET}127.0.0.1:{proxy.port}", "http://news.example/a?b#c")
        (turn,) = proxy.turns
    assert turn.received.startswith(b"GET http://news.example/a?b HTTP/1.1\r\nHost: news.example\r\n")
    assert BASIC in turn.received
    (response, answer), (request, asked) = stored(tmp_path, exchange)
    assert (answer, asked) == (PLAIN, turn.received.replace(BASIC, b""))
    assert "WARC-IP-Address" not in response | request


def test_a_secure_page_comes_through_a_tunnel(tmp_path: Path, trusted: None) -> None:
    with Tap(tls=True) as site, Tap() as proxy:
        proxy.says(f"localhost:{site.port}", b"HTTP/1.1 200 Connected\r\nVia: me\r\n\r\n", tunnel_to(site.port))
        urls = [site.says("/1", PLAIN), site.says("/2", PLAIN)]
        way = f"{SECRET}127.0.0.1:{proxy.port}"
        exchanges = fetched(way, *urls, allow_private=True)
    (turn,) = proxy.turns
    assert turn.received == b"CONNECT localhost:%d HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n" % (
        site.port,
        site.port,
        BASIC,
    )
    assert [exchange.request for exchange in exchanges] == [turn.received for turn in site.turns]
    assert {turn.connection for turn in site.turns} == {1}
    (response, answer), (_, request) = stored(tmp_path, exchanges[0])
    assert (answer, request) == (PLAIN, site.turns[0].received)
    assert "WARC-IP-Address" not in response
    assert response["WARC-Cipher-Suite"].startswith("TLS_")
    assert b"Proxy" not in request


def test_a_proxy_is_spoken_to_in_tls(trusted: None) -> None:
    with Tap(tls=True) as site, Tap(tls=True) as proxy:
        proxy.says("http://news.example/", PLAIN)
        proxy.says(f"localhost:{site.port}", b"HTTP/1.1 200 OK\r\n\r\n", tunnel_to(site.port))
        way = f"https://localhost:{proxy.port}"
        plain, secure = fetched(way, "http://news.example/", site.says("/", PLAIN), allow_private=True)
    assert (plain.tls, plain.cipher, secure.tls) == (None, None, "tls/1.3")
    assert plain.body.read() == secure.body.read() == b"hello"


def fault(proxy: str, url: str, **options: object) -> str:
    with pytest.raises(CaptureError) as caught:
        fetched(proxy, url, **options)
    message = str(caught.value)
    assert message.startswith(f"{url}: ")
    assert "\n" not in message and "pass:word" not in message and "%3A" not in message
    return message


@pytest.mark.parametrize("url", ["http://news.example/", "https://news.example/"])
def test_a_wrong_password_is_the_proxys_answer_and_not_the_sites(url: str) -> None:
    with Tap() as proxy:
        denied = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
        proxy.says("http://news.example/", denied)
        proxy.says("news.example:443", denied)
        assert "the proxy wants a user and password" in fault(f"{SECRET}127.0.0.1:{proxy.port}", url)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((b"HTTP/1.1 502 Bad Gateway\r\n\r\n",), "the proxy refuses with status 502"),
        ((close,), "the proxy closed the connection"),
        ((b"SSH-2.0-OpenSSH\r\n\r\n",), "the proxy refuses"),
        ((b"HTTP/1.1 200 OK\r\n\r\n", close), "no "),
        ((silence, close), "no connection within 0.6 seconds"),
    ],
)
def test_a_tunnel_that_does_not_stand_is_named(steps, said: str) -> None:
    with Tap() as proxy:
        proxy.says("news.example:443", *steps)
        assert said in fault(f"http://127.0.0.1:{proxy.port}", "https://news.example/", timeout=0.6)


def test_a_proxy_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    message = fault(f"{SECRET}127.0.0.1:{port}", "http://news.example/")
    assert f"the proxy cannot be reached: 127.0.0.1:{port} refused the connection" in message


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "0x7f.1", "169.254.169.254", "[::1]"])
def test_a_proxy_is_not_asked_for_addresses_that_are_told_to_be_private(host: str) -> None:
    with Tap() as proxy:
        message = fault(f"http://127.0.0.1:{proxy.port}", f"http://{host}/")
        assert "not fetched" in message and "--allow-private" in message
        assert proxy.turns == []


@pytest.mark.parametrize("text", ["", "secret", "socks5://secret:1", "http://", "http://secret:x/", "http://[secret"])
def test_what_is_no_proxy_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(CaptureError) as caught:
        Proxy.of(text)
    assert "secret" not in str(caught.value)


def test_a_password_is_in_no_printout() -> None:
    assert "bWVA" not in repr(Options(proxy=Proxy.of(f"{SECRET}proxy.example")))
