"""What the form of a hazard's step starts with beyond the record: the premises, the notices, 本单位设定."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from db.spec import PREMISES
from db.spec.field import Values
from db.spec.hazard import is_major
from desktop.notices import evidence_from_notices
from desktop.office import Office

# A field of the plan and where the premises know it.
_FROM_PREMISES = {"rect_unit": "name", "rect_person": "main_person", "actual_controller": "actual_controller"}


def step_beginning(office: Office, hazard: Values, step: str) -> dict[str, Any]:
    """Values for the fields that the record leaves empty; {} for a step about which nothing more is known."""
    found = _plan(office, hazard) if step == "assign" else evidence_from_notices(office, hazard, step)
    return {name: value for name, value in found.items() if value}


def _plan(office: Office, hazard: Values) -> dict[str, Any]:
    premises = office.get(PREMISES.table, hazard["premises"]) if hazard.get("premises") else {}
    known = {name: premises.get(own) for name, own in _FROM_PREMISES.items()}
    dates = (
        {"starts_on": office.today} if is_major(hazard) else {"deadline": _proposed_deadline(office, hazard)}
    )
    return {name: value for name, value in {**known, **dates}.items() if not hazard.get(name)}


def _proposed_deadline(office: Office, hazard: Values) -> str:
    """So many days after the finding, or after today when those are over; a major one's deadline is the department's."""
    days = timedelta(days=office.own_number("rectify_days"))
    proposed = date.fromisoformat(hazard["found_on"]) + days
    today = office.clock.today()
    return (proposed if proposed >= today else today + days).isoformat()
