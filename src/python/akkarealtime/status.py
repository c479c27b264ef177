"""Who is there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Callable

from .errors import ConnectionLost, RequestFailed

if TYPE_CHECKING:
    from .client import Client


class Status:
    """Users' status, as a client sees it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._users: list[str] = []
        self.on_change: Callable[[dict[str, Any]], None] = lambda status: None
        """Somebody's status is this now. The last one that was told is right."""
        client.on("status.snapshot", self._tell)
        client.on("status.changed", self._tell)

    async def set(self, status: str, **more: Any) -> dict[str, Any]:
        """Says how the user is to be seen: ``online``, ``away``, ``busy`` or ``invisible``; ``more``: ``text``, ``emoji``, ``clearAt``."""
        return await self._client.repeat("status.set", {"status": status, **more})

    async def subscribe(self, users: list[str]) -> list[dict[str, Any]]:
        """Follows these users, and nobody else, over reconnects as well. What they are now is returned, and told by :attr:`on_change` whenever it changes."""
        self._users = list(users)
        return (await self._client.repeat("status.subscribe", {"users": self._users}))["users"]

    async def get(self, users: list[str]) -> list[dict[str, Any]]:
        """What these users are now."""
        return (await self._client.repeat("status.get", {"users": users}))["users"]

    def begin(self) -> None:
        """A session has begun, which follows nobody yet."""
        if self._users:
            self._client.start(self._again())

    async def _again(self) -> None:
        try:
            self._tell(await self._client.request("status.subscribe", {"users": self._users}))
        except (ConnectionLost, RequestFailed, asyncio.TimeoutError):
            # Lost again: the next session begins with it. Refused: nobody is left whom the user may see.
            pass

    def _tell(self, data: dict[str, Any]) -> None:
        for status in data["users"]:
            self.on_change(status)
