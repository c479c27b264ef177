"""How far each room has been told: an event is next, was told already, or leaves a gap, and then the room has to be synced."""

from __future__ import annotations


class RoomOrder:
    """Pure: it sends nothing and has no clock."""

    def __init__(self, positions: dict[str, int] | None = None) -> None:
        self._told: dict[str, int] = dict(positions or {})
        self._seen: dict[str, int] = dict(self._told)

    @property
    def positions(self) -> dict[str, int]:
        """The last number of each room that was told."""
        return dict(self._told)

    def begin(self, room: str, after: int) -> None:
        """A room is told from after this number on, unless it is known."""
        self._told.setdefault(room, after)
        self._seen.setdefault(room, after)

    def skip(self, room: str, up_to: int) -> None:
        """Everything up to this number is not told one by one."""
        self._told[room] = self._seen[room] = max(up_to, self._told.get(room, 0))

    def forget(self, room: str) -> None:
        """The room is not the user's any more."""
        self._told.pop(room, None)
        self._seen.pop(room, None)

    def clear(self) -> None:
        """Another store: none of it holds."""
        self._told.clear()
        self._seen.clear()

    def take(self, room: str, seq: int) -> bool:
        """An event came. Whether it is told now."""
        self.begin(room, seq - 1)
        self._seen[room] = max(self._seen[room], seq)
        if seq != self._told[room] + 1:
            return False
        self._told[room] = seq
        return True

    def has_gap(self, room: str | None = None) -> bool:
        """Whether later events were seen than were told: of a room, or of any."""
        rooms = self._told if room is None else [room]
        return any(self._seen.get(r, 0) > self._told.get(r, 0) for r in rooms)
