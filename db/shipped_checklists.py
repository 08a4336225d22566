"""The checklists that ship with the program (table C11), and how they come into a ledger: once, then they are its own."""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from db import records
from db.settings import keep_setting, setting
from db.spec import CHECKLIST
from db.store import Transaction

_FILE = Path(__file__).resolve().parent / "checklists" / "shipped.json"
_SETTING = "checklists_shipped"  # the keys of those that were put in, divided by blanks


@cache
def shipped_checklists() -> tuple[dict[str, Any], ...]:
    """The shipped checklists as typed values, each with its `key`."""
    return tuple(json.loads(_FILE.read_text(encoding="utf-8"))["checklists"])


def missing_checklists(known_keys: str) -> list[dict[str, Any]]:
    """The shipped checklists whose keys are not among those that were put in already."""
    known = set(known_keys.split())
    return [each for each in shipped_checklists() if each["key"] not in known]


def are_put_in(connection: sqlite3.Connection) -> bool:
    """Whether the ledger has had every shipped checklist; what it did with them since is its own affair."""
    return not missing_checklists(setting(connection, _SETTING))


def put_in(transaction: Transaction, committee_code: str) -> int:
    """Register the shipped checklists that this ledger never had; how many. One that was changed, stopped or
    deleted since does not come back.
    """
    known = setting(transaction.connection, _SETTING)
    missing = missing_checklists(known)
    for each in missing:
        typed = {name: value for name, value in each.items() if name != "key"}
        records.register(transaction, CHECKLIST.table, typed, committee_code)
    if missing:
        keep_setting(transaction, _SETTING, " ".join([known, *(each["key"] for each in missing)]).strip())
    return len(missing)
