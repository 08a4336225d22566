"""Programme files (方案文件): JSON with the clauses of a plan, read, checked and kept as a programme record.

A file is `{"format": "village-ledger-programme", "version": 1, "key", "name", "doc_no", "from_on", "until_on", "clauses": […]}`;
each clause has `key, label, title, action, says, asks` and may have `targets`, `proofs` and `tasks`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db import lists, records
from db.errors import AppError, EnvironmentProblem, InvalidRecord, Problem
from db.spec import PROGRAMME, RECORD_TYPES
from db.spec.field import Record, Values
from db.store import Transaction
from db.typed_values import read_values, reading_of

FORMAT, VERSION = "village-ledger-programme", 1
SHIPPED_FOLDER = Path(__file__).resolve().parent / "programmes"
LARGEST_FILE = 4 << 20
_HEAD = ("key", "name", "doc_no", "issuer", "issued_on", "from_on", "until_on", "note")
_PARTS = ("targets", "proofs", "tasks")
# Ledgers that another version of the program may have: what is counted there is left out, not refused.
KNOWN_LEDGERS = frozenset(RECORD_TYPES)


def shipped_programmes() -> list[Path]:
    """The programme files that come with the program, newest name last."""
    return sorted(SHIPPED_FOLDER.glob("*.json"))


def read_programme(path: Path) -> dict[str, Any]:
    """The typed values of the programme in a file, to be registered.

    Raises EnvironmentProblem `file_unreadable`, AppError `programme_file_not_ours`, InvalidRecord with every problem.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise AppError("file_too_large", name=path.name, limit_mb=LARGEST_FILE >> 20)
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error
    except (ValueError, RecursionError) as error:
        raise AppError("programme_file_not_ours", name=path.name) from error
    return programme_values(document, path.name)


def programme_values(document: Any, name: str) -> dict[str, Any]:
    """The typed values of a programme document. Raises AppError `programme_file_not_ours`, InvalidRecord."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise AppError("programme_file_not_ours", name=name)
    if document.get("version") != VERSION:
        raise AppError("programme_file_newer", name=name, version=document.get("version"))
    values: dict[str, Any] = {each: document.get(each) for each in _HEAD}
    clauses = document.get("clauses")
    if not isinstance(clauses, list) or not all(isinstance(each, dict) for each in clauses):
        raise AppError("programme_file_not_ours", name=name)
    values["clauses"] = [{k: v for k, v in each.items() if k not in _PARTS} for each in clauses]
    problems: list[Problem] = []
    for part in _PARTS:
        values[part] = [
            _flat(part, str(each.get("key")), row, problems)
            for each in clauses
            for row in _rows(each, part, name)
        ]
    if problems:
        raise InvalidRecord(problems)
    return values


def _rows(clause: Mapping[str, Any], part: str, name: str) -> list[Any]:
    rows = clause.get(part) or []
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise AppError("programme_file_not_ours", name=name)
    return rows


def _flat(part: str, clause: str, row: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    flat: dict[str, Any] = {"clause": clause, **row}
    if part == "tasks" and isinstance(flat.get("years"), list):
        flat["years"] = ",".join(str(year) for year in flat["years"])
    if part == "proofs":
        where = flat.pop("where", None)
        problems += _proof_problems(clause, str(row.get("ledger")), where)
        flat["where"] = where_text(where) if isinstance(where, dict) else where
    return flat


def _proof_problems(clause: str, ledger: str, where: Any) -> list[Problem]:
    if ledger not in KNOWN_LEDGERS:
        return [Problem("proofs", "programme_ledger_unknown", {"key": clause, "typed": ledger})]
    if where is not None and not (
        isinstance(where, dict) and all(isinstance(each, list) for each in where.values())
    ):
        return [Problem("proofs", "programme_where_unreadable", {"key": clause})]
    known = RECORD_TYPES.get(ledger)
    return [
        Problem("proofs", "programme_field_unknown", {"key": clause, "typed": name, "label": known.label})
        for name in where or {}
        if known and name != "status" and name not in known.by_name
    ]


def where_text(where: Mapping[str, list[Any]]) -> str:
    """Conditions as one line: `level=suspected_major,major; status=closed`."""
    return "; ".join(f"{name}={','.join(str(each) for each in values)}" for name, values in where.items())


def where_of(text: str | None) -> dict[str, tuple[str, ...]]:
    """The conditions in such a line."""
    parts = [each.partition("=") for each in (text or "").split(";") if each.strip()]
    return {name.strip(): tuple(value.strip().split(",")) for name, _, value in parts}


def find_programme(connection: sqlite3.Connection, key: str) -> Record | None:
    """The programme of that key that is in this ledger, or None."""
    row = connection.execute(
        "SELECT id FROM programme WHERE key = ? AND retired_at IS NULL ORDER BY id LIMIT 1", (key,)
    ).fetchone()  # a handful of rows
    return lists.records_by_id(connection, PROGRAMME.table, [row[0]])[0] if row else None


def keep_programme(transaction: Transaction, typed: Values, committee_code: str) -> tuple[Record, str]:
    """The programme record of these values, and whether it was `added`, `changed` or the `same` as before.

    A programme of the same key is brought up to date; tasks that were made of it stay. Raises InvalidRecord.
    """
    known = find_programme(transaction.connection, str(typed.get("key")))
    if known is None:
        return records.register(transaction, PROGRAMME.table, typed, committee_code), "added"
    changed = records.change(transaction, PROGRAMME.table, known["id"], typed)
    return changed, "same" if changed["rev"] == known["rev"] else "changed"


def check_programme(connection: sqlite3.Connection, typed: Values, today: Any) -> Record:
    """The stored form of a programme's values, kept nowhere. Raises InvalidRecord with every problem."""
    values, problems = read_values(PROGRAMME, typed, reading_of(connection, today))
    problems += PROGRAMME.check(values)
    if problems:
        raise InvalidRecord(problems)
    return values
