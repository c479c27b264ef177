"""The client: requests and replies, over one connection after the other."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
from typing import Any, Awaitable, Callable

from .blocks import Blocks
from .chat import Chat
from .connection import Connection
from .errors import ConnectionLost, RequestFailed
from .status import Status

_LOG = logging.getLogger("akkarealtime")
Handler = Callable[[dict[str, Any]], None]
# W3C Trace Context, version 00: neither trace nor span is all zeros. Of what isn't recorded (flags 00, 02) the server would record nothing either, whatever its operator wants.
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[13]")


class Client:
    """Signs in, comes back by itself, misses no event of the user's rooms, and sends again what was not acknowledged.

    Callbacks run in the event loop, one after the other, in the order in which messages came::

        async with Client("https://chat.example.com", token) as client:
            await client.chat.send(room, "hello")
    """

    def __init__(
        self,
        server: str,
        token: str | Callable[[], Awaitable[str]],
        *,
        path: str = "/ws/ws",
        device: str | None = None,
        positions: dict[str, int] | None = None,
        request_timeout: float = 30.0,
        first_delay: float = 0.5,
        longest_delay: float = 20.0,
        transport: str = "auto",
        traceparent: Callable[[], str | None] | None = None,
    ) -> None:
        """:param token: the token, or what gets one: for each connection, and before one ends.
        :param positions: :attr:`Chat.positions` of an earlier run: what came after them is told first.
        :param transport: ``auto``: a WebSocket, and HTTP where the upgrade to one fails twice in a row while HTTP is answered; or ``websocket``, or ``http``.
        :param traceparent: what a request is a part of, as W3C Trace Context writes it, asked for each; ``None``, what isn't recorded, and what is malformed: of nothing. With OpenTelemetry, what its propagator injects (docs/operations.md).
        """
        self.session: dict[str, Any] | None = None
        self.state = "connecting"
        self.on_state: Callable[[str], None] = lambda state: None
        self._get_token = token if callable(token) else _constant(token)
        self._timeout = request_timeout
        self._traceparent = traceparent or (lambda: None)
        self._handlers: dict[str, Handler] = {}
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._references = itertools.count(1)
        self._connected = asyncio.Event()
        self._ended: ConnectionLost | None = None
        self._running: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._connection = Connection(server, self._get_token, path, device, first_delay, longest_delay, transport, self._receive, self._lose)
        self.chat = Chat(self, positions)
        self.status = Status(self)
        self.blocks = Blocks(self)
        self.on("session.expiring", lambda _: self.start(self._renew()))
        self.on("session.draining", self._drain)

    @property
    def transport(self) -> str:
        """What this connection, or the last one, goes over: ``websocket``, or ``http`` where no WebSocket gets through."""
        return self._connection.transport

    async def __aenter__(self) -> Client:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def connect(self) -> None:
        """Connects, and stays so until :meth:`close`. Returns when there is a session."""
        self._running = asyncio.ensure_future(self._run())
        try:
            await self._session()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Ends it."""
        for task in [self._running, *self._tasks]:
            if task is not None:
                task.cancel()
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)
        self._end(self._ended or ConnectionLost("The client is closed.", 1000))

    def on(self, type: str, handler: Handler) -> None:
        """Has messages of a type told that answer no request and are in no room's log: events of the host's own, say."""
        self._handlers[type] = handler

    async def request(self, type: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Sends a request of any type, and returns its reply. While there is no session, it waits for the next one.

        Raises :class:`RequestFailed` where the reply is an ``error``, :class:`ConnectionLost` where the connection was lost before it came, and ``TimeoutError``.
        """
        await self._session()
        reference = str(next(self._references))
        reply = asyncio.get_running_loop().create_future()
        self._waiting[reference] = reply
        try:
            await self._connection.send({"type": type, "data": {**self._trace(), **(data or {}), "ref": reference}})
            return await asyncio.wait_for(reply, self._timeout)
        finally:
            self._waiting.pop(reference, None)

    def _trace(self) -> dict[str, str]:
        """Whatever goes wrong with a trace, the request doesn't."""
        try:
            traceparent = self._traceparent()
        except Exception:
            _LOG.debug("What gives the traceparent has failed", exc_info=True)
            return {}
        return {"traceparent": traceparent} if isinstance(traceparent, str) and _TRACEPARENT.fullmatch(traceparent) else {}

    async def repeat(self, type: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """As :meth:`request`, and again with the same data after a loss or where the server says so: for what may be repeated, by a key of its own, say."""
        while True:
            try:
                return await self.request(type, data)
            except RequestFailed as e:
                if not e.may_be_repeated:
                    raise
                await asyncio.sleep(e.retry_after if e.retry_after is not None else 0.5)
            except (ConnectionLost, asyncio.TimeoutError):
                # Whether it was carried out the next reply says.
                if self._ended is not None:
                    raise
                await asyncio.sleep(0.02)

    async def send(self, type: str, data: dict[str, Any] | None = None) -> None:
        """Sends what has no reply."""
        await self._session()
        await self._connection.send({"type": type, "data": data or {}})

    def start(self, work: Any) -> None:
        """Has work done beside what there is; it ends with the client."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _session(self) -> None:
        await self._connected.wait()
        if self._ended is not None:
            raise ConnectionLost(str(self._ended), self._ended.code)

    async def _run(self) -> None:
        try:
            self._end(await self._connection.run())
        except asyncio.CancelledError:
            raise
        except Exception as e:
            _LOG.exception("The client has ended")
            self._end(ConnectionLost(f"The client has ended: {e}"))

    def _end(self, why: ConnectionLost) -> None:
        self._ended = why
        self._fail(why)
        self._connected.set()
        self._change("closed")

    def _lose(self, lost: ConnectionLost) -> None:
        self._connected.clear()
        self._fail(lost)
        self._change("connecting")

    def _fail(self, why: ConnectionLost) -> None:
        for reply in self._waiting.values():
            if not reply.done():
                reply.set_exception(why)

    def _receive(self, message: dict[str, Any]) -> None:
        type, data = message["type"], message.get("data", {})
        reference = data.get("ref")
        if type == "session.ready" and reference is None:
            self._ready(data)
            return
        if type == "people.blocked":
            # Also where it is the answer to a request, which whoever asked hears of behind it.
            self.blocks.tell(data["user"], data["on"])
        if reference is not None and reference in self._waiting:
            reply = self._waiting[reference]
            if not reply.done():
                reply.set_exception(RequestFailed(data)) if type == "error" else reply.set_result(data)
        elif not self.chat.try_take(type, data) and type in self._handlers:
            self._handlers[type](data)

    def _ready(self, session: dict[str, Any]) -> None:
        before, self.session = self.session, session
        self._connection.device, self._connection.ticket = session["device"], session.get("resume")
        if before is not None and before["sessionId"] == session["sessionId"]:
            return
        self._connection.is_there()
        self._connected.set()
        self._change("connected")
        self.chat.begin(is_other_store=before is not None and before["epoch"] != session["epoch"])
        self.status.begin()
        self.blocks.begin()

    def _drain(self, data: dict[str, Any]) -> None:
        self._connection.reconnect_after = data["reconnectAfterMs"] / 1000

    async def _renew(self) -> None:
        try:
            self.session = await self.request("session.auth", {"token": await self._get_token()})
        except (ConnectionLost, RequestFailed, asyncio.TimeoutError):
            # The connection ends with the old token, and the next one begins with a new one.
            _LOG.debug("The token was not renewed", exc_info=True)

    def _change(self, state: str) -> None:
        if self.state != state:
            self.state = state
            self.on_state(state)


def _constant(token: str) -> Callable[[], Awaitable[str]]:
    async def get() -> str:
        return token

    return get
