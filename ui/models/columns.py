"""Columns of a list: generated from the fields of a record type, in the order that a page asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from db.spec.field import Field, Kind, RecordType, Values
from db.spec.kinds import show
from db.value import EMPTY, Value
from ui.models.hazard_marks import hazard_flags
from ui.models.marks import Mark, hazard_level_mark, overdue_mark, report_mark, risk_level_mark, status_mark

ReferenceTitle = Callable[[str, str], str]
NUMBER_KINDS = frozenset((Kind.INTEGER, Kind.DECIMAL, Kind.MONEY))
_NOT_IN_LISTS = frozenset((Kind.ATTACHMENTS, Kind.ROWS))
_DEFAULT_WIDTH = 110
_DUE_WIDTH = 176


class Column(Value):
    """One column: what a cell says, its mark, and by which key SQL can sort it ("" when it cannot)."""

    name: str
    label: str
    width: int
    text: Callable[[Values], str]
    mark: Callable[[Values], Mark | None] = lambda record: None
    sort_key: str = ""
    is_number: bool = False
    is_shown: bool = True


def list_columns(
    record_type: RecordType,
    shown: Sequence[tuple[str, int]],
    reference_title: ReferenceTitle,
    today: Callable[[], date],
    marks: Mapping[str, Callable[[Values], Mark | None]] = EMPTY,
    further: Sequence[Column] = (),
) -> tuple[Column, ...]:
    """The columns of `shown` (field, width) in that order, then every other field, hidden at first; `marks` replaces
    the usual mark of a field; `further` are columns beside the type's own."""
    heads = _head_columns(record_type) | {each.name: each for each in further}
    fields = {
        each.name: _field_column(record_type, each, reference_title, today)
        for each in record_type.fields
        if each.kind not in _NOT_IN_LISTS
    }
    fields |= {name: fields[name].with_changes(mark=mark) for name, mark in marks.items()}
    known = heads | fields
    first = [known[name].with_changes(width=width) for name, width in shown]
    rest = [each.with_changes(is_shown=False) for name, each in known.items() if name not in dict(shown)]
    return (*first, *rest)


def _head_columns(record_type: RecordType) -> dict[str, Column]:
    def status(record: Values) -> Mark | None:
        return status_mark(record_type, record)

    columns: tuple[Column, ...] = (
        Column("no", "编号", 112, lambda record: record.get("no") or "", sort_key="no"),
        Column("status", "状态", 104, lambda record: _word(status(record)), status, "status"),
        Column("report_state", "报送", 104, lambda record: _word(report_mark(record)), report_mark),
        Column(
            "updated_at",
            "修改时间",
            136,
            lambda record: _moment(record.get("updated_at")),
            sort_key="updated_at",
        ),
        Column(
            "updated_by", "修改人", 84, lambda record: record.get("updated_by") or "", sort_key="updated_by"
        ),
    )
    if record_type.table == "hazard":
        columns += (Column("flags", "标记", 84, lambda record: " ".join(hazard_flags(record))),)
    return {each.name: each for each in columns}


def _field_column(
    record_type: RecordType, field: Field, reference_title: ReferenceTitle, today: Callable[[], date]
) -> Column:
    is_due = field.name == record_type.due_field
    return Column(
        name=field.name,
        label=field.label,
        width=_DUE_WIDTH if is_due else field.list_width or _DEFAULT_WIDTH,
        text=lambda record: show(field, record.get(field.name), reference_title).replace("\n", " "),
        mark=_field_mark(record_type, field, today),
        sort_key="" if field.kind is Kind.CHOICES else field.name,
        is_number=field.kind in NUMBER_KINDS,
    )


def _field_mark(
    record_type: RecordType, field: Field, today: Callable[[], date]
) -> Callable[[Values], Mark | None]:
    if field.codes == ("risk_level",):
        return lambda record: risk_level_mark(record.get(field.name))
    if field.codes == ("hazard_level",):
        return lambda record: hazard_level_mark(record.get(field.name))
    if field.name == record_type.due_field:
        return lambda record: overdue_mark(record_type, record, today())
    return lambda record: None


def _word(mark: Mark | None) -> str:
    return mark.word if mark else ""


def _moment(stamp: str | None) -> str:
    return stamp[:16].replace("T", " ") if stamp else ""
