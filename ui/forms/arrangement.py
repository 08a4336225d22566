"""How the fields of a record stand in its form: groups, lines, what is folded away, and what the form does
by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from db.spec.field import RecordType
from ui.forms.editors.editor import EditorMaker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.forms.form import Form

Line = tuple[
    str, ...
]  # one field over the whole width, or two side by side; "@name" is a slot for the form's own widget


@dataclass(frozen=True)
class Group:
    """Lines under a heading; `more` is folded away until something stands in it."""

    heading: str
    lines: tuple[Line, ...]
    more: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Arrangement:
    """The form of one record type, arranged by hand. `kept` are the fields that 保存并新增 leaves filled."""

    groups: tuple[Group, ...]
    kept: tuple[str, ...] = ()
    editors: Mapping[str, EditorMaker] = field(default_factory=dict)
    behave: Callable[[Form], None] = lambda form: None
    beside: Callable[[Form], QWidget] | None = None  # a panel that can be opened at the form's right


def arrangement_of(record_type: RecordType) -> Arrangement:
    """The form of a record type. Fields that no hand has placed yet stand at the end of their section's
    group."""
    from ui.forms.accident_form import ACCIDENT_FORM
    from ui.forms.campaign_form import CAMPAIGN_FORM
    from ui.forms.certificate_form import CERTIFICATE_FORM
    from ui.forms.checklist_form import CHECKLIST_FORM
    from ui.forms.document_form import DOCUMENT_FORM
    from ui.forms.drill_form import DRILL_FORM
    from ui.forms.drill_plan_form import DRILL_PLAN_FORM
    from ui.forms.hazard_form import HAZARD_FORM
    from ui.forms.inspection_form import INSPECTION_FORM
    from ui.forms.notice_form import NOTICE_FORM
    from ui.forms.person_form import PERSON_FORM
    from ui.forms.premises_form import PREMISES_FORM
    from ui.forms.return_form import RETURN_FORM
    from ui.forms.risk_form import RISK_FORM
    from ui.forms.supervision_order_form import SUPERVISION_ORDER_FORM
    from ui.forms.task_form import REVIEW_FORM, TASK_FORM
    from ui.forms.tip_form import TIP_FORM
    from ui.forms.training_form import TRAINING_FORM

    forms = {
        "assessment_campaign": CAMPAIGN_FORM,
        "checklist": CHECKLIST_FORM,
        "accident": ACCIDENT_FORM,
        "document": DOCUMENT_FORM,
        "drill": DRILL_FORM,
        "drill_plan": DRILL_PLAN_FORM,
        "hazard": HAZARD_FORM,
        "inspection": INSPECTION_FORM,
        "monthly_return": RETURN_FORM,
        "notice": NOTICE_FORM,
        "period_review": REVIEW_FORM,
        "person": PERSON_FORM,
        "premises": PREMISES_FORM,
        "risk": RISK_FORM,
        "special_work_certificate": CERTIFICATE_FORM,
        "tip": TIP_FORM,
        "training": TRAINING_FORM,
        "supervision_order": SUPERVISION_ORDER_FORM,
        "task": TASK_FORM,
    }
    return completed(record_type, forms.get(record_type.table, Arrangement(())))


def completed(record_type: RecordType, arrangement: Arrangement) -> Arrangement:
    """The arrangement with every field that can be typed: new ones join the last group."""
    placed = {name for group in arrangement.groups for line in (*group.lines, *group.more) for name in line}
    missing = [
        each
        for each in record_type.fields
        if not each.computed and not each.by_action and each.name not in placed
    ]
    if not missing:
        return arrangement
    plain = tuple((each.name,) for each in missing if not each.folded)
    folded = tuple((each.name,) for each in missing if each.folded)
    groups = arrangement.groups or (Group(record_type.label, ()),)
    last = groups[-1]
    last = replace(last, lines=last.lines + plain, more=last.more + folded)
    return replace(arrangement, groups=(*groups[:-1], last))
