"""The risk inventory (part B1): risk points, graded red, orange, yellow or blue, with their measures."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date

from db.errors import Problem
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.numbers import decimal_text
from db.spec.risk_grading import grading_method


def review_due(assessed_on: str, level: str) -> str:
    """The day of the next review: red 3, orange 6, yellow and blue 12 months on (本单位设定; `risk_level` table)."""
    found = code_table("risk_level").get(level)
    months = int(found.extra["review_months"]) if found else 12
    start = date.fromisoformat(assessed_on)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1])).isoformat()


def _derive(record: Record) -> None:
    method = grading_method(record.get("method") or "")
    follows = record.get("level_final") == record.get("level_calc")  # nobody has chosen another level by hand
    record["score"] = record["level_calc"] = record["method_version"] = None
    if method:
        record["method_version"] = method.version
        try:
            score = method.score(record)
        except ValueError:
            score = None
        if score is not None:
            record["score"], record["level_calc"] = decimal_text(score), method.level(score)
    if follows and record["level_calc"]:
        record["level_final"] = record["level_calc"]
    record["level_final"] = record.get("level_final") or record["level_calc"]
    if record["level_final"] == record["level_calc"]:
        record["override_reason"] = None
    if not record.get("next_review") and record.get("assessed_on") and record["level_final"]:
        record["next_review"] = review_due(record["assessed_on"], record["level_final"])


def _check(record: Values) -> list[Problem]:
    problems = []
    method = grading_method(record.get("method") or "")
    for factor in method.factors if method else ():
        if record.get(factor.name) is None:
            problems.append(Problem(factor.name, "required", {"label": factor.label}))
        elif not any(value.value == record[factor.name] for value in factor.values):
            allowed = "、".join(value.value for value in factor.values)
            problems.append(
                Problem(factor.name, "factor_outside_table", {"label": factor.label, "allowed": allowed})
            )
    calculated, final = record.get("level_calc"), record.get("level_final")
    if calculated and final != calculated and not record.get("override_reason"):
        problems.append(Problem("override_reason", "override_reason_missing"))
    assessed, review = record.get("assessed_on"), record.get("next_review")
    if assessed and review and review <= assessed:
        problems.append(Problem("next_review", "date_before", {"label": "下次复评日期", "other": "评估日期"}))
    return problems


def _uses(*methods: str) -> Callable[[Values], bool]:
    return lambda record: record.get("method") in methods


def _close(record: Record) -> str:
    return "closed"


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
            "close", "关闭风险", ("assessed", "controlled"), ("closed_on", "close_reason"), ("closed_on", "close_reason"), _close
        ),
    ),
    derive=_derive,
    check=_check,
    fields=(
        Field("risk_point", Kind.TEXT, "风险点", required=True, search=True, list_width=180, pdf_width_mm=26, section="风险点"),
        Field("premises", Kind.REFERENCE, "所属场所", refers_to="premises", list_width=150, section="风险点"),
        Field("location", Kind.TEXT, "位置", required=True, search=True, prefill=Prefill.LAST, list_width=150, pdf_width_mm=26, section="风险点"),
        Field("campaign", Kind.REFERENCE, "评估活动", refers_to="assessment_campaign", since=2, folded=True, section="评估"),
        Field("category", Kind.CHOICE, "类别", required=True, codes=("hazard_category",), list_width=90, section="风险点"),
        Field("grid", Kind.TEXT, "网格", prefill=Prefill.LAST, folded=True, section="风险点"),
        Field("description", Kind.LONG_TEXT, "风险描述", required=True, search=True, list_width=220, pdf_width_mm=44, section="风险点"),
        Field("accident_types", Kind.CHOICES, "可能事故", required=True, codes=("accident_type_2025", "accident_type_1986"), pdf_width_mm=20, section="风险点"),
        Field("causes", Kind.CHOICES, "致因", codes=("cause",), folded=True, section="风险点"),
        Field("consequence", Kind.LONG_TEXT, "可能后果", search=True, folded=True, section="风险点"),
        Field("method", Kind.CHOICE, "评价方法", required=True, codes=("risk_method",), initial="ls", section="评价"),
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
            ),
        ),
        Field("emergency", Kind.LONG_TEXT, "应急措施", folded=True, section="管控"),
        Field("responsible_unit", Kind.TEXT, "责任单位", required=True, search=True, prefill=Prefill.LAST, list_width=140, pdf_width_mm=24, section="管控"),
        Field("responsible_person", Kind.PERSON, "责任人", required=True, search=True, personal=True, list_width=80, pdf_width_mm=16, section="管控"),
        Field("phone", Kind.PHONE, "联系电话", personal=True, section="管控"),
        Field("assessed_on", Kind.DATE, "评估日期", required=True, prefill=Prefill.TODAY, section="评估"),
        Field("assessors", Kind.TEXT, "评估人员", required=True, prefill=Prefill.LAST, section="评估"),
        Field("next_review", Kind.DATE, "复评日期", list_width=100, pdf_width_mm=21, hint="不填则按等级推算（本单位设定：红3、橙6、黄蓝12个月）", section="评估"),
        Field("closed_on", Kind.DATE, "关闭日期", by_action=True, section="评估"),
        Field("close_reason", Kind.TEXT, "关闭原因", by_action=True, hint="风险源消失或场所关闭", section="评估"),
        Field("note", Kind.TEXT, "备注", search=True, max_length=500, pdf_width_mm=18, section="评估"),
        Field("photos", Kind.ATTACHMENTS, "照片", section="照片"),
    ),
)  # fmt: skip
