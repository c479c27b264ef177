"""Holds a server against the protocol: the kit plays its clients."""

from __future__ import annotations

import asyncio
import json
import secrets
import urllib.request
from typing import Any, Callable

from . import sockets, streams
from .patterns import fill, match
from .scenario import Failed, Scenario

PATIENCE = 60.0


class Person:
    """Somebody who is connected. Messages that no step has asked for yet wait, in order."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._unread: list[Any] = []
        self._more = asyncio.Event()
        self._pings = 0
        self.code: int | None = None
        self._reading = asyncio.ensure_future(self._read())

    async def send(self, message: Any) -> None:
        """Sends a message; text as it is."""
        await self._socket.send(message if isinstance(message, str) else json.dumps(message))

    async def receive(self, pattern: Any, names: dict[str, Any]) -> dict[str, Any]:
        """Takes the first message that matches, and returns the names that are bound by then."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            for place, message in enumerate(self._unread):
                bound = match(pattern, message, names)
                if bound is not None:
                    del self._unread[place]
                    return bound
            if self.code is not None:
                raise Failed(f"the connection was closed with {self.code}, before {json.dumps(pattern)}")
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), deadline - asyncio.get_running_loop().time())
            except asyncio.TimeoutError:
                raise Failed(f"no {json.dumps(pattern)} within {PATIENCE:.0f} s; unread: {json.dumps(self._unread)[:2000]}") from None

    async def never(self, pattern: Any, names: dict[str, Any]) -> None:
        """Fails where something that matches has come by now: the answer to a ping comes behind whatever was sent before it."""
        self._pings += 1
        reference = f"never-{self._pings}"
        await self.send({"type": "session.ping", "data": {"ref": reference}})
        await self.receive({"type": "session.pong", "data": {"ref": reference}}, names)
        for message in self._unread:
            if match(pattern, message, names) is not None:
                raise Failed(f"{json.dumps(message)} came, which must not")

    async def closed(self) -> int:
        """The code that the server closes with."""
        try:
            await asyncio.wait_for(asyncio.shield(self._reading), PATIENCE)
        except asyncio.TimeoutError:
            raise Failed("the server does not close the connection") from None
        return self.code or 1006

    def cut(self) -> None:
        """Ends the connection without a word."""
        if isinstance(self._socket, streams.Stream):
            self._socket.cut()
        else:
            sockets.cut(self._socket)

    async def leave(self) -> None:
        """Ends the connection."""
        await self._socket.close()
        self._reading.cancel()

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                self._unread.append(json.loads(text))
                self._more.set()
        except sockets.ConnectionClosed:
            pass
        self.code = self._socket.close_code or 1006
        self._more.set()


def dev_sign_in(server: str) -> Callable[[str], str]:
    """Tokens by the development sign-in."""

    def token(name: str) -> str:
        body = json.dumps({"name": name}).encode()
        request = urllib.request.Request(f"{server}/api/v1/dev/sign-in", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)["token"]

    return token


async def run(scenario: Scenario, server: str, path: str, token: Callable[[str], str], transport: str = "websocket") -> None:
    """Runs a scenario; fails by an exception."""
    if transport == "http":
        connect, url = streams.connect, server + path
    else:
        connect, url = sockets.connect, server.replace("http", "ws", 1) + path
    run_id = secrets.token_hex(4)
    names: dict[str, Any] = {"run": run_id}
    people: dict[str, Person] = {}
    tokens: dict[str, str] = {}
    try:
        for step in scenario.steps:
            (who, action), = step.items()
            if who not in tokens:
                tokens[who] = await asyncio.get_running_loop().run_in_executor(None, token, f"{who} {run_id}")
            if "connect" in action:
                given = action["connect"].get("token", tokens[who]) if isinstance(action["connect"], dict) else tokens[who]
                try:
                    people[who] = Person(await connect(url, given, device=f"{who}-{run_id}"))
                except (sockets.InvalidStatus, streams.Refused):
                    if action.get("refused"):
                        continue
                    raise
                if action.get("refused"):
                    if await people[who].closed() not in (4401, 4403):
                        raise Failed("the server lets in who has no valid token")
                    continue
                names = await people[who].receive({"type": "session.ready", "data": {"user": {"id": f"${who}"}}}, names)
                continue
            names = await _step(people[who], action, names)
    finally:
        for person in people.values():
            await person.leave()


async def _step(person: Person, action: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    (what, value), = action.items()
    if what == "send":
        await person.send(fill(value, names))
    elif what == "sendText":
        await person.send(value)
    elif what == "receive":
        return await person.receive(value, names)
    elif what == "inOrder":
        for pattern in value:
            names = await person.receive(pattern, names)
    elif what == "never":
        await person.never(value, names)
    elif what == "closed":
        code = await person.closed()
        if code != value:
            raise Failed(f"closed with {code}, not {value}")
    elif what == "cut":
        person.cut()
    else:
        raise Failed(f"there is no step {what}")
    return names
