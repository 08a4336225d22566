"""The risk inventory (part B1): risk points, graded red, orange, yellow or blue, with their measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from db.errors import Problem
from db.spec.code_tables import label_of
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.risk_assessment import (
    GRADING,
    check_assessment,
    check_forced_review,
    check_reassessment,
    derive_assessment,
    prepare_forced_review,
    prepare_reassessment,
    propose_review,
)

_OPEN = ("assessed", "controlled")


def _uses(*methods: str) -> Callable[[Values], bool]:
    return lambda record: record.get("method") in methods


def _same(record: Record) -> str:
    return str(record["status"])


def _close(record: Record) -> str:
    return "closed"


def _prepare_closing(before: Values, record: Record, facts: Mapping[str, Any]) -> None:
    """What was chosen is the reason, when nobody wrote another."""
    if record.get("close_cause") and not record.get("close_reason"):
        record["close_reason"] = label_of(("close_cause",), record["close_cause"])


def _why_kept(record: Values) -> Problem | None:
    """A risk under control, or assessed more than once, is closed with its reason and never deleted (part D)."""
    is_fresh = record.get("status") == "assessed" and not record.get("assessments")
    return None if is_fresh else Problem(None, "risk_is_closed_not_deleted", {"no": record.get("no") or ""})


RISK = RecordType(
    table="risk",
    label="风险",
    number_prefix="FX",
    title_field="risk_point",
    date_field="assessed_on",
    due_field="next_review",
    statuses=(Status("assessed", "已评估"), Status("controlled", "管控中"), Status("closed", "已关闭", is_open=False)),
    transitions=(
        Transition("control", "落实管控", ("assessed",), ("measures",), ("measures",), lambda record: "controlled"),
        Transition(
            "reassess", "复评", _OPEN, (*GRADING, "measures", "assessed_on", "assessors", "next_review", "reassess_note"),
            ("method", "assessed_on", "assessors"), _same, check=check_reassessment, prepare=prepare_reassessment,
        ),
        Transition(
            "force_review", "登记应复评", _OPEN, ("review_cause", "review_cause_on", "review_cause_note"),
            ("review_cause", "review_cause_on"), _same, check=check_forced_review, prepare=prepare_forced_review,
        ),
        Transition(
            "close", "关闭风险", _OPEN, ("close_cause", "closed_on", "close_reason"), ("closed_on", "close_reason"), _close,
            prepare=_prepare_closing,
        ),
    ),
    derive=derive_assessment,
    check=check_assessment,
    propose=propose_review,
    why_kept=_why_kept,
    fields=(
        Field("risk_point", Kind.TEXT, "风险点", required=True, search=True, list_width=180, pdf_width_mm=26, section="风险点"),
        Field("premises", Kind.REFERENCE, "所属场所", refers_to="premises", list_width=150, section="风险点"),
        Field("location", Kind.TEXT, "位置", required=True, search=True, prefill=Prefill.LAST, list_width=150, pdf_width_mm=26, section="风险点"),
        Field("category", Kind.CHOICE, "类别", required=True, codes=("hazard_category",), list_width=90, section="风险点"),
        Field("grid", Kind.TEXT, "网格", prefill=Prefill.LAST, folded=True, section="风险点"),
        Field("description", Kind.LONG_TEXT, "风险描述", required=True, search=True, list_width=220, pdf_width_mm=44, section="风险点"),
        Field("accident_types", Kind.CHOICES, "可能事故", required=True, codes=("accident_type_2025", "accident_type_1986"), pdf_width_mm=20, section="风险点"),
        Field("causes", Kind.CHOICES, "致因", codes=("cause",), folded=True, section="风险点"),
        Field("consequence", Kind.LONG_TEXT, "可能后果", search=True, folded=True, section="风险点"),
        Field("method", Kind.CHOICE, "评价方法", required=True, codes=("risk_method",), initial="checklist", section="评价"),
        Field("direct_rule", Kind.CHOICE, "直判规则", codes=("risk_direct_rule",), since=2, hint="符合其中一条的，直接定为重大（红）", section="评价"),
        Field(
            "answers", Kind.ROWS, "清单问答", since=2, section="评价",
            rows=(
                Field("item", Kind.TEXT, "编码", required=True, max_length=40),
                Field("question", Kind.TEXT, "问题", max_length=300),
                Field("answer", Kind.CHOICE, "回答", codes=("checklist_answer",)),
                Field("note", Kind.TEXT, "说明", max_length=300),
            ),
        ),
        Field("likelihood", Kind.DECIMAL, "可能性 L", required_if=_uses("ls", "lec"), section="评价"),
        Field("severity", Kind.DECIMAL, "严重性 S", required_if=_uses("ls"), section="评价"),
        Field("exposure", Kind.DECIMAL, "暴露频率 E", required_if=_uses("lec"), section="评价"),
        Field("consequence_value", Kind.DECIMAL, "后果 C", required_if=_uses("lec"), section="评价"),
        Field("score", Kind.DECIMAL, "分值", computed=True, list_width=60, section="评价"),
        Field("level_calc", Kind.CHOICE, "计算等级", codes=("risk_level",), computed=True, section="评价"),
        Field("method_version", Kind.TEXT, "方法版本", computed=True, section="评价"),
        Field("level_final", Kind.CHOICE, "风险等级", required=True, codes=("risk_level",), list_width=80, pdf_width_mm=14, section="评价"),
        Field("override_reason", Kind.TEXT, "调整等级的理由", hint="最终等级与计算等级不同时必填", section="评价"),
        Field("control_level", Kind.CHOICE, "管控层级", required=True, codes=("control_level",), initial="committee", section="管控"),
        Field(
            "measures", Kind.ROWS, "管控措施", pdf_width_mm=48, section="管控",
            rows=(
                Field("kind", Kind.CHOICE, "类别", required=True, codes=("measure_kind",)),
                Field("text", Kind.TEXT, "措施内容", required=True, max_length=500),
                Field("owner", Kind.PERSON, "责任人", required=True),
                Field("due", Kind.DATE, "完成期限"),
                Field("cost", Kind.MONEY, "投入（万元）"),
                Field("done_on", Kind.DATE, "完成日期"),
                Field("state", Kind.CHOICE, "状态", codes=("measure_state",)),
            ),
        ),
        Field("emergency", Kind.LONG_TEXT, "应急措施", folded=True, section="管控"),
        Field("responsible_unit", Kind.TEXT, "责任单位", required=True, search=True, prefill=Prefill.LAST, list_width=140, pdf_width_mm=24, section="管控"),
        Field("responsible_person", Kind.PERSON, "责任人", required=True, search=True, personal=True, list_width=80, pdf_width_mm=16, section="管控"),
        Field("phone", Kind.PHONE, "联系电话", personal=True, section="管控"),
        Field("assessed_on", Kind.DATE, "评估日期", required=True, prefill=Prefill.TODAY, section="评估"),
        Field("assessors", Kind.TEXT, "评估人员", required=True, prefill=Prefill.LAST, section="评估"),
        Field("next_review", Kind.DATE, "复评日期", list_width=100, pdf_width_mm=21, hint="不填则按等级推算（见本单位设定）", section="评估"),
        Field("campaign", Kind.REFERENCE, "评估活动", refers_to="assessment_campaign", since=2, folded=True, section="评估"),
        Field("outcome", Kind.CHOICE, "复评结果", codes=("reassess_outcome",), computed=True, since=2, section="评估"),
        Field("reassess_note", Kind.LONG_TEXT, "复评说明", by_action=True, since=2, search=True, section="评估"),
        Field("review_cause", Kind.CHOICE, "应复评原因", codes=("review_cause",), by_action=True, since=2, section="评估"),
        Field("review_cause_on", Kind.DATE, "发生日期", prefill=Prefill.TODAY, by_action=True, since=2, section="评估"),
        Field("review_cause_note", Kind.TEXT, "情况说明", by_action=True, since=2, max_length=500, section="评估"),
        Field(
            "assessments", Kind.ROWS, "历次评估", computed=True, since=2, section="评估",
            rows=(
                Field("version", Kind.INTEGER, "第几次"),
                Field("assessed_on", Kind.DATE, "评估日期"),
                Field("method", Kind.CHOICE, "评价方法", codes=("risk_method",)),
                Field("method_version", Kind.TEXT, "方法版本"),
                Field("inputs", Kind.LONG_TEXT, "评价取值"),
                Field("score", Kind.DECIMAL, "分值"),
                Field("level_calc", Kind.CHOICE, "计算等级", codes=("risk_level",)),
                Field("level_final", Kind.CHOICE, "风险等级", codes=("risk_level",)),
                Field("override_reason", Kind.TEXT, "调整等级的理由"),
                Field("assessors", Kind.TEXT, "评估人员"),
                Field("outcome", Kind.CHOICE, "复评结果", codes=("reassess_outcome",)),
                Field("cause", Kind.CHOICE, "应复评原因", codes=("review_cause",)),
                Field("note", Kind.LONG_TEXT, "复评说明"),
            ),
        ),
        Field("close_cause", Kind.CHOICE, "关闭情形", codes=("close_cause",), by_action=True, since=2, section="评估"),
        Field("closed_on", Kind.DATE, "关闭日期", prefill=Prefill.TODAY, by_action=True, section="评估"),
        Field("close_reason", Kind.TEXT, "关闭原因", by_action=True, hint="风险源消失或场所关闭", section="评估"),
        Field("note", Kind.TEXT, "备注", search=True, max_length=500, pdf_width_mm=18, section="评估"),
        Field("photos", Kind.ATTACHMENTS, "照片", section="照片"),
    ),
)  # fmt: skip
