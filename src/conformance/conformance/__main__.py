"""python3 -m conformance server URL | python3 -m conformance client -- COMMAND"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from typing import Any, Awaitable, Callable

from . import client_run, server_run
from .scenario import Scenario, load


def main() -> int:
    """Runs the scenarios; 0 where all hold."""
    parser = argparse.ArgumentParser(prog="conformance", description="Holds a server or a client against the protocol.")
    parser.add_argument("--only", help="only scenarios with this in their name")
    kinds = parser.add_subparsers(dest="kind", required=True)
    server = kinds.add_parser("server", help="the kit plays clients")
    server.add_argument("url", help="http://localhost:5000; people sign in by the development sign-in")
    server.add_argument("--path", default="/ws/ws", help="where the socket is")
    server.add_argument("--transport", choices=["websocket", "http"], default="websocket", help="http: by a stream and requests, as where a proxy lets no WebSocket through")
    server.add_argument("--token", action="append", default=[], metavar="NAME=TOKEN", help="somebody's token, where there is no development sign-in: alice, bob, carol")
    client = kinds.add_parser("client", help="the kit plays the server")
    client.add_argument("--transport", choices=["websocket", "http"], default="websocket", help="http: the kit refuses upgrades, as a proxy does that lets no WebSocket through")
    client.add_argument("command", nargs="+", help="the client's driver")
    args = parser.parse_args()
    if args.kind == "server":
        url = args.url.rstrip("/")
        given = dict(pair.split("=", 1) for pair in args.token)
        sign_in = (lambda name: given[name.split(" ")[0]]) if given else server_run.dev_sign_in(url)
        return asyncio.run(_all(load("server", args.only), lambda s: server_run.run(s, url, args.path, sign_in, args.transport)))
    return asyncio.run(_all(load("client", args.only), lambda s: client_run.run(s, args.command, args.transport)))


async def _all(scenarios: list[Scenario], run: Callable[[Scenario], Awaitable[Any]]) -> int:
    failed = 0
    for scenario in scenarios:
        began = time.monotonic()
        try:
            await run(scenario)
        except Exception as e:  # Whatever it is, the next scenario has its turn.
            failed += 1
            print(f"FAILED {scenario.name}: {scenario.shows}\n       {type(e).__name__}: {e}", flush=True)
        else:
            print(f"ok     {scenario.name}: {scenario.shows} ({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{len(scenarios) - failed} of {len(scenarios)} scenarios hold.")
    return 1 if failed or not scenarios else 0


if __name__ == "__main__":
    sys.exit(main())
