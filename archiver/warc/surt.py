"""URLs as sort keys: the form in which CDX indexes name them, hosts reversed and spellings levelled.

"https://www.Example.org/a/?b=2&a=1" becomes "org,example)/a?a=1&b=2". What is levelled (case, `www.`, default ports,
session ids, the order of the query) is what the replay tools expect, down to their oddities; it says nothing of which
pages are the same. Rules: https://github.com/iipc/urlcanon and the Wayback machine's canonicaliser, whose keys
cdxj-indexer and pywb make. The package `surt` is not used: its licence (AGPL) is not ours.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

_URL: Final = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*):(//)?([^/?#]*)([^?#]*)(\?[^#]*)?")
_SAFE: Final = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_WWW: Final = re.compile(rb"www[0-9]*\.")
_DEFAULT_PORTS: Final = {b"http": b"80", b"https": b"443"}
_PATH_SESSION: Final = (
    re.compile(rb"(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)", re.I | re.S),
    re.compile(rb"(.*/)\([0-9a-z]{24}\)/([^?]+\.aspx.*)", re.I | re.S),
)
_QUERY_SESSION: Final = tuple(
    re.compile(rb"(.*)" + name + rb"(?:&(.*))?", re.I | re.S)
    for name in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """Return the key of `url`; what has no host is its own key."""
    text = re.sub(rb"[\r\n\t]", b"", url.strip().encode("utf-8", "surrogatepass")).partition(b"#")[0]
    match = _URL.fullmatch(text)
    if not match or not match[2]:
        path, mark, query = text.partition(b"?")
        path = _escaped(_unescaped(path)).lower().removesuffix(b"/")
        return (path + mark + _query(query)).decode("ascii")
    scheme, authority = match[1].lower(), match[3].rpartition(b"@")[2]
    host, port = _host_and_port(authority, scheme)
    query = _query(match[5][1:]) if match[5] else b""
    key = host + port + b")" + _path(match[4]) + (b"?" + query if query else b"")
    return key.decode("ascii", "replace")


def _host_and_port(authority: bytes, scheme: bytes) -> tuple[bytes, bytes]:
    host, colon, port = authority.rpartition(b":")
    if not colon or not port.isdigit():
        host, port = authority.removesuffix(b":"), b""
    host = _unescaped(host).strip(b"[]")
    if not host.isascii():
        host = _idna(host)
    host = host.lower().replace(b"..", b".").strip(b".")
    if host.isdigit():
        host = str(ipaddress.IPv4Address(int(host) & 0xFFFFFFFF)).encode()
    host = _WWW.sub(b"", _escaped(host), count=1) if _WWW.match(host) else _escaped(host)
    port = b"" if port in (b"", b"0", _DEFAULT_PORTS.get(scheme, b"")) else b":" + port
    return b",".join(reversed(host.split(b"."))), port


def _idna(host: bytes) -> bytes:
    try:
        return host.decode("utf-8", "ignore").encode("idna")
    except UnicodeError:
        return host


def _path(path: bytes) -> bytes:
    kept: list[bytes] = []
    parts = _unescaped(path).split(b"/")[1:]
    for part in parts:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    joined = b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + (kept[-1] if kept else b"")
    path = _escaped(joined).lower()
    for session in _PATH_SESSION:
        if match := session.fullmatch(path):
            path = match[1] + match[2]
    return path[:-1] if path.endswith(b"/") and len(path) > 1 else path


def _query(query: bytes) -> bytes:
    query = _escaped(_unescaped(query))
    for session in _QUERY_SESSION:
        if match := session.fullmatch(query):
            query = match[1] + (match[2] or b"")
    arguments = (tuple(argument.split(b"=", 1)) for argument in query.lower().split(b"&"))
    return b"&".join(b"=".join(argument) for argument in sorted(arguments))


def _unescaped(text: bytes) -> bytes:
    """Decode percent signs until none is left that stands for a byte."""
    while (decoded := unquote_to_bytes(text)) != text:
        text = decoded
    return text


def _escaped(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_SAFE).encode("ascii")
