"""Accidents (part B9): first report within the hour, follow-ups, level by what they cost, lessons.

《生产安全事故报告和调查处理条例》（国务院令第493号）: levels §3, the hour §9, content of the report §12, supplements §13.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from db.errors import Problem
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values

REGISTERED, REPORTED, CLOSED = "registered", "reported", "closed"
FIRST_REPORT_MINUTES = 60  # §9: the unit's head reports within an hour of hearing of it
_USUAL_SUPPLEMENT_DAYS = 30
_LOSSES = ("dead", "serious", "light", "missing", "loss")


def level_of(dead: int, serious: int, loss: Decimal) -> str:
    """The code of the level that deaths, serious injuries and direct loss (万元) come to, §3: the highest whose lower
    limit one of them reaches; “以上” includes the number, “以下” does not.
    """
    reached = [
        each.code
        for each in code_table("accident_level").codes
        if dead >= each.extra["dead"] > 0
        or serious >= each.extra["serious"] > 0
        or loss >= each.extra["loss"] > 0
    ]
    return reached[-1] if reached else code_table("accident_level").codes[0].code


def casualties(record: Values) -> dict[str, Any]:
    """dead, serious, light, missing and loss as last reported. A follow-up after the days of §13 is kept in the record
    but changes no figure.
    """
    known = {name: record.get(name) for name in _LOSSES}
    until = record.get("supplement_until") or "9999"
    for row in sorted(record.get("follow_ups") or [], key=lambda row: row.get("told_at") or ""):
        if (row.get("told_at") or "")[:10] <= until:
            known |= {name: row[name] for name in _LOSSES if row.get(name) is not None}
    return known


def report_delay_minutes(record: Values) -> int | None:
    """Minutes from hearing of the accident (else from the accident) to the first report; None without one."""
    start, reported = record.get("known_at") or record.get("happened_at"), record.get("reported_at")
    if not start or not reported:
        return None
    return int((datetime.fromisoformat(reported) - datetime.fromisoformat(start)).total_seconds() // 60)


def supplement_days(category: str | None) -> int:
    """For how many days casualties are supplemented, §13: 30, for fires and road traffic 7."""
    found = code_table("accident_category").get(category or "")
    return int(found.extra["supplement_days"]) if found else _USUAL_SUPPLEMENT_DAYS


def is_classed_by_1986(day: str) -> bool:
    """Whether an accident of that day falls under GB 6441-1986: before GB 6441-2025 came into force."""
    return day < (code_table("accident_type_2025").in_force or "")


def _derive(record: Record) -> None:
    happened = record.get("happened_at")
    record["date"] = happened[:10] if happened else None
    if record["date"]:
        last = date.fromisoformat(record["date"]) + timedelta(days=supplement_days(record.get("category")))
        record["supplement_until"] = last.isoformat()
    found = casualties(record)
    record |= {f"final_{name}": found[name] for name in ("dead", "serious", "loss")}
    record["level"] = level_of(found["dead"] or 0, found["serious"] or 0, Decimal(found["loss"] or 0))
    delay = report_delay_minutes(record)
    record["is_report_late"] = None if delay is None else delay > FIRST_REPORT_MINUTES


def _check(record: Values) -> list[Problem]:
    problems = []
    happened, known, reported = (record.get(name) for name in ("happened_at", "known_at", "reported_at"))
    if happened and known and known < happened:
        problems.append(Problem("known_at", "date_before", {"label": "得知时间", "other": "发生时间"}))
    if reported and (known or happened) and reported < (known or happened or ""):
        problems.append(Problem("reported_at", "date_before", {"label": "首报时间", "other": "得知时间"}))
    if reported and not record.get("reported_to"):
        problems.append(Problem("reported_to", "required", {"label": "首报对象"}))
    return problems + _check_types(record) + _check_follow_ups(record)


def _check_types(record: Values) -> list[Problem]:
    """The classification in force on the day; the older one beside the new is only for events before it."""
    if not record.get("date"):
        return []
    if is_classed_by_1986(record["date"]):
        missing = not record.get("type_1986")
        return [Problem("type_1986", "required", {"label": "事故类型（1986版）"})] if missing else []
    if record.get("type_1986"):
        return [
            Problem(
                "type_1986", "accident_type_superseded", {"since": code_table("accident_type_2025").in_force}
            )
        ]
    return (
        [] if record.get("type_2025") else [Problem("type_2025", "required", {"label": "事故类型（2025版）"})]
    )


def _check_follow_ups(record: Values) -> list[Problem]:
    happened = record.get("happened_at") or ""
    return [
        Problem("follow_ups", "date_before", {"label": "续报时间", "other": "发生时间"}, place)
        for place, row in enumerate(record.get("follow_ups") or [])
        if row.get("told_at") and row["told_at"] < happened
    ]


def _to(status: str) -> Any:
    def apply(record: Record) -> str:
        _derive(record)
        return status

    return apply


def _first_status(record: Values) -> str:
    return REPORTED if record.get("reported_at") else REGISTERED


ACCIDENT = RecordType(
    table="accident",
    label="事故",
    number_prefix="SG",
    since=2,
    title_field="title",
    date_field="date",
    due_field="supplement_until",
    statuses=(Status(REGISTERED, "已登记"), Status(REPORTED, "已首报"), Status(CLOSED, "已办结", is_open=False)),
    transitions=(
        Transition(
            "report", "登记首报", (REGISTERED,), ("reported_at", "reported_to", "reported_by"),
            ("reported_at", "reported_to", "reported_by"), _to(REPORTED), check=_check,
        ),
        Transition("follow_up", "登记续报", (REPORTED,), ("follow_ups",), ("follow_ups",), _to(REPORTED), check=_check),
        Transition("close", "办结", (REPORTED,), ("lessons",), ("lessons",), _to(CLOSED)),
    ),
    derive=_derive,
    check=_check,
    first_status=_first_status,
    fields=(
        Field("title", Kind.TEXT, "事故名称", required=True, search=True, list_width=240, pdf_width_mm=50, section="事故"),
        Field("happened_at", Kind.DATE_TIME, "发生时间", required=True, list_width=130, section="事故"),
        Field("known_at", Kind.DATE_TIME, "得知时间", hint="首报的一小时从这时算起；不填从发生时算", section="事故"),
        Field("date", Kind.DATE, "发生日期", computed=True, pdf_width_mm=22, section="事故"),
        Field("place", Kind.TEXT, "地点", required=True, search=True, list_width=160, pdf_width_mm=36, section="事故"),
        Field("premises", Kind.REFERENCE, "事故场所", refers_to="premises", list_width=150, section="事故"),
        Field("category", Kind.CHOICE, "事故类别", required=True, codes=("accident_category",), list_width=110, pdf_width_mm=24, section="事故"),
        Field("is_production", Kind.YES_NO, "生产安全事故", required=True, hint="居民住宅火灾等不属于生产安全事故", list_width=80, section="事故"),
        Field("type_2025", Kind.CHOICE, "事故类型（2025版）", codes=("accident_type_2025",), list_width=130, pdf_width_mm=26, section="事故"),
        Field("type_1986", Kind.CHOICE, "事故类型（1986版）", codes=("accident_type_1986",), section="事故"),
        Field("dead", Kind.INTEGER, "首报死亡", unit="人", initial=0, maximum=10_000, section="伤亡和损失"),
        Field("missing", Kind.INTEGER, "首报下落不明", unit="人", initial=0, maximum=10_000, section="伤亡和损失"),
        Field("serious", Kind.INTEGER, "首报重伤", unit="人", initial=0, maximum=10_000, section="伤亡和损失"),
        Field("light", Kind.INTEGER, "首报轻伤", unit="人", initial=0, maximum=10_000, section="伤亡和损失"),
        Field("loss", Kind.MONEY, "首报损失（万元）", unit="万元", section="伤亡和损失"),
        Field("final_dead", Kind.INTEGER, "死亡人数", unit="人", computed=True, list_width=80, pdf_width_mm=16, section="伤亡和损失"),
        Field("final_serious", Kind.INTEGER, "重伤人数", unit="人", computed=True, list_width=80, pdf_width_mm=16, section="伤亡和损失"),
        Field("final_loss", Kind.MONEY, "经济损失（万元）", unit="万元", computed=True, pdf_width_mm=22, section="伤亡和损失"),
        Field("level", Kind.CHOICE, "推算等级", codes=("accident_level",), computed=True, list_width=110, pdf_width_mm=22, section="伤亡和损失"),
        Field("unit_overview", Kind.LONG_TEXT, "事故单位概况", section="经过"),
        Field("scene", Kind.LONG_TEXT, "现场情况", section="经过"),
        Field("summary", Kind.LONG_TEXT, "简要经过", required=True, search=True, section="经过"),
        Field("cause", Kind.LONG_TEXT, "初步原因", section="经过"),
        Field("measures", Kind.LONG_TEXT, "已采取的措施", section="经过"),
        Field("other", Kind.LONG_TEXT, "其他应当报告的情况", folded=True, section="经过"),
        Field("reported_at", Kind.DATE_TIME, "首报时间", copied=False, section="报告"),
        Field("reported_to", Kind.TEXT, "首报对象", search=True, section="报告"),
        Field("reported_by", Kind.PERSON, "首报人", prefill=Prefill.CLERK, section="报告"),
        Field("is_report_late", Kind.YES_NO, "首报超时", computed=True, section="报告"),
        Field("supplement_until", Kind.DATE, "补报截止", computed=True, list_width=110, section="报告"),
        Field(
            "follow_ups", Kind.ROWS, "续报", copied=False, section="报告",
            rows=(
                Field("told_at", Kind.DATE_TIME, "续报时间", required=True),
                Field("dead", Kind.INTEGER, "死亡", maximum=10_000),
                Field("serious", Kind.INTEGER, "重伤", maximum=10_000),
                Field("missing", Kind.INTEGER, "下落不明", maximum=10_000),
                Field("loss", Kind.MONEY, "损失（万元）"),
                Field("to", Kind.TEXT, "报给", required=True),
                Field("text", Kind.TEXT, "情况", max_length=500),
            ),
        ),
        Field("lessons", Kind.LONG_TEXT, "教训和整改", search=True, section="教训"),
        Field("photos", Kind.ATTACHMENTS, "照片", section="照片和材料"),
        Field("files", Kind.ATTACHMENTS, "报告和批复", section="照片和材料"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="教训"),
    ),
)  # fmt: skip
