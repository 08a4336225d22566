"""What becomes of one row: a new record with the steps it has evidence for, a change of one that is there, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import records
from db.errors import AppError, InvalidRecord
from db.importing import taken_back
from db.spec import HAZARD
from db.spec.field import Field, Kind, Record
from db.spec.header_words import NOTE
from db.spec.kinds import show
from db.store import Transaction
from desktop.importing import history
from desktop.importing.conversion import fields_shown
from desktop.importing.converted import CellProblem, Converted
from desktop.importing.plan import Action, Import, PlannedRow
from desktop.importing.twins import Twins
from desktop.messages import problem_sentence, sentence

Pictures = Mapping[str, list[Any]]  # attachments by field
NO_PICTURES: Pictures = {}
_ORIGIN = "导入自《"
_AFTER = "photo_after"


class CarryingOut:
    """The rows of one transaction. `keeps`: what is carried out is meant to stay, and nothing is shown."""

    def __init__(
        self, work: Import, transaction: Transaction, *, keeps: bool, before: Sequence[PlannedRow] = ()
    ) -> None:
        self.work, self.transaction, self.keeps, self.before = work, transaction, keeps, before
        self.record_type, self.table = work.record_type, work.table
        self.code = work.office.committee["code"]
        self.shown = fields_shown(work.table, work.layout, work.chosen)
        columns = [target for each in work.converters for _, _, target in each.columns]
        self.changeable = {target.partition(".")[0] for target in columns} | {"starts_at", "ends_at"}
        self.titles: dict[tuple[str, str], str] = {}

    def decide_and_carry_out(
        self, row: PlannedRow, twins: Twins, pictures: Pictures = NO_PICTURES
    ) -> Record | None:
        """Say what becomes of a row and do it; the record that was written, None for a row that is refused or repeats."""
        found = row.converter.convert(row.source, row.overrides)
        row.problems, row.remarks, row.twin, row.record_id = tuple(found.problems), (), "", ""
        row.action, row.key, row.is_twin_kept = Action.NEW, (), False
        record_id = row.converter.numbers.get(found.number, "") if found.number else ""
        if record_id and not self.work.is_pasted:
            row.record_id, row.twin, row.is_twin_kept = record_id, found.number, True
            return self._safely(row, found, lambda: self._update(row, found))
        if record_id:
            row.twin, row.is_twin_kept, row.action = found.number, True, Action.LIKELY_TWICE
        twins.find(row, found)
        if self.keeps and not row.problems and not row.is_chosen:
            return None
        return self._safely(row, found, lambda: self._add(row, found, pictures))

    def write(self, row: PlannedRow, pictures: Pictures) -> Record | None:
        """Write a row of which it was said before what becomes of it; None when it is refused now."""
        found = row.converter.convert(row.source, row.overrides)
        is_known = bool(row.record_id)
        return self._safely(
            row, found, lambda: self._update(row, found) if is_known else self._add(row, found, pictures)
        )

    def _safely(self, row: PlannedRow, found: Converted, work: Any) -> Record | None:
        """The record, or None with the problems in the row. With cells that cannot be read nothing stays."""
        try:
            if not row.problems:
                return work()  # type: ignore[no-any-return]
            with taken_back(self.transaction):
                work()
        except (InvalidRecord, AppError) as error:
            self._refuse(row, error)
            if not self.keeps:
                row.shown = self._shown(found.typed, found, is_typed=True)
        row.action, row.remarks = Action.REFUSED, ()
        return None

    # a new record

    def _add(self, row: PlannedRow, found: Converted, pictures: Pictures) -> Record:
        steps = self._steps(found, pictures)
        own = self._own_pictures(steps, pictures)
        record = records.register(
            self.transaction, self.table, {**found.unread(), **own}, self.code, found.stored
        )
        if self.record_type is HAZARD and found.evidence:
            record = self._take_steps(row, found, record, steps)
        if not self.keeps:
            row.shown = self._shown(record, found)
        return record

    def _steps(self, found: Converted, pictures: Pictures) -> list[tuple[str, dict[str, Any]]]:
        if self.record_type is not HAZARD or not found.evidence:
            return []
        evidence = {name: value for name, value in found.evidence.items() if name != _AFTER}
        if _AFTER in pictures:
            evidence[_AFTER] = pictures[_AFTER]
        return history.steps_with_evidence(found.typed, evidence)

    def _own_pictures(
        self, steps: list[tuple[str, dict[str, Any]]], pictures: Pictures
    ) -> dict[str, list[Any]]:
        """The pictures a new record begins with; one of a rectification that is not registered says in words what it is."""
        own = {name: kept for name, kept in pictures.items() if not self.record_type.field(name).by_action}
        is_used = any(_AFTER in given for _, given in steps)
        if _AFTER in pictures and not is_used:
            left = [{**each, "caption": "原表里的整改后照片"} for each in pictures[_AFTER]]
            own["photo_before"] = [*own.get("photo_before", []), *left]
        return own

    def _take_steps(
        self, row: PlannedRow, found: Converted, record: Record, steps: list[tuple[str, dict[str, Any]]]
    ) -> Record:
        record, remark = history.take_steps(self.transaction, record, steps)
        if remark:
            note = f"{record.get(NOTE) or ''}\n{remark}".strip()
            record = records.change(self.transaction, self.table, record["id"], {NOTE: note})
        label = self.record_type.status(record["status"]).label
        lacks = history.says_done(found.evidence) and record["status"] != "closed"
        why = "：原表没有复查、销号的凭据，原话放进备注" if lacks else ""
        row.remarks = (remark or f"登记后为“{label}”{why}",)
        return record

    # a record that is there

    def _update(self, row: PlannedRow, found: Converted) -> Record:
        before = records.load(self.transaction, self.record_type, row.record_id)
        assert before is not None
        after = records.change(self.transaction, self.table, row.record_id, self._changes(found, before))
        row.action = Action.UNCHANGED if after["rev"] == before["rev"] else Action.UPDATE
        if not self.keeps:
            row.shown, row.remarks = self._shown(after, found), self._differences(before, after)
        return after

    def _changes(self, found: Converted, before: Record) -> dict[str, Any]:
        """What a row says of a record that is there: blank cells change nothing, nor does where it came from."""
        typed = {name: value for name, value in found.typed.items() if name in self.changeable}
        own, sign, _ = str(typed.get(NOTE, "")).partition(_ORIGIN)
        if sign:
            typed[NOTE] = own.strip()
        if not typed.get(NOTE):
            typed.pop(NOTE, None)
        return {
            name: value for name, value in typed.items() if not (isinstance(value, list) and before.get(name))
        }

    def _differences(self, before: Record, after: Record) -> tuple[str, ...]:
        changed = [each for each in self.record_type.fields if after.get(each.name) != before.get(each.name)]
        texts = [
            (f.label, self._text(f, before.get(f.name)), self._text(f, after.get(f.name))) for f in changed
        ]
        return tuple(f"{label}：{old or '—'} → {new or '—'}" for label, old, new in texts)

    def _refuse(self, row: PlannedRow, error: InvalidRecord | AppError) -> None:
        known = {each.name for each in row.problems}
        if isinstance(error, InvalidRecord):
            told = [(each.field or "", problem_sentence(each)) for each in error.problems]
        else:
            told = [("", sentence(error))]
        added = [CellProblem(name, reason) for name, reason in told if name not in known]
        row.problems = (*row.problems, *added)

    # how it will look

    def _shown(
        self, record: Mapping[str, Any], found: Converted, *, is_typed: bool = False
    ) -> dict[str, str]:
        if is_typed:
            texts = {name: value for name, value in record.items() if isinstance(value, str)}
        else:
            texts = {field.name: self._text(field, record.get(field.name)) for field in self.shown}
        for name, text in found.evidence.items():
            if not texts.get(name):
                texts[name] = f"（备注）{text}"
        texts |= {problem.name: problem.text for problem in found.problems}
        return {name: text for name, text in texts.items() if text}

    def _text(self, field: Field, value: Any) -> str:
        if value is None or field.kind is not Kind.REFERENCE:
            return show(field, value)
        key = (field.refers_to, str(value))
        if key not in self.titles:
            self.titles[key] = self.work.office.title(*key)
        return self.titles[key]
