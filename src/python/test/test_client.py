"""The client against a real server: AKKAREALTIME_URL, in Development."""

import asyncio
import json
import os
import secrets
import unittest
import urllib.request
from typing import Any

from akkarealtime import Client, ConnectionLost, RequestFailed

URL = os.environ.get("AKKAREALTIME_URL", "")
PATIENCE = 60


def token(name: str) -> str:
    request = urllib.request.Request(f"{URL.rstrip('/')}/api/v1/dev/sign-in", json.dumps({"name": f"{name} {secrets.token_hex(4)}"}).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return json.load(response)["token"]


@unittest.skipUnless(URL, "needs a server: AKKAREALTIME_URL=http://localhost:5000")
class ClientTests(unittest.IsolatedAsyncioTestCase):
    async def test_what_one_sends_the_other_is_told_in_order(self) -> None:
        async with Client(URL, token("alice")) as alice, Client(URL, token("bob")) as bob:
            told: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
            bob.chat.on_event = lambda type, data: told.put_nowait((type, data))
            room = await alice.chat.create("Talk", [bob.session["user"]["id"]])
            for i in range(10):
                await alice.chat.send(room["id"], f"text {i}")
            texts = []
            while len(texts) < 10:
                type, data = await asyncio.wait_for(told.get(), PATIENCE)
                if type == "chat.message":
                    texts.append(data["text"])
            self.assertEqual([f"text {i}" for i in range(10)], texts)
            self.assertEqual(["text 9"], [m["text"] for m in (await bob.chat.history(room["id"], limit=1))["messages"]])

    async def test_over_http_what_one_sends_the_other_is_told(self) -> None:
        async with Client(URL, token("alice"), transport="http") as alice, Client(URL, token("bob")) as bob:
            self.assertEqual(("http", "websocket"), (alice.transport, bob.transport))
            told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
            for client in (alice, bob):
                client.chat.on_event = lambda type, data: told.put_nowait(data) if type == "chat.message" else None
            room = await alice.chat.create("Talk", [bob.session["user"]["id"]])
            await asyncio.gather(*(alice.chat.send(room["id"], f"text {i} " + "x" * 2_000) for i in range(100)))
            await bob.chat.send(room["id"], "back")
            for _ in range(2 * 101):
                await asyncio.wait_for(told.get(), PATIENCE)
        with self.assertRaises(ValueError):
            Client(URL, "token", transport="carrier pigeon")

    async def test_the_same_key_is_one_message(self) -> None:
        async with Client(URL, token("alice")) as alice:
            room = await alice.chat.create("Talk")
            first = await alice.chat.send(room["id"], "once", key="k1")
            again = await alice.chat.send(room["id"], "once", key="k1")
            self.assertEqual((first["id"], first["seq"], True), (again["id"], again["seq"], again["duplicate"]))

    async def test_what_is_refused_says_why(self) -> None:
        async with Client(URL, token("alice")) as alice:
            with self.assertRaises(RequestFailed) as refused:
                await alice.chat.send("nowhere", "hello")
            self.assertEqual("not-found", refused.exception.code)

    async def test_a_bad_token_ends_it(self) -> None:
        with self.assertRaises(ConnectionLost) as refused:
            await asyncio.wait_for(Client(URL, "no-token", first_delay=0.01).connect(), PATIENCE)
        self.assertEqual(4401, refused.exception.code)

    async def test_status_is_told(self) -> None:
        async with Client(URL, token("alice")) as alice, Client(URL, token("bob")) as bob:
            changes: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
            alice.status.on_change = changes.put_nowait
            await alice.chat.direct(bob.session["user"]["id"])
            await bob.chat.direct(alice.session["user"]["id"])
            self.assertEqual("online", (await alice.status.subscribe([bob.session["user"]["id"]]))[0]["status"])
            await bob.status.set("busy")
            self.assertEqual("busy", (await asyncio.wait_for(changes.get(), PATIENCE))["status"])

    async def test_blocks_are_followed_on_all_devices_and_over_a_lost_connection(self) -> None:
        mine = token("alice")
        async with Client(URL, mine, first_delay=0.02) as desk, Client(URL, mine) as phone, Client(URL, token("bob")) as bob, Client(URL, token("carol")) as carol:
            them, other = bob.session["user"]["id"], carol.session["user"]["id"]
            changes: asyncio.Queue[tuple[str, bool]] = asyncio.Queue()
            desk.blocks.on_change = lambda user, on: changes.put_nowait((user, on))
            self.assertEqual([], await desk.blocks.follow())
            await desk.blocks.block(them)
            self.assertEqual((them, True), changes.get_nowait())
            self.assertTrue(desk.blocks.has(them))
            with self.assertRaises(RequestFailed) as refused:
                await bob.chat.direct(desk.session["user"]["id"])
            self.assertEqual("forbidden", refused.exception.code)
            await phone.blocks.unblock(them)
            self.assertEqual((them, False), await asyncio.wait_for(changes.get(), PATIENCE))
            await phone.blocks.block(them)
            self.assertEqual((them, True), await asyncio.wait_for(changes.get(), PATIENCE))
            self.assertEqual([them], [person["user"] for person in await phone.blocks.all()])
            desk._connection._socket.transport.abort()
            await phone.blocks.unblock(them)
            await phone.blocks.block(other)
            self.assertEqual({(them, False), (other, True)}, {await asyncio.wait_for(changes.get(), PATIENCE) for _ in range(2)})
            self.assertEqual((False, True), (desk.blocks.has(them), desk.blocks.has(other)))
            self.assertTrue(changes.empty())


if __name__ == "__main__":
    unittest.main()
