"""What a ledger has beside the lists that ship with the program: its own choices and criteria, put to use while it is open."""

from __future__ import annotations

import sqlite3
import sys

from db.row_codec import columns_of, from_row
from db.spec import CRITERION, OWN_CODE
from db.spec.code_tables import Code, add_codes
from db.spec.field import Record
from db.store import Changed, Store

_LIBRARY = "db.spec.criterion_library"
_TABLES = frozenset((OWN_CODE.table, CRITERION.table))


def use_added_choices(store: Store) -> None:
    """Offer what the ledger added, now and after each change of it, until `forget_added_choices`."""
    read_added_choices(store)

    def follow(changed: Changed) -> None:
        if changed.tables & _TABLES:
            read_added_choices(store)

    store.subscribe(follow)


def forget_added_choices(store: Store) -> None:
    """Offer what the ledger added no longer."""
    add_codes(str(store.path), {})
    _add_criteria(store, [])


def read_added_choices(store: Store, running: sqlite3.Connection | None = None) -> None:
    """Read them again; with the connection of a running transaction what it has added counts already."""
    connection = running or store.reader()
    add_codes(str(store.path), _codes(connection))
    columns = ", ".join(f'"{name}"' for name in columns_of(CRITERION))
    rows = connection.execute(
        f"SELECT {columns} FROM criterion WHERE retired_at IS NULL AND status = 'used' ORDER BY id"
    )
    _add_criteria(store, [from_row(CRITERION, row) for row in rows.fetchall()])


def _add_criteria(store: Store, added: list[Record]) -> None:
    """The library is loaded when somebody looks into it; without entries of its own a ledger does not load it."""
    if not added and _LIBRARY not in sys.modules:
        return
    from db.spec.criterion_library import add_criteria

    add_criteria(str(store.path), added)


def _codes(connection: sqlite3.Connection) -> dict[str, list[Code]]:
    """Every added choice by list; the words of stopped and deleted ones stay known, because records may have them."""
    added: dict[str, list[Code]] = {}
    rows = connection.execute(
        "SELECT list, code, word, status != 'used' OR retired_at IS NOT NULL FROM own_code"
        " ORDER BY retired_at, position IS NULL, position, id"
    )
    for table, code, word, is_stopped in rows:
        added.setdefault(table, []).append(Code(code, word, {"is_stopped": True} if is_stopped else {}))
    return added
