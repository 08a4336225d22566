"""The form of one step of a record's course: only what the step asks, with what it needs marked as
required."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.spec.field import Kind, Prefill, Record, RecordType, Transition
from db.spec.hazard import lead_department
from desktop.office import Office
from desktop.people.four_eyes import own_name_field
from ui.forms.arrangement import Arrangement, Group, Line
from ui.forms.editors import ButtonsEditor
from ui.forms.editors.attendance import AttendanceEditor
from ui.forms.editors.covered_premises import CoveredPremisesEditor
from ui.forms.evidence_editor import EvidenceEditor
from ui.forms.form import Form
from ui.forms.training_form import follow_assessment, follow_list

# What a step's own check asks for.
_ALSO_NEEDED = {"fix_on_spot": ("photo_before", "photo_after"), "close": ("close_cause",)}
_BY_LEAD = ("closed_by", "void_by", "reopened_by", "extension_approved_by", "confirmed_by", "assessed_by")
_BY_CLERK = ("recheck_by", "evaluator")


def step_arrangement(record_type: RecordType, transition: Transition, record: Record) -> Arrangement:
    """The lines of a step: dates and names in pairs, photos before and after beside each other."""
    if (record_type.table, transition.name) == ("risk", "reassess"):
        from ui.forms.risk_form import reassess_form

        return reassess_form(record)
    names = [name for name in transition.asks]
    return Arrangement(
        (Group("", tuple(_lines(record_type, names))),),
        editors={
            **dict.fromkeys(("recheck_result", "review_cause", "close_cause"), ButtonsEditor),
            "attendance": AttendanceEditor,
            "covered": CoveredPremisesEditor,
            "evidence": EvidenceEditor,
        },
        behave=_behave(transition),
    )


def step_values(
    office: Office, record_type: RecordType, record: Record, transition: Transition
) -> dict[str, Any]:
    """What a step's form starts with: what the record already says, today, and who usually does it."""
    values = {name: record.get(name) for name in transition.asks}
    if transition.name == "reassess":  # a new assessment: its day, its reason and its note are its own
        values |= {"assessed_on": office.today, "next_review": None, "reassess_note": None}
    for name in transition.asks:
        field = record_type.field(name)
        if values[name] is not None or not field.by_action:
            continue
        if office.signed_in and name == own_name_field(record_type.table, transition.name):
            values[name] = office.clerk
        elif field.prefill is Prefill.TODAY:
            values[name] = office.clock.today().isoformat()
        elif name == "escalated_to":
            values[name] = lead_department(record.get("category") or "") or None
        elif name in _BY_CLERK:
            values[name] = office.clerk
        elif name in _BY_LEAD:
            values[name] = office.lead
    return values


def is_needed(transition: Transition, name: str) -> bool:
    """Whether a step cannot be taken without a field."""
    if name == "close_reason" and "close_cause" in transition.asks:  # the case chosen is reason enough
        return False
    return name in transition.needs or name in _ALSO_NEEDED.get(transition.name, ())


def _lines(record_type: RecordType, names: Sequence[str]) -> list[Line]:
    narrow = (Kind.DATE, Kind.PERSON, Kind.INTEGER, Kind.MONEY, Kind.TEXT, Kind.PHONE)
    lines: list[Line] = []
    if {"photo_before", "photo_after"} <= set(names):
        lines.append(("photo_before", "photo_after"))
        names = [name for name in names if not name.startswith("photo_")]
    waiting: list[str] = []
    for name in names:
        if record_type.field(name).kind in narrow:
            waiting.append(name)
            if len(waiting) == 2:
                lines.append(tuple(waiting))
                waiting = []
        else:
            lines += [(each,) for each in waiting]
            waiting = []
            lines.append((name,))
    return lines + [(each,) for each in waiting]


def _behave(transition: Transition) -> Any:
    def behave(form: Form) -> None:
        for name in form.names():
            form.set_required(name, is_needed(transition, name))
        follow_list(form)
        if "assessment" in form.names():
            follow_assessment(form)
        if transition.name == "recheck":
            form.edited.connect(lambda name: _follow_result(form, name))
            _follow_result(form, "")

    return behave


def _follow_result(form: Form, name: str) -> None:
    """A failed recheck needs its reason and a new deadline; a passed one has no new deadline."""
    if name in ("", "recheck_result"):
        has_failed = form.value("recheck_result") == "fail"
        form.set_shown("new_deadline", has_failed)
        form.set_required("new_deadline", has_failed)
        form.set_required("recheck_note", has_failed)
