"""Which addresses the archiver may fetch from: those that everybody can reach, unless the user says otherwise.

A page or a redirect can name any host, and a host any address; without this, a web site could have the archive fetch
from the user's own network and publish what lies there. Addresses only; no names are resolved here.
Formats: the IANA special-purpose registries, by way of `ipaddress`, and the ways of RFC 4291, 5214, 6052, 3056
and 4380 to put an IPv4 address into an IPv6 one.
"""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Final

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_REFUSED: Final = (
    # What `is_global` of one Python version or another lets pass.
    ipaddress.ip_network("192.0.0.0/24"),  # protocol assignments
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays
    ipaddress.ip_network("::/96"),  # IPv4-compatible
    ipaddress.ip_network("64:ff9b:1::/48"),  # NAT64 of one's own network
    ipaddress.ip_network("100::/64"),  # discard
    ipaddress.ip_network("2001:db8::/32"),  # documentation
    ipaddress.ip_network("3fff::/20"),  # documentation
    ipaddress.ip_network("5f00::/16"),  # segment routing
    ipaddress.ip_network("fec0::/10"),  # site-local
)
_KINDS: Final = (
    ("is_unspecified", "no address of a server"),
    ("is_loopback", "this machine itself"),
    ("is_link_local", "a link-local address"),
    ("is_multicast", "a multicast address"),
    ("is_private", "a private address"),
)


def why_refused(address: str) -> str | None:
    """Say what kind of address `address` is where it is not to be fetched from; None where it may be."""
    try:
        return _why(ipaddress.ip_address(address))
    except ValueError:
        return "no IP address"


def why_host_refused(host: str) -> str | None:
    """Say the same of a host whose name somebody else will resolve, as far as it can be told without.

    Numbers in all the spellings that systems take for an IPv4 address are seen through.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return "this machine itself"
    try:
        return _why(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return _why(ipaddress.IPv4Address(socket.inet_aton(host)))
    except (OSError, UnicodeError):
        return None


def _why(address: _Address) -> str | None:
    if isinstance(address, ipaddress.IPv6Address):
        for inner in _embedded(address):
            if why := _why(inner):
                return f"{why} ({inner}) in IPv6"
        if address.ipv4_mapped or address in _NAT64:
            return None
    if address.is_global and not address.is_multicast and not any(address in network for network in _REFUSED):
        return None
    return next((kind for name, kind in _KINDS if getattr(address, name)), "a reserved address")


def _embedded(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that traffic to `address` would end at."""
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    low = address.packed
    if address in _NAT64 or low[8:12] in (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe"):  # the latter is ISATAP
        yield ipaddress.IPv4Address(low[12:])
