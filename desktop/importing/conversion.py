"""A row of the old table as the values of a record: what its cells mean, what has to be asked, what has no field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from db.importing import ids_by_number
from db.spec import HAZARD, RECORD_TYPES, RISK
from db.spec.dates import NotADate, parse_date
from db.spec.field import Field, Kind
from db.spec.header_words import (
    COMPUTED,
    NO,
    NOTE,
    SERIAL,
    STATUS,
    nothing_words,
    source_fields,
)
from db.spec.kinds import Reading
from db.spec.text import one_line, plain_digits, search_form
from desktop.importing import history
from desktop.importing.cells import is_error, parted_day
from desktop.importing.child_rows import labelled_rows
from desktop.importing.converted import Converted
from desktop.importing.heads import IGNORED
from desktop.importing.layout import ROW_TARGETS, Layout
from desktop.importing.meanings import PROSE, Meanings
from desktop.importing.missing import Missing
from desktop.importing.questions import (
    Asks,
    Question,
)
from desktop.importing.sheets import Form, SourceRow
from desktop.office import Office

_MOST_KNOWN = 2000  # texts of a column
_TOLD_ELSEWHERE = frozenset((Kind.DATE, Kind.DATE_TIME, *PROSE))


class Converter:
    """Turns the rows of one form into values, by one layout; collects its questions on the way. Reads on the thread that
    calls it."""

    def __init__(
        self, office: Office, table: str, form: Form, layout: Layout, book_name: str, is_pasted: bool
    ) -> None:
        self.office, self.form, self.layout, self.book_name = office, form, layout, book_name
        self.is_pasted = is_pasted
        self.record_type = RECORD_TYPES[table]
        self.meanings = Meanings(office, self.record_type, form, layout, book_name)
        targets = [(each.index, each.head, layout.columns.get(each.head, "")) for each in form.columns]
        self.columns = [each for each in targets if each[2] not in (IGNORED, SERIAL, COMPUTED)]
        self.mapped = {target.partition(".")[0] for _, _, target in self.columns if target}
        self._plain = {each.name: each for each in self.record_type.fields if self._is_plain(each)}
        # By column, the texts that were taken as they stand, with what they are read as: old tables repeat themselves.
        self._known: list[dict[str, Any]] = [{} for _ in self.columns]
        self.missing = Missing(office, self.record_type, layout, self.meanings, self.mapped)

    def _is_plain(self, field: Field) -> bool:
        """Whether a readable text of the field needs no second look: no answer may change it, and it means one thing."""
        is_own_person = field.kind is Kind.PERSON and not field.personal
        is_many = field.kind in (Kind.ROWS, Kind.ATTACHMENTS, Kind.DATE, Kind.REFERENCE)
        is_doubtful = field.name in ("usc", NOTE) or (field.name == "level" and self.record_type is HAZARD)
        is_written = field.computed or field.by_action or field.name in self.layout.answers
        return not (is_own_person or is_many or is_doubtful or is_written)

    # what a row says

    def convert(self, row: SourceRow, overrides: Mapping[str, str]) -> Converted:
        """The values of a row; `overrides` are texts that the clerk put in the place of those of the sheet, by target."""
        found, self.meanings.row = Converted(), (row.sheet, row.number)
        if overrides:
            self._take_changed(found, row, overrides)
        else:
            self._take_cells(found, row.texts)
        self._take_pictures(found, row)
        self._finish_rows(found)
        self.missing.fill(found)
        if self.record_type is RISK:
            self.missing.explain_level(found)
        if self.record_type is HAZARD and found.evidence and not self.is_pasted:
            self.missing.ask_for_evidence(found)
        self._keep_origin(found, row)
        return found

    def _take_cells(self, found: Converted, texts: Sequence[str]) -> None:
        """Take the cells of a row as they stand: most texts of an old table were read further up already."""
        typed, stored = found.typed, found.stored
        for (index, head, target), known in zip(self.columns, self._known, strict=True):
            text = texts[index] if index < len(texts) else ""
            if not text:
                continue
            value = known.get(text)
            if value is not None:
                typed[target], stored[target] = text, value
            elif self._take_first(found, target, head, text) and len(known) < _MOST_KNOWN:
                known[text] = stored[target]

    def _take_first(self, found: Converted, target: str, head: str, text: str) -> bool:
        """Take a text that was not read before; whether nothing but its value came of it, each time it occurs."""
        field = self._plain.get(target)
        if field is not None and self._take_plain(found, field, text):
            return True
        if target == NOTE and not is_error(text):  # of which hardly one is like another
            found.typed[NOTE] = text
            return False
        before = self._traces(found)
        self._take_text(found, target, head, text, is_own=False)
        return found.typed.get(target) == text and target in found.stored and self._traces(found) == before

    def _traces(self, found: Converted) -> tuple[int, ...]:
        """What of a row grows when a text means more than its value."""
        others = (found.evidence, found.said, found.extras, found.problems)
        return (self.meanings.asked, len(found.typed.keys() - found.stored.keys()), *map(len, others))

    def _take_text(self, found: Converted, target: str, head: str, text: str, *, is_own: bool) -> None:
        if is_error(text):
            found.refuse(target, f"“{head}”这一格的公式出错了（{text}）。请填上应有的内容，或清空。", text)
        elif text:
            self._take(found, target, head, text, is_own)

    def _take_changed(self, found: Converted, row: SourceRow, overrides: Mapping[str, str]) -> None:
        """Take a row in which the clerk changed some texts."""
        for index, head, target in self.columns:
            is_own = bool(target) and target in overrides
            text = overrides[target] if is_own else row.text(index)
            self._take_text(found, target, head, text, is_own=is_own)
        for target, text in overrides.items():  # what the clerk added where the sheet has no column
            if text and all(target != each[2] for each in self.columns):
                self._take(found, target, target, text, True)

    def _take_plain(self, found: Converted, field: Field, text: str) -> bool:
        """Take a value that says what it means, as nearly all do; False for one that has to be looked at."""
        stored, problem = self.meanings.parsed(field, text)
        if problem is not None or stored is None or text[0] == "#":
            return False
        found.typed[field.name], found.stored[field.name] = text, stored
        return True

    def _take(self, found: Converted, target: str, head: str, text: str, is_own: bool) -> None:
        base, _, kind = target.partition(".")
        field = self.record_type.by_name.get(base)
        if target == NO:
            found.number = plain_digits(text).upper()
            if self.is_pasted or found.number not in self.numbers:
                found.extras.append(("原编号", text))
        elif target in ("", STATUS) or field is None:
            found.extras.append((head, text))
        elif target == NOTE:
            found.typed[NOTE] = text
        elif field.kind is Kind.ROWS:
            self._take_row(found, base, kind, text)
        elif field.kind is Kind.ATTACHMENTS:
            found.extras.append((head, text))
        elif field.computed or (field.by_action and self.record_type is not HAZARD):
            found.extras.append((head, text))
        else:
            self._take_value(found, field, text, is_own)

    def _take_value(self, found: Converted, field: Field, text: str, is_own: bool) -> None:
        if field.kind is Kind.DATE:
            text = self._take_clock(found, text)
        if field.kind is Kind.REFERENCE:
            found.said[field.name] = text
        meant, problem = self.meanings.meant(field, text, is_own)
        if problem is not None:
            found.refuse(field.name, problem, text)
        elif meant == "":
            found.extras.append((field.label, text))
        elif (
            meant != text
            and field.kind not in _TOLD_ELSEWHERE
            and self.meanings.was_asked(field, text, is_own)
        ):
            found.extras.append((f"{field.label}原为", text))
        if problem is None and meant:
            self.meanings.put(found, field, meant)

    def _take_clock(self, found: Converted, text: str) -> str:
        """The day of a cell that also says the time, which goes into the fields for it."""
        day, begin, end = parted_day(text)
        if begin and "starts_at" in self.record_type.by_name and "starts_at" not in self.mapped:
            try:
                iso = parse_date(day, self.meanings.reading.today).isoformat()
            except NotADate:
                return day
            found.typed["starts_at"] = f"{iso} {begin}"
            if end:
                found.typed["ends_at"] = f"{iso} {end}"
        elif begin:
            found.extras.append(("时间", text))
        return day

    def _take_row(self, found: Converted, base: str, kind: str, text: str) -> None:
        whole = None if kind else labelled_rows(self.record_type.field(base), text)
        if whole is not None:
            found.typed[base] = [*found.typed.get(base, []), *whole]
            return
        if base not in ROW_TARGETS:
            found.extras.append((self.record_type.field(base).label, text))
            return
        rows = found.typed.setdefault(base, [])
        if base == "issues":
            if search_form(text) in nothing_words():
                if not rows and kind == "":
                    found.extras.append((self.record_type.field(base).label, text))
            elif kind == "measure" and rows:
                rows[-1]["text"] = f"{rows[-1]['text']}（改进措施：{one_line(text)}）"
            elif kind == "measure":
                found.extras.append(("改进措施", text))
            else:
                rows.append({"text": one_line(text)})
        elif search_form(text) not in nothing_words():
            rows.append({"kind": kind or self._measure_kind(text), "text": one_line(text)})

    def _measure_kind(self, text: str) -> str:
        """Measures without a kind: asked once for the column."""
        kinds = next(each for each in self.record_type.field("measures").rows if each.name == "kind")
        named = self.layout.answer("measures", "")
        question = self.meanings.ask(
            Question(kinds, Asks.MEANING, "", "管控措施没有分人防、技防等类别，都按哪一类登记？", "管理防"),
            "measures",
        )
        return named or str(question.proposal)

    def _finish_rows(self, found: Converted) -> None:
        """Rows that must name an owner get the record's."""
        for row in found.typed.get("measures") or []:
            if isinstance(row, dict):
                row.setdefault("owner", found.typed.get("responsible_person"))
        for name in ("measures", "issues"):
            if name in found.typed and not found.typed[name]:
                del found.typed[name]

    def _take_pictures(self, found: Converted, row: SourceRow) -> None:
        if not row.pictures:
            return
        targets = {index: target for index, _, target in self.columns}
        for index, pictures in row.pictures.items():
            field = self.record_type.by_name.get(targets.get(index, ""))
            is_fit = field is not None and field.kind is Kind.ATTACHMENTS
            if not is_fit or (field and field.by_action and self.record_type is not HAZARD):
                field = next(
                    (f for f in self.record_type.fields if f.kind is Kind.ATTACHMENTS and not f.by_action),
                    None,
                )
            if field:
                found.pictures += [(field.name, picture) for picture in pictures]
                if field.by_action:
                    found.evidence[field.name] = f"{len(pictures)} 张照片"

    @property
    def reading(self) -> Reading:
        """How values are read: today, and the ledger's records."""
        return self.meanings.reading

    @property
    def questions(self) -> Mapping[tuple[str, str, Asks], Question]:
        """What was asked so far, by field, text and why."""
        return self.meanings.questions

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The ids of the ledger's records that the form's rows name by their number."""
        places = [index for index, _, target in self.columns if target == NO]
        named = [plain_digits(row.text(index)).upper() for row in self.form.rows for index in places]
        return ids_by_number(self.office.store.reader(), self.record_type.table, named) if named else {}

    # where it came from

    def _keep_origin(self, found: Converted, row: SourceRow) -> None:
        """What has no field, and which row of which sheet it was, readable in the note."""
        if NOTE not in self.record_type.by_name:
            return
        extras = [*found.extras, *([("分节", row.section)] if row.section else [])]
        if self.record_type is HAZARD and found.evidence:
            steps = history.steps_with_evidence(found.typed, found.evidence)
            left = history.unused(found.evidence, steps)
            extras += [(HAZARD.field(name).label, str(value)) for name, value in left.items()]
        origin = "" if self.is_pasted else f"导入自《{self.book_name}》{row.sheet}第{row.number}行"
        parts = [origin, *(f"{head}：{one_line(text)}" for head, text in extras)]
        told = "；".join(each for each in parts if each)
        own = str(found.typed.get(NOTE, ""))
        if told:
            note = found.typed[NOTE] = f"{own}\n{told}".strip() if own else told
            stored, problem = self.meanings.parsed(self.record_type.field(NOTE), note)
            if problem is None:
                found.stored[NOTE] = stored


def fields_shown(table: str, layout: Layout, forms: Sequence[Form]) -> list[Field]:
    """The fields that the preview shows: those that have a column, and those that must be filled, in the form's order."""
    record_type = RECORD_TYPES[table]
    heads = {each.head for form in forms for each in form.columns}
    mapped = {target.partition(".")[0] for head, target in layout.columns.items() if head in heads}
    wanted = mapped | set(layout.constants) | set(source_fields(table))
    wanted |= {each.name for each in record_type.fields if each.required and not each.computed}
    return [each for each in record_type.fields if each.name in wanted and each.kind is not Kind.ATTACHMENTS]
