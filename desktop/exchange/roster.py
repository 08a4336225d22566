"""Whose signatures count: what a roster must answer, and a roster held in memory (format §10, §12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from desktop.exchange.header import ED25519_ONLY
from desktop.exchange.public_keys import fingerprint


class KeyStatus(Enum):
    """How far an enrolled key is believed."""

    ACTIVE = "active"
    RETIRED = "retired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class RosterEntry:
    """One enrolled key; `name` is None where only the code is known, `last_serial` bounds a retired key."""

    code: str
    name: str | None
    public_key: bytes
    epoch: int | None = None
    suites: tuple[str, ...] = ED25519_ONLY
    status: KeyStatus = KeyStatus.ACTIVE
    last_serial: int | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)


class Roster(Protocol):
    """Anything that knows the enrolled keys."""

    def find(self, fingerprint: str) -> RosterEntry | None:
        """Gives the entry of the key with this `SHA256:` fingerprint, or None."""


class FixedRoster:
    """A roster of known entries: the pinned office of a committee, or an allowed_signers file."""

    def __init__(self, entries: Iterable[RosterEntry]) -> None:
        self._entries = {entry.fingerprint: entry for entry in entries}

    def find(self, fingerprint: str) -> RosterEntry | None:
        return self._entries.get(fingerprint)
