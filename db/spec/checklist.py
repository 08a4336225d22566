"""Checklists for the round (table C11): the committee's own wording, editable; a changed one is a new version."""

from __future__ import annotations

from db.spec.field import Field, Kind, Record, RecordType, Status, Transition

CHECKLIST = RecordType(
    table="checklist",
    label="检查表",
    since=2,
    title_field="name",
    in_package=False,
    statuses=(Status("used", "在用"), Status("replaced", "停用", is_open=False)),
    transitions=(
        Transition("stop", "停用", ("used",), (), (), lambda record: "replaced"),
        Transition("use", "恢复使用", ("replaced",), (), (), lambda record: "used"),
    ),
    fields=(
        Field("name", Kind.TEXT, "检查表", required=True, search=True, list_width=200),
        Field("version", Kind.INTEGER, "版次", computed=True, list_width=60),
        Field("premises_types", Kind.CHOICES, "适用场所类型", codes=("premises_type",), list_width=200, hint="不选则各类场所都可用"),
        Field("flags", Kind.CHOICES, "适用标签", codes=("premises_flag",), list_width=160),
        Field(
            "items", Kind.ROWS, "检查项目", required=True,
            rows=(
                Field("item", Kind.TEXT, "项目", required=True, max_length=300),
                Field("category", Kind.CHOICE, "隐患类别", codes=("hazard_category",)),
                Field("basis", Kind.TEXT, "依据", max_length=200),
            ),
        ),
        Field("source", Kind.TEXT, "来源", max_length=200),
    ),
    derive=lambda record: _count_version(record),
)  # fmt: skip


def _count_version(record: Record) -> None:
    record["version"] = record.get("version") or 1
