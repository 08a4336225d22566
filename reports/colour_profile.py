"""The sRGB colour profile (ICC.1:2001-04, version 2) that says what the colours of a PDF mean; made here, in 0.5 kB."""

from __future__ import annotations

import struct
from functools import cache

# Primaries of sRGB and the white point of D65, adapted to D50 as profiles want them (IEC 61966-2-1, Bradford).
_COLORANTS = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_WHITE = (0.9642, 1.0, 0.8249)
_GAMMA = 2.2  # what the curve of sRGB comes to
_NAME = b"sRGB"


@cache
def srgb_profile() -> bytes:
    """The profile; the same bytes at any time."""
    curve = b"curv" + struct.pack(">II", 0, 1) + struct.pack(">H", round(_GAMMA * 256)) + b"\0\0"
    parts = {
        b"desc": _description(),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _xyz(_WHITE),
        **{tag: _xyz(values) for tag, values in _COLORANTS.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    place = 128 + 4 + 12 * len(parts)
    table, body = struct.pack(">I", len(parts)), b""
    for tag, part in parts.items():
        table += tag + struct.pack(">II", place + len(body), len(part))
        body += part + b"\0" * (-len(part) % 4)
    return _header(128 + len(table) + len(body)) + table + body


def _header(size: int) -> bytes:
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp"
    return head.ljust(68, b"\0") + struct.pack(">3I", *map(_fixed, _WHITE)).ljust(60, b"\0")


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3I", *map(_fixed, values))


def _fixed(value: float) -> int:
    return round(value * 65536)


def _description() -> bytes:
    """textDescriptionType: the name in ASCII; the Unicode and the Macintosh one are empty."""
    text = _NAME + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 8 + b"\0" * 70
