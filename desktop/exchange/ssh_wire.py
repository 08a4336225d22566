"""The length-prefixed strings of the SSH protocols (RFC 4251 §5)."""

from __future__ import annotations


def wire_string(content: bytes) -> bytes:
    """Gives `content` with its 4-byte big-endian length before it."""
    return len(content).to_bytes(4, "big") + content


def split_string(blob: bytes) -> tuple[bytes, bytes]:
    """Gives the string at the front of `blob` and what follows it; ValueError when it does not fit."""
    length = int.from_bytes(blob[:4], "big")
    if len(blob) < 4 + length:
        raise ValueError("string runs past the end")
    return blob[4 : 4 + length], blob[4 + length :]
