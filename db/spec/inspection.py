"""Inspections of premises (part B4): the round with its checklist, its findings and its signatures."""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values

PASSED, FAILED, NOT_APPLICABLE = "pass", "fail", "not_applicable"
CLEAN, TO_DO, HANDED_ON, WITHOUT_ITEMS = "clean", "to_do", "handed_on", "without_items"
VISITS = ("joint", "unannounced", "guidance")  # somebody from outside comes along


def failed_items(record: Values) -> list[Record]:
    """The rows that did not pass, in the order of the checklist."""
    return [row for row in record.get("items") or [] if row.get("result") == FAILED]


def unhandled_items(record: Values) -> list[tuple[int, Record]]:
    """(place from 0, row) of the failed rows that no hazard was registered for: what is still to do."""
    rows = enumerate(record.get("items") or [])
    return [(place, row) for place, row in rows if row.get("result") == FAILED and not row.get("hazard")]


def _outcome(record: Values) -> str:
    if not record.get("items"):
        return WITHOUT_ITEMS
    if not failed_items(record):
        return CLEAN
    return TO_DO if unhandled_items(record) else HANDED_ON


def _derive(record: Record) -> None:
    record["hazards_found"] = len(failed_items(record))
    record["outcome"] = _outcome(record)
    record["led_by_principal"] = bool(record.get("led_by_principal"))
    if not record.get("sign_refused"):
        record["refusal_reason"] = record["witness"] = None


def _check(record: Values) -> list[Problem]:
    problems = []
    starts, ends = record.get("starts_at"), record.get("ends_at")
    if starts and record.get("date") and starts[:10] != record["date"]:
        problems.append(Problem("starts_at", "inspection_starts_on_another_day"))
    if starts and ends and ends < starts:
        problems.append(Problem("ends_at", "date_before", {"label": "结束时间", "other": "开始时间"}))
    return problems + _check_results(record)


def _check_results(record: Values) -> list[Problem]:
    """One problem for all items without a result: a sheet of thirty would else bury the rest."""
    without = [place for place, row in enumerate(record.get("items") or [], 1) if not row.get("result")]
    if not without:
        return []
    return [Problem("items", "items_without_result", {"count": len(without), "first": without[0]})]


def _check_settle(record: Values) -> list[Problem]:
    unhandled = unhandled_items(record)
    if unhandled and not record.get("unhandled_reason"):
        numbers = "、".join(str(place + 1) for place, _ in unhandled)
        return [Problem("unhandled_reason", "failed_items_unhandled", {"numbers": numbers})]
    return []


def _settle(record: Record) -> str:
    if not unhandled_items(record):
        record["unhandled_reason"] = None
    return "settled"


def _refused(record: Values) -> bool:
    return bool(record.get("sign_refused"))


INSPECTION = RecordType(
    table="inspection",
    label="检查",
    number_prefix="JC",
    since=2,
    title_field="subject",
    date_field="date",
    covering=("kind", "led_by_principal", "date", "premises"),
    statuses=(Status("open", "已检查"), Status("settled", "已归档", is_open=False)),
    transitions=(
        Transition("settle", "归档", ("open",), ("unhandled_reason",), (), _settle, check=_check_settle),
    ),
    derive=_derive,
    check=_check,
    fields=(
        Field("premises", Kind.REFERENCE, "被检查场所", refers_to="premises", required=True, list_width=180, section="检查"),
        Field("subject", Kind.TEXT, "检查内容", required=True, search=True, list_width=160, section="检查"),
        Field("kind", Kind.CHOICE, "检查类型", required=True, codes=("inspection_kind",), initial="patrol", list_width=100, section="检查"),
        Field("date", Kind.DATE, "检查日期", required=True, prefill=Prefill.TODAY, list_width=100, section="检查"),
        Field("starts_at", Kind.DATE_TIME, "开始时间", copied=False, section="检查"),
        Field("ends_at", Kind.DATE_TIME, "结束时间", copied=False, section="检查"),
        Field("led_by", Kind.PERSON, "带队人", required=True, search=True, prefill=Prefill.CLERK, list_width=90, section="检查"),
        Field("led_by_principal", Kind.YES_NO, "主要负责人带队", hint="企业自查由本企业主要负责人带队的，计入自查（青夏街〔2024〕13号第12条）", list_width=110, section="检查"),
        Field("inspectors", Kind.TEXT, "检查人员", required=True, search=True, prefill=Prefill.LAST, hint="几个人用顿号隔开，建议不少于两人", section="检查"),
        Field("unit_rep", Kind.PERSON, "被检查单位人员", copied=False, personal=True, section="检查"),
        Field("visiting_unit", Kind.TEXT, "牵头或来访单位", search=True, hint="联合检查、四不两直、指导帮扶时写哪个部门来的", section="检查"),
        Field("provider", Kind.TEXT, "第三方机构", folded=True, search=True, hint="请专家或第三方参加时填写", section="检查"),
        Field("checklist", Kind.TEXT, "检查表", max_length=500, section="检查内容"),
        Field(
            "items", Kind.ROWS, "检查项目", copied=False, section="检查内容",
            rows=(
                Field("group", Kind.TEXT, "检查表"),
                Field("item", Kind.TEXT, "项目", required=True, max_length=300),
                Field("result", Kind.CHOICE, "结果", codes=("inspection_result",)),
                Field("note", Kind.TEXT, "情况", max_length=500),
                Field("location", Kind.TEXT, "位置"),
                Field("category", Kind.CHOICE, "隐患类别", codes=("hazard_category",)),
                Field("basis", Kind.TEXT, "依据"),
                Field("hazard", Kind.REFERENCE, "隐患", refers_to="hazard"),
            ),
        ),
        Field("hazards_found", Kind.INTEGER, "不合格项", computed=True, unit="项", list_width=80, section="检查内容"),
        Field("outcome", Kind.CHOICE, "检查结果", computed=True, codes=("inspection_outcome",), list_width=130, section="检查内容"),
        Field("opinion", Kind.LONG_TEXT, "检查意见", copied=False, search=True, section="意见和签字"),
        Field("sign_refused", Kind.YES_NO, "被检查单位拒绝签字", copied=False, section="意见和签字"),
        Field("refusal_reason", Kind.TEXT, "拒签原因", copied=False, required_if=_refused, max_length=300, section="意见和签字"),
        Field("witness", Kind.PERSON, "见证人", copied=False, required_if=_refused, section="意见和签字"),
        Field("photos", Kind.ATTACHMENTS, "照片", hint="说明里写“第3项”，转为隐患时这张照片跟着走", section="照片"),
        Field("signed_scan", Kind.ATTACHMENTS, "签字的检查记录", section="照片"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="意见和签字"),
        Field("unhandled_reason", Kind.TEXT, "不合格项未转隐患的原因", by_action=True, max_length=300, hint="不合格项都转为隐患的，不用填写", section="意见和签字"),
    ),
)  # fmt: skip
