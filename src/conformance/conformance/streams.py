"""Connections without a WebSocket: a response that doesn't end, and requests. Each waits in a thread, as Python's own HTTP does."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import urllib.parse
from typing import AsyncIterator

TIMEOUT = 60.0


class Refused(Exception):
    """The server doesn't begin the connection, or doesn't take what is sent on it."""


class Stream:
    """One connection, used as a WebSocket is."""

    def __init__(self, server: urllib.parse.SplitResult, response: http.client.HTTPResponse, down: socket.socket) -> None:
        self._server, self._response, self._down = server, response, down
        self._loop = asyncio.get_running_loop()
        self._messages: asyncio.Queue[str | None] = asyncio.Queue()
        self._name: asyncio.Future[str] = self._loop.create_future()
        self._sending = asyncio.Lock()
        self._seq = 0
        self.close_code: int | None = None
        self._reading = self._loop.run_in_executor(None, self._read)

    async def send(self, text: str) -> None:
        """Sends one message, in a request of its own. A line break can stand between the parts of JSON only."""
        async with self._sending:
            self._seq += 1
            status = await self._ask("POST", f"?seq={self._seq}", text.replace("\n", " ").encode())
        if status not in (204, 404):
            raise Refused(f"POST was answered with {status}")

    async def close(self) -> None:
        """Says goodbye."""
        if self.close_code is None:
            await self._ask("DELETE", "", None)
        self.cut()
        await self._reading

    def cut(self) -> None:
        """Ends it without a word."""
        try:
            self._down.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # The server was faster.

    async def __aiter__(self) -> AsyncIterator[str]:
        while (message := await self._messages.get()) is not None:
            yield message

    async def _ask(self, method: str, query: str, body: bytes | None) -> int:
        name = await asyncio.shield(self._name)

        def ask() -> int:
            connection = _to(self._server)
            try:
                connection.request(method, f"{self._server.path}/stream/{name}{query}", body)
                return connection.getresponse().status
            finally:
                connection.close()

        return await self._loop.run_in_executor(None, ask)

    def _read(self) -> None:
        event = "message"
        try:
            for line in self._response:
                field, _, value = line.decode().rstrip("\r\n").partition(": ")
                if field == "event":
                    event = value
                elif field == "data":
                    self._loop.call_soon_threadsafe(self._take, event, value)
                    event = "message"
        except (OSError, http.client.HTTPException, AttributeError):
            pass  # It was cut; http.client has no file any more.
        self._loop.call_soon_threadsafe(self._take, "end", "")

    def _take(self, event: str, data: str) -> None:
        if event == "open":
            self._name.set_result(json.loads(data)["stream"])
        elif event == "close":
            self.close_code = json.loads(data)["code"]
        elif event == "message":
            self._messages.put_nowait(data)
        else:
            if not self._name.done():
                self._name.set_result("ended")
            self._messages.put_nowait(None)


async def connect(url: str, token: str, device: str) -> Stream:
    """A connection to a server, signed in by a header."""
    server = urllib.parse.urlsplit(url)

    def ask() -> tuple[http.client.HTTPResponse, socket.socket]:
        connection = _to(server)
        connection.request("GET", f"{server.path}/stream?device={device}", headers={"Authorization": f"Bearer {token}"})
        down = connection.sock
        response = connection.getresponse()
        if response.status != 200:
            connection.close()
            raise Refused(f"GET was answered with {response.status}")
        return response, down

    response, down = await asyncio.get_running_loop().run_in_executor(None, ask)
    return Stream(server, response, down)


def _to(server: urllib.parse.SplitResult) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if server.scheme == "https" else http.client.HTTPConnection
    return kind(server.netloc, timeout=TIMEOUT)
