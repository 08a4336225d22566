"""What the plan asks a committee to hold besides its ledgers: documents received, its own plan, minutes, projects, teams
and equipment, appraisals, honours (青夏街〔2024〕13号, organisation, tasks 1, 2, 5, 7, 17, 18, 26, 30, safeguards 1–6).
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, RecordType, Status, Transition, Values

OWN_PLAN = "own_plan"


def _check(record: Values) -> list[Problem]:
    dated, until = record.get("dated"), record.get("valid_until")
    problems = []
    if dated and until and until < dated:
        problems.append(Problem("valid_until", "date_before", {"label": "有效期至", "other": "日期"}))
    if record.get("approved_by") and not record.get("files"):
        problems.append(Problem("files", "approved_plan_scan_missing"))
    return problems


def _is_approved(record: Values) -> bool:
    """A plan is approved by somebody on a day, or not yet."""
    return bool(record.get("approved_by") or record.get("approved_on"))


DOCUMENT = RecordType(
    table="document",
    label="资料",
    number_prefix="ZL",
    since=2,
    title_field="title",
    date_field="dated",
    due_field="valid_until",
    statuses=(Status("kept", "在用"), Status("replaced", "已被取代", is_open=False)),
    transitions=(
        Transition("replace", "登记取代", ("kept",), ("replaced_by",), ("replaced_by",), lambda record: "replaced"),
    ),
    check=_check,
    fields=(
        Field("title", Kind.TEXT, "名称", required=True, search=True, list_width=280, pdf_width_mm=60, section="资料"),
        Field("kind", Kind.CHOICE, "种类", required=True, codes=("document_kind",), list_width=150, pdf_width_mm=28, section="资料"),
        Field("doc_no", Kind.TEXT, "文号", search=True, list_width=150, pdf_width_mm=32, section="资料"),
        Field("dated", Kind.DATE, "日期", required=True, prefill=Prefill.TODAY, list_width=100, pdf_width_mm=22, section="资料"),
        Field("issuer", Kind.TEXT, "来文或形成单位", search=True, prefill=Prefill.LAST, list_width=160, pdf_width_mm=34, section="资料"),
        Field("clause", Kind.CHOICE, "依据条款", codes=("plan_clause",), list_width=160, pdf_width_mm=34, section="资料"),
        Field("premises", Kind.REFERENCE, "涉及场所", refers_to="premises", section="资料"),
        Field("owner", Kind.PERSON, "负责人", search=True, prefill=Prefill.CLERK, pdf_width_mm=18, section="资料"),
        Field("valid_until", Kind.DATE, "有效期至", section="资料"),
        Field("version", Kind.TEXT, "版本", max_length=40, hint="如：第一版、2026年修订", section="审批"),
        Field("approved_by", Kind.PERSON, "审批人", required_if=_is_approved, section="审批"),
        Field("approved_on", Kind.DATE, "审批日期", required_if=_is_approved, section="审批"),
        Field("content", Kind.LONG_TEXT, "内容摘要", search=True, section="内容"),
        Field(
            "items", Kind.ROWS, "明细", section="内容",
            rows=(
                Field("name", Kind.TEXT, "名称", required=True, hint="人员、装备、项目或事项"),
                Field("quantity", Kind.TEXT, "数量"),
                Field("owner", Kind.PERSON, "责任人"),
                Field("due", Kind.DATE, "期限"),
                Field("done_on", Kind.DATE, "完成日期"),
                Field("note", Kind.TEXT, "说明", max_length=300),
            ),
        ),
        Field("funds", Kind.MONEY, "资金（万元）", unit="万元", folded=True, section="内容"),
        Field("funds_source", Kind.TEXT, "资金来源", folded=True, section="内容"),
        Field("replaced_by", Kind.TEXT, "取代它的资料", by_action=True, section="内容"),
        Field("files", Kind.ATTACHMENTS, "扫描件", section="扫描件"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="内容"),
    ),
)  # fmt: skip
