"""A point by which departments judge hazards, beside those that ship with the program: what the street passes on.

In short words of the street's own; the original decides, and whether a hazard is a major one is for the department.
"""

from __future__ import annotations

from db.spec.field import Field, Kind, RecordType, Status, Transition

USED, STOPPED = "used", "stopped"
CRITERION = RecordType(
    table="criterion",
    label="判定要点",
    since=4,
    title_field="text",
    in_package=False,
    statuses=(Status(USED, "在用"), Status(STOPPED, "停用", is_open=False)),
    transitions=(
        Transition("stop", "停用", (USED,), (), (), lambda record: STOPPED),
        Transition("use", "恢复使用", (STOPPED,), (), (), lambda record: USED),
    ),
    fields=(
        Field("title", Kind.TEXT, "文件名称", required=True, search=True, max_length=100, list_width=240),
        Field("doc_no", Kind.TEXT, "文号", required=True, search=True, max_length=60, list_width=160),
        Field("in_force", Kind.DATE, "施行日期", list_width=100),
        Field("clause", Kind.TEXT, "条款", required=True, max_length=60, list_width=100),
        Field("kind", Kind.CHOICE, "要点种类", required=True, codes=("criterion_kind",), initial="basis", list_width=140),
        Field("text", Kind.LONG_TEXT, "要点", required=True, search=True, max_length=400, list_width=320),
        Field("categories", Kind.CHOICES, "隐患类别", codes=("hazard_category",)),
        Field("words", Kind.TEXT, "查找用词", search=True, max_length=200, hint="用空格隔开"),
        Field("source", Kind.TEXT, "来源", folded=True),
    ),
)  # fmt: skip
