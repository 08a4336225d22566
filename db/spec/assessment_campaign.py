"""A round of 风险辨识评估 (青夏街〔2024〕13号 task 6 asks for one in 2024–2025): started, done premises by premises, closed
with its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values


def _check(record: Values) -> list[Problem]:
    started = record.get("started_on")
    return [
        Problem(name, "date_before", {"label": label, "other": "开始日期"})
        for name, label in (("closed_on", "结束日期"), ("due_on", "完成期限"))
        if started and record.get(name) and record[name] < started
    ]


def _prepare_closing(before: Values, record: Record, facts: Mapping[str, Any]) -> None:
    """What the round came to stays with it, however the premises change later (`db.campaigns`)."""
    record["premises_total"], record["premises_missing"] = facts["premises_total"], facts["premises_missing"]
    if not facts["premises_missing"]:
        record["missing_reason"] = None


def _check_closing(record: Values) -> list[Problem]:
    """A round is not closed silently with premises that nobody assessed; its minutes are a scan or a text."""
    problems = []
    missing = record.get("premises_missing") or 0
    if missing and not record.get("missing_reason"):
        problems.append(Problem("missing_reason", "campaign_missing_reason", {"count": missing}))
    if not record.get("minutes") and not record.get("minutes_text"):
        problems.append(Problem("minutes_text", "campaign_minutes_missing"))
    return problems


ASSESSMENT_CAMPAIGN = RecordType(
    table="assessment_campaign",
    label="风险评估活动",
    number_prefix="PG",
    since=2,
    title_field="title",
    date_field="started_on",
    due_field="due_on",
    statuses=(Status("running", "进行中"), Status("closed", "已结束", is_open=False)),
    check=_check,
    transitions=(
        Transition(
            "close", "结束评估", ("running",),
            ("closed_on", "conclusion", "minutes_text", "minutes", "missing_reason"), ("closed_on", "conclusion"),
            lambda record: "closed", check=_check_closing, prepare=_prepare_closing,
        ),
    ),
    fields=(
        Field("title", Kind.TEXT, "名称", required=True, search=True, list_width=220, section="评估活动"),
        Field("started_on", Kind.DATE, "开始日期", required=True, prefill=Prefill.TODAY, list_width=100, section="评估活动"),
        Field("due_on", Kind.DATE, "完成期限", list_width=100, section="评估活动"),
        Field("team", Kind.TEXT, "评估组成员", required=True, search=True, list_width=180, section="评估活动"),
        Field("method", Kind.CHOICE, "评价方法", required=True, codes=("risk_method",), initial="checklist", section="评估活动"),
        Field("scope", Kind.TEXT, "范围", section="评估活动"),
        Field("plan_clause", Kind.TEXT, "任务依据", section="评估活动"),
        Field(
            "clearances", Kind.ROWS, "无较大风险的场所", section="评估活动",
            rows=(
                Field("premises", Kind.REFERENCE, "场所", required=True, refers_to="premises"),
                Field("found_on", Kind.DATE, "查看日期", required=True),
                Field("found_by", Kind.PERSON, "查看人", required=True),
                Field("note", Kind.TEXT, "说明", max_length=300),
            ),
        ),
        Field("closed_on", Kind.DATE, "结束日期", prefill=Prefill.TODAY, by_action=True, section="结束"),
        Field("conclusion", Kind.LONG_TEXT, "评估结论", by_action=True, search=True, section="结束"),
        Field("minutes_text", Kind.LONG_TEXT, "会议纪要（文字）", by_action=True, hint="文字或扫描件至少有一样", section="结束"),
        Field("minutes", Kind.ATTACHMENTS, "会议纪要（扫描件）", by_action=True, section="结束"),
        Field("missing_reason", Kind.TEXT, "未评估场所的说明", by_action=True, max_length=500, section="结束"),
        Field("premises_total", Kind.INTEGER, "应评估场所", unit="处", computed=True, section="结束"),
        Field("premises_missing", Kind.INTEGER, "未评估场所", unit="处", computed=True, section="结束"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="评估活动"),
    ),
)  # fmt: skip
