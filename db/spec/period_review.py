"""Quarterly supervision and half-year assessment (青夏街〔2024〕13号 safeguard 6): the figures of a period, frozen when the
record is made, and what people write about them."""

from __future__ import annotations

from datetime import date

from db.errors import Problem
from db.spec.code_tables import code_table, label_of
from db.spec.dates import days_in_month
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values

GATHERED, ASSESSED = "gathered", "assessed"
_WRITTEN = ("assessment", "problems", "next_steps", "assessed_by", "assessed_on", "scan")
_NEEDED = ("assessment", "assessed_by", "assessed_on")


def months_of_review(kind: str | None) -> int:
    """How many months a review of a kind covers; 0 when there is no such kind."""
    found = code_table("review_kind").get(kind) if kind else None
    return int(found.extra["months"]) if found else 0


def bounds_of(record: Values) -> tuple[str, str] | None:
    """First and last day of the period of a review; None while kind, year or ordinal are missing or out of range."""
    kind, year, ordinal = record.get("kind"), record.get("year"), record.get("ordinal")
    months = months_of_review(kind)
    if not months or year is None or ordinal is None or not 1 <= ordinal <= 12 // months:
        return None
    last = ordinal * months
    return (
        date(year, last - months + 1, 1).isoformat(),
        date(year, last, days_in_month(year, last)).isoformat(),
    )


def period_words(record: Values) -> str:
    """2026年第3季度 or 2026年上半年."""
    ordinal = record["ordinal"]
    if record["kind"] == "themed_supervision":
        return f"{record['year']}年第{ordinal}季度"
    return f"{record['year']}年{'上' if ordinal == 1 else '下'}半年"


def _derive(record: Record) -> None:
    bounds = bounds_of(record)
    if bounds:
        record["from_on"], record["until_on"] = bounds
        kind = label_of(("review_kind",), record["kind"]).removeprefix("季度").removeprefix("半年")
        record["title"] = f"{period_words(record)}{kind}"


def _check(record: Values) -> list[Problem]:
    is_given = all(record.get(name) is not None for name in ("kind", "year", "ordinal"))
    problems = [Problem("ordinal", "review_period_unknown")] if is_given and bounds_of(record) is None else []
    if record.get("date") and record.get("from_on") and record["date"] < record["from_on"]:
        problems.append(Problem("date", "date_before", {"label": "日期", "other": "本期开始日期"}))
    return problems


def _check_change(before: Values, record: Values) -> list[Problem]:
    """The figures were counted for one period, so the period stays."""
    names = ("kind", "year", "ordinal")
    return [
        Problem(name, "review_period_fixed")
        for name in names
        if record.get(name) is not None and record[name] != before.get(name)
    ]


PERIOD_REVIEW = RecordType(
    table="period_review",
    label="督导评估",
    number_prefix="DD",
    since=2,
    title_field="title",
    date_field="date",
    statuses=(Status(GATHERED, "已汇总"), Status(ASSESSED, "已评估", is_open=False)),
    derive=_derive,
    check=_check,
    check_change=_check_change,
    transitions=(
        Transition("assess", "写评估意见", (GATHERED,), _WRITTEN, _NEEDED, lambda record: ASSESSED),
        Transition("reassess", "修改评估意见", (ASSESSED,), _WRITTEN, _NEEDED, lambda record: ASSESSED),
    ),
    fields=(
        Field("title", Kind.TEXT, "名称", computed=True, search=True, list_width=240, section="督导评估"),
        Field("kind", Kind.CHOICE, "类型", required=True, codes=("review_kind",), initial="themed_supervision", list_width=120, section="督导评估"),
        Field("year", Kind.INTEGER, "年度", required=True, minimum=2000, maximum=2100, list_width=64, section="督导评估"),
        Field("ordinal", Kind.INTEGER, "第几期", required=True, minimum=1, maximum=4, hint="季度填 1—4；半年填 1 或 2", section="督导评估"),
        Field("from_on", Kind.DATE, "本期开始", computed=True, section="督导评估"),
        Field("until_on", Kind.DATE, "本期结束", computed=True, section="督导评估"),
        Field("date", Kind.DATE, "日期", required=True, prefill=Prefill.TODAY, list_width=100, section="督导评估"),
        Field("led_by", Kind.PERSON, "带队人", required=True, search=True, prefill=Prefill.LAST, list_width=90, section="督导评估"),
        Field("participants", Kind.TEXT, "参加人员", search=True, prefill=Prefill.LAST, section="督导评估"),
        Field("scope", Kind.TEXT, "督导评估范围", search=True, max_length=500, section="督导评估"),
        Field(
            "figures", Kind.ROWS, "本期数据", computed=True, section="本期数据",
            rows=(
                Field("group", Kind.TEXT, "类别", required=True),
                Field("label", Kind.TEXT, "项目", required=True),
                Field("value", Kind.TEXT, "数值", required=True),
            ),
        ),
        Field("gathered_at", Kind.DATE_TIME, "汇总时间", computed=True, section="本期数据"),
        Field("assessment", Kind.LONG_TEXT, "评估意见", by_action=True, search=True, section="评估"),
        Field("problems", Kind.LONG_TEXT, "存在问题", by_action=True, search=True, section="评估"),
        Field("next_steps", Kind.LONG_TEXT, "下步打算", by_action=True, search=True, section="评估"),
        Field("assessed_by", Kind.PERSON, "评估人", by_action=True, section="评估"),
        Field("assessed_on", Kind.DATE, "评估日期", prefill=Prefill.TODAY, by_action=True, section="评估"),
        Field("scan", Kind.ATTACHMENTS, "签字盖章件", by_action=True, section="评估"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="督导评估"),
    ),
)  # fmt: skip
