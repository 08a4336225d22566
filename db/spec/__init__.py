"""What a record is: one file a record type, and the kinds of field they are made of."""

from __future__ import annotations

from db.spec.accident import ACCIDENT
from db.spec.assessment_campaign import ASSESSMENT_CAMPAIGN
from db.spec.checklist import CHECKLIST
from db.spec.committee import COMMITTEE
from db.spec.criterion import CRITERION
from db.spec.document import DOCUMENT
from db.spec.drill import DRILL
from db.spec.drill_plan import DRILL_PLAN
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.hazard import HAZARD
from db.spec.inspection import INSPECTION
from db.spec.monthly_return import MONTHLY_RETURN
from db.spec.notice import NOTICE
from db.spec.own_code import OWN_CODE
from db.spec.period_review import PERIOD_REVIEW
from db.spec.person import PERSON
from db.spec.premises import PREMISES
from db.spec.programme import PROGRAMME
from db.spec.risk import RISK
from db.spec.special_work_certificate import SPECIAL_WORK_CERTIFICATE
from db.spec.supervision_order import SUPERVISION_ORDER
from db.spec.task import TASK
from db.spec.tip import TIP
from db.spec.training import TRAINING

RECORD_TYPES: dict[str, RecordType] = {
    each.table: each
    for each in (
        COMMITTEE, PERSON, PREMISES, RISK, ASSESSMENT_CAMPAIGN, CHECKLIST, INSPECTION, HAZARD, SUPERVISION_ORDER,
        NOTICE, DRILL_PLAN, DRILL, DOCUMENT, TRAINING, SPECIAL_WORK_CERTIFICATE, ACCIDENT, PROGRAMME, TASK,
        PERIOD_REVIEW, TIP, MONTHLY_RETURN, OWN_CODE, CRITERION,
    )
}  # fmt: skip
REPORTED_TABLES = tuple(each.table for each in RECORD_TYPES.values() if each.in_package)

__all__ = [
    "ACCIDENT", "ASSESSMENT_CAMPAIGN", "CHECKLIST", "COMMITTEE", "CRITERION", "DOCUMENT", "DRILL", "DRILL_PLAN", "HAZARD", "INSPECTION",
    "MONTHLY_RETURN", "NOTICE", "OWN_CODE", "PERIOD_REVIEW", "PERSON", "PREMISES", "PROGRAMME", "RECORD_TYPES", "REPORTED_TABLES", "RISK",
    "SPECIAL_WORK_CERTIFICATE", "SUPERVISION_ORDER", "TASK", "TIP", "TRAINING",
    "Field", "Kind", "Prefill", "Record", "RecordType", "Status", "Transition", "Values",
]  # fmt: skip
