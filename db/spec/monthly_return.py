"""The monthly return (每月27日前, 青夏街〔2024〕13号 safeguard 6): what was done, the task list, and the figures of the month.

Figures and tasks are worked out live while it is a draft, frozen with a hash when it is compiled, and never move after
签发; what changes in the ledger later shows as 次月调整 (part D).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.return_months import FIRST_MONTH, is_month, month_words

DRAFT, COMPILED, REVIEWED, SIGNED, SENT = "draft", "compiled", "reviewed", "signed", "sent"
ACCEPTED, RETURNED, CORRECTED = "accepted", "returned", "corrected"
OPEN_TO_EDITING = (DRAFT, COMPILED)
FIXED = (SIGNED, SENT, ACCEPTED, RETURNED, CORRECTED)
TEXTS = ("narrative", "difficulties", "next_steps")
_FROZEN = ("figures", "tasks", "offenders", "adjustments", "counted_until")
SNAPSHOT = (*_FROZEN, "compiled_at", "is_clock_doubtful", "snapshot_seq", "snapshot_sha256")
_WRITTEN = (*TEXTS, "month", "recipient", "correction_reason", "filled_by", "phone", "note")


def snapshot_hash(record: Values) -> str:
    """What figures and tasks hash to: SHA-256 of their canonical JSON."""
    return _hash({name: record.get(name) for name in _FROZEN})


def content_hash(record: Values) -> str:
    """What the whole return hashes to when it is signed: month, version, texts, figures and tasks."""
    return _hash({name: record.get(name) for name in ("month", "version", *TEXTS, *_FROZEN)})


def _hash(content: Mapping[str, Any]) -> str:
    import hashlib

    from db.row_codec import canonical_json  # which needs the record types

    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _derive(record: Record) -> None:
    month = record.get("month")
    if month and is_month(month):
        version = record.get("version") or 1
        record["title"] = f"{month_words(month)}月报" + (f"（更正第{version}版）" if version > 1 else "")


def _check(record: Values) -> list[Problem]:
    month = record.get("month")
    if month and not is_month(month):
        return [Problem("month", "period_unreadable", {"typed": month})]
    if month and month < FIRST_MONTH:
        return [Problem("month", "return_before_plan", {"first": month_words(FIRST_MONTH)})]
    return []


def _check_change(before: Values, after: Values) -> list[Problem]:
    """The month never changes, and after 审核 no word does."""
    if before.get("month") != after.get("month"):
        return [Problem("month", "return_month_fixed")]
    if before["status"] in OPEN_TO_EDITING:
        return []
    changed = [name for name in _WRITTEN if before.get(name) != after.get(name)]
    return [Problem(name, "return_is_fixed", {"no": before.get("no") or ""}) for name in changed[:1]]


def _take_snapshot(before: Values, record: Record, facts: Values) -> None:
    record |= facts["take_snapshot"]()


def _forget_snapshot(before: Values, record: Record, facts: Values) -> None:
    record |= dict.fromkeys((*SNAPSHOT, "reviewed_on", "reviewed_by", "review_note"))


def _sign(before: Values, record: Record, facts: Values) -> None:
    record["content_sha256"] = content_hash(record)


def _clock_refusal(record: Values) -> Problem | None:
    """The computer's clock is behind what the ledger has already seen: a signature needs the right day."""
    if not record.get("is_clock_wrong"):
        return None
    return Problem(None, "clock_behind", {"now": record["clock_now"], "known": record["clock_known"]})


def _reason_refusal(record: Values) -> Problem | None:
    """A correction says why it is made (part D: v2 beside v1)."""
    if (record.get("version") or 1) == 1 or record.get("correction_reason"):
        return None
    return Problem("correction_reason", "correction_reason_missing")


def _why_kept(record: Values) -> Problem | None:
    """A return that was signed stays (part D: v1 kept)."""
    is_fixed = record.get("status") in FIXED
    return Problem(None, "return_kept", {"no": record.get("no") or ""}) if is_fixed else None


def _check_signed(record: Values) -> list[Problem]:
    """Four eyes: 审核 and 签发 are two people (part D)."""
    if record.get("signed_by") and record["signed_by"] == record.get("reviewed_by"):
        return [Problem("signed_by", "return_signed_by_reviewer")]
    return []


def _check_sent(record: Values) -> list[Problem]:
    if record.get("sent_on") and record.get("signed_on") and record["sent_on"] < record["signed_on"]:
        return [Problem("sent_on", "date_before", {"label": "报送日期", "other": "签发日期"})]
    return []


def _as(status: str) -> Any:
    return lambda record: status


_ANSWER = ("answer_on", "answer_by", "answer_note")
MONTHLY_RETURN = RecordType(
    table="monthly_return",
    label="月报",
    number_prefix="YB",
    since=2,
    title_field="title",
    date_field="until_on",
    sealed_statuses=FIXED,
    statuses=(
        Status(DRAFT, "草稿"), Status(COMPILED, "已汇总"), Status(REVIEWED, "已审核"), Status(SIGNED, "已签发"),
        Status(SENT, "已报送", is_open=False), Status(ACCEPTED, "已接收", is_open=False), Status(RETURNED, "被退回"),
        Status(CORRECTED, "已更正", is_open=False),
    ),
    transitions=(
        Transition(
            "compile", "汇总", (DRAFT,), (), (), _as(COMPILED), guard=_reason_refusal, prepare=_take_snapshot
        ),
        Transition(
            "review", "审核", (COMPILED,), ("reviewed_by", "reviewed_on", "review_note"), ("reviewed_by", "reviewed_on"), _as(REVIEWED)
        ),
        Transition(
            "sign", "签发", (REVIEWED,), ("signed_by", "signed_on"), ("signed_by", "signed_on"), _as(SIGNED),
            guard=_clock_refusal, prepare=_sign, check=_check_signed,
        ),
        Transition(
            "send", "登记已报送", (SIGNED,), ("sent_on", "sent_way", "sent_to"), ("sent_on", "sent_way"), _as(SENT),
            check=_check_sent,
        ),
        Transition("accept", "登记街道接收", (SIGNED, SENT), _ANSWER, ("answer_on",), _as(ACCEPTED)),
        Transition(
            "send_back", "登记街道退回", (SIGNED, SENT, ACCEPTED), _ANSWER, ("answer_on", "answer_note"), _as(RETURNED)
        ),
        Transition("compile_again", "重新汇总", (COMPILED,), (), (), _as(COMPILED), prepare=_take_snapshot, is_aside=True),
        Transition("to_draft", "退回草稿", (COMPILED, REVIEWED), (), (), _as(DRAFT), prepare=_forget_snapshot, is_aside=True),
    ),
    derive=_derive,
    check=_check,
    check_change=_check_change,
    why_kept=_why_kept,
    fields=(
        Field("title", Kind.TEXT, "名称", computed=True, search=True, list_width=220, section="月报"),
        Field("month", Kind.TEXT, "月份", required=True, max_length=7, copied=False, hint="写成 2026-11", list_width=84, section="月报"),
        Field("version", Kind.INTEGER, "第几版", computed=True, list_width=64, section="月报"),
        Field("corrects", Kind.REFERENCE, "更正", refers_to="monthly_return", computed=True, section="月报"),
        Field("from_on", Kind.DATE, "统计开始", computed=True, section="月报"),
        Field("until_on", Kind.DATE, "统计截止", computed=True, section="月报"),
        Field("year_from", Kind.DATE, "年累计开始", computed=True, section="月报"),
        Field("filled_by", Kind.PERSON, "填报人", required=True, prefill=Prefill.CLERK, list_width=84, section="月报"),
        Field("phone", Kind.PHONE, "联系电话", prefill=Prefill.LAST, section="月报"),
        Field("recipient", Kind.TEXT, "主送", max_length=60, prefill=Prefill.LAST, hint="不填时写所属街道的工作专班", since=3, section="月报"),
        Field("correction_reason", Kind.LONG_TEXT, "更正理由", max_length=500, copied=False, hint="只有更正版要写", since=3, section="月报"),
        Field("narrative", Kind.LONG_TEXT, "工作开展情况", max_length=6000, search=True, section="工作开展情况"),
        Field("next_steps", Kind.LONG_TEXT, "下步打算", max_length=3000, search=True, section="工作开展情况"),
        Field("difficulties", Kind.LONG_TEXT, "困难建议", max_length=3000, search=True, section="工作开展情况"),
        Field("drafted", Kind.LONG_TEXT, "程序拟的文字", max_length=6000, computed=True, section="工作开展情况"),
        Field(
            "figures", Kind.ROWS, "数据", computed=True, section="数据",
            rows=(
                Field("key", Kind.TEXT, "代号", required=True), Field("group", Kind.TEXT, "类别", required=True),
                Field("label", Kind.TEXT, "项目", required=True), Field("unit", Kind.TEXT, "单位"),
                Field("month", Kind.TEXT, "本月", required=True), Field("year", Kind.TEXT, "本年累计"),
                Field("ids_sha256", Kind.TEXT, "本月记录校验", required=True, folded=True),
            ),
        ),
        Field(
            "tasks", Kind.ROWS, "任务清单完成情况", computed=True, section="任务",
            rows=(
                Field("no", Kind.TEXT, "编号", required=True), Field("title", Kind.TEXT, "任务", required=True),
                Field("owner", Kind.PERSON, "责任人"), Field("due", Kind.DATE, "时限"),
                Field("note", Kind.TEXT, "本月进展", max_length=4000), Field("progress", Kind.INTEGER, "完成率", unit="%"),
                Field("state", Kind.TEXT, "状态"), Field("evidence", Kind.TEXT, "佐证", max_length=4000),
            ),
        ),
        Field(
            "offenders", Kind.ROWS, "对不上账的隐患", computed=True, section="数据",
            rows=(Field("record", Kind.TEXT, "记录", required=True, folded=True), Field("no", Kind.TEXT, "编号", required=True)),
        ),
        Field(
            "adjustments", Kind.ROWS, "上月数据的次月调整", computed=True, section="数据",
            rows=(
                Field("label", Kind.TEXT, "项目", required=True), Field("unit", Kind.TEXT, "单位"),
                Field("then", Kind.TEXT, "上月已报", required=True), Field("now", Kind.TEXT, "现为", required=True),
                Field("records", Kind.TEXT, "涉及记录", max_length=4000),
            ),
        ),
        Field("compiled_at", Kind.DATE_TIME, "汇总时间", computed=True, list_width=130, section="汇总"),
        Field("counted_until", Kind.DATE, "数据截至", computed=True, section="汇总"),
        Field("is_clock_doubtful", Kind.YES_NO, "汇总时电脑时间可疑", computed=True, section="汇总"),
        Field("snapshot_seq", Kind.INTEGER, "汇总时的日志序号", computed=True, section="汇总"),
        Field("snapshot_sha256", Kind.TEXT, "汇总校验", computed=True, section="汇总"),
        Field("reviewed_on", Kind.DATE, "审核日期", prefill=Prefill.TODAY, by_action=True, section="审核签发"),
        Field("reviewed_by", Kind.PERSON, "审核人", by_action=True, section="审核签发"),
        Field("review_note", Kind.TEXT, "审核意见", max_length=500, by_action=True, section="审核签发"),
        Field("signed_on", Kind.DATE, "签发日期", prefill=Prefill.TODAY, by_action=True, section="审核签发"),
        Field("signed_by", Kind.PERSON, "签发人", by_action=True, hint="主要负责人", section="审核签发"),
        Field("content_sha256", Kind.TEXT, "签发校验", computed=True, section="审核签发"),
        Field("sent_on", Kind.DATE, "报送日期", prefill=Prefill.TODAY, by_action=True, list_width=100, section="报送"),
        Field("sent_way", Kind.CHOICE, "报送方式", codes=("return_way",), by_action=True, section="报送"),
        Field("sent_to", Kind.TEXT, "收件人", max_length=100, by_action=True, section="报送"),
        Field("answer_on", Kind.DATE, "回执日期", prefill=Prefill.TODAY, by_action=True, section="回执"),
        Field("answer_by", Kind.TEXT, "街道经办", max_length=100, by_action=True, section="回执"),
        Field("answer_note", Kind.LONG_TEXT, "街道意见", by_action=True, search=True, hint="退回的，写明哪里不对", section="回执"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="月报"),
    ),
)  # fmt: skip
