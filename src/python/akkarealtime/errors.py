"""What a request may end with."""

from __future__ import annotations

from typing import Any


class RequestFailed(Exception):
    """A request was answered with ``error`` (protocol §2)."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code: str = error["code"]
        self.field: str | None = error.get("field")
        self.retry_after: float | None = error["retryAfterMs"] / 1000 if "retryAfterMs" in error else None

    @property
    def may_be_repeated(self) -> bool:
        """Whether the same request may be sent again."""
        return self.code in ("rate-limited", "busy", "unavailable")


class ConnectionLost(Exception):
    """The connection was lost before a reply came, or the client is closed. What was asked may have been done."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code
