"""The trace that requests are a part of, without a server."""

import asyncio
import unittest
from typing import Any

from akkarealtime import Client


class TraceTests(unittest.IsolatedAsyncioTestCase):
    async def test_each_request_says_what_it_is_a_part_of_now(self) -> None:
        spans = iter(["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", None])
        client = Client("http://localhost", "token", traceparent=lambda: next(spans))
        self.assertEqual(["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", None], [d.get("traceparent") for d in await _sent(client)])

    async def test_without_it_a_request_is_a_part_of_nothing(self) -> None:
        self.assertEqual([{"room": "r", "ref": "1"}, {"room": "r", "ref": "2"}], await _sent(Client("http://localhost", "token")))


async def _sent(client: Client) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(envelope: dict[str, Any]) -> None:
        sent.append(envelope["data"])
        client._receive({"type": "ok", "data": {"ref": envelope["data"]["ref"]}})

    client._connection.send = send  # type: ignore[method-assign]
    client._connected.set()
    for _ in range(2):
        await asyncio.wait_for(client.request("chat.history", {"room": "r"}), 5)
    return sent
