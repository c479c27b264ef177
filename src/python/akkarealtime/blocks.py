"""Whom the user has blocked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Callable

from .errors import ConnectionLost, RequestFailed

if TYPE_CHECKING:
    from .client import Client

_PAGE = 200


class Blocks:
    """Whom the user of a client has blocked, on all of their devices (protocol §3, "Blocks")."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._blocked: set[str] | None = None
        self._told = 0
        self.on_change: Callable[[str, bool], None] = lambda user, on: None
        """Somebody is blocked now, or isn't any more: by this client, on another device, or while there was no connection. Told from :meth:`follow` on."""

    async def block(self, user: str) -> None:
        """Blocks somebody: they can't write to the user or ring, and neither sees the other's status. Succeeds where it stands already.

        Raises :class:`RequestFailed` where it is refused; ``conflict``: as many are blocked as may be.
        """
        await self._client.repeat("people.block", {"user": user})

    async def unblock(self, user: str) -> None:
        """Takes a block back. Succeeds where there is none."""
        await self._client.repeat("people.unblock", {"user": user})

    async def all(self) -> list[dict[str, Any]]:
        """Whom the user has blocked (``user``, ``name``, ``at``), by their ids, as the server has it now."""
        people: list[dict[str, Any]] = []
        request: dict[str, Any] = {"limit": _PAGE}
        while True:
            page = await self._client.repeat("people.blocks", request)
            people += page["people"]
            if not page["more"] or not page["people"]:
                return people
            request = {"limit": _PAGE, "after": page["people"][-1]["user"]}

    async def follow(self) -> list[dict[str, Any]]:
        """Follows whom the user has blocked, over reconnects as well. Whoever is now is returned; :attr:`on_change` tells of each change, and :meth:`has` knows it."""
        if self._blocked is None:
            self._blocked = set()
        while True:
            told = self._told
            people = await self.all()
            # Something was told meanwhile that the list may not know of.
            if told == self._told:
                break
        before, self._blocked = self._blocked, {person["user"] for person in people}
        for user in sorted(self._blocked - before):
            self.on_change(user, True)
        for user in sorted(before - self._blocked):
            self.on_change(user, False)
        return people

    def has(self, user: str) -> bool:
        """Whether somebody is blocked, as was told last. False where nobody follows it."""
        return self._blocked is not None and user in self._blocked

    def begin(self) -> None:
        """A session has begun, before which anything may have changed."""
        if self._blocked is not None:
            self._client.start(self._again())

    def tell(self, user: str, on: bool) -> None:
        """The answer to this client, or news of another device."""
        self._told += 1
        if self._blocked is None or (user in self._blocked) == on:
            return
        self._blocked = self._blocked | {user} if on else self._blocked - {user}
        self.on_change(user, on)

    async def _again(self) -> None:
        try:
            await self.follow()
        except (ConnectionLost, RequestFailed, asyncio.TimeoutError):
            # Lost again: the next session begins with it. Refused: what was told last stays.
            pass
