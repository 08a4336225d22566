"""JSON with one spelling only (format §4), and the bounded reading of one record line (format §3, §13)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

from desktop.exchange.limits import RECORD_DEPTH


def canonical_bytes(value: object) -> bytes:
    """Gives `value` as canonical JSON with one trailing LF; ValueError for floats, TypeError for other
    classes.
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8") + b"\n"


def parse_canonical(raw: bytes) -> object:
    """Gives the value of canonical JSON bytes; ValueError when they are anything but the one canonical
    spelling.
    """
    try:
        value = json.loads(raw.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
        is_canonical = canonical_bytes(value) == raw
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not is_canonical:
        raise ValueError("not the canonical spelling")
    return value


def parse_record_line(line: bytes) -> dict[str, object]:
    """Gives the object of one JSON line; ValueError for anything else, repeated keys, NaN, U+0000, half surrogates, and
    nesting beyond 64.
    """
    try:
        value = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_unrepeated,
            parse_float=_finite,
            parse_constant=_refuse,
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    if line.count(b"{") + line.count(b"[") > RECORD_DEPTH and _is_too_deep(value):
        raise ValueError("nested too deeply")
    if (
        b"\\u" in line
    ):  # an escaped half of a surrogate pair has no UTF-8 form and would fail later, in the database
        json.dumps(value, ensure_ascii=False).encode("utf-8")
        if b"\\u0000" in line and _has_nul(value):
            raise ValueError(
                "U+0000 in a text"
            )  # SQLite and Qt end a text there: what is shown would not be what is kept
    return value


def _has_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(map(_has_nul, (*value, *value.values())))
    return isinstance(value, list) and any(map(_has_nul, value))


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise ValueError("floats have no canonical form here")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def _refuse(literal: str) -> object:
    raise ValueError(f"{literal} is not allowed")


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise ValueError(f"{literal} is out of range")
    return number


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("repeated key")
    return value


def _is_too_deep(value: dict[str, object]) -> bool:
    level: list[dict[str, object] | list[object]] = [value]
    for _ in range(RECORD_DEPTH):
        level = [item for parent in level for item in _children(parent)]
        if not level:
            return False
    return True


def _children(parent: dict[str, object] | list[object]) -> list[dict[str, object] | list[object]]:
    items: Iterable[object] = parent.values() if isinstance(parent, dict) else parent
    return [item for item in items if isinstance(item, dict | list)]
