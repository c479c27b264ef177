"""The driver of this client for the conformance kit (docs/conformance.md): a line of JSON in for each thing to do, a line out for each thing that is reported."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from akkarealtime import Client, ConnectionLost, RequestFailed  # noqa: E402


def report(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


async def main() -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    client: Client | None = None
    while line := await lines.readline():
        command = json.loads(line)
        if command["do"] == "start":
            client = Client(command["server"], command["token"], positions=command.get("positions"), first_delay=0.02)
            client.on_state = lambda state: report({"state": state})
            client.chat.on_event = lambda type, data: report({"event": {"type": type, "room": data["room"], "seq": data["seq"], "text": data.get("text")}})
            client.chat.on_truncated = lambda room: report({"truncated": room})
            client.status.on_change = lambda status: report({"status": status})
            asyncio.ensure_future(client.connect())
        elif command["do"] == "echo":
            report({"echo": command["id"]})
        else:
            assert client is not None
            asyncio.ensure_future(carry_out(client, command))


async def carry_out(client: Client, command: dict[str, Any]) -> None:
    try:
        if command["do"] == "send":
            sent = await client.chat.send(command["room"], command["text"], key=command["key"])
            report({"sent": {"id": command["id"], "seq": sent["seq"]}})
        elif command["do"] == "request":
            reply = await client.request(command["type"], command["data"])
            report({"reply": {"id": command["id"], "data": reply}})
        elif command["do"] == "subscribe":
            for status in await client.status.subscribe(command["users"]):
                report({"status": status})
    except RequestFailed as e:
        report({"failed": {"id": command["id"], "code": e.code}})
    except ConnectionLost as e:
        report({"failed": {"id": command["id"], "code": "closed", "message": str(e)}})


asyncio.run(main())
