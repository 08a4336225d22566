"""Columns of a spreadsheet: generated from the fields of a record type, each with what stands in its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from db.committee_names import ROSTER
from db.report_states import LABELS
from db.spec import HAZARD
from db.spec.field import Field, RecordType, Values
from db.spec.masking import is_personal
from db.spec.query import UNIT
from desktop.spreadsheets.cells import CellKind, Content, cell_kind, content_of, moment
from desktop.spreadsheets.masking import masked

MARK = "mark"
MARK_LABEL = "记录标识（勿改）"
_PIXELS_PER_CHARACTER = 7


@dataclass(frozen=True)
class SheetColumn:
    """One column: its heading, its width in characters, and what its cell holds of a record; `needs` are the columns
    of the database for that."""

    name: str
    label: str
    kind: CellKind
    width: float
    content: Callable[[Values], Content]
    needs: tuple[str, ...]
    is_hidden: bool = False


_WIDTHS = {
    CellKind.LONG: 44, CellKind.DATE: 12, CellKind.MOMENT: 17, CellKind.NUMBER: 10, CellKind.MONEY: 12, CellKind.TEXT: 16,
}  # fmt: skip


def every_name(record_type: RecordType) -> tuple[str, ...]:
    """All columns of a whole ledger: number, state, every field, and who wrote last."""
    state = ("status",) if record_type.statuses else ()
    number = ("no",) if record_type.number_prefix else ()
    return (*number, *state, *(each.name for each in record_type.fields), "updated_at", "updated_by")


def sheet_columns(
    record_type: RecordType, names: Sequence[str], word: Callable[[str, str], str], *, with_personal: bool
) -> tuple[SheetColumn, ...]:
    """The named columns in that order; personal data is masked unless it is wanted. KeyError for an unknown name."""
    heads = _heads(record_type, word)
    return tuple(
        heads[name] if name in heads else _field_column(record_type.field(name), word, with_personal)
        for name in names
    )


def mark_column(record_type: RecordType) -> SheetColumn:
    """The hidden column by which an edited sheet finds its records again: the type in its heading, id and revision in
    its cells (01J…@3)."""
    return SheetColumn(
        MARK,
        MARK_LABEL + record_type.table,
        CellKind.TEXT,
        16,
        lambda record: f"{record['id']}@{record['rev']}",
        ("id", "rev"),
        True,
    )


def _heads(record_type: RecordType, word: Callable[[str, str], str]) -> Mapping[str, SheetColumn]:
    statuses = {each.code: each.label for each in record_type.statuses}
    heads = {
        "no": ("编号", CellKind.TEXT, 16, lambda record: record.get("no"), ("no",)),
        "status": ("状态", CellKind.TEXT, 10, lambda record: statuses.get(record.get("status") or ""), ("status",)),
        "report_state": ("报送", CellKind.TEXT, 10, lambda record: LABELS[record["report_state"]], ("id", "rev")),
        "updated_at": ("修改时间", CellKind.MOMENT, 17, lambda record: moment(record.get("updated_at")), ("updated_at",)),
        UNIT: ("村居", CellKind.TEXT, 24, lambda record: word(ROSTER, record[UNIT]), (UNIT,)),
        "updated_by": ("修改人", CellKind.TEXT, 10, lambda record: record.get("updated_by"), ("updated_by",)),
    }  # fmt: skip
    if record_type is HAZARD:
        heads["flags"] = (
            "标记", CellKind.TEXT, 12, _hazard_flags, ("extensions", "repeat_of", "times_reopened", "id"),
        )  # fmt: skip
    return {name: SheetColumn(name, *rest) for name, rest in heads.items()}


def _hazard_flags(record: Values) -> str:
    reopened = record.get("times_reopened") or 0
    words = (
        "督办" if record.get("open_orders") else "",
        "延期" if record.get("extensions") else "",
        "重复" if record.get("repeat_of") else "",
        f"重开{reopened}次" if reopened else "",
    )
    return " ".join(filter(None, words))


def _field_column(field: Field, word: Callable[[str, str], str], with_personal: bool) -> SheetColumn:
    plain, name = content_of(field, word), field.name
    kind = cell_kind(field)
    if is_personal(field) and not with_personal:
        return SheetColumn(
            name, field.label, CellKind.TEXT, field_width(field),
            lambda record: masked(field, str(plain(record.get(name)) or "")) or None, (name,),
        )  # fmt: skip
    return SheetColumn(
        name, field.label, kind, field_width(field), lambda record: plain(record.get(name)), (name,)
    )


def field_width(field: Field) -> float:
    """How wide a column of this field is, in characters; its heading fits."""
    kind = cell_kind(field)
    own = field.list_width / _PIXELS_PER_CHARACTER if field.list_width else _WIDTHS[kind]
    return max(own, 2 * len(field.label) + 2)


def needed_names(columns: Sequence[SheetColumn], record_type: RecordType) -> list[str]:
    """The database columns that these columns and the release check need."""
    source = ("source",) if "source" in record_type.by_name else ()
    return list(dict.fromkeys(name for each in columns for name in each.needs) | dict.fromkeys(source))
