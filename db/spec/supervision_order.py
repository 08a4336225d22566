"""Supervision orders on a hazard (part B3, D): 督办, 挂牌, 通报, 督促函, 约谈, 曝光, 移交; received or asked for.

Source: 青夏街〔2024〕13号 clauses 5 and 13, safeguard five. A hazard cannot close while an order on it is open.
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values

ISSUED, DELIVERED, ANSWERED, CLEARED = "issued", "delivered", "answered", "cleared"


def _check(record: Values) -> list[Problem]:
    issued, deadline = record.get("issued_on"), record.get("deadline")
    if issued and deadline and deadline < issued:
        return [Problem("deadline", "date_before", {"label": "办结期限", "other": "下达日期"})]
    return []


def _extend(record: Record) -> str:
    extensions = [*(record.get("extensions") or [])]
    extensions.append(
        {
            "old": record["deadline"],
            "new": record["new_deadline"],
            "reason": record["extension_reason"],
            "approved_by": record["extension_approved_by"],
        }
    )
    record["extensions"], record["deadline"] = extensions, record["new_deadline"]
    for name in ("new_deadline", "extension_reason", "extension_approved_by"):
        record[name] = None
    return str(record["status"])


def _check_extension(record: Values) -> list[Problem]:
    new, old = record.get("new_deadline"), record.get("deadline")
    if new and old and new <= old:
        return [Problem("new_deadline", "date_before", {"label": "延期至", "other": "原期限"})]
    return []


def _may_clear(record: Values) -> Problem | None:
    """An order is cleared after its feedback; one that was only asked for may end without it (it was not issued)."""
    is_settled = record.get("feedback") or record.get("is_requested")
    return None if is_settled else Problem(None, "order_feedback_missing")


def _check_clear(record: Values) -> list[Problem]:
    issued, cleared = record.get("issued_on"), record.get("cleared_on")
    if issued and cleared and cleared < issued:
        return [Problem("cleared_on", "date_before", {"label": "解除日期", "other": "下达日期"})]
    return []


SUPERVISION_ORDER = RecordType(
    table="supervision_order",
    label="督办单",
    number_prefix="DB",
    since=2,
    title_field="requirement",
    date_field="issued_on",
    due_field="deadline",
    statuses=(
        Status(ISSUED, "已下达"), Status(DELIVERED, "已送达"), Status(ANSWERED, "已反馈"),
        Status(CLEARED, "已解除", is_open=False),
    ),
    check=_check,
    transitions=(
        Transition(
            "deliver", "登记送达", (ISSUED,), ("delivered_on", "delivered_to"), ("delivered_on", "delivered_to"),
            lambda record: DELIVERED,
        ),
        Transition(
            "answer", "登记反馈", (ISSUED, DELIVERED, ANSWERED), ("feedback_on", "feedback", "feedback_scan"),
            ("feedback_on", "feedback"), lambda record: ANSWERED,
        ),
        Transition(
            "extend", "延期", (ISSUED, DELIVERED, ANSWERED),
            ("new_deadline", "extension_reason", "extension_approved_by"),
            ("new_deadline", "extension_reason", "extension_approved_by"), _extend, check=_check_extension,
        ),
        Transition(
            "clear", "解除", (ISSUED, DELIVERED, ANSWERED), ("cleared_on", "clear_doc", "clear_scan"),
            ("cleared_on", "clear_doc"), lambda record: CLEARED, guard=_may_clear, check=_check_clear,
        ),
    ),
    fields=(
        Field("hazard", Kind.REFERENCE, "督办的隐患", refers_to="hazard", required=True, list_width=220, section="督办"),
        Field("action", Kind.CHOICE, "督办方式", required=True, codes=("supervision_action",), initial="listing", list_width=100, section="督办"),
        Field("is_requested", Kind.YES_NO, "由本单位提请", hint="本单位向街道、部门提出的督办；下达单位填提请的对象", section="督办"),
        Field("issuer", Kind.TEXT, "下达单位", required=True, search=True, prefill=Prefill.LAST, list_width=150, section="督办"),
        Field("doc_no", Kind.TEXT, "文号", search=True, section="督办"),
        Field("issued_on", Kind.DATE, "下达或提请日期", required=True, prefill=Prefill.TODAY, list_width=110, section="督办"),
        Field("to_unit", Kind.TEXT, "被督办单位", required=True, search=True, list_width=150, section="督办"),
        Field("to_person", Kind.PERSON, "主要负责人或实际控制人", required=True, personal=True, section="督办"),
        Field("requirement", Kind.LONG_TEXT, "督办要求", required=True, search=True, list_width=240, section="督办"),
        Field("deadline", Kind.DATE, "办结期限", required=True, list_width=110, section="督办"),
        Field("scan", Kind.ATTACHMENTS, "督办单扫描件", section="督办"),
        Field("delivered_on", Kind.DATE, "送达日期", prefill=Prefill.TODAY, by_action=True, section="送达"),
        Field("delivered_to", Kind.PERSON, "签收人", personal=True, by_action=True, section="送达"),
        Field("feedback_on", Kind.DATE, "反馈日期", prefill=Prefill.TODAY, by_action=True, section="反馈"),
        Field("feedback", Kind.LONG_TEXT, "整改反馈", by_action=True, search=True, section="反馈"),
        Field("feedback_scan", Kind.ATTACHMENTS, "反馈材料", by_action=True, section="反馈"),
        Field("new_deadline", Kind.DATE, "延期至", by_action=True, section="延期"),
        Field("extension_reason", Kind.TEXT, "延期理由", max_length=500, by_action=True, section="延期"),
        Field("extension_approved_by", Kind.PERSON, "批准人", by_action=True, section="延期"),
        Field(
            "extensions", Kind.ROWS, "延期记录", computed=True, section="延期",
            rows=(
                Field("old", Kind.DATE, "原期限"), Field("new", Kind.DATE, "延期至"),
                Field("reason", Kind.TEXT, "理由", max_length=500), Field("approved_by", Kind.PERSON, "批准人"),
            ),
        ),
        Field("cleared_on", Kind.DATE, "解除日期", prefill=Prefill.TODAY, by_action=True, section="解除"),
        Field("clear_doc", Kind.TEXT, "解除依据", by_action=True, hint="解除或摘牌的文号、通知", section="解除"),
        Field("clear_scan", Kind.ATTACHMENTS, "解除文件", by_action=True, section="解除"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="督办"),
    ),
)  # fmt: skip
