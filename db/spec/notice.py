"""Notices with numbers of their own: 隐患告知（提醒）单, 上报单, 复查意见单, 延期申请.

A committee informs and reports; it does not order (domain point 2, 安全生产法 §75, 上海居委会条例 §25–26).
"""

from __future__ import annotations

from db.spec.field import Field, Kind, Prefill, RecordType, Status, Transition

NOTICE = RecordType(
    table="notice",
    label="文书",
    number_prefix="WS",
    since=2,
    title_field="subject",
    date_field="issued_on",
    statuses=(Status("issued", "已开具"), Status("delivered", "已送达", is_open=False)),
    transitions=(
        Transition(
            "deliver", "登记送达", ("issued",), ("delivered_on", "delivered_to", "scan"), ("delivered_on", "delivered_to"),
            lambda record: "delivered",
        ),
    ),
    fields=(
        Field("kind", Kind.CHOICE, "文书种类", required=True, codes=("notice_kind",), list_width=140, section="文书"),
        Field("hazard", Kind.REFERENCE, "涉及隐患", refers_to="hazard", required=True, list_width=220, section="文书"),
        Field("subject", Kind.TEXT, "事由", required=True, search=True, list_width=220, section="文书"),
        Field("issued_on", Kind.DATE, "开具日期", required=True, prefill=Prefill.TODAY, list_width=100, section="文书"),
        Field("to_unit", Kind.TEXT, "送达单位", required=True, search=True, list_width=150, section="文书"),
        Field("to_person", Kind.PERSON, "联系人", personal=True, section="文书"),
        Field("body", Kind.LONG_TEXT, "正文", required=True, search=True, max_length=3000, section="文书"),
        Field("reply_by", Kind.DATE, "希望回复日期", section="文书"),
        Field("issued_by", Kind.PERSON, "经办人", required=True, prefill=Prefill.CLERK, section="文书"),
        Field("delivered_on", Kind.DATE, "送达日期", prefill=Prefill.TODAY, by_action=True, section="送达"),
        Field("delivered_to", Kind.PERSON, "签收人", personal=True, by_action=True, section="送达"),
        Field("scan", Kind.ATTACHMENTS, "签收扫描件", by_action=True, section="送达"),
    ),
)  # fmt: skip
