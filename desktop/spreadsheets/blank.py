"""Blank spreadsheets of a record type, to be filled in and imported: drop-downs, notes at the headings, and a sheet
that explains every column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.spec import RECORD_TYPES
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, RecordType
from db.spec.query import Query
from desktop.spreadsheets import xlsx
from desktop.spreadsheets.cells import cell_kind
from desktop.spreadsheets.columns import field_width, mark_column
from desktop.spreadsheets.files import whole_or_not_at_all

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from desktop.office import Office

ROWS = 1000  # that the drop-downs reach
MOST_NAMES = 2000  # of places in a drop-down
GUIDE, LISTS = "填写说明", "选项"
_WAYS = {
    Kind.TEXT: "文字", Kind.LONG_TEXT: "文字，可换行（Alt+Enter）", Kind.INTEGER: "整数", Kind.DECIMAL: "数字",
    Kind.MONEY: "数字，单位万元", Kind.DATE: "日期，如 2026-11-03", Kind.DATE_TIME: "日期和时间，如 2026-11-03 14:30",
    Kind.CHOICE: "从下拉列表中选一个", Kind.CHOICES: "可填几个，用顿号隔开", Kind.YES_NO: "是 或 否",
    Kind.REFERENCE: "已登记的名称或编号", Kind.PERSON: "姓名", Kind.PHONE: "电话，几个用顿号隔开",
    Kind.ROWS: "一行一条，各项用“｜”隔开",
}  # fmt: skip


@dataclass(frozen=True)
class BlankColumn:
    """A column to be filled in: its field and what may be chosen in it."""

    field: Field
    choices: tuple[str, ...]


def write_blank(record_type: RecordType, path: Path, office: Office | None = None) -> int:
    """Write the blank spreadsheet; how many columns it has. With a ledger its places and such can be chosen.

    Raises EnvironmentProblem `disk_full`, `sheet_not_written`.
    """
    columns = [BlankColumn(each, _choices(each, office)) for each in own_fields(record_type)]
    with whole_or_not_at_all(path) as part, xlsx.new_workbook(part) as book:
        sheet = book.add_worksheet(xlsx.sheet_name(record_type.label))
        xlsx.set_up_print(sheet, record_type.label, office.committee["name"] if office else "")
        guide, lists = book.add_worksheet(GUIDE), book.add_worksheet(LISTS)
        lists.hide()
        _write_columns(book, sheet, record_type, columns, _write_lists(lists, columns))
        _write_guide(book, guide, columns)
    return len(columns)


def own_fields(record_type: RecordType) -> list[Field]:
    """The fields that a new record may be typed with, those that must be filled first; photos do not go into cells."""
    fields = [
        each
        for each in record_type.fields
        if not each.computed and not each.by_action and each.kind is not Kind.ATTACHMENTS
    ]
    return sorted(fields, key=lambda each: (not _is_needed(each), each.folded))


def _is_needed(field: Field) -> bool:
    return field.required or field.required_if is not None


def _choices(field: Field, office: Office | None) -> tuple[str, ...]:
    if field.kind is Kind.YES_NO:
        return ("是", "否")
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        labels = (code.label for name in field.codes for code in code_table(name).codes)
        return tuple(dict.fromkeys(labels))
    if field.kind is Kind.REFERENCE and office is not None:
        ids = office.ids(field.refers_to, Query(), MOST_NAMES)
        titles = (title.replace("\n", " ") for title in office.titles(field.refers_to, ids).values() if title)
        return tuple(dict.fromkeys(titles)) if RECORD_TYPES[field.refers_to].title_field == "name" else ()
    return ()


def _write_lists(lists: Worksheet, columns: Sequence[BlankColumn]) -> Mapping[str, str]:
    """The choices below each other on a hidden sheet; the range of each field's, as a formula."""
    from xlsxwriter.utility import xl_col_to_name

    ranges: dict[str, str] = {}
    for column in (each for each in columns if each.choices):
        place = len(ranges)
        for row, choice in enumerate(column.choices):
            lists.write_string(row, place, choice)
        letter = xl_col_to_name(place, col_abs=True)
        ranges[column.field.name] = f"={LISTS}!{letter}$1:{letter}${len(column.choices)}"
    return ranges


def _write_columns(
    book: Workbook,
    sheet: Worksheet,
    record_type: RecordType,
    columns: Sequence[BlankColumn],
    ranges: Mapping[str, str],
) -> None:
    heads = {
        True: xlsx.head_format(book, bg_color="#FCE4C8", font_color="#8A3B00"),
        False: xlsx.head_format(book),
    }
    for place, column in enumerate(columns):
        field = column.field
        look = xlsx.cell_format(book, cell_kind(field))
        sheet.set_column(place, place, field_width(field), look)
        sheet.write_string(0, place, field.label, heads[_is_needed(field)])
        sheet.write_comment(0, place, note_of(field), {"x_scale": 2, "y_scale": 1.2, "font_size": 10})
        validation = _validation(field, ranges.get(field.name, ""))
        if validation:
            sheet.data_validation(1, place, ROWS, place, validation)
    mark = mark_column(record_type)  # by which the import knows the sheet again
    sheet.set_column(len(columns), len(columns), mark.width, None, {"hidden": True})
    sheet.write_string(0, len(columns), mark.label, heads[False])
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _validation(field: Field, choices: str) -> dict[str, object]:
    """What Excel checks while typing: only a choice of one is closed, names and lists may be typed beside the list."""
    say = {"input_title": field.label[:32], "input_message": note_of(field)[:255], "ignore_blank": True}
    if choices:
        is_closed = field.kind in (Kind.CHOICE, Kind.YES_NO)
        kind = "stop" if is_closed else "information"
        wrong = {
            "error_title": "不在列表里",
            "error_message": "请从下拉列表中选，或留空。",
            "error_type": kind,
        }
        return say | wrong | {"validate": "list", "source": choices, "show_error": is_closed}
    if field.kind is Kind.INTEGER:
        wrong = {"error_title": "要填整数", "error_message": f"“{field.label}”请填整数。"}
        return say | wrong | {"validate": "integer", "criteria": ">=", "value": field.minimum or 0}
    return {}


def note_of(field: Field) -> str:
    """What the note at a heading says: whether it must be filled, how it is written, and the form's own hint."""
    needed = "必填。" if field.required else "有时必填。" if field.required_if else "可不填。"
    way = _WAYS.get(field.kind, "文字")
    unit = f"，单位{field.unit}" if field.unit and field.unit not in way else ""
    inner = (
        f"，如 1. {'｜'.join(f'{each.label}：…' for each in field.rows if not each.folded)}"
        if field.rows
        else ""
    )
    hint = f"\n{field.hint}" if field.hint else ""
    return f"{needed}{way}{unit}{inner}。{hint}"


def _write_guide(book: Workbook, guide: Worksheet, columns: Sequence[BlankColumn]) -> None:
    """Every column with how it is filled in and what may be chosen."""
    from desktop.spreadsheets.cells import CellKind

    head, body = xlsx.head_format(book), xlsx.cell_format(book, CellKind.LONG)
    guide.set_column(0, 0, 22)
    guide.set_column(1, 1, 44)
    guide.set_column(2, 2, 70)
    guide.write_string(
        0, 0, "在前一张表里从第 2 行起填写，一行一条；表头不要改。橙色的栏目必填。填好后用“从表格导入”。"
    )
    for place, word in enumerate(("栏目", "怎么填", "可选内容")):
        guide.write_string(1, place, word, head)
    for row, column in enumerate(columns, 2):
        choices = column.choices if column.field.kind is not Kind.REFERENCE else ()
        for place, text in enumerate((column.field.label, note_of(column.field), "、".join(choices))):
            guide.write_string(row, place, text, body)
    guide.freeze_panes(2, 0)
    xlsx.set_up_print(guide, GUIDE, "")
