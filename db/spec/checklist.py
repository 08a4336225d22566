"""Checklists for the round (table C11): the committee's own wording, editable; a changed one is a new version.

A list stays one record: its version counts the wordings, and the change log keeps each of them. Inspections keep
the text they used.
"""

from __future__ import annotations

import json
import zlib

from db.spec.field import Field, Kind, Record, RecordType, Status, Transition, Values

USED, STOPPED = "used", "replaced"


def wording_code(record: Values) -> str:
    """Eight hex digits that stand for the name and the items of a checklist: equal for equal wordings."""
    words = [record.get("name"), *([row.get("item"), row.get("basis")] for row in record.get("items") or [])]
    return f"{zlib.crc32(json.dumps(words, ensure_ascii=False).encode()):08X}"


def _count_version(record: Record) -> None:
    code = wording_code(record)
    is_known = record.get("wording") == code and record.get("version")
    record["version"] = record["version"] if is_known else (record.get("version") or 0) + 1
    record["wording"] = code


def flags_of(premises: Values) -> set[str]:
    """The flags of premises, and those that follow from what else is known of them: gas, people living in, a lift."""
    gas = premises.get("gas_use") or ""
    claims = {
        "bottled_gas": "瓶装" in gas or "液化" in gas or bool(premises.get("gas_cylinders")),
        "piped_gas": "管道" in gas or "天然气" in gas,
        "mixed_use": bool(premises.get("people_live_in") or premises.get("dorm_people")),
        "lift": bool(premises.get("lift_next_inspection_on")),
    }
    return set(premises.get("flags") or []) | {flag for flag, holds in claims.items() if holds}


def fits(checklist: Values, premises: Values) -> bool:
    """Whether a checklist is proposed for premises: by their type or one of their flags; one that names neither
    fits all.
    """
    types, flags = checklist.get("premises_types") or [], checklist.get("flags") or []
    if not types and not flags:
        return True
    return premises.get("type") in types or bool(set(flags) & flags_of(premises))


CHECKLIST = RecordType(
    table="checklist",
    label="检查表",
    since=2,
    title_field="name",
    in_package=False,
    statuses=(Status(USED, "在用"), Status(STOPPED, "停用", is_open=False)),
    transitions=(
        Transition("stop", "停用", (USED,), (), (), lambda record: STOPPED),
        Transition("use", "恢复使用", (STOPPED,), (), (), lambda record: USED),
    ),
    derive=_count_version,
    fields=(
        Field("name", Kind.TEXT, "检查表", required=True, search=True, max_length=60, list_width=200),
        Field("version", Kind.INTEGER, "版次", computed=True, list_width=60),
        Field("place", Kind.INTEGER, "排列次序", hint="数字小的排在前面", list_width=80),
        Field("premises_types", Kind.CHOICES, "适用场所类型", codes=("premises_type",), list_width=200, hint="类型和标签都不选，则各类场所都可用"),
        Field("flags", Kind.CHOICES, "适用标签", codes=("premises_flag",), list_width=160),
        Field(
            "items", Kind.ROWS, "检查项目", required=True,
            rows=(
                Field("item", Kind.TEXT, "项目", required=True, max_length=300),
                Field("category", Kind.CHOICE, "隐患类别", codes=("hazard_category",)),
                Field("basis", Kind.TEXT, "依据"),
            ),
        ),
        Field("source", Kind.TEXT, "来源", folded=True),
        Field("wording", Kind.TEXT, "内容校验码", computed=True),
    ),
)  # fmt: skip
