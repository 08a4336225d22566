"""Whatever steps and changes come in whatever order, no hazard closes without its evidence."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import AppError, InvalidRecord
from db.spec.field import Record
from db.spec.hazard import SIGNOFF_FIELDS, is_major
from desktop.office import Office
from tests import factories
from tests.db.spec.hazard_steps import AFTER, BEFORE, SCAN

TYPED: dict[str, list[dict[str, Any]]] = {
    "assign": [{}, factories.plan(), factories.plan(rect_person=factories.RECHECKER)],
    "fix_on_spot": [{}, factories.fix_on_spot(BEFORE, AFTER), factories.fix_on_spot(BEFORE, [])],
    "rectify": [{}, factories.rectification(), factories.rectification() | factories.plan()],
    "recheck": [
        {},
        factories.passed_recheck(),
        factories.failed_recheck(),
        factories.passed_recheck(recheck_by=factories.RECTIFIER),
    ],
    "sign_off": [{}, factories.department_signoff(SCAN), factories.department_signoff([])],
    "close_out": [{}, factories.close_out(), factories.close_out(closed_by=factories.RECHECKER)],
    "change": [
        {"level": "重大"},
        {"level": "一般"},
        {"level": "疑似重大"},
        {"rect_person": factories.RECHECKER},
        {"deadline": ""},
        {"measures": ""},
        {"rect_unit": ""},
        {"found_on": "2026-11-1"},
    ],
}
STEPS = st.sampled_from([(name, typed) for name, each in TYPED.items() for typed in each])


def lacking(hazard: Record) -> list[str]:
    """The evidence a closed hazard lacks."""
    needed = [
        "measures",
        "rect_person",
        "deadline",
        "rectified_on",
        "recheck_on",
        "recheck_by",
        "closed_on",
        "closed_by",
    ]
    needed += list(SIGNOFF_FIELDS) if is_major(hazard) else []
    missing = [name for name in needed if not hazard[name]]
    missing += [] if hazard["recheck_result"] == "pass" else ["recheck_result"]
    missing += [] if hazard["rect_note"] or hazard["photo_after"] else ["rect_note"]
    if hazard["immediate_fix"]:
        missing += [name for name in ("photo_before", "photo_after") if not hazard[name]]
        missing += ["level"] if is_major(hazard) and not hazard["dept_signoff_scan"] else []
    else:
        missing += ["second person"] if hazard["closed_by"] == hazard["recheck_by"] else []
    return missing + (["another person"] if hazard["recheck_by"] == hazard["rect_person"] else [])


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(["一般", "疑似重大", "重大"]), st.lists(STEPS, max_size=14))
def test_no_sequence_of_steps_and_changes_closes_a_hazard_without_its_evidence(
    office: Office, level: str, steps: list[tuple[str, dict[str, Any]]]
) -> None:
    hazard = office.add("hazard", factories.hazard(level=level))
    for name, typed in steps:
        try:
            if name == "change":
                office.change("hazard", hazard["id"], typed)
            else:
                office.act("hazard", hazard["id"], name, typed)
        except (AppError, InvalidRecord):
            continue
        hazard = office.get("hazard", hazard["id"])
        assert hazard["status"] != "closed" or lacking(hazard) == []
