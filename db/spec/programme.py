"""A programme (行动方案): what a plan asks for, clause by clause, as data: goals, year targets, tasks and what proves them.

Nothing in the program knows one plan's years or clauses; the plan that ships is a file in `db/programmes/`.
"""

from __future__ import annotations

import re
from collections import Counter

from db.errors import Problem
from db.spec.field import Field, Kind, Record, RecordType, Status, Transition, Values

MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_YEARS = re.compile(r"[0-9]{4}(,[0-9]{4})*")


def clause_of(programme: Values, key: str) -> Record | None:
    """The clause of that key, or None."""
    return next((row for row in programme.get("clauses") or [] if row["key"] == key), None)


def years_of(programme: Values) -> range:
    """The years of the programme, first to last."""
    return range(int(programme["from_on"][:4]), int(programme["until_on"][:4]) + 1)


def _check(record: Values) -> list[Problem]:
    first, last = record.get("from_on"), record.get("until_on")
    problems = []
    if first and last and last < first:
        problems.append(Problem("until_on", "date_before", {"label": "结束日期", "other": "开始日期"}))
    clauses = {row.get("key") for row in record.get("clauses") or []}
    for name in ("clauses", "tasks"):
        problems += _twice(record, name)
    for name in ("targets", "proofs", "tasks"):
        problems += _of_no_clause(record, name, clauses)
    return problems + _untimely(record)


def _twice(record: Values, name: str) -> list[Problem]:
    rows = record.get(name) or []
    times = Counter(row.get("key") for row in rows)
    return [
        Problem(name, "programme_key_twice", {"key": row["key"]}, index)
        for index, row in enumerate(rows)
        if row.get("key") and times[row["key"]] > 1
    ]


def _of_no_clause(record: Values, name: str, clauses: set[str | None]) -> list[Problem]:
    return [
        Problem(name, "programme_clause_unknown", {"key": row["clause"]}, index)
        for index, row in enumerate(record.get(name) or [])
        if row.get("clause") and row["clause"] not in clauses
    ]


def _untimely(record: Values) -> list[Problem]:
    """Days of tasks are month-day, for monthly ones the day of the month; years are divided by commas."""
    problems = []
    for index, row in enumerate(record.get("tasks") or []):
        due = _DAY if row.get("recurrence") == "month" else MONTH_DAY
        wrong = [
            value
            for value, form in (
                (row.get("start"), MONTH_DAY),
                (row.get("due"), due),
                (row.get("years"), _YEARS),
            )
            if value and not form.fullmatch(value)
        ]
        problems += [Problem("tasks", "programme_day_unreadable", {"typed": each}, index) for each in wrong]
    return problems


PROGRAMME = RecordType(
    table="programme",
    label="行动方案",
    number_prefix="FA",
    since=2,
    title_field="name",
    date_field="from_on",
    due_field="until_on",
    statuses=(Status("in_force", "执行中"), Status("ended", "已结束", is_open=False)),
    transitions=(Transition("end", "结束方案", ("in_force",), (), (), lambda record: "ended"),),
    check=_check,
    fields=(
        Field("name", Kind.TEXT, "方案名称", required=True, search=True, list_width=300, section="方案"),
        Field("key", Kind.TEXT, "方案代号", required=True, max_length=60, section="方案"),
        Field("doc_no", Kind.TEXT, "文号", required=True, search=True, list_width=150, section="方案"),
        Field("issuer", Kind.TEXT, "发文单位", search=True, section="方案"),
        Field("issued_on", Kind.DATE, "成文日期", section="方案"),
        Field("from_on", Kind.DATE, "开始日期", required=True, section="方案"),
        Field("until_on", Kind.DATE, "结束日期", required=True, section="方案"),
        Field("note", Kind.LONG_TEXT, "说明", section="方案"),
        Field(
            "clauses", Kind.ROWS, "条款", required=True, section="条款",
            rows=(
                Field("key", Kind.TEXT, "编号", required=True, max_length=20),
                Field("label", Kind.TEXT, "简称", required=True, max_length=60),
                Field("title", Kind.TEXT, "条款", required=True),
                Field("action", Kind.TEXT, "所属部分", required=True),
                Field("says", Kind.LONG_TEXT, "方案要求", required=True, max_length=2000),
                Field("asks", Kind.LONG_TEXT, "村居要做", required=True, max_length=2000),
            ),
        ),
        Field(
            "targets", Kind.ROWS, "逐年目标", section="条款",
            rows=(
                Field("clause", Kind.TEXT, "条款编号", required=True),
                Field("year", Kind.INTEGER, "年度", required=True, minimum=2000, maximum=2100),
                Field("due", Kind.DATE, "期限"),
                Field("text", Kind.TEXT, "目标", required=True, max_length=500),
            ),
        ),
        Field(
            "proofs", Kind.ROWS, "佐证台账", section="条款",
            rows=(
                Field("clause", Kind.TEXT, "条款编号", required=True),
                Field("ledger", Kind.TEXT, "台账", required=True),
                Field("word", Kind.TEXT, "名称", required=True),
                Field("where", Kind.TEXT, "条件", max_length=500),
            ),
        ),
        Field(
            "tasks", Kind.ROWS, "任务", section="任务",
            rows=(
                Field("clause", Kind.TEXT, "条款编号", required=True),
                Field("key", Kind.TEXT, "任务编号", required=True, max_length=40),
                Field("title", Kind.TEXT, "任务", required=True),
                Field("recurrence", Kind.CHOICE, "频次", required=True, codes=("recurrence",)),
                Field("years", Kind.TEXT, "年度"),
                Field("start", Kind.TEXT, "开始"),
                Field("due", Kind.TEXT, "期限"),
                Field("owner", Kind.CHOICE, "责任岗位", codes=("post",)),
                Field("target", Kind.TEXT, "目标", max_length=500),
            ),
        ),
    ),
)  # fmt: skip
