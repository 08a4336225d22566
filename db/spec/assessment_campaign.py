"""A round of 风险辨识评估 (青夏街〔2024〕13号 task 6 asks for one in 2024–2025): started, done premises by premises, closed
with its minutes."""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, RecordType, Status, Transition, Values


def _check(record: Values) -> list[Problem]:
    started, closed = record.get("started_on"), record.get("closed_on")
    if started and closed and closed < started:
        return [Problem("closed_on", "date_before", {"label": "结束日期", "other": "开始日期"})]
    return []


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
            "close", "结束评估", ("running",), ("closed_on", "conclusion", "minutes"), ("closed_on", "conclusion", "minutes"),
            lambda record: "closed",
        ),
    ),
    fields=(
        Field("title", Kind.TEXT, "名称", required=True, search=True, list_width=220, section="评估活动"),
        Field("started_on", Kind.DATE, "开始日期", required=True, prefill=Prefill.TODAY, list_width=100, section="评估活动"),
        Field("due_on", Kind.DATE, "完成期限", list_width=100, section="评估活动"),
        Field("team", Kind.TEXT, "评估组成员", required=True, search=True, list_width=180, section="评估活动"),
        Field("method", Kind.CHOICE, "评价方法", required=True, codes=("risk_method",), initial="ls", section="评估活动"),
        Field("scope", Kind.TEXT, "范围", section="评估活动"),
        Field("plan_clause", Kind.TEXT, "任务依据", section="评估活动"),
        Field("closed_on", Kind.DATE, "结束日期", prefill=Prefill.TODAY, by_action=True, section="结束"),
        Field("conclusion", Kind.LONG_TEXT, "评估结论", by_action=True, search=True, section="结束"),
        Field("minutes", Kind.ATTACHMENTS, "评估会议纪要", by_action=True, section="结束"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="评估活动"),
    ),
)  # fmt: skip
