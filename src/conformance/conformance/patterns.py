"""Patterns of messages: what a scenario says that a message has to hold.

An object matches where its members match; others may be there. A list matches element by element. "$name" binds what stands there, and afterwards matches nothing else;
"$any" matches anything; {"$absent": true} matches a member that is not there.
"""

from __future__ import annotations

from typing import Any

ANY = "$any"
_ABSENT = {"$absent": True}
_MISSING = object()


def match(pattern: Any, value: Any, names: dict[str, Any]) -> dict[str, Any] | None:
    """The names bound by a match, those that were bound before included; None where there is no match."""
    bound = dict(names)
    return bound if _match(pattern, value, bound) else None


def fill(pattern: Any, names: dict[str, Any]) -> Any:
    """The pattern with its names replaced by what they are bound to."""
    if isinstance(pattern, dict):
        return {fill(key, names): fill(value, names) for key, value in pattern.items()}
    if isinstance(pattern, list):
        return [fill(value, names) for value in pattern]
    if _is_name(pattern):
        if pattern[1:] not in names:
            raise KeyError(f"{pattern} is not bound yet")
        return names[pattern[1:]]
    return pattern


def _match(pattern: Any, value: Any, names: dict[str, Any]) -> bool:
    if pattern == _ABSENT:
        return value is _MISSING
    if value is _MISSING:
        return False
    if _is_name(pattern):
        return pattern == ANY or names.setdefault(pattern[1:], value) == value
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(_match(expected, value.get(_key(key, names), _MISSING), names) for key, expected in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and len(pattern) == len(value) and all(_match(p, v, names) for p, v in zip(pattern, value))
    return type(pattern) is type(value) and pattern == value


def _key(key: str, names: dict[str, Any]) -> str:
    return names.get(key[1:], key) if _is_name(key) else key


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 1 and value[0] == "$"
