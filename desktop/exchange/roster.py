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
class BorneCode:
    """A code that a sender bears or bore; packages count under it before the place (epoch, serial) `until`, None: all."""

    code: str
    until: tuple[int, int] | None = None


@dataclass(frozen=True)
class RosterEntry:
    """One enrolled key; `name` is None where only the code is known, `last_serial` bounds a retired key.

    `code` is the one that the sender is kept under; `borne` are all codes of a sender that changed its code, the present
    one last (docs/adr/0020), and empty for every other.
    """

    code: str
    name: str | None
    public_key: bytes
    epoch: int | None = None
    suites: tuple[str, ...] = ED25519_ONLY
    status: KeyStatus = KeyStatus.ACTIVE
    last_serial: int | None = None
    borne: tuple[BorneCode, ...] = ()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)

    @property
    def present_code(self) -> str:
        """The code that the sender bears now."""
        return self.borne[-1].code if self.borne else self.code

    @property
    def codes(self) -> frozenset[str]:
        """Every code that was the sender's at some time."""
        return frozenset((self.code, *(each.code for each in self.borne)))

    def may_call_itself(self, code: str, epoch: int, serial: int) -> bool:
        """Whether a package at that place of the chain may bear a code: a former one only before the next began."""
        if not self.borne:
            return code == self.code
        return any(
            each.code == code and (each.until is None or (epoch, serial) < each.until) for each in self.borne
        )


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
