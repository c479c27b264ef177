"""A connection for networks that let no WebSocket through: a response that doesn't end, and requests (protocol §1, "Without WebSocket")."""

from __future__ import annotations

import asyncio
import json
import ssl
from typing import Any, AsyncIterator
from urllib.parse import quote, urlsplit

_KEEP_ALIVE = 15.0
# Comments come at each heartbeat, 25 s by default.
_SILENCE = 90.0
_AGAIN = 1.0
_FAREWELL = 1.0
# For as long a request may be without an answer that says something.
_PATIENCE = 30.0
_MAX_HEAD = 65_536


class Refused(OSError):
    """The server begins no stream, or doesn't take what is sent. ``status``: 0 where there was no answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class Stream:
    """One connection, used as a WebSocket is: :meth:`send`, and an iteration over what comes."""

    def __init__(self, http: _Http, down: _Response, path: str) -> None:
        self._http, self._down, self._path = http, down, path
        self._waiting: asyncio.Queue[str] = asyncio.Queue(256)
        self._seq = 0
        self._max_bytes = 0
        self._sending: asyncio.Task[None] | None = None
        self.close_code: int | None = None

    @staticmethod
    async def connect(url: str, token: str, device: str | None, ticket: str | None) -> Stream:
        """Begins a connection, signed in by a header."""
        http = _Http(url)
        asked = [f"{name}={quote(value)}" for name, value in (("device", device), ("resume", ticket)) if value is not None]
        path = f"{urlsplit(url).path.rstrip('/')}/stream"
        down = await http.ask("GET", path + (f"?{'&'.join(asked)}" if asked else ""), {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"})
        # Who knows of no streams may answer with a page.
        if down.status != 200 or not down.headers.get("content-type", "").startswith("text/event-stream"):
            down.close()
            raise Refused(f"The server begins no stream: HTTP {down.status}.", down.status)
        stream = Stream(http, down, path)
        try:
            await stream._begin()
        except (ValueError, KeyError) as e:
            down.close()
            raise Refused("The server's stream does not begin as one of AkkaRealtime does.") from e
        return stream

    async def send(self, text: str) -> None:
        """Sends a message, with what else waits. Who sends more than is taken waits."""
        if self._sending is None or self._sending.done():
            raise Refused("The connection is lost.")
        await self._waiting.put(text)

    async def close(self) -> None:
        """Says goodbye, behind all that was sent."""
        try:
            if self.close_code is None and self._sending is not None and not self._sending.done():
                await asyncio.wait_for(self._waiting.join(), 1)
                await asyncio.wait_for(self._status("DELETE", self._path), 1)
        except (OSError, asyncio.TimeoutError):
            pass  # It is gone already.
        finally:
            self.cut()

    def cut(self) -> None:
        """Ends it without a word."""
        if self._sending is not None:
            self._sending.cancel()
        self._down.close()
        self._http.close()

    async def __aiter__(self) -> AsyncIterator[str]:
        async for name, data in self._events():
            if name == "message":
                yield data
            elif name == "close":
                self.close_code = json.loads(data)["code"]
                return
        raise Refused("The connection is lost.")

    async def _begin(self) -> None:
        async for name, data in self._events():
            if name != "open":
                raise ValueError(name)
            opened = json.loads(data)
            self._max_bytes, self._path = int(opened["maxBytes"]), f"{self._path}/{opened['stream']}"
            self._sending = asyncio.ensure_future(self._flush())
            return
        raise ValueError("nothing")

    async def _events(self) -> AsyncIterator[tuple[str, str]]:
        name, data = "message", None
        while line := await asyncio.wait_for(self._down.line(), _SILENCE):
            field, _, value = line.decode().rstrip("\r\n").partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                data = value if data is None else f"{data}\n{value}"
            elif field == "" and value == "":
                if data is not None:
                    yield name, data
                name, data = "message", None

    async def _flush(self) -> None:
        try:
            left: str | None = None
            while True:
                lines = [left] if left is not None else []
                left = None
                if not lines:
                    try:
                        lines.append(await asyncio.wait_for(self._waiting.get(), _KEEP_ALIVE))
                    except asyncio.TimeoutError:
                        pass  # The server hears the client by its requests alone: an empty one is enough.
                size = sum(len(line.encode()) for line in lines)
                while lines and not self._waiting.empty():
                    line = self._waiting.get_nowait()
                    size += 1 + len(line.encode())
                    if size > self._max_bytes:
                        left = line
                        break
                    lines.append(line)
                await self._deliver("\n".join(lines).encode())
                for _ in lines:
                    self._waiting.task_done()
        except OSError:
            # A server that has closed the connection answers requests by 404: why it did comes down the stream, perhaps a moment later.
            asyncio.get_running_loop().call_later(_FAREWELL, self._down.close)

    async def _deliver(self, body: bytes) -> None:
        """Sends it under its number until there is an answer that says something."""
        self._seq += 1
        until = asyncio.get_running_loop().time() + _PATIENCE
        while True:
            try:
                status = await asyncio.wait_for(self._status("POST", f"{self._path}?seq={self._seq}", body), _KEEP_ALIVE)
            except (OSError, asyncio.TimeoutError):
                status = 500
            if status == 204:
                return
            if not (status == 429 or status >= 500) or asyncio.get_running_loop().time() > until:
                raise Refused(f"What was sent is not taken: HTTP {status}.", status)
            await asyncio.sleep(_AGAIN)

    async def _status(self, method: str, path: str, body: bytes = b"") -> int:
        response = await self._http.ask(method, path, {"Connection": "close"}, body)
        response.close()
        return response.status


class _Http:
    """As much of HTTP/1.1 as this takes: a connection for each request."""

    def __init__(self, url: str) -> None:
        to = urlsplit(url)
        self._host = to.hostname or ""
        self._tls = ssl.create_default_context() if to.scheme in ("https", "wss") else None
        self._port = to.port or (443 if self._tls else 80)
        self._authority = to.netloc.rpartition("@")[2]
        self._open: set[_Response] = set()

    async def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> _Response:
        """The answer's head; its body is still to come."""
        reader, writer = await asyncio.open_connection(self._host, self._port, ssl=self._tls, limit=16 * 1024 * 1024)
        response = _Response(reader, writer)
        self._open.add(response)
        try:
            head = {"Host": self._authority, **({"Content-Length": str(len(body))} if method != "GET" else {}), **headers}
            lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
            writer.write("\r\n".join(lines).encode() + body)
            await writer.drain()
            await response.begin()
            return response
        except BaseException:
            response.close()
            raise
        finally:
            self._open.discard(response)

    def close(self) -> None:
        """Ends requests that are under way."""
        for response in list(self._open):
            response.close()


class _Response:
    """An answer: its head, and the lines of its body as they come."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._is_chunked = False
        self._rest = b""
        self.status = 0
        self.headers: dict[str, str] = {}

    async def begin(self) -> None:
        """Reads the head."""
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n"))[:_MAX_HEAD].decode("latin-1").split("\r\n")
            self.status = int(head[0].split(" ")[1])
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, IndexError) as e:
            raise Refused("The answer is no HTTP.") from e
        self.headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:]) if name}
        self._is_chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()

    async def line(self) -> bytes:
        """The next line; empty at the end."""
        if not self._is_chunked:
            return await self._reader.readline()
        while b"\n" not in self._rest:
            chunk = await self._chunk()
            if not chunk:
                return b""
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return line + b"\n"

    def close(self) -> None:
        self._writer.close()

    async def _chunk(self) -> bytes:
        try:
            size = int((await self._reader.readline()).split(b";")[0] or b"0", 16)
            chunk = await self._reader.readexactly(size)
            await self._reader.readline()
            return chunk
        except (asyncio.IncompleteReadError, ValueError):
            return b""
