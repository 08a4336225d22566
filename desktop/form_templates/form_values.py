"""What the marks of a form stand for: of one record, of all chosen records, of the unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.kinds import show
from db.spec.masking import is_personal
from desktop.form_templates.marks import COUNT, NUMBER, ORDINAL, STATUS, Mark, Scope, photo_fields
from desktop.office import Office
from desktop.spreadsheets.masking import masked

BLANK = "—"  # what is not known (part E of the domain reference)
Filling = str | float | date | datetime
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)


@dataclass
class FormValues:
    """The records of a form and who fills it in."""

    office: Office
    record_type: RecordType
    records: Sequence[Record]
    period: str = ""
    with_personal: bool = False

    def __post_init__(self) -> None:
        self._others: dict[tuple[str, str], Record] = {}

    def filling(self, mark: Mark, place: int = 0) -> Filling:
        """What stands in the mark's place; for marks of a record, of the one at that place."""
        if mark.scope is Scope.UNIT:
            return self._unit(mark.text)
        if mark.scope is Scope.ALL:
            return self._together(mark)
        if mark.scope is Scope.UNKNOWN:
            return f"{{{{{mark.text}}}}}"
        return self._of_record(mark, place) if place < len(self.records) else BLANK

    def text(self, mark: Mark, place: int = 0) -> str:
        """The same in words."""
        return as_text(self.filling(mark, place))

    def referred(self, marks: Iterable[Mark]) -> list[tuple[RecordType, Record]]:
        """(type, record) of the other records that these marks look into."""
        found = []
        for field in (each.field for each in marks if each.field is not None and each.further is not None):
            others = (self._other(field.refers_to, record.get(field.name)) for record in self.records)
            found += [(RECORD_TYPES[field.refers_to], other) for other in others if other]
        return found

    def attachments(self, mark: Mark, place: int) -> list[dict[str, Any]]:
        """The photos that a mark asks for, of the record at that place; none of fields that stay in the office."""
        if place >= len(self.records):
            return []
        record: Values = self.records[place]
        if mark.field is not None and mark.further is not None:
            record = self._other(mark.field.refers_to, record.get(mark.field.name)) or {}
        fields = photo_fields(self.record_type, mark)
        return [
            each
            for field in fields
            if self.with_personal or not is_personal(field)
            for each in record.get(field.name) or []
        ]

    def _of_record(self, mark: Mark, place: int) -> Filling:
        record = self.records[place]
        if mark.text == ORDINAL:
            return float(place + 1)
        if mark.text == NUMBER:
            return str(record.get("no") or BLANK)
        if mark.text == STATUS:
            return self.record_type.status(record["status"]).label if record.get("status") else BLANK
        assert mark.field is not None
        if mark.further is None:
            return self._content(mark.field, record)
        other = self._other(mark.field.refers_to, record.get(mark.field.name))
        return self._content(mark.further, other) if other else BLANK

    def _other(self, table: str, record_id: str | None) -> Record | None:
        if not record_id:
            return None
        if (table, record_id) not in self._others:
            found = self.office.rows(table, [record_id])
            self._others[table, record_id] = found[0] if found else {}
        return self._others[table, record_id]

    def _content(self, field: Field, record: Values) -> Filling:
        value = record.get(field.name)
        if value is None or value == [] or value == "":
            return BLANK
        if is_personal(field):
            text = str(value) if field.sensitive and isinstance(value, str) else self._words(field, value)
            return text if self.with_personal else masked(field, text)
        if field.kind in _NUMBERS:
            return float(value)
        return date.fromisoformat(value) if field.kind is Kind.DATE else self._words(field, value)

    def _words(self, field: Field, value: object) -> str:
        return show(field, value, self.office.title)

    def _together(self, mark: Mark) -> Filling:
        if mark.code:
            return float(sum(_has_code(mark, record) for record in self.records))
        assert mark.field is not None
        numbers = (record.get(mark.field.name) for record in self.records)
        return float(sum((Decimal(str(each)) for each in numbers if each is not None), Decimal()))

    def _unit(self, name: str) -> Filling:
        committee, today = self.office.committee, self.office.clock.today()
        known: dict[str, object] = {
            "单位名称": committee["name"], "单位代码": committee["code"], "街道": committee.get("street_name"),
            "区": committee.get("district_name"), "单位地址": committee.get("address"),
            "单位电话": committee.get("phone"), "填报人": self.office.clerk, "分管领导": self.office.lead,
            "填报日期": f"{today.year}年{today.month}月{today.day}日", "年": str(today.year), "月": str(today.month),
            "日": str(today.day), "期间": self.period, COUNT: str(len(self.records)),
        }  # fmt: skip
        return str(known[name] or BLANK)


def as_text(filling: Filling) -> str:
    """A filling in words: 2026-11-03, 86, 0.35."""
    if isinstance(filling, float):
        return f"{filling:.15g}"
    return filling if isinstance(filling, str) else filling.isoformat()


def fields_filled(record_type: RecordType, marks: Iterable[Mark]) -> list[tuple[RecordType, Field]]:
    """(type, field) of everything that these marks take from records."""
    found = []
    for mark in marks:
        if mark.field is not None:
            found.append((record_type, mark.field))
            if mark.further is not None:
                found.append((RECORD_TYPES[mark.field.refers_to], mark.further))
    return found


def _has_code(mark: Mark, record: Values) -> bool:
    if mark.field is None:
        return bool(record.get("status") == mark.code)
    value = record.get(mark.field.name)
    if mark.field.kind is Kind.YES_NO:
        return value is not None and value is (mark.code == "是")
    return bool(mark.code in (value or []) if mark.field.kind is Kind.CHOICES else value == mark.code)
