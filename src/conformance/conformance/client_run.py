"""Holds a client against the protocol: the kit plays the server, and a small program of the client's own, the driver, does what it is told on its standard input."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

from . import sockets, stream_server
from .patterns import fill, match
from .scenario import Failed, Scenario

PATIENCE = 60.0
SESSION = {
    "user": {"id": "me", "name": "Me"}, "device": "d1", "epoch": "e1", "calls": [], "serverTime": "2026-01-01T00:00:00.000Z", "heartbeatMs": 25000,
    "limits": {"maxMessageBytes": 65536, "messagesPerSecond": 0, "burst": 0},
}


class Driver:
    """The client's program: a line of JSON in for each thing to do, a line out for each thing that it reports."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._unread: list[Any] = []
        self._more = asyncio.Event()
        self._echoes = 0
        self._reading = asyncio.ensure_future(self._read())

    @staticmethod
    async def start(command: list[str]) -> Driver:
        return Driver(await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE))

    async def do(self, what: Any) -> None:
        """Tells it to do something."""
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()

    async def report(self, pattern: Any, names: dict[str, Any]) -> dict[str, Any]:
        """Takes the next report; it has to match. States are skipped where none is asked for."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            while self._unread and "state" in self._unread[0] and "state" not in pattern:
                self._unread.pop(0)
            if self._unread:
                report = self._unread.pop(0)
                bound = match(pattern, report, names)
                if bound is None:
                    if "state" in pattern and "state" in report:
                        continue
                    raise Failed(f"the client reports {json.dumps(report)}, not {json.dumps(pattern)}")
                return bound
            if self._reading.done():
                raise Failed(f"the driver has ended, before {json.dumps(pattern)}")
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), deadline - asyncio.get_running_loop().time())
            except asyncio.TimeoutError:
                raise Failed(f"the client does not report {json.dumps(pattern)} within {PATIENCE:.0f} s") from None

    async def nothing(self, names: dict[str, Any]) -> None:
        """Fails where the client has reported anything by now that no step has asked for."""
        self._echoes += 1
        await self.do({"do": "echo", "id": str(self._echoes)})
        await self.report({"echo": str(self._echoes)}, names)

    async def end(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        self._reading.cancel()

    async def _read(self) -> None:
        while line := await self._process.stdout.readline():
            self._unread.append(json.loads(line))
            self._more.set()
        self._more.set()


class Stage:
    """The server that the kit plays: one connection at a time."""

    def __init__(self, scenario: Scenario) -> None:
        self._auto = scenario.auto
        self._arrived: asyncio.Queue[Any] = asyncio.Queue()
        self._frames: asyncio.Queue[Any] = asyncio.Queue()
        self._sessions = 0
        self.names: dict[str, Any] = {}
        self.socket: Any = None
        self.last: Any = None

    async def handle(self, socket: Any, *_: Any) -> None:
        """A client connects."""
        await self._arrived.put(socket)
        try:
            async for text in socket:
                await self._take(socket, json.loads(text))
        except sockets.ConnectionClosed:
            pass

    async def accept(self) -> None:
        """Waits for the next connection, and begins its session."""
        try:
            self.socket = await asyncio.wait_for(self._arrived.get(), PATIENCE)
        except asyncio.TimeoutError:
            raise Failed(f"the client does not connect within {PATIENCE:.0f} s") from None
        self._sessions += 1
        await self.send({"type": "session.ready", "data": {**SESSION, "sessionId": f"s{self._sessions}"}})

    async def refuse_for(self, seconds: float) -> None:
        """Fails where the client connects again by itself within this time."""
        try:
            await asyncio.wait_for(self._arrived.get(), seconds)
        except asyncio.TimeoutError:
            return
        raise Failed("the client connects again, which it must not")

    async def send(self, message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def expect(self, pattern: Any) -> None:
        """Takes the client's next message that is not answered by itself; it has to match."""
        try:
            self.last = await asyncio.wait_for(self._frames.get(), PATIENCE)
        except asyncio.TimeoutError:
            raise Failed(f"the client does not send {json.dumps(pattern)} within {PATIENCE:.0f} s") from None
        bound = match(pattern, self.last, self.names)
        if bound is None:
            raise Failed(f"the client sends {json.dumps(self.last)}, not {json.dumps(pattern)}")
        self.names = bound

    async def reply(self, message: Any) -> None:
        """Answers the message that was expected last."""
        await self.send(_answer(fill(message, self.names), self.last))

    async def _take(self, socket: Any, message: Any) -> None:
        for rule in self._auto:
            if match(rule["on"], message, self.names) is not None:
                for answer in rule["send"]:
                    await socket.send(json.dumps(_answer(fill(answer, self.names), message) if answer.get("answers") else fill(answer, self.names)))
                return
        await self._frames.put(message)


def _answer(message: Any, request: Any) -> Any:
    reply = copy.deepcopy(message)
    reply.pop("answers", None)
    if "ref" in request.get("data", {}):
        reply.setdefault("data", {})["ref"] = request["data"]["ref"]
    return reply


async def run(scenario: Scenario, command: list[str], transport: str = "websocket") -> None:
    """Runs a scenario; fails by an exception. ``http``: behind a proxy that lets no WebSocket through."""
    stage = Stage(scenario)
    async with (stream_server if transport == "http" else sockets).serve(stage.handle) as server:
        port = server.sockets[0].getsockname()[1]
        driver = await Driver.start(command)
        try:
            for step in scenario.steps:
                (what, value), = step.items()
                if what == "start":
                    await driver.do({"do": "start", "server": f"http://127.0.0.1:{port}", "token": "token", **value})
                elif what == "do":
                    await driver.do(fill(value, stage.names))
                elif what == "accept":
                    await stage.accept()
                elif what == "send":
                    await stage.send(fill(value, stage.names))
                elif what == "expect":
                    await stage.expect(value)
                elif what == "reply":
                    await stage.reply(value)
                elif what == "report":
                    stage.names = await driver.report(value, stage.names)
                elif what == "nothing":
                    await driver.nothing(stage.names)
                elif what == "cut":
                    sockets.cut(stage.socket)
                elif what == "close":
                    await stage.socket.close(value)
                elif what == "staysAway":
                    await stage.refuse_for(value)
                else:
                    raise Failed(f"there is no step {what}")
        finally:
            await driver.end()
