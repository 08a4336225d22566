"""The month's identity: 期初 + 新增 + 重新打开 − 销号 − 合并 − 作废 = 期末, for every history of steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.change_log import history, verify_chain
from db.errors import AppError, InvalidRecord
from db.hazard_counts import fixed_on_spot_count, hazard_counts
from db.spec import HAZARD
from db.spec.hazard import is_major
from db.spec.query import Query
from desktop.office import Office
from tests import factories

SCAN = [factories.attachment(9, "部门意见")]
BEFORE, AFTER = [factories.attachment(1)], [factories.attachment(2)]
MONTHS = [(f"2026-{month:02d}-01", f"2026-{month:02d}-31") for month in range(8, 13)]


def counts(office: Office, first: str, last: str, *levels: str) -> tuple[int, ...]:
    found = hazard_counts(office.store.reader(), first, last, levels)
    assert found.balances
    return (
        found.opening,
        found.found,
        found.reopened,
        found.closed,
        found.merged,
        found.voided,
        found.closing,
    )


def closed(office: Office, **changes: Any) -> str:
    hazard = office.add("hazard", factories.planned_hazard(**changes))
    office.act("hazard", hazard["id"], "rectify", factories.rectification())
    office.act("hazard", hazard["id"], "recheck", factories.passed_recheck())
    office.act("hazard", hazard["id"], "close_out", factories.close_out())
    return str(hazard["id"])


def test_a_month_begins_with_what_the_month_before_left_open(office: Office) -> None:
    office.add("hazard", factories.planned_hazard(found_on="2026-10-08"))
    closed(office, found_on="2026-10-20")
    voided = office.add("hazard", factories.hazard())
    office.act("hazard", voided["id"], "void", factories.voiding())
    target = office.add("hazard", factories.hazard(level="疑似重大"))
    merged = office.add("hazard", factories.hazard())
    office.act("hazard", merged["id"], "merge", factories.voiding(merged_into=target["id"]))
    assert counts(office, "2026-10-01", "2026-10-31") == (0, 2, 0, 0, 0, 0, 2)
    assert counts(office, "2026-11-01", "2026-11-30") == (2, 3, 0, 1, 1, 1, 2)
    assert counts(office, "2026-11-01", "2026-11-30", "suspected_major", "major") == (0, 1, 0, 0, 0, 0, 1)


def test_a_reopened_hazard_comes_back_into_the_month_of_its_reopening(office: Office) -> None:
    hazard = closed(office)
    office.act("hazard", hazard, "reopen", factories.reopening())
    assert counts(office, "2026-11-01", "2026-11-30") == (0, 1, 1, 1, 0, 0, 1)


def test_a_hazard_fixed_on_the_spot_counts_as_found_and_closed(office: Office) -> None:
    office.register_fixed(factories.hazard() | factories.fix_on_spot(BEFORE, AFTER))
    assert counts(office, "2026-11-01", "2026-11-30") == (0, 1, 0, 1, 0, 0, 0)
    assert fixed_on_spot_count(office.store.reader(), "2026-11-01", "2026-11-30") == 1


def test_a_deleted_hazard_does_not_count(office: Office) -> None:
    office.retire("hazard", [closed(office)])
    assert counts(office, "2026-11-01", "2026-11-30") == (0,) * 7


def days(since: str = "2026-08-01") -> st.SearchStrategy[str]:
    span = st.integers(0, 114)  # to 2026-11-23, the day of the tests' clock
    return span.map(lambda each: (date.fromisoformat(since) + timedelta(days=each)).isoformat())


EVIDENCE: dict[str, list[dict[str, Any]]] = {
    "notify": [factories.notification(notified_on=None)],
    "escalate": [factories.escalation(), {}],
    "judge": [factories.judgement(), factories.judgement(judge_result="属于重大隐患"), {}],
    "assign": [
        factories.plan(deadline="2026-12-31"),
        factories.major_plan(starts_on=None),
        factories.major_plan(),
    ],
    "fix_on_spot": [factories.fix_on_spot(BEFORE, AFTER), factories.fix_on_spot(BEFORE, [])],
    "rectify": [factories.rectification(), factories.rectification() | factories.major_plan()],
    "recheck": [
        factories.passed_recheck(),
        factories.failed_recheck(),
        factories.passed_recheck(recheck_by=factories.RECTIFIER),
    ],
    "sign_off": [factories.department_signoff(SCAN), factories.department_signoff([])],
    "send_back": [{"send_back_reason": "未验收", "new_deadline": "2026-12-20"}, {}],
    "close_out": [factories.close_out(), factories.close_out(closed_by=factories.RECHECKER)],
    "extend": [factories.extension(), factories.extension(extension_on="2026-12-30")],
    "merge": [factories.voiding(merged_into="YH-2026-0001"), factories.voiding()],
    "void": [factories.voiding(), factories.voiding(void_by=factories.CLERK)],
    "reopen": [factories.reopening(), {}],
    "change": [{"level": "重大"}, {"level": "一般"}, {"measures": ""}, {"rect_person": factories.RECHECKER}],
}
DATED = ("notified_on", "rectified_on", "recheck_on", "closed_on", "void_on", "reopened_on", "extension_on")
MOVES = st.tuples(
    st.sampled_from([(name, typed) for name, each in EVIDENCE.items() for typed in each]),
    st.none() | days(),
)
ALONG = [  # the ways to the end, so that random sequences get there often enough
    ("escalate", factories.escalation()), ("assign", factories.major_plan()),
    ("rectify", factories.rectification()), ("recheck", factories.passed_recheck()),
    ("sign_off", factories.department_signoff(SCAN)), ("close_out", factories.close_out()),
]  # fmt: skip
SEQUENCES = st.lists(MOVES, max_size=6).flatmap(
    lambda moves: st.sampled_from(
        [[], [(each, None) for each in ALONG], [(each, None) for each in ALONG[1:3]]]
    ).map(lambda start: [*start, *moves])
)


def lacking(hazard: dict[str, Any]) -> list[str]:
    """The evidence that a closed hazard lacks."""
    needed = ["measures", "rect_person", "deadline", "rectified_on", "recheck_on", "recheck_by", "closed_on"]
    needed += ["dept_signoff_doc_no", "dept_signoff_scan"] if is_major(hazard) else []
    missing = [name for name in needed if not hazard[name]]
    missing += [] if hazard["recheck_result"] == "pass" else ["recheck_result"]
    return missing + (["other rechecker"] if hazard["recheck_by"] == hazard["rect_person"] else [])


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(["一般", "疑似重大", "重大"]), days(), SEQUENCES)
def test_no_sequence_closes_without_evidence_loses_an_entry_or_breaks_a_months_identity(
    office: Office, level: str, found_on: str, moves: list[tuple[tuple[str, dict[str, Any]], str | None]]
) -> None:
    hazard = office.add("hazard", factories.hazard(level=level, found_on=found_on))
    written = 1
    for (name, typed), day in moves:
        evidence = typed | ({each: day for each in DATED if each in typed} if day else {})
        try:
            if name == "change":
                after = office.change("hazard", hazard["id"], evidence)
            else:
                after = office.act("hazard", hazard["id"], name, evidence)
        except (AppError, InvalidRecord):
            continue
        written += after["rev"] != hazard["rev"]
        assert after["status"] != "closed" or lacking(after) == [], after
        hazard = after
    entries = history(office.store.reader(), "hazard", hazard["id"])
    assert [each.rev for each in entries] == list(range(1, written + 1))
    months = [hazard_counts(office.store.reader(), first, last) for first, last in MONTHS]
    assert all(each.balances and each.opening >= 0 for each in months)
    assert [each.closing for each in months[:-1]] == [each.opening for each in months[1:]]
    assert months[-1].closing == office.count("hazard", Query(is_open=True))


def test_the_log_of_all_that_holds_together(office: Office) -> None:
    closed(office)
    assert verify_chain(office.store.reader()) is None
    assert {each.code for each in HAZARD.statuses if not each.is_open} == {"closed", "merged", "void"}
