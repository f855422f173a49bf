"""Opens the line to a server: name to address, address to socket, socket to TLS.

The only place that opens a socket. The name is resolved here, once, and the line goes to the very address found:
what guard.py was asked about is what is connected to.
Certificates are checked against the system's. The line itself is line.py's, what is said on it
connection.py's business.
"""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from archiver.capture.exchange import Options
from archiver.capture.guard import why_host_refused, why_refused
from archiver.capture.line import GOODBYE, Ear, Line, tls_context
from archiver.capture.proxy import Proxy, why_no_tunnel
from archiver.errors import CaptureError

_ANSWER_LIMIT: Final = 64 * 1024  # bytes of what a proxy has to say of a tunnel
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Route:
    """Where a line leads to: lines with the same route can stand in for each other."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Route":
        """Return the route to the server that `url` names, which must be normalised."""
        parts = urlsplit(url)
        return cls(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])

    @property
    def server(self) -> str:
        """Host and port, as people write them."""
        return f"{self.host}:{self.port}"


def within(timeout: float, deadline: float) -> asyncio.Timeout:
    """Limit a block to `timeout` seconds and to `deadline`, which is in the event loop's time."""
    return asyncio.timeout_at(min(asyncio.get_running_loop().time() + timeout, deadline))


async def dial(url: str, options: Options, deadline: float) -> Line:
    """Open a line to the server that `url` names, or to the proxy that the options name.

    Raises CaptureError where there is no connection to be had, or where the options do not allow its address.
    """
    route, proxy = Route.of(url), options.proxy
    if not proxy:
        return await _dial(url, route, options, deadline, guarded=not options.allow_private)
    if not options.allow_private and (why := why_host_refused(route.host)):
        raise CaptureError(_refusal(url, route.host, why))
    way = Route(proxy.scheme, proxy.host, proxy.port)
    # The proxy was named by the user, and may well stand in a network of his own.
    line = await _dial(url, way, options, deadline, guarded=False)
    line.ip = None
    line.proxy = proxy
    if route.scheme == "https":
        await _tunnel(line, proxy, url, route, options, deadline)
    return line


async def _dial(url: str, route: Route, options: Options, deadline: float, guarded: bool) -> Line:
    failure: OSError | UnicodeError = OSError("no address")
    try:
        async with within(options.timeout, deadline):
            addresses = await _resolve(route)
        if guarded:
            addresses = _public(addresses, url, route)
        for address in addresses:
            try:
                async with within(options.timeout, deadline):
                    return await _open(address, route)
            except ssl.SSLError:
                raise
            except OSError as error:
                failure = error
    except (OSError, UnicodeError) as error:
        failure = error
    of_proxy = "the proxy cannot be reached: " if options.proxy else ""
    raise CaptureError(f"{url}: {of_proxy}{_reason(failure, route, options.timeout)}") from failure


async def _tunnel(line: Line, proxy: Proxy, url: str, route: Route, options: Options, deadline: float) -> None:
    """Have the proxy pass everything on to the server, and begin TLS with that."""
    try:
        async with within(options.timeout, deadline):
            line.send(proxy.connect(route.host, route.port))
            why = why_no_tunnel(await _answer_of(line))
            if not why:
                line.proxy = None
                await line.start_tls(route.host)
                return
    except OSError as error:
        why = _reason(error, route, options.timeout)
    except BaseException:
        line.drop()
        raise
    line.drop()
    await line.close()
    raise CaptureError(f"{url}: {why}")


async def _answer_of(line: Line) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n") and len(head) < _ANSWER_LIMIT:
        data = await line.receive(_ANSWER_LIMIT)
        if not data:
            raise ConnectionResetError("the proxy closed the connection")
        head += data
    return head


async def _resolve(route: Route) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(route.host, route.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _public(addresses: list[str], url: str, route: Route) -> list[str]:
    """Return those that may be connected to. Raises CaptureError where there are none among them."""
    refused = {address: why for address in addresses if (why := why_refused(address))}
    if addresses and len(refused) == len(addresses):
        address, why = next(iter(refused.items()))
        raise CaptureError(_refusal(url, address if address == route.host else f"{route.host} is at {address}", why))
    return [address for address in addresses if address not in refused]


def _refusal(url: str, place: str, why: str) -> str:
    return f"{url}: not fetched: {place}, {why}; --allow-private fetches from there all the same"


async def _open(address: str, route: Route) -> Line:
    loop = asyncio.get_running_loop()
    reader = Ear(loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    if route.scheme == "https":
        transport, _ = await loop.create_connection(
            lambda: protocol,
            address,
            route.port,
            ssl=tls_context(),
            server_hostname=route.host,
            ssl_shutdown_timeout=GOODBYE,
        )
    else:
        transport, _ = await loop.create_connection(lambda: protocol, address, route.port)
    return Line(reader, asyncio.StreamWriter(transport, protocol, reader, loop))


def _reason(error: Exception, route: Route, timeout: float) -> str:
    """Say what went wrong with a connection, and what to do about it."""
    match error:
        case socket.gaierror() | UnicodeError():
            return f"no such host: {route.host}; check the spelling and your network connection"
        case ssl.SSLCertVerificationError():
            return f"the certificate of {route.host} is not trusted ({error.verify_message})"
        case ssl.SSLError():
            return f"no TLS connection ({error.reason}); check the port, or try http://"
        case TimeoutError():
            return f"no connection within {timeout:g} seconds; try again later or allow more time"
        case ConnectionRefusedError():
            return f"{route.server} refused the connection; the server is down or the port is wrong"
        case _:
            return f"no connection ({getattr(error, 'strerror', None) or error}); try again later"
