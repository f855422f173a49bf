"""Connections kept open between requests.

A connection is used again only where the last answer ended as it should and nothing came since. What is asked on
it is not known here, and when is gate.py's business.
"""

import asyncio
import contextlib
from typing import Final

from archiver.capture.connection import Connection, Headers, Stale
from archiver.capture.dial import Route, dial
from archiver.capture.exchange import Exchange, Options
from archiver.capture.watch import Transfer

IDLE_LIMIT: Final = 30.0
"""Seconds for which a connection is kept; after longer ones, routers on the way have often forgotten it."""


class Pool:
    """The connections of one run. For one event loop; any number of tasks may ask at once."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._idle: dict[Connection, Route] = {}  # longest idle first
        self._under_way = 0

    async def get(self, url: str, deadline: float, headers: Headers, transfer: Transfer) -> Exchange:
        """Ask for `url` on a connection that is open already, or else on a new one.

        One that the server has closed meanwhile is no failure, as long as nothing of an answer had come.
        Raises CaptureError.
        """
        route = Route.of(url)
        self._under_way += 1
        try:
            if connection := await self._idle_one(route):
                with contextlib.suppress(Stale):
                    return await self._ask(connection, route, url, deadline, headers, transfer)
            await self._make_room()
            line = await dial(url, self._options, deadline)
            return await self._ask(Connection(line, self._options), route, url, deadline, headers, transfer)
        finally:
            self._under_way -= 1

    async def close(self) -> None:
        """Close all connections."""
        idle = list(self._idle)
        self._idle.clear()
        await asyncio.gather(*(connection.close() for connection in idle))

    async def _ask(
        self, connection: Connection, route: Route, url: str, deadline: float, headers: Headers, transfer: Transfer
    ) -> Exchange:
        try:
            return await connection.get(url, deadline, headers, transfer)
        finally:
            if connection.is_fit:
                connection.idle_since = asyncio.get_running_loop().time()
                self._idle[connection] = route
            else:
                await connection.close()

    async def _idle_one(self, route: Route) -> Connection | None:
        # Twice, so that the loop has looked at the sockets and told what came on them.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        now = asyncio.get_running_loop().time()
        for connection in reversed([one for one, leads_to in self._idle.items() if leads_to == route]):
            del self._idle[connection]
            if connection.is_fit and now - connection.idle_since < IDLE_LIMIT:
                return connection
            await connection.close()
        return None

    async def _make_room(self) -> None:
        """Close what has been idle longest where otherwise there would be too many connections."""
        while self._idle and len(self._idle) + self._under_way > self._options.connections:
            connection = next(iter(self._idle))
            del self._idle[connection]
            await connection.close()
