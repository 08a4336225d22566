"""The roster as a person reads it: each key of a committee, what it counts for, and how far the packages came."""

from __future__ import annotations

from dataclasses import dataclass

from db import street_register
from db.spec.pinyin import initials
from db.spec.text import search_form
from desktop.street.street_ledger import StreetLedger

_WORDS = {"active": "在用", "retired": "已停用", "revoked": "已作废"}


@dataclass(frozen=True)
class RosterLine:
    """One enrolled key; `serial` and `received_at` are of the last package that was merged (0 and "" before the first)."""

    fingerprint: str
    code: str
    name: str
    epoch: int
    status: str
    status_word: str
    key_line: str
    sheet_text: str
    enrolled_at: str
    serial: int
    received_at: str

    def fits(self, typed: str) -> bool:
        """Whether these words are in its name or code, or its pinyin initials are."""
        wanted, name = search_form(typed), search_form(self.name)
        return wanted in name or wanted in self.code or wanted in initials(name)


def roster_lines(street: StreetLedger) -> list[RosterLine]:
    """Every enrolled key by committee code, the newest of each committee first."""
    reader = street.store.reader()
    newest = street_register.newest_received(reader)
    rows = sorted(street_register.roster_rows(reader), key=lambda each: each.enrolled_at, reverse=True)
    rows.sort(key=lambda each: each.code)
    lines = []
    for each in rows:
        epoch, serial, received_at = newest.get(each.code, (0, 0, ""))
        is_its = epoch == each.epoch
        lines.append(
            RosterLine(
                each.fingerprint, each.code, each.name, each.epoch, each.status, _WORDS[each.status], each.key_line,
                each.sheet_text, each.enrolled_at, serial if is_its else 0, received_at if is_its else "",
            )
        )  # fmt: skip
    return lines
