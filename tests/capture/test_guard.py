import asyncio
import socket
from contextlib import closing
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.guard import why_host_refused, why_refused
from archiver.capture.http import BrokenRedirect, Options, fetch
from archiver.errors import CaptureError
from tests.capture.server import Server

PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:800::200e"]
PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "ff0e::1", "100::1",
    "2001:db8::1", "64:ff9b:1::1", "3fff::1", "5f00::1", "::8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_fetched_from(address: str) -> None:
    assert why_refused(address) is None


@pytest.mark.parametrize("address", [*PRIVATE, "", "localhost", "1.2.3", "::g"])
def test_all_others_may_not(address: str) -> None:
    assert why_refused(address)


WAYS = {
    "mapped": lambda four: b"\0" * 10 + b"\xff\xff" + four,
    "6to4": lambda four: b"\x20\x02" + four + b"\0" * 10,
    "NAT64": lambda four: bytes.fromhex("0064ff9b") + b"\0" * 8 + four,
    "Teredo": lambda four: bytes.fromhex("20010000") + IPv4Address("8.8.8.8").packed + b"\0" * 4 + inverted(four),
    "Teredo server": lambda four: bytes.fromhex("20010000") + four + b"\0" * 4 + inverted(b"\x08\x08\x08\x08"),
    "ISATAP": lambda four: bytes.fromhex("2a0014504001080000005efe") + four,
}


def inverted(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("address", [address for address in PRIVATE if ":" not in address])
def test_a_private_address_is_seen_through_its_ipv6_dress(way, address: str) -> None:
    assert why_refused(str(IPv6Address(way(IPv4Address(address).packed))))


@pytest.mark.parametrize("way", ["mapped", "NAT64"])
def test_a_public_address_may_be_dressed(way: str) -> None:
    assert why_refused(str(IPv6Address(WAYS[way](IPv4Address("8.8.8.8").packed)))) is None


@given(st.ip_addresses(v=4))
def test_no_dress_makes_a_refused_address_an_allowed_one(address: IPv4Address) -> None:
    if why_refused(str(address)):
        assert all(why_refused(str(IPv6Address(way(address.packed)))) for way in WAYS.values())


@pytest.mark.parametrize(
    "host", ["localhost", "a.localhost", "127.1", "0x7f.1", "2130706433", "0", "017700000001", "::1", "10.0.0.1"]
)
def test_a_host_that_is_told_to_be_private_without_asking_anybody_is_refused(host: str) -> None:
    assert why_host_refused(host)


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "local", "x" * 300])
def test_a_host_that_others_resolve_is_left_to_them(host: str) -> None:
    assert why_host_refused(host) is None


# At the socket


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "0.0.0.0", "[::1]"])
def test_this_machine_is_not_fetched_from_by_whatever_name(server: Server, host: str) -> None:
    server.says("/", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    url = f"http://{host}:{server.port}/"
    with pytest.raises(CaptureError) as caught:
        asyncio.run(fetch(url))
    message = str(caught.value)
    assert message.startswith(f"{url}: not fetched: ")
    assert "--allow-private" in message
    assert "\n" not in message
    assert server.requests == []


def resolves(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names have these addresses, another list with each question; return the names that are asked for."""
    asked: list[str] = []

    async def getaddrinfo(_loop, host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answers[len(asked) - 1]]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return asked


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.says("/", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    asked = resolves(monkeypatch, ["127.0.0.1"], ["8.8.8.8"])
    (exchange,) = asyncio.run(fetch(f"http://rebinding.example:{server.port}/", Options(allow_private=True)))
    assert (exchange.ip, asked) == ("127.0.0.1", ["rebinding.example"])


def test_a_name_with_a_private_address_is_refused_and_both_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, ["10.0.0.7"])
    with pytest.raises(
        CaptureError, match=r"^http://intra\.example/: not fetched: intra\.example is at 10\.0\.0\.7, a p"
    ):
        asyncio.run(fetch("http://intra.example/"))


def test_of_several_addresses_the_private_ones_are_not_tried(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, ["127.0.0.1", "192.0.2.1"], ["127.0.0.1", "2001:db8::1"])
    with pytest.raises(CaptureError, match="not fetched"):
        asyncio.run(fetch(f"http://both.example:{server.port}/"))
    assert server.requests == []


def test_a_redirect_is_guarded_as_the_first_url_is(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Server()) as inner:
        secret = inner.says("/", b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret").replace(
            "127.0.0.1", "127.0.0.2"
        )
        start = server.says("/", f"HTTP/1.1 302 Found\r\nLocation: {secret}\r\nContent-Length: 0\r\n\r\n".encode())
        monkeypatch.setattr(
            "archiver.capture.dial.why_refused", lambda address: None if address == "127.0.0.1" else "private"
        )
        with pytest.raises(BrokenRedirect, match=r"not fetched: 127\.0\.0\.2, private; --allow-private") as caught:
            asyncio.run(fetch(start))
        assert [hop.url for hop in caught.value.exchanges] == [start]
        assert inner.requests == []
