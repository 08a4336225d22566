"""Records with every field filled, with what spreadsheets like to spoil: formulas, leading zeros, long numbers, lines."""

from __future__ import annotations

from typing import Any

from db.records import insert
from db.spec import COMMITTEE, RECORD_TYPES
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, RecordType
from db.store import Transaction
from db.ulid import new_ulid
from desktop.office import Office
from tests import factories

TEXTS = (
    "=cmd|'/C calc'!A0", "'=1+1", "0012", "2026-3", "䶮㐂𠮷", "A、B；C，“引号”", "+8613916880001", "@someone", "-5", "1. 措施：看",
)  # fmt: skip
_LONG = '一：第一行\n=HYPERLINK("x")\n  末行；\\｜尾'


def fill_every_type(office: Office, count: int = 3) -> None:
    """That many records of every type, every field filled, every reference naming a record of its type."""
    office.write(lambda tx: _fill(tx, count), "导入")


def _fill(tx: Transaction, count: int) -> None:
    ids = {table: [new_ulid() for _ in range(count)] for table in RECORD_TYPES}
    for record_type in RECORD_TYPES.values():
        if record_type is not COMMITTEE:
            for place in range(count):
                insert(tx, record_type, full_record(record_type, place, ids))


def full_record(record_type: RecordType, place: int, ids: dict[str, list[str]]) -> dict[str, Any]:
    """One record in its stored form."""
    number = f"{record_type.number_prefix}-2026-{place + 1:04}" if record_type.number_prefix else None
    head = {
        "id": ids[record_type.table][place], "no": number, "rev": place + 1, "status": _status(record_type, place),
        "committee_code": factories.COMMITTEE_CODE, "retired_at": None, "retired_reason": None,
        "created_at": "2026-11-23T09:30:00", "created_by": "王芳", "updated_at": "2026-11-23T09:30:00",
        "updated_by": "王芳",
    }  # fmt: skip
    return head | {
        each.name: _value(each, place + index, ids) for index, each in enumerate(record_type.fields)
    }


def _status(record_type: RecordType, place: int) -> str:
    statuses = record_type.statuses
    return statuses[place % len(statuses)].code if statuses else ""


def _value(field: Field, place: int, ids: dict[str, list[str]]) -> Any:
    makers = {
        Kind.TEXT: lambda: f"{TEXTS[place % len(TEXTS)]}",
        Kind.PERSON: lambda: ("阿卜杜热合曼·买买提依明", "欧阳䶮", "𠮷")[place % 3],
        Kind.LONG_TEXT: lambda: (
            _LONG.replace("  末行", "末行").replace("｜", "|") + TEXTS[place % len(TEXTS)]
        ),
        Kind.PHONE: lambda: ("13916880001、021-59720011", "02159720000")[place % 2],
        Kind.INTEGER: lambda: int(_within(field, str(place))),
        Kind.DECIMAL: lambda: _within(field, ("0.35", "31.1497123", "120")[place % 3]),
        Kind.MONEY: lambda: ("0.35", "12.3456", "1000000")[place % 3],
        Kind.DATE: lambda: ("2026-11-03", "2024-02-29", "1899-12-31")[place % 3],
        Kind.DATE_TIME: lambda: ("2026-11-09T14:05", "2026-01-01T00:00")[place % 2],
        Kind.YES_NO: lambda: place % 2 == 0,
        Kind.CHOICE: lambda: _codes(field)[place % len(_codes(field))],
        Kind.CHOICES: lambda: _codes(field)[place % 2 :: 2] or _codes(field)[:1],
        Kind.REFERENCE: lambda: ids[field.refers_to][place % len(ids[field.refers_to])],
        Kind.ATTACHMENTS: lambda: [
            factories.attachment(place + 1, "说明；一"),
            factories.attachment(place + 2),
        ],
        Kind.ROWS: lambda: [
            {each.name: _value(each, place + step, ids) for each in field.rows} for step in range(2)
        ],
    }
    value = makers[field.kind]()
    return value[: field.max_length] if field.max_length and isinstance(value, str) else value


def _within(field: Field, number: str) -> str:
    if field.minimum is not None and float(number) < field.minimum:
        return str(field.minimum)
    return str(field.maximum) if field.maximum and float(number) > field.maximum else number


def _codes(field: Field) -> list[str]:
    return [code.code for name in field.codes for code in code_table(name).codes]
