"""What follows from a risk's assessment: score, level, next review, and the versions it had before (part D “Risk”).

Four ways to grade: the checklist (清单法), LS, LEC, and direct rules (直判), whose tables are data with a version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from db.errors import Problem
from db.spec.code_tables import code_table, label_of
from db.spec.dates import days_in_month
from db.spec.field import Record, Values
from db.spec.numbers import decimal_text
from db.spec.risk_checklist import (
    check_answers,
    checklist_result,
    checklist_version,
    level_rank,
    settle_answers,
)
from db.spec.risk_grading import grading_method

CHECKLIST, DIRECT = "checklist", "direct"
FACTORS = ("likelihood", "exposure", "severity", "consequence_value")
INPUTS = ("method", "direct_rule", "answers", *FACTORS)
GRADING = (*INPUTS, "level_final", "override_reason")
KEPT = ("assessed_on", "assessors", "method", "method_version", "score", "level_calc", "level_final", "override_reason", "outcome")  # fmt: skip
_RESULTS = {"ls": "R", "lec": "D"}


def review_due(assessed_on: str, months: int) -> str:
    """The day that many months after an assessment; the last day of a month that is too short."""
    start = date.fromisoformat(assessed_on)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, days_in_month(year, month + 1))).isoformat()


def review_setting(level: str) -> str:
    """The own setting that holds the months between two reviews of a level (本单位设定)."""
    known = code_table("risk_level").get(level)
    return f"review_months_{level if known else 'blue'}"


def propose_review(record: Record, own_number: Callable[[str], int]) -> None:
    """Fill the next review where nobody gave one: by the level's months of 本单位设定."""
    if not record.get("next_review") and record.get("assessed_on") and record.get("level_final"):
        months = own_number(review_setting(record["level_final"]))
        record["next_review"] = review_due(record["assessed_on"], months)


def derive_assessment(record: Record) -> None:
    """Work out score, calculated and final level; a level chosen by hand stays with its reason."""
    _take_meant_method(record)
    _settle_measures(record)
    if _graded_by_an_earlier_checklist(record):
        return
    chosen_by_hand = bool(record.get("override_reason")) and bool(record.get("level_final"))
    follows = record.get("level_final") == record.get("level_calc") and not chosen_by_hand
    _drop_other_inputs(record)
    record["score"] = record["level_calc"] = record["method_version"] = None
    record |= graded(record)
    if follows and record["level_calc"]:
        record["level_final"] = record["level_calc"]
    record["level_final"] = record.get("level_final") or record["level_calc"]
    if record["level_final"] == record["level_calc"]:
        record["override_reason"] = None


def graded(record: Values) -> dict[str, Any]:
    """`score`, `level_calc` and `method_version` of these inputs; without the first two while an input is missing."""
    code = record.get("method") or ""
    method = grading_method(code)
    if code == CHECKLIST:
        result = checklist_result(record.get("answers") or [])
        version = {"method_version": checklist_version()}
        return version | ({"score": decimal_text(result.score), "level_calc": result.level} if result else {})
    if code == DIRECT and record.get("direct_rule"):
        return {"level_calc": "red", "method_version": code_table("risk_direct_rule").version}
    if not method:
        return {}
    try:
        score = method.score(record)
    except (ValueError, ArithmeticError):
        score = None
    version = {"method_version": method.version}
    return version | (
        {"score": decimal_text(score), "level_calc": method.level(score)} if score is not None else {}
    )


def check_assessment(record: Values) -> list[Problem]:
    """What is wrong with the inputs, the level and the two dates."""
    problems = _check_factors(record)
    if record.get("method") == CHECKLIST and not _graded_by_an_earlier_checklist(record):
        problems += check_answers(record)
    calculated, final = record.get("level_calc"), record.get("level_final")
    if record.get("direct_rule") and final and final != "red":
        problems.append(Problem("level_final", "direct_rule_is_red"))
    elif calculated and final != calculated and not record.get("override_reason"):
        problems.append(Problem("override_reason", "override_reason_missing"))
    assessed, review = record.get("assessed_on"), record.get("next_review")
    if assessed and review and review <= assessed:
        problems.append(Problem("next_review", "date_before", {"label": "下次复评日期", "other": "评估日期"}))
    return problems


def _check_factors(record: Values) -> list[Problem]:
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
    return problems


def inputs_text(record: Values) -> str:
    """The inputs of an assessment in words: L3 × S4 = R12; the questions answered 否; the rule applied."""
    code = record.get("method") or ""
    method = grading_method(code)
    if method:
        factors = " × ".join(f"{each.symbol}{record.get(each.name) or '—'}" for each in method.factors)
        return f"{factors} = {_RESULTS[code]}{record.get('score') or '—'}"
    if code == CHECKLIST:
        rows = [row for row in record.get("answers") or [] if row.get("answer") == "no"]
        failed = [
            f"{row.get('question')}" + (f"（{row['note']}）" if row.get("note") else "") for row in rows
        ]
        return f"“否”{len(failed)} 条" + (f"：{'；'.join(failed)}" if failed else "")
    rule = record.get("direct_rule")
    return label_of(("risk_direct_rule",), rule) if rule else "直接判定"


def version_of(record: Values) -> int:
    """Which assessment of the risk is valid: 1 as registered, one more after each 复评."""
    return len(record.get("assessments") or []) + 1


def kept_version(record: Values) -> Record:
    """The child row that keeps what is valid now, when a new assessment takes its place."""
    row = {name: record.get(name) for name in KEPT}
    head = {"version": version_of(record), "inputs": inputs_text(record)}
    return {**head, **row, "cause": record.get("review_cause"), "note": record.get("reassess_note")}


def prepare_reassessment(before: Values, record: Record, facts: Mapping[str, Any]) -> None:
    """复评: keep the version that was valid, grade anew, and say whether the risk rose, stayed, fell or was reduced."""
    record["assessments"] = [*(before.get("assessments") or []), kept_version(before)]
    record["method_version"] = None
    derive_assessment(record)
    record["outcome"] = outcome_of(before.get("level_final"), record.get("level_final"))
    if record.get("next_review") == before.get("next_review"):
        record["next_review"] = None
    for name in ("review_cause", "review_cause_on", "review_cause_note"):
        record[name] = None


def outcome_of(old: str | None, new: str | None) -> str:
    """raised 升级, kept 维持, lowered 降级, or reduced 消减: lowered to 低（蓝）(本单位设定, table `reassess_outcome`)."""
    if level_rank(new) < level_rank(old):
        return "raised"
    if level_rank(new) == level_rank(old):
        return "kept"
    return "reduced" if new == "blue" else "lowered"


def check_reassessment(record: Values) -> list[Problem]:
    """A new assessment is checked as a whole; it does not come before the one it follows."""
    problems = check_assessment(record)
    if not record.get("level_final"):
        problems.append(Problem("level_final", "required", {"label": "风险等级"}))
    previous = (record.get("assessments") or [{}])[-1].get("assessed_on")
    if previous and record.get("assessed_on") and record["assessed_on"] < previous:
        problems.append(Problem("assessed_on", "date_before", {"label": "评估日期", "other": "上次评估日期"}))
    return problems


def prepare_forced_review(before: Values, record: Record, facts: Mapping[str, Any]) -> None:
    """应复评: the review falls due on the day of its cause, one day after the assessment at the earliest."""
    if record.get("review_cause_on") and record.get("assessed_on"):
        after = date.fromisoformat(record["assessed_on"]) + timedelta(days=1)
        day = max(record["review_cause_on"], after.isoformat())
        record["next_review"] = min(day, before.get("next_review") or day)


def check_forced_review(record: Values) -> list[Problem]:
    """A cause from before the assessment was known to those who assessed."""
    if record.get("review_cause_on") and record["review_cause_on"] < (record.get("assessed_on") or ""):
        return [Problem("review_cause_on", "date_before", {"label": "发生日期", "other": "评估日期"})]
    return []


def measure_state(row: Values) -> str:
    """planned 待落实, done 已落实 or failed 失效; rows from before there was a state follow from their day."""
    return str(row.get("state") or ("done" if row.get("done_on") else "planned"))


def overdue_days(row: Values, today: date) -> int:
    """By how many days a measure that is not in place is late; 0 when it is not."""
    if measure_state(row) != "planned" or not row.get("due"):
        return 0
    return max((today - date.fromisoformat(row["due"])).days, 0)


def _take_meant_method(record: Record) -> None:
    """A new record that brings the factors of LS or LEC and no answers, without naming its method, means these."""
    if record.get("id") or record.get("method") != CHECKLIST or record.get("answers"):
        return
    for code in ("lec", "ls"):
        method = grading_method(code)
        if method and all(record.get(each.name) is not None for each in method.factors):
            record["method"] = code
            return


def _graded_by_an_earlier_checklist(record: Values) -> bool:
    """A correction does not ask new questions: what an earlier list of questions made stays until 复评."""
    version, prefix = record.get("method_version") or "", checklist_version().split(" ")[0]
    return record.get("method") == CHECKLIST and version.startswith(prefix) and version != checklist_version()


def _drop_other_inputs(record: Record) -> None:
    if record.get("method") == CHECKLIST:
        settle_answers(record)
    else:
        record["answers"] = None
    if record.get("method") != DIRECT:
        record["direct_rule"] = None


def _settle_measures(record: Record) -> None:
    if record.get("measures"):
        record["measures"] = [{**row, "state": measure_state(row)} for row in record["measures"]]
