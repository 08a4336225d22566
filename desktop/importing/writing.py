"""Trying an import out and writing it: the same work in one transaction, which ends with nothing kept or with all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from db import records
from db.errors import AppError, InvalidRecord
from db.importing import Key, key_of, rows_by_key
from db.spec import HAZARD
from db.spec.field import Field, Kind, Record
from db.spec.header_words import NOTE, key_fields
from db.spec.kinds import parse, show
from db.store import Transaction
from desktop.importing import history
from desktop.importing.conversion import CellProblem, Converted, fields_shown
from desktop.importing.layout import remember
from desktop.importing.plan import Action, Import, Outcome, PlannedRow
from desktop.jobs import Token
from desktop.messages import problem_sentence, sentence

_BETWEEN_LOOKS = 50


class _NothingKept(Exception):
    """Ends a transaction that was only meant to show what would be."""


class _FurtherRefusals(Exception):
    """A row was refused while it was written: nothing is kept, and the rest is written under its right count."""


def try_out(work: Import, token: Token | None = None, only: Sequence[PlannedRow] | None = None) -> None:
    """Say of every row (or of these) what becomes of it, by really doing it and taking everything back.

    Raises Cancelled.
    """
    if only is None:
        work.prepare()
    rows = work.rows if only is None else list(only)

    def run(transaction: Transaction) -> None:
        trial = _Trial(work, transaction, is_trial=True)
        trial.before = [] if only is None else [row for row in work.rows if row not in rows]
        for place, row in enumerate(rows):
            _look(token, place, len(rows))
            trial.carry_out(row)
        raise _NothingKept

    try:
        work.office.write(run, "试导入")
    except _NothingKept:
        pass


def write(work: Import, token: Token | None = None) -> Outcome:
    """Write every chosen row as one operation, 导入 37 条隐患, and say what it came to. Raises Cancelled; then nothing is kept."""
    remarks: list[str] = []
    chosen = work.chosen_rows()
    pictures = {id(row): _kept_pictures(work, row, remarks) for row in chosen}
    while True:
        outcome = Outcome(
            expected=len(work.rows) + len(work.skipped), read=len(work.rows), remarks=list(remarks)
        )
        try:
            _write_once(work, chosen, pictures, outcome, token)
            break
        except _FurtherRefusals:
            chosen = [row for row in chosen if row.action is not Action.REFUSED]
    outcome.refused = work.count(Action.REFUSED)
    outcome.left_out = outcome.read - outcome.written - outcome.updated - outcome.refused
    return outcome


def _write_once(
    work: Import, chosen: list[PlannedRow], pictures: dict[int, dict[str, list[Any]]], outcome: Outcome,
    token: Token | None,
) -> None:  # fmt: skip
    if not chosen:
        return

    def run(transaction: Transaction) -> None:
        trial = _Trial(work, transaction, is_trial=False)
        for place, row in enumerate(chosen):
            _look(token, place, len(chosen))
            trial.write(row, pictures[id(row)], outcome)
        if any(row.action is Action.REFUSED for row in chosen):
            raise _FurtherRefusals
        if not work.is_pasted:
            for form in work.chosen:
                remember(transaction, work.table, form.columns, work.layout)

    work.office.write(run, f"导入 {len(chosen)} 条{work.record_type.label}")


def _look(token: Token | None, place: int, total: int) -> None:
    if token is not None and place % _BETWEEN_LOOKS == 0:
        token.check()
        token.report(place, total, f"{place} / {total}")


def _kept_pictures(work: Import, row: PlannedRow, remarks: list[str]) -> dict[str, list[Any]]:
    """The pictures of a row as attachments, by field; one that cannot be read is told and left out."""
    kept: dict[str, list[Any]] = {}
    if not row.source.pictures:
        return kept
    for name, picture in row.converter.convert(row.source, row.overrides).pictures:
        try:
            attachment = work.office.attach(picture.content, picture.name)
        except AppError as error:
            remarks.append(f"{row.source.sheet}第{row.source.number}行的图片没有导入：{sentence(error)}")
            continue
        if attachment["sha256"] not in {each["sha256"] for each in kept.get(name, ())}:
            kept.setdefault(name, []).append(attachment)
    return kept


class _Trial:
    """The rows of one transaction, and which of them are there already."""

    def __init__(self, work: Import, transaction: Transaction, *, is_trial: bool) -> None:
        self.work, self.transaction, self.is_trial = work, transaction, is_trial
        self.record_type, self.table = work.record_type, work.table
        self.code = work.office.committee["code"]
        self.key_names = key_fields(work.table)
        self.shown = fields_shown(work.table, work.layout, work.chosen)
        self.earlier: dict[Key, list[tuple[PlannedRow, dict[str, Any]]]] = {}
        self.before: list[PlannedRow] = []  # tried out already, when only some rows are tried anew
        self.titles: dict[tuple[str, str], str] = {}
        if is_trial:
            self.kept = rows_by_key(transaction.connection, work.table, self.key_names)

    # trying

    def carry_out(self, row: PlannedRow) -> None:
        """What becomes of a row; its cells as they will be."""
        found = row.converter.convert(row.source, row.overrides)
        row.problems, row.remarks, row.twin, row.record_id = tuple(found.problems), (), "", ""
        row.action, row.key = Action.NEW, ()
        number = row.converter.numbers.get(found.number, "") if found.number else ""
        if found.number and number and not self.work.is_pasted:
            self._try_update(row, found, number)
            return
        if found.number and number:
            row.twin, row.is_twin_kept, row.action = found.number, True, Action.LIKELY_TWICE
        self._find_twin(row, found)
        twice = row.action
        self._try_new(row, found)
        if row.action is Action.NEW and twice is not Action.NEW:
            row.action = twice

    def _try_update(self, row: PlannedRow, found: Converted, record_id: str) -> None:
        before = records.load(self.transaction, self.record_type, record_id)
        assert before is not None
        row.record_id, row.twin, row.is_twin_kept = record_id, found.number, True
        try:
            after = records.change(self.transaction, self.table, record_id, self._changes(found, before))
        except (InvalidRecord, AppError) as error:
            self._refuse(row, error)
            after = before
        row.shown = self._shown(after, found)
        if row.problems:
            row.action = Action.REFUSED
        else:
            row.action = Action.UNCHANGED if after["rev"] == before["rev"] else Action.UPDATE
            row.remarks = self._differences(before, after)

    def _changes(self, found: Converted, before: Record) -> dict[str, Any]:
        """What a row says of a record that is there: blank cells change nothing, and neither do rows below it or origins."""
        typed = {name: value for name, value in found.typed.items() if name in self._mapped(found)}
        if NOTE in typed:
            typed[NOTE] = str(typed[NOTE]).rpartition("\n导入自《")[0] or typed[NOTE]
            if str(typed[NOTE]).startswith("导入自《"):
                del typed[NOTE]
        return {
            name: value for name, value in typed.items() if not (isinstance(value, list) and before.get(name))
        }

    def _mapped(self, found: Converted) -> set[str]:
        mapped = {target.partition(".")[0] for form in self.work.converters for _, _, target in form.columns}
        return mapped | {"starts_at", "ends_at"}

    def _differences(self, before: Record, after: Record) -> tuple[str, ...]:
        names = [each for each in self.record_type.fields if after.get(each.name) != before.get(each.name)]
        return tuple(
            f"{f.label}：{self._text(f, before.get(f.name)) or '—'} → {self._text(f, after.get(f.name)) or '—'}"
            for f in names
        )

    def _try_new(self, row: PlannedRow, found: Converted) -> None:
        try:
            record = records.register(self.transaction, self.table, found.typed, self.code)
            record, remark = self._steps(record, found)
            row.shown = self._shown(record, found)
            if remark:
                row.remarks = (remark,)
            elif self.record_type is HAZARD and found.evidence:
                row.remarks = (self._standing(record, found),)
        except (InvalidRecord, AppError) as error:
            self._refuse(row, error)
            row.shown = self._shown(self._stored(found), found)
        if row.problems:
            row.action = Action.REFUSED

    def _standing(self, record: Record, found: Converted) -> str:
        label = self.record_type.status(record["status"]).label
        if history.says_done(found.evidence) and record["status"] != "closed":
            return f"登记后为“{label}”：原表没有复查、销号的凭据，原话放进备注"
        return f"登记后为“{label}”"

    def _steps(self, record: Record, found: Converted) -> tuple[Record, str]:
        if self.record_type is not HAZARD or not found.evidence:
            return record, ""
        evidence = {name: value for name, value in found.evidence.items() if name != "photo_after"}
        steps = history.steps_with_evidence(found.typed, evidence)
        return history.take_steps(self.transaction, record, steps)

    def _refuse(self, row: PlannedRow, error: InvalidRecord | AppError) -> None:
        known = {each.name for each in row.problems}
        if isinstance(error, InvalidRecord):
            added = [
                CellProblem(p.field or "", problem_sentence(p))
                for p in error.problems
                if (p.field or "") not in known
            ]
        else:
            added = [CellProblem("", sentence(error))]
        row.problems = (*row.problems, *added)
        row.action = Action.REFUSED

    # repeated rows

    def _find_twin(self, row: PlannedRow, found: Converted) -> None:
        mine = self._stored(found)
        key = row.key = key_of(self.record_type, mine, self.key_names)
        if not key:
            return
        for record_id in self.kept.get(key, ())[:20]:
            record = records.load(self.transaction, self.record_type, record_id)
            if record is not None:
                self._mark_twin(row, str(record.get("no") or ""), self._is_same(mine, record), True)
        if row.action is Action.UNCHANGED or row.is_twin_kept:
            return
        for earlier, values in (*self.earlier.get(key, ()), *self._alike_before(row, key)):
            self._mark_twin(row, f"第{earlier.source.number}行", self._is_same(mine, values), False)
        if row.action in (Action.NEW, Action.LIKELY_TWICE):
            self.earlier.setdefault(key, []).append((row, mine))

    def _alike_before(self, row: PlannedRow, key: Key) -> list[tuple[PlannedRow, dict[str, Any]]]:
        alike = [each for each in self.before if each.key == key and each.source.number < row.source.number]
        return [
            (each, self._stored(each.converter.convert(each.source, each.overrides))) for each in alike[:20]
        ]

    def _mark_twin(self, row: PlannedRow, name: str, is_same: bool, is_kept: bool) -> None:
        if row.action is Action.UNCHANGED or (row.action is Action.LIKELY_TWICE and not is_same):
            return
        row.twin, row.is_twin_kept = name, is_kept
        row.action = Action.UNCHANGED if is_same else Action.LIKELY_TWICE

    def _is_same(self, mine: dict[str, Any], other: Any) -> bool:
        names = self._mapped_names(mine)
        return all(self._comparable(mine[name]) == self._comparable(other.get(name)) for name in names)

    def _mapped_names(self, mine: dict[str, Any]) -> list[str]:
        mapped = {target.partition(".")[0] for form in self.work.converters for _, _, target in form.columns}
        return [name for name in mine if name in mapped and name != NOTE]

    @staticmethod
    def _comparable(value: Any) -> Any:
        """Rows by what they say; what the ledger works out for them is left aside."""
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return [row.get("text") or row for row in value]
        return value

    def _stored(self, found: Converted) -> dict[str, Any]:
        """The values of a row in their stored form, as far as they can be read."""
        reading = self.work.converters[0].reading
        stored: dict[str, Any] = {}
        for name, value in found.typed.items():
            field = self.record_type.by_name.get(name)
            if field is None:
                continue
            try:
                stored[name] = parse(field, value, reading)
            except InvalidRecord:
                continue
        return stored

    # how it will look

    def _shown(self, record: Any, found: Converted) -> dict[str, str]:
        shown = {field.name: self._text(field, record.get(field.name)) for field in self.shown}
        for name, text in found.evidence.items():
            if not shown.get(name):
                shown[name] = f"（备注）{text}" if name in shown else ""
        for problem in found.problems:
            shown[problem.name] = problem.text
        return {name: text for name, text in shown.items() if text}

    def _text(self, field: Field, value: Any) -> str:
        if value is None:
            return ""
        if field.kind is Kind.REFERENCE:
            key = (field.refers_to, str(value))
            if key not in self.titles:
                self.titles[key] = self.work.office.title(*key)
            return self.titles[key]
        return show(field, value)

    # writing

    def write(self, row: PlannedRow, pictures: dict[str, list[Any]], outcome: Outcome) -> None:
        """Write one row; one that is refused now is marked, and ends the transaction later."""
        found = row.converter.convert(row.source, row.overrides)
        try:
            if row.record_id and row.action in (Action.UPDATE, Action.UNCHANGED):
                before = records.load(self.transaction, self.record_type, row.record_id)
                assert before is not None
                outcome.records.append(
                    records.change(self.transaction, self.table, row.record_id, self._changes(found, before))
                )
                outcome.updated += 1
                return
            outcome.records.append(self._register(row, found, pictures))
            outcome.written += 1
        except (InvalidRecord, AppError) as error:
            self._refuse(row, error)

    def _register(self, row: PlannedRow, found: Converted, pictures: dict[str, list[Any]]) -> Record:
        own = {name: kept for name, kept in pictures.items() if not self.record_type.field(name).by_action}
        record = records.register(self.transaction, self.table, found.typed | own, self.code)
        if self.record_type is not HAZARD or not found.evidence:
            return record
        evidence = found.evidence | {name: kept for name, kept in pictures.items() if name not in own}
        if not isinstance(evidence.get("photo_after"), list):
            evidence.pop("photo_after", None)
        steps = history.steps_with_evidence(found.typed, evidence)
        record, remark = history.take_steps(self.transaction, record, steps)
        if remark:
            note = f"{record.get(NOTE) or ''}\n{remark}".strip()
            record = records.change(self.transaction, self.table, record["id"], {NOTE: note})
        return record


def told_assumptions(work: Import) -> list[str]:
    """What was taken as proposed, in words: told with the result, never silent."""
    told = Counter[str]()
    for question in work.questions():
        if question.is_assumed:
            value = question.proposal or "（空）"
            text = f"“{question.text[:30]}”" if question.text else "原表没有"
            told[f"{question.field.label}：{text} → {value}"] += question.count
    return [f"{words}（{count} 行）" for words, count in told.items()]
