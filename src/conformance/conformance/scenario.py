"""Scenarios: a name, what they show, and steps in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "scenarios"


class Failed(Exception):
    """A step did not come about."""


@dataclass(frozen=True)
class Scenario:
    """One file of the folder of scenarios."""

    name: str
    shows: str
    steps: list[dict[str, Any]]
    auto: list[dict[str, Any]]


def load(kind: str, only: str | None = None) -> list[Scenario]:
    """The scenarios for a server or a client, in the order of their names."""
    found = []
    for path in sorted((FOLDER / kind).glob("*.json")):
        if only is not None and only not in path.stem:
            continue
        content = json.loads(path.read_text(encoding="utf-8"))
        found.append(Scenario(path.stem, content["shows"], content["steps"], content.get("auto", [])))
    return found
