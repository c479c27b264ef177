"""The server that the kit plays, behind a proxy that lets no WebSocket through: it refuses upgrades, and answers streams (protocol §1, "Without WebSocket")."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any, AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

MAX_BYTES = 131_072


class ServedStream:
    """A client's connection, used as a WebSocket is."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._messages: asyncio.Queue[str | None] = asyncio.Queue()
        self.transport = writer.transport
        self.name = secrets.token_hex(8)
        self.seq = 0
        self.is_over = False

    async def send(self, text: str) -> None:
        """An envelope, as an event."""
        await self.event(f"data: {text}\n\n")

    async def event(self, text: str) -> None:
        data = text.encode()
        self._writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await self._writer.drain()

    async def close(self, code: int) -> None:
        """The last event says why. Requests are answered by 404 a moment before."""
        self.is_over = True
        await asyncio.sleep(0.1)
        await self.event(f'event: close\ndata: {json.dumps({"code": code, "reason": ""})}\n\n')
        self._writer.write(b"0\r\n\r\n")
        self.end()

    def end(self) -> None:
        """Nothing comes any more."""
        self._messages.put_nowait(None)
        self._writer.close()

    def take(self, body: str) -> None:
        """An envelope a line."""
        for line in body.split("\n"):
            if line:
                self._messages.put_nowait(line)

    async def __aiter__(self) -> AsyncIterator[str]:
        while (text := await self._messages.get()) is not None:
            yield text


def serve(handler: Callable[[Any], Awaitable[None]]) -> Any:
    """A server for clients to connect to."""
    streams: dict[str, ServedStream] = {}

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                method, target, _ = lines[0].split(" ")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
                body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
                if method == "GET" and "upgrade" not in headers and urlsplit(target).path.endswith("/stream"):
                    return await _stream(reader, writer, streams, handler)
                status = "400 Bad Request" if method == "GET" else _answer(method, target, body, streams)
                writer.write(f"HTTP/1.1 {status}\r\n{'' if status.startswith('204') else 'Content-Length: 0' + chr(13) + chr(10)}\r\n".encode())
                await writer.drain()
                if headers.get("connection", "").lower() == "close":
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # The client is gone.
        finally:
            writer.close()

    return _Server(connected)


async def _stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, streams: dict[str, ServedStream], handler: Callable[[Any], Awaitable[None]]) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    stream = ServedStream(writer)
    streams[stream.name] = stream
    await stream.event(f'event: open\ndata: {json.dumps({"stream": stream.name, "maxBytes": MAX_BYTES})}\n\n')
    handling = asyncio.ensure_future(handler(stream))
    try:
        await reader.read()  # Until the client is gone: it says nothing more here.
    finally:
        del streams[stream.name]
        stream.end()
        await handling


def _answer(method: str, target: str, body: str, streams: dict[str, ServedStream]) -> str:
    to = urlsplit(target)
    stream = streams.get(to.path.rpartition("/")[2])
    if stream is None or stream.is_over:
        return "404 Not Found"
    if method == "DELETE":
        stream.end()
        return "204 No Content"
    seq = int(parse_qs(to.query)["seq"][0])
    if seq > stream.seq + 1:
        return "409 Conflict"
    if seq <= stream.seq:
        return "204 No Content"
    if len(body.encode()) > MAX_BYTES:
        return "413 Content Too Large"
    stream.seq = seq
    stream.take(body)
    # One answer is lost on its way: the client says the same again under the same number, and it is not taken twice.
    return "502 Bad Gateway" if seq == 2 else "204 No Content"


class _Server:
    """Listens on a free port for as long as it is entered."""

    def __init__(self, connected: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> None:
        self._connected = connected
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> asyncio.Server:
        async def remembered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                await self._connected(reader, writer)
            finally:
                self._tasks.discard(task)

        self._server = await asyncio.start_server(remembered, "127.0.0.1", 0)
        return self._server

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
