"""A client of AkkaRealtime: session, reconnect, sync, chat, status, and requests of a host's own."""

from .client import Client
from .errors import ConnectionLost, RequestFailed
from .order import RoomOrder

__all__ = ["Client", "ConnectionLost", "RequestFailed", "RoomOrder"]
