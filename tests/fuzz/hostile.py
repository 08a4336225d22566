"""What an insider may write where something else belongs: values, record lines, names, and spoiled containers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any

_ULID = "01J00000000000000000000009"
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**11, 10**12, 2**63, 10**30, 10**4000, 0.5, 1e300, "", " ", "\x00", "报\x00送", "\u202e倒",
    "\ud800", "\udfff\ud800", "é", "𠮷䶮㐂", "长" * 8001, "a" * 200_000, "../../x", "C:\\x", "CON", "-1", "1e9", "٣", "2026-02-30",
    "2026-13-01", "9999-12-31", "0000-00-00", "2026-11-23T25:00", "2026-11-23T09:30:00+08:00", "=1+1", "<b>x</b>", "'; --",
    "masked", "left_out", _ULID, "0" * 64, "g" * 64, [], [[]], [None], [{}], [_ULID], ["x"] * 1000, {}, {"a": []},
    {"sha256": None}, [{"sha256": []}], [{"sha256": "0" * 64}], [{"sha256": "0" * 64, "name": 5}], {"": ""}, [[["x"]]],
)  # fmt: skip
DEEP = tuple(b'{"id":' + b"[" * depth + b"]" * depth + b"}\n" for depth in (65, 1_000, 100_000))
LINES: tuple[bytes, ...] = (
    *DEEP, b"\n", b"{}", b"{}\n", b"[]\n", b"null\n", b"1\n", b'"x"\n', b"{\n", b'{"a":1,"a":2}\n', b'{"id":"x"}\r\n',
    b'\xef\xbb\xbf{"id":"x"}\n', b"\xff\xfe\n", b'{"id":"\xc3\x28"}\n', b'{"id":"\xed\xa0\x80"}\n', b'{"id":"\\ud800"}\n',
    b'{"\\udfff":1}\n', b'{"id":NaN}\n', b'{"id":-Infinity}\n', b'{"id":1e999}\n', b'{"id":' + b"9" * 5000 + b"}\n",
    b'{"id":"\\u0000"}\n', b'{"id":"\x00"}\n', b'{"id":"' + b"x" * (256 * 1024) + b'"}\n', b"{}\n" * 1000, b"\x00" * 64,
    b'{"type":[],"profile":"street","fields":{"phone":"masked"}}\n', b'{"type":"hazard","profile":"street","fields":{"a":[]}}\n',
)  # fmt: skip
PATHS = (
    "data/records/../hazard.jsonl", "../../etc/passwd", "/etc/passwd", "data\\records\\hazard.jsonl", "data/records/Hazard.jsonl",
    "data/records/con.jsonl", "data/records/hazard.jsonl.", "data/records/hazard.jsonl ", "data/records/隐患.jsonl",
    "data/att/" + "0" * 64 + ".exe", "data/att/" + "0" * 63 + ".jpg", "data/att/" + "A" * 64 + ".jpg", "data//records/hazard.jsonl",
    "data/records/hazard.jsonl\x00.jpg", "data/records/unheard_of.jsonl", "data/records/receipt.jsonl", "data/records/tombstones.jsonl",
    "data/records/withheld.jsonl", "data/records/attachments.jsonl", "data/records/" + "a" * 200 + ".jsonl", "package.json",
    "data/att/" + "0" * 64 + ".jpg", "C:/x.jsonl", "data/records/task.jsonl", "data/records/hazard.jsonl\n",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, from outside in."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


def spoiled(value: Mapping[str, Any], rng: Random) -> dict[str, Any]:
    """A copy of a JSON object that is wrong in one place: another value, a key gone, one too many, or one renamed."""
    copy: dict[str, Any] = deepcopy(dict(value))
    *way, key = rng.choice([*places(copy)] or [("x",)])
    inside: Any = copy
    for step in way:
        inside = inside[step]
    what = rng.randrange(8)
    if what == 0 and isinstance(inside, dict):
        inside.pop(key, None)
    elif what == 1 and isinstance(inside, dict):
        inside[rng.choice(("x", "", "seq", "retired_at", "rev ", "\x00", "标题"))] = rng.choice(VALUES)
    elif what == 2:
        inside[key] = [inside[key]] if rng.random() < 0.5 else {"value": inside[key]}
    else:
        inside[key] = rng.choice(VALUES)
    return copy


def line_of(record: Mapping[str, Any], rng: Random) -> bytes:
    """The record as one line, in one of several spellings that JSON allows."""
    is_escaped = rng.random() < 0.3 or "\\ud" in json.dumps(record)
    return json.dumps(record, ensure_ascii=is_escaped).encode("utf-8", "surrogatepass") + b"\n"


def spoiled_lines(lines: bytes, rng: Random) -> bytes:
    """A record file that is wrong in one place."""
    each = lines.splitlines(keepends=True) or [b"{}\n"]
    at = rng.randrange(len(each))
    what = rng.randrange(10)
    if what == 0:
        each.insert(at, rng.choice(LINES))
    elif what == 1:
        each[at] = rng.choice(LINES)
    elif what == 2:
        each.append(each[at])
    elif what == 3:
        each[at] = each[at][: rng.randrange(len(each[at]))]
    elif what == 4:
        each[at] = flipped(each[at], rng)
    elif record := _object_of(each[at]):
        each[at] = line_of(spoiled(record, rng), rng)
    return b"".join(each)


def _object_of(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def crossed(lines: bytes, ids: Sequence[str], rng: Random) -> bytes:
    """A record file in which one record's ids point at any other record, itself included."""
    each = lines.splitlines(keepends=True)
    at = rng.randrange(len(each))
    record = json.loads(each[at])
    names = [name for name, value in record.items() if isinstance(value, str) and len(value) == 26]
    if names:
        record[rng.choice(names)] = rng.choice(ids)
    each[at] = line_of(record, rng)
    return b"".join(each)


def flipped(content: bytes, rng: Random) -> bytes:
    """The bytes with one bit, one byte, or one stretch of them changed."""
    if not content:
        return b"\x00"
    at, what = rng.randrange(len(content)), rng.randrange(4)
    if what == 0:
        return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
    if what == 1:
        return content[:at] + rng.randbytes(rng.randrange(1, 9)) + content[at:]
    if what == 2:
        return content[:at] + content[at + rng.randrange(1, 40) :]
    return content[:at] + rng.randbytes(4) + content[at + 4 :]
