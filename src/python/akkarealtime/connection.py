"""One connection after the other: who comes back when, and who doesn't."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from typing import Any, Awaitable, Callable
from urllib.parse import quote

import websockets

from .errors import ConnectionLost
from .stream import Refused, Stream

try:
    from websockets.legacy.client import connect
except ImportError:  # websockets before 10.
    from websockets.client import connect  # type: ignore[no-redef]

_LOG = logging.getLogger("akkarealtime")
_PROTOCOL = "akkarealtime.v1"
_UNAUTHORIZED = 4401
_FORBIDDEN = 4403
_OPEN_TIMEOUT = 20
_KEEP_ALIVE = 15


class Connection:
    """Keeps a connection to a server, until it is stopped or the server wants no more of it."""

    def __init__(
        self,
        server: str,
        token: Callable[[], Awaitable[str]],
        path: str,
        device: str | None,
        first_delay: float,
        longest_delay: float,
        transport: str,
        received: Callable[[dict[str, Any]], None],
        lost: Callable[[ConnectionLost], None],
    ) -> None:
        if transport not in ("auto", "websocket", "http"):
            raise ValueError(f"transport is 'auto', 'websocket' or 'http', not {transport!r}")
        self._http_url = server.rstrip("/") + path
        self._url = self._http_url.replace("http", "ws", 1)
        self._wanted = transport
        self._unopened = 0
        self._token = token
        self._first_delay, self._longest_delay = first_delay, longest_delay
        self._received, self._lost = received, lost
        self._attempts = 0
        self._socket: Any = None
        self.transport = "http" if transport == "http" else "websocket"
        self.device = device
        self.ticket: str | None = None
        self.reconnect_after: float | None = None

    async def send(self, message: dict[str, Any]) -> None:
        """Sends a message over the connection that there is."""
        if self._socket is None:
            raise ConnectionLost("There is no connection.")
        try:
            await self._socket.send(json.dumps(message))
        except (OSError, websockets.exceptions.ConnectionClosed) as e:
            raise ConnectionLost("The connection is lost.") from e

    def is_there(self) -> None:
        """A session has begun: the next loss is a new one."""
        self._attempts = 0

    async def run(self) -> ConnectionLost:
        """Connects again and again; returns why it has ended for good."""
        was_refused = False
        while True:
            lost = await self._once()
            self._lost(lost)
            is_refused = lost.code == _UNAUTHORIZED
            # A token that ran out meanwhile is no reason to end; one that was just made is.
            if lost.code == 1000 or (lost.code is not None and 4400 <= lost.code < 4500 and not (is_refused and not was_refused)):
                return lost
            was_refused = is_refused
            if not is_refused:
                await asyncio.sleep(self._delay())

    async def _once(self) -> ConnectionLost:
        try:
            token = await self._token()
        except (OSError, asyncio.TimeoutError) as e:
            return ConnectionLost(f"There is no token: {e}")
        if self._wanted == "http":
            return await self._over_http(token)
        before = self._unopened
        lost = await self._over_websocket(token)
        # Whether it is the network that lets no WebSocket through, or the server that is away, HTTP will tell. A proxy may answer 403 in the server's place; 401 is the server's.
        if self._wanted == "auto" and self._unopened > before and (self._unopened > 1 or lost.code == _FORBIDDEN) and lost.code != _UNAUTHORIZED:
            return await self._over_http(token)
        return lost

    async def _over_websocket(self, token: str) -> ConnectionLost:
        protocols = [_PROTOCOL] + ([f"resume.{self.ticket}"] if self.ticket else [])
        url = self._url if self.device is None else f"{self._url}?device={quote(self.device)}"
        self._unopened += 1
        try:
            async with connect(
                url, extra_headers={"Authorization": f"Bearer {token}"}, subprotocols=protocols, max_size=None, ping_interval=_KEEP_ALIVE, ping_timeout=_KEEP_ALIVE
            ) as socket:
                self._unopened = 0
                self._socket, self.transport = socket, "websocket"
                async for text in socket:
                    self._received(json.loads(text))
                return ConnectionLost(f"The server closed the connection with {socket.close_code}.", socket.close_code)
        except websockets.exceptions.InvalidStatusCode as e:
            return _refused(e.status_code)
        except websockets.exceptions.ConnectionClosed as e:
            return ConnectionLost("The connection is lost.", e.rcvd.code if e.rcvd is not None else None)
        except (OSError, asyncio.TimeoutError, websockets.exceptions.WebSocketException) as e:
            _LOG.debug("The connection is lost: %s", e)
            return ConnectionLost(f"The connection is lost: {e}")
        finally:
            self._socket = None

    async def _over_http(self, token: str) -> ConnectionLost:
        stream = None
        try:
            stream = await asyncio.wait_for(Stream.connect(self._http_url, token, self.device, self.ticket), _OPEN_TIMEOUT)
            # Who comes back from here is refused an upgrade once, not twice.
            self._unopened = 1
            self._socket, self.transport = stream, "http"
            async for text in stream:
                self._received(json.loads(text))
            return ConnectionLost(f"The server closed the connection with {stream.close_code}.", stream.close_code)
        except Refused as e:
            return _refused(e.status) if stream is None else ConnectionLost("The connection is lost.")
        except (OSError, asyncio.TimeoutError) as e:
            _LOG.debug("The connection is lost: %s", e)
            return ConnectionLost(f"The connection is lost: {e}")
        except asyncio.CancelledError:
            if stream is not None:
                await stream.close()
            raise
        finally:
            self._socket = None
            if stream is not None:
                stream.cut()

    def _delay(self) -> float:
        asked, self.reconnect_after = self.reconnect_after, None
        if asked is not None:
            return asked * random.random()
        most = min(self._longest_delay, self._first_delay * 2 ** min(self._attempts, 16))
        self._attempts += 1
        return most * random.random()


def _refused(status: int) -> ConnectionLost:
    return ConnectionLost(f"The server refuses the connection: HTTP {status}.", {401: _UNAUTHORIZED, 403: _FORBIDDEN}.get(status))
