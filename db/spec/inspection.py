"""Inspections of premises (part B4): the round with its checklist, its findings and its signatures."""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values


def failed_items(record: Values) -> list[Record]:
    """The rows that did not pass, in the order of the checklist."""
    return [row for row in record.get("items") or [] if row.get("result") == "fail"]


def _derive(record: Record) -> None:
    record["hazards_found"] = len(failed_items(record))


def _check(record: Values) -> list[Problem]:
    starts, ends = record.get("starts_at"), record.get("ends_at")
    if starts and ends and ends < starts:
        return [Problem("ends_at", "date_before", {"label": "结束时间", "other": "开始时间"})]
    return []


def _refused(record: Values) -> bool:
    return bool(record.get("sign_refused"))


INSPECTION = RecordType(
    table="inspection",
    label="检查",
    number_prefix="JC",
    since=2,
    title_field="subject",
    date_field="date",
    statuses=(Status("open", "已检查"), Status("settled", "已归档", is_open=False)),
    transitions=(Transition("settle", "归档", ("open",), (), (), lambda record: "settled"),),
    derive=_derive,
    check=_check,
    fields=(
        Field("premises", Kind.REFERENCE, "被检查场所", refers_to="premises", required=True, list_width=180, section="检查"),
        Field("subject", Kind.TEXT, "检查内容", required=True, search=True, prefill=Prefill.LAST, list_width=160, section="检查"),
        Field("kind", Kind.CHOICE, "检查类型", required=True, codes=("inspection_kind",), initial="patrol", list_width=100, section="检查"),
        Field("date", Kind.DATE, "检查日期", required=True, prefill=Prefill.TODAY, list_width=100, section="检查"),
        Field("starts_at", Kind.DATE_TIME, "开始时间", section="检查"),
        Field("ends_at", Kind.DATE_TIME, "结束时间", section="检查"),
        Field("led_by", Kind.PERSON, "带队人", required=True, search=True, prefill=Prefill.CLERK, list_width=90, section="检查"),
        Field("led_by_principal", Kind.YES_NO, "主要负责人带队", hint="企业自查由主要负责人带队的，计入自查（青夏街〔2024〕13号第12条）", list_width=110, section="检查"),
        Field("inspectors", Kind.TEXT, "检查人员", required=True, search=True, prefill=Prefill.LAST, hint="建议不少于两人", section="检查"),
        Field("unit_rep", Kind.PERSON, "被检查单位人员", personal=True, section="检查"),
        Field("provider", Kind.TEXT, "第三方机构", folded=True, search=True, section="检查"),
        Field("checklist", Kind.TEXT, "检查表", computed=True, section="检查内容"),
        Field(
            "items", Kind.ROWS, "检查项目", section="检查内容",
            rows=(
                Field("item", Kind.TEXT, "项目", required=True, max_length=300),
                Field("result", Kind.CHOICE, "结果", required=True, codes=("inspection_result",)),
                Field("note", Kind.TEXT, "情况", max_length=500),
                Field("category", Kind.CHOICE, "隐患类别", codes=("hazard_category",)),
                Field("hazard", Kind.REFERENCE, "隐患", refers_to="hazard"),
            ),
        ),
        Field("opinion", Kind.LONG_TEXT, "检查意见", search=True, section="检查内容"),
        Field("hazards_found", Kind.INTEGER, "不合格项", computed=True, unit="项", list_width=80, section="检查内容"),
        Field("sign_refused", Kind.YES_NO, "被检查单位拒绝签字", section="签字"),
        Field("refusal_reason", Kind.TEXT, "拒签原因", required_if=_refused, max_length=300, section="签字"),
        Field("witness", Kind.PERSON, "见证人", required_if=_refused, section="签字"),
        Field("photos", Kind.ATTACHMENTS, "照片", section="照片"),
        Field("signed_scan", Kind.ATTACHMENTS, "签字的检查记录", section="照片"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="签字"),
    ),
)  # fmt: skip
