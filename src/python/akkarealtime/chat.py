"""Rooms and messages."""

from __future__ import annotations

import asyncio
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Callable

from .errors import ConnectionLost, RequestFailed
from .order import RoomOrder

if TYPE_CHECKING:
    from .client import Client

_PAGE = 200


class Chat:
    """Rooms and messages of a client."""

    def __init__(self, client: Client, positions: dict[str, int] | None) -> None:
        self._client = client
        self._order = RoomOrder(positions)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._is_syncing = False
        self._must_sync = False
        self.on_event: Callable[[str, dict[str, Any]], None] = lambda type, data: None
        """Is told each event of the user's rooms, of chat or of the host's own: in order, once, without gaps, whatever happens to the connection."""
        self.on_room: Callable[[dict[str, Any]], None] = lambda room: None
        """The user has come into a room."""
        self.on_truncated: Callable[[str], None] = lambda room: None
        """More was missed in a room than is told one by one: load it anew by :meth:`history`."""
        client.on("chat.events", self._take_page)
        client.on("chat.room", lambda data: self._enter(data["room"]))
        client.on("session.lagging", lambda _: self._sync())

    @property
    def positions(self) -> dict[str, int]:
        """The last ``seq`` of each room that was told: keep it, and give it to the next client."""
        return self._order.positions

    async def rooms(self) -> list[dict[str, Any]]:
        """The user's rooms, the latest active first."""
        rooms: list[dict[str, Any]] = []
        request: dict[str, Any] = {"limit": _PAGE}
        while True:
            page = await self._client.repeat("chat.rooms", request)
            rooms += page["rooms"]
            if page.get("next") is None:
                return rooms
            request["cursor"] = page["next"]

    async def create(self, name: str, members: list[str] | None = None, *, kind: str = "group", topic: str | None = None) -> dict[str, Any]:
        """Makes a group, or a channel."""
        data = {"kind": kind, "name": name, "members": members, "topic": topic}
        return self._entered(await self._client.request("chat.create", _given(data)))

    async def direct(self, user: str) -> dict[str, Any]:
        """The direct room with a user, made where there is none."""
        return self._entered(await self._client.repeat("chat.direct", {"user": user}))

    async def send(self, room: str, text: str, *, key: str | None = None, **more: Any) -> dict[str, Any]:
        """Sends a message, and returns when it is stored: again and again under the same key, over losses of the connection, so that it is there once.

        Messages of one room are sent in the order of the calls. ``more``: ``replyTo``, ``thread``, ``mentions``, ``audience``, ``previews``, ``data`` (protocol §3).
        """
        data = {"room": room, "key": key or uuid.uuid4().hex, "text": text, **more}
        async with self._turns[room]:
            return await self._client.repeat("chat.send", data)

    async def mark_read(self, room: str, seq: int) -> None:
        """Says how far the user has read."""
        await self._client.repeat("chat.read", {"room": room, "seq": seq})

    async def history(self, room: str, *, before: int | None = None, after: int | None = None, limit: int = 50) -> dict[str, Any]:
        """Messages of a room in their current state: the latest, or those before or after a ``seq``."""
        return await self._client.repeat("chat.history", _given({"room": room, "before": before, "after": after, "limit": limit}))

    def begin(self, is_other_store: bool) -> None:
        """A session has begun: what was missed is asked for."""
        if is_other_store:
            self._order.clear()
        self._sync()

    def try_take(self, type: str, data: dict[str, Any]) -> bool:
        """A message came that answers no request. False where it is no event of a room's log: those have these four members, and no other message has (protocol §7)."""
        if not all(member in data for member in ("room", "seq", "at", "by")):
            return False
        self._tell(type, data)
        if self._order.has_gap(data["room"]):
            self._sync()
        return True

    def _entered(self, reply: dict[str, Any]) -> dict[str, Any]:
        self._order.begin(reply["room"]["id"], reply["room"]["head"])
        return reply["room"]

    def _enter(self, room: dict[str, Any]) -> None:
        self._order.begin(room["id"], room["head"])
        self.on_room(room)

    def _take_page(self, page: dict[str, Any]) -> None:
        if page["truncated"]:
            self._order.skip(page["room"], page["head"])
            self.on_truncated(page["room"])
            return
        for event in page["events"]:
            self._tell(event["type"], event["data"])

    def _tell(self, type: str, data: dict[str, Any]) -> None:
        if not self._order.take(data["room"], data["seq"]):
            return
        self.on_event(type, data)
        if type == "chat.left" and self._client.session is not None and data["user"] == self._client.session["user"]["id"]:
            self._order.forget(data["room"])

    def _sync(self) -> None:
        self._must_sync = True
        if not self._is_syncing:
            self._is_syncing = True
            self._client.start(self._run_sync())

    async def _run_sync(self) -> None:
        try:
            while self._must_sync or self._order.has_gap():
                self._must_sync = False
                try:
                    await self._sync_once()
                except (RequestFailed, asyncio.TimeoutError):
                    self._must_sync = True
                    await asyncio.sleep(0.5)
        except ConnectionLost:
            # The next session begins with it.
            pass
        finally:
            self._is_syncing = False

    async def _sync_once(self) -> None:
        # Rooms that the user came into meanwhile begin where they are; all others are told from where they were.
        rooms = {room["id"]: room["head"] for room in await self.rooms()}
        for room, head in rooms.items():
            self._order.begin(room, head)
        for room in self._order.positions.keys() - rooms.keys():
            self._order.forget(room)
        positions = list(self._order.positions.items())
        for start in range(0, len(positions), _PAGE):
            await self._client.request("chat.sync", {"rooms": dict(positions[start:start + _PAGE])})


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {member: value for member, value in data.items() if value is not None}
