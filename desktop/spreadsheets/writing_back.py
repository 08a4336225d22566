"""Writing an edited sheet back: first tried out and taken back, then all chosen rows as one operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db import records
from db.errors import AppError, InvalidRecord
from db.spec import TIP
from db.spec.field import Record, RecordType
from db.store import Transaction
from desktop.messages import problem_sentence, sentence
from desktop.office import Office
from desktop.spreadsheets.differences import CellChange, Change, EditedRow, compare
from desktop.spreadsheets.own_sheet import OwnSheet
from desktop.tips.registering import refuse_tipsters


class _NothingKept(Exception):
    """Ends a transaction that was only meant to show what would be."""


def edited_rows(office: Office, sheet: OwnSheet) -> list[EditedRow]:
    """Every row with its differences, each tried out against the record's own rules; nothing is kept of that."""
    rows = compare(office, sheet)

    def run(transaction: Transaction) -> None:
        for row in rows:
            if row.typed and row.change is not Change.REFUSED:
                _carry_out(office, transaction, sheet.record_type, row)
        raise _NothingKept

    if any(row.typed for row in rows):
        try:
            office.write(run, "试着按表格修改")
        except _NothingKept:
            pass
    return rows


def write_back(office: Office, sheet: OwnSheet, rows: Sequence[EditedRow]) -> list[Record]:
    """Write the chosen rows as one operation; the records as they are now. A row that is refused by now (the ledger
    has moved on) ends the whole, nothing is kept: AppError, InvalidRecord.
    """
    chosen = [each for each in rows if each.is_chosen and each.change is not Change.REFUSED and each.typed]
    if not chosen:
        return []
    label = sheet.record_type.label
    work = lambda tx: [_write(office, tx, sheet.record_type, each) for each in chosen]  # noqa: E731
    written: list[Record] = office.write(work, f"按表格修改 {len(chosen)} 条{label}")
    return written


def _carry_out(office: Office, transaction: Transaction, record_type: RecordType, row: EditedRow) -> None:
    """Try a row out and mark what stands in its way."""
    try:
        _write(office, transaction, record_type, row)
    except InvalidRecord as error:
        refused = {each.field: problem_sentence(each) for each in error.problems}
        row.cells = tuple(
            replace(each, why_not=refused.pop(each.name, each.why_not), is_conflict=False)
            for each in row.cells
        )
        row.cells += tuple(
            CellChange(name or "", _label(record_type, name), "", "", why) for name, why in refused.items()
        )
        row.change, row.is_chosen = Change.REFUSED, False
    except AppError as error:
        row.remark, row.change, row.is_chosen = sentence(error), Change.REFUSED, False


def _write(office: Office, transaction: Transaction, record_type: RecordType, row: EditedRow) -> Record:
    if record_type is TIP:
        refuse_tipsters(office, row.typed)
        if not row.record_id:
            raise AppError("tip_not_from_sheet")
    if not row.record_id:
        return records.register(transaction, record_type.table, row.typed, office.committee["code"])
    return records.change(transaction, record_type.table, row.record_id, row.typed, row.seen_rev)


def _label(record_type: RecordType, name: str | None) -> str:
    field = record_type.by_name.get(name or "")
    return field.label if field else "整行"
