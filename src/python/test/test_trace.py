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

    async def test_what_is_malformed_or_not_recorded_is_left_out_and_breaks_no_request(self) -> None:
        for bad in ["", "00-abc", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01", f"00-{'0' * 32}-00f067aa0ba902b7-01", f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n", "x" * 1_000, 7, b"00"]:
            sent = await _sent(Client("http://localhost", "token", traceparent=lambda: bad))  # type: ignore[return-value, arg-type]
            self.assertEqual([{"room": "r", "ref": "1"}, {"room": "r", "ref": "2"}], sent, bad)

    async def test_what_fails_breaks_no_request(self) -> None:
        def fail() -> str:
            raise RuntimeError("no tracer")

        self.assertEqual([{"room": "r", "ref": "1"}, {"room": "r", "ref": "2"}], await _sent(Client("http://localhost", "token", traceparent=fail)))

    async def test_what_the_request_says_itself_stands(self) -> None:
        own, other = (f"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b{i}-01" for i in range(2))
        client = Client("http://localhost", "token", traceparent=lambda: other)
        self.assertEqual([own, own], [d["traceparent"] for d in await _sent(client, {"traceparent": own})])


async def _sent(client: Client, more: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(envelope: dict[str, Any]) -> None:
        sent.append(envelope["data"])
        client._receive({"type": "ok", "data": {"ref": envelope["data"]["ref"]}})

    client._connection.send = send  # type: ignore[method-assign]
    client._connected.set()
    for _ in range(2):
        await asyncio.wait_for(client.request("chat.history", {"room": "r", **(more or {})}), 5)
    return sent
