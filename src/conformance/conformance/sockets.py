"""The same calls for the versions of websockets that distributions have."""

from __future__ import annotations

from typing import Any

import websockets

try:
    from websockets.legacy.client import connect as _connect
    from websockets.legacy.server import serve as _serve
except ImportError:
    from websockets.client import connect as _connect  # type: ignore[no-redef]
    from websockets.server import serve as _serve  # type: ignore[no-redef]

ConnectionClosed = websockets.exceptions.ConnectionClosed
InvalidStatus = websockets.exceptions.InvalidHandshake
PROTOCOL = "akkarealtime.v1"


def connect(url: str, token: str, device: str | None = None) -> Any:
    """A connection to a server, signed in by a header."""
    if device is not None:
        url += f"?device={device}"
    return _connect(url, extra_headers={"Authorization": f"Bearer {token}"}, subprotocols=[PROTOCOL], max_size=8 * 1024 * 1024, ping_interval=None, open_timeout=20)


def serve(handler: Any, port: int = 0) -> Any:
    """A server for clients to connect to."""
    return _serve(handler, "127.0.0.1", port, subprotocols=[PROTOCOL], max_size=None, ping_interval=None)


def cut(socket: Any) -> None:
    """Ends a connection without a word."""
    socket.transport.abort()
