"""What was changed in an exported sheet: cell by cell, against what was exported and against what the ledger has now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db.attachments import find_attachment
from db.change_log import history
from db.errors import InvalidRecord
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.kinds import parse, show
from db.spec.masking import is_personal
from db.typed_values import reading_of
from desktop.messages import message, problem_sentence
from desktop.office import Office
from desktop.spreadsheets.cells import Content, content_of, read_back
from desktop.spreadsheets.csv_text import plain_text
from desktop.spreadsheets.masking import masked
from desktop.spreadsheets.own_sheet import OwnRow, OwnSheet
from desktop.spreadsheets.references import ReferenceWords


class Change(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"  # a cell that was changed in the sheet was changed in the ledger too
    REFUSED = "refused"


@dataclass(frozen=True)
class CellChange:
    """A cell that says something else than the ledger: old and new in the clerk's words; `why_not` when it cannot be
    taken, `is_conflict` when the ledger's value is younger than the export."""

    name: str
    label: str
    before: str
    after: str
    why_not: str = ""
    is_conflict: bool = False


@dataclass(eq=False)
class EditedRow:
    """A row of the sheet beside its record. `typed` is what would be written, `is_chosen` whether it will be."""

    row: int
    record_id: str
    title: str
    change: Change
    cells: tuple[CellChange, ...] = ()
    typed: dict[str, Any] = field(default_factory=dict)
    seen_rev: int = 0
    remark: str = ""
    is_chosen: bool = False


def compare(office: Office, sheet: OwnSheet) -> list[EditedRow]:
    """Every row of the sheet with what was changed in it; nothing is written."""
    comparing = _Comparing(office, sheet.record_type)
    records: dict[str, Record] = {}
    ids = [each.record_id for each in sheet.rows if each.record_id]
    for start in range(0, len(ids), 500):
        found = office.rows(sheet.record_type.table, ids[start : start + 500])
        records |= {each["id"]: each for each in found}
    seen: set[str] = set()
    rows = []
    for each in sheet.rows:
        record = records.get(each.record_id)
        is_again = bool(each.record_id) and each.record_id in seen
        rows.append(comparing.row(each, record, is_again))
        seen.add(each.record_id)
    return rows


class _Comparing:
    """The comparison of one sheet's rows."""

    def __init__(self, office: Office, record_type: RecordType) -> None:
        self.office, self.record_type = office, record_type
        self.connection = office.store.reader()
        self.words = ReferenceWords(self.connection)
        self.reading = reading_of(self.connection, office.clock.today())
        self.contents: dict[str, Callable[[Any], Content]] = {
            each.name: content_of(each, self.words) for each in record_type.fields
        }

    def row(self, row: OwnRow, record: Record | None, is_again: bool) -> EditedRow:
        """One row; one that names the same record as a row above it is refused."""
        if record is None:
            return self._new(row)
        if is_again:
            return self._refused(row, record, "这条记录在上面已经有一行，这一行没有采用。")
        if record["retired_at"]:
            return self._refused(row, record, "这条记录在回收站里。请先恢复再修改。")
        return self._edited(row, record)

    def _refused(self, row: OwnRow, record: Record, why: str) -> EditedRow:
        return EditedRow(row.row, record["id"], self._title(record), Change.REFUSED, remark=why)

    def _edited(self, row: OwnRow, record: Record) -> EditedRow:
        exported = self._as_exported(record, row.rev)
        cells: list[CellChange] = []
        typed: dict[str, Any] = {}
        for name, content in row.cells.items():
            field_ = self.record_type.field(name)
            if self._is_as(field_, content, exported.get(name)) or self._is_as(
                field_, content, record.get(name)
            ):
                continue
            change = self._change(field_, content, record, exported)
            cells.append(change)
            if not change.why_not:
                typed[name] = read_back(field_, content)
        found = self._kind(cells, typed)
        remark = ""
        if row.rev != record["rev"] and found is not Change.UNCHANGED:
            remark = f"导出以后 {record['updated_by']} 在程序里改过（{record['updated_at'][:16].replace('T', ' ')}）"
        return EditedRow(
            row.row, record["id"], self._title(record), found, tuple(cells), typed, record["rev"], remark,
            found is Change.CHANGED,
        )  # fmt: skip

    def _kind(self, cells: Sequence[CellChange], typed: Values) -> Change:
        if any(each.is_conflict for each in cells):
            return Change.CONFLICT
        if typed:
            return Change.CHANGED
        return Change.REFUSED if cells else Change.UNCHANGED

    def _change(self, field_: Field, content: Content, record: Record, exported: Values) -> CellChange:
        name = field_.name
        before = show(field_, record.get(name), self.words)
        is_conflict = record.get(name) != exported.get(name)
        after, why_not = self._read(field_, content)
        return CellChange(name, field_.label, before, after, why_not, is_conflict and not why_not)

    def _read(self, field_: Field, content: Content) -> tuple[str, str]:
        """The new value in words, and why it cannot be taken."""
        text = plain_text(content)
        if field_.computed:
            return text, "由程序算出，不能在表格里改"
        if field_.by_action:
            return text, "由办理步骤登记，不能在表格里改"
        typed = read_back(field_, content)
        if field_.kind is Kind.ROWS and isinstance(typed, str):
            example = "｜".join(f"{each.label}：…" for each in field_.rows if not each.folded)
            return text, message("rows_text_unreadable", {"label": field_.label, "example": example})
        try:
            value = parse(field_, typed, self.reading)
        except InvalidRecord as error:
            return text, problem_sentence(error.problems[0])
        return show(field_, value, self.words), ""

    def _is_as(self, field_: Field, content: Content, value: Any) -> bool:
        """Whether a cell says what a value is: as it would be exported, in full or masked, or as it reads."""
        text = plain_text(content).strip()
        full = plain_text(self.contents[field_.name](value)).strip()
        if text == full or (is_personal(field_) and text == masked(field_, full)):
            return True
        try:
            return bool(parse(field_, read_back(field_, content), self.reading) == value)
        except InvalidRecord:
            return False

    def _as_exported(self, record: Record, rev: int) -> Values:
        """The record as it was at that revision, by its history."""
        before = dict(record)
        if rev == record["rev"]:
            return before
        for entry in reversed(history(self.connection, self.record_type.table, record["id"])):
            if entry.rev > rev and entry.before is not None:
                before |= entry.before
        return before

    # rows that have no record here

    def _new(self, row: OwnRow) -> EditedRow:
        cells: list[CellChange] = []
        typed: dict[str, Any] = {}
        for name, content in row.cells.items():
            field_ = self.record_type.field(name)
            if content is None or field_.computed or field_.by_action:
                continue
            if is_personal(field_) and "*" in plain_text(content):
                cells.append(
                    CellChange(name, field_.label, "", plain_text(content), "导出时隐去了个人信息，没有采用")
                )
                continue
            after, why_not = self._read(field_, content)
            cells.append(CellChange(name, field_.label, "", after, why_not))
            if not why_not:
                typed[name] = self._kept_here(field_, read_back(field_, content))
        is_readable = not any(each.why_not and each.after and "*" not in each.after for each in cells)
        found = Change.NEW if typed and is_readable else Change.REFUSED
        if row.number:
            self._keep_number(typed, row.number)
        title = str(typed.get(self.record_type.title_field) or row.number or f"第 {row.row} 行")
        remark = "本台账没有这条，按新增登记" if row.record_id else "新增"
        return EditedRow(row.row, "", title, found, tuple(cells), typed, 0, remark, found is Change.NEW)

    def _kept_here(self, field_: Field, typed: Any) -> Any:
        """Attachments whose files this ledger has; the others cannot come out of a table."""
        if field_.kind is not Kind.ATTACHMENTS or not isinstance(typed, list):
            return typed
        return [each for each in typed if find_attachment(self.connection, each.get("sha256") or "")]

    def _keep_number(self, typed: dict[str, Any], number: str) -> None:
        """The number it had elsewhere goes into the note, for here it gets a new one."""
        note = self.record_type.by_name.get("note")
        if note is not None and note.kind in (Kind.TEXT, Kind.LONG_TEXT):
            kept = f"原编号 {number}"
            own = str(typed.get("note") or "")
            typed["note"] = own if kept in own else f"{own}\n{kept}".strip()

    def _title(self, record: Record) -> str:
        title = str(record.get(self.record_type.title_field) or "").replace("\n", " ")
        return f"{record.get('no') or ''} {title}".strip()
