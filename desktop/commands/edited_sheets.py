"""The command import, for a sheet that this program wrote: each changed cell is told, old and new."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from db.errors import AppError
from db.spec import RECORD_TYPES
from db.spec.field import Record
from desktop.office import Office
from desktop.spreadsheets.differences import Change, EditedRow
from desktop.spreadsheets.own_sheet import OwnSheet
from desktop.spreadsheets.writing_back import edited_rows, write_back


def import_own_sheet(office: Office, sheet: OwnSheet, given: Namespace) -> int:
    """Write what was changed in an exported sheet, and what was added to it. A cell that was changed in the ledger as
    well is told and left as it is; exit code 1 when there is one, or a row that cannot be taken.

    Raises AppError `sheet_of_other_type`.
    """
    if sheet.record_type.table != given.type:
        asked = RECORD_TYPES[given.type].label
        raise AppError(
            "sheet_of_other_type", name=sheet.file_name, found=sheet.record_type.label, asked=asked
        )
    rows = edited_rows(office, sheet)
    written = [] if given.dry_run else write_back(office, sheet, rows)
    (_tell_json if given.json else _tell)(rows, written, given)
    return 1 if count(rows, Change.REFUSED) or count(rows, Change.CONFLICT) else 0


def count(rows: Sequence[EditedRow], *changes: Change) -> int:
    """How many rows came to one of these."""
    return sum(each.change in changes for each in rows)


def _tell(rows: Sequence[EditedRow], written: Sequence[Record], given: Namespace) -> None:
    for row in (each for each in rows if each.change is not Change.UNCHANGED):
        if row.remark:
            print(f"第 {row.row} 行 {row.title}：{row.remark}", file=sys.stderr)
        for cell in row.cells if row.change is not Change.NEW else ():
            why = cell.why_not or ("与程序里的改动冲突，没有采用" if cell.is_conflict else "")
            told = f"{cell.before or '—'} → {cell.after or '（清空）'}"
            print(
                f"第 {row.row} 行 {row.title} {cell.label}：{told}{f'（{why}）' if why else ''}",
                file=sys.stderr,
            )
    for record in written:
        print(record["no"] or record["id"])
    new, changed = count(rows, Change.NEW), count(rows, Change.CHANGED)
    print(
        f"读到 {len(rows)} 行：新增 {new} 条，改动 {changed} 条，没有变化 {count(rows, Change.UNCHANGED)} 条，"
        f"冲突 {count(rows, Change.CONFLICT)} 条，不能采用 {count(rows, Change.REFUSED)} 条"
        + ("（试导入，没有写入）" if given.dry_run else ""),
        file=sys.stderr,
    )


def _tell_json(rows: Sequence[EditedRow], written: Sequence[Record], given: Namespace) -> None:
    counts = {each.value: count(rows, each) for each in Change}
    document = {
        "type": given.type, "file": given.file.name, "dry_run": given.dry_run, "read": len(rows), **counts,
        "written": len(written), "numbers": [each["no"] or each["id"] for each in written],
        "rows": [_row(each) for each in rows if each.change is not Change.UNCHANGED],
    }  # fmt: skip
    print(json.dumps(document, ensure_ascii=False, indent=1))


def _row(row: EditedRow) -> dict[str, Any]:
    cells = [
        {"field": c.name, "label": c.label, "before": c.before, "after": c.after, "why_not": c.why_not,
         "conflict": c.is_conflict}
        for c in row.cells
    ]  # fmt: skip
    return {"row": row.row, "record": row.record_id, "title": row.title, "change": row.change.value,
            "remark": row.remark, "cells": cells}  # fmt: skip
