"""What a record is: one file a record type, and the kinds of field they are made of."""

from __future__ import annotations

from db.spec.committee import COMMITTEE
from db.spec.drill import DRILL
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.hazard import HAZARD
from db.spec.person import PERSON
from db.spec.premises import PREMISES
from db.spec.risk import RISK

RECORD_TYPES: dict[str, RecordType] = {
    each.table: each for each in (COMMITTEE, PERSON, PREMISES, RISK, HAZARD, DRILL)
}

__all__ = [
    "COMMITTEE", "DRILL", "HAZARD", "PERSON", "PREMISES", "RECORD_TYPES", "RISK",
    "Field", "Kind", "Prefill", "Record", "RecordType", "Status", "Transition", "Values",
]  # fmt: skip
