"""A row of the old table as the values of a record: what its cells mean, what has to be asked, what has no field."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from db.errors import InvalidRecord, Problem
from db.importing import ids_by_number, known_people
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
    proposed_code,
    source_fields,
    stand_ins,
)
from db.spec.kinds import Reading, parse
from db.spec.risk_assessment import FACTORS, derive_assessment
from db.spec.text import one_line, plain_digits, search_form
from db.typed_values import find_reference
from desktop.importing import history
from desktop.importing.cells import is_error, parted_day
from desktop.importing.child_rows import labelled_rows
from desktop.importing.heads import IGNORED
from desktop.importing.layout import ROW_TARGETS, Layout
from desktop.importing.questions import (
    Asks,
    Question,
    neutral_choice,
    plain_code,
    proposed_constant,
    unknown_reference,
    unreadable,
)
from desktop.importing.sheets import Form, SourceRow
from desktop.messages import problem_sentence
from desktop.office import Office
from reports.sheet_reading.book import Picture

_PROSE = frozenset((Kind.TEXT, Kind.LONG_TEXT, Kind.PERSON))
_TOLD_ELSEWHERE = frozenset((Kind.DATE, Kind.DATE_TIME, *_PROSE))
_MAJOR_WORDS = frozenset(search_form(each) for each in ("重大", "重大隐患", "重大事故隐患", "是"))
_YEAR = re.compile(r"(20\d\d)\s*年?")
_CAPTION_DAY = re.compile(
    r"(?:填报|填表|评估|辨识|制表|编制)(?:日期|时间)?[:：]?\s*(\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?)"
)


@dataclass(frozen=True)
class CellProblem:
    """Why a cell could not be taken; `name` is its field, "" for the row as a whole."""

    name: str
    reason: str
    text: str = ""


@dataclass
class Converted:
    """What a row became. `typed` are values for registering, `evidence` what steps would write, `extras` what has no field."""

    typed: dict[str, Any] = dataclasses.field(default_factory=dict)
    stored: dict[str, Any] = dataclasses.field(default_factory=dict)  # those of `typed` that are read already
    evidence: dict[str, Any] = dataclasses.field(default_factory=dict)
    said: dict[str, str] = dataclasses.field(default_factory=dict)  # references as the table words them
    number: str = ""
    extras: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    problems: list[CellProblem] = dataclasses.field(default_factory=list)
    pictures: list[tuple[str, Picture]] = dataclasses.field(default_factory=list)

    def refuse(self, name: str, reason: str, text: str = "") -> None:
        """Note a problem of a field, once."""
        if all(each.name != name for each in self.problems):
            self.problems.append(CellProblem(name, reason, text))


class Converter:
    """Turns the rows of one form into values, by one layout; collects its questions on the way. Reads on the thread that
    calls it."""

    def __init__(
        self, office: Office, table: str, form: Form, layout: Layout, book_name: str, is_pasted: bool
    ) -> None:
        self.office, self.form, self.layout, self.book_name = office, form, layout, book_name
        self.is_pasted = is_pasted
        self.record_type = RECORD_TYPES[table]
        # Asked on the thread that converts, with that thread's own connection.
        find = lambda kind, text: find_reference(office.store.reader(), kind, text)  # noqa: E731
        self.reading = Reading(date.fromisoformat(office.today), find)
        self.questions: dict[tuple[str, str, Asks], Question] = {}
        self._row = ("", 0)
        self._read: dict[tuple[str, str], tuple[Any, Problem | None]] = {}
        targets = [(each.index, each.head, layout.columns.get(each.head, "")) for each in form.columns]
        self.columns = [each for each in targets if each[2] not in (IGNORED, SERIAL, COMPUTED)]
        self.mapped = {target.partition(".")[0] for _, _, target in self.columns if target}
        self._plain = {each.name: each for each in self.record_type.fields if self._is_plain(each)}
        self.required = [
            each
            for each in self.record_type.fields
            if (each.required or each.required_if) and not each.computed and not each.by_action
        ]

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
        found, self._row = Converted(), (row.sheet, row.number)
        for index, head, target in self.columns:
            text = overrides[target] if target and target in overrides else row.text(index)
            field = self._plain.get(target) if text and not overrides else None
            if field is not None and self._take_plain(found, field, text):
                continue
            if is_error(text):
                found.refuse(
                    target, f"“{head}”这一格的公式出错了（{text}）。请填上应有的内容，或清空。", text
                )
            elif text:
                self._take(found, target, head, text, target in overrides)
        for target, text in overrides.items():  # what the clerk added where the sheet has no column
            if text and all(target != each[2] for each in self.columns):
                self._take(found, target, target, text, True)
        self._take_pictures(found, row)
        self._finish_rows(found)
        self._fill_missing(found)
        if self.record_type is RISK:
            self._explain_level(found)
        self._keep_origin(found, row)
        return found

    def _take_plain(self, found: Converted, field: Field, text: str) -> bool:
        """Take a value that says what it means, as nearly all do; False for one that has to be looked at."""
        stored, problem = self._parsed(field, text)
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
        meant, problem = self._meant(field, text, is_own)
        if problem is not None:
            found.refuse(field.name, problem, text)
        elif meant == "":
            found.extras.append((field.label, text))
        elif meant != text and field.kind not in _TOLD_ELSEWHERE and self._was_asked(field, text, is_own):
            found.extras.append((f"{field.label}原为", text))
        if problem is None and meant:
            self._put(found, field, meant)

    def _put(self, found: Converted, field: Field, meant: str) -> None:
        """Give a field its value; in its stored form too where it can be read now."""
        if field.by_action:
            found.evidence[field.name] = meant
            return
        found.typed[field.name] = meant
        stored, problem = self._parsed(field, meant)
        if problem is None:
            found.stored[field.name] = stored
        else:
            found.refuse(field.name, problem_sentence(problem), meant)

    def _was_asked(self, field: Field, text: str, is_own: bool) -> bool:
        """Whether what a text means rests on an answer and not on the text alone."""
        return not is_own and self._readable(field, text)[1] is not None

    def _take_clock(self, found: Converted, text: str) -> str:
        """The day of a cell that also says the time, which goes into the fields for it."""
        day, begin, end = parted_day(text)
        if begin and "starts_at" in self.record_type.by_name and "starts_at" not in self.mapped:
            try:
                iso = parse_date(day, self.reading.today).isoformat()
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
        question = self._ask(
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

    # what a text means

    def _meant(self, field: Field, text: str, is_own: bool) -> tuple[str, str | None]:
        """The text that the ledger reads, and why there is none."""
        answered = None if is_own else self.layout.answer(field.name, text)
        if answered is not None:
            return (answered, None) if answered == "" else self._checked(field, answered)
        asked = None if is_own else self._ambiguous(field, text)
        if asked is not None:
            return str(self._ask(asked, field.name).proposal), None
        if field.kind in _PROSE:
            return text, None
        meant, problem = self._readable(field, text)
        if problem is None:
            return meant, None
        if is_own:
            return text, unreadable(field, text, problem, None).reason
        if field.kind is Kind.REFERENCE and not field.required:
            return str(self._ask(unknown_reference(field, text), field.name).proposal), None
        question = self._ask(unreadable(field, text, problem, self.year), field.name)
        return text, question.reason

    def _checked(self, field: Field, text: str) -> tuple[str, str | None]:
        meant, problem = self._readable(field, text) if field.kind not in _PROSE else (text, None)
        return (meant, None) if problem is None else (text, unreadable(field, text, problem, None).reason)

    def _readable(self, field: Field, text: str) -> tuple[str, Problem | None]:
        _, problem = self._parsed(field, text)
        if problem is None:
            return text, None
        code = plain_code(field, text) if field.kind is Kind.CHOICE else None
        return (code.code, None) if code else (text, problem)

    def _parsed(self, field: Field, text: str) -> tuple[Any, Problem | None]:
        """The stored form of a text and why there is none; what is no prose occurs many times and is read once."""
        if field.kind in _PROSE:
            return self._parse(field, text)
        key = (field.name, text)
        if key not in self._read:
            self._read[key] = self._parse(field, text)
        return self._read[key]

    def _parse(self, field: Field, text: str) -> tuple[Any, Problem | None]:
        try:
            return parse(field, text, self.reading), None
        except InvalidRecord as error:
            return None, error.problems[0]

    def _ambiguous(self, field: Field, text: str) -> Question | None:
        """Words that the ledger could read, but that may say something else."""
        if field.name == "level" and self.record_type is HAZARD and search_form(text) in _MAJOR_WORDS:
            reason = f"“{text}”：重大隐患由部门认定。原表没有部门的文件，按“疑似重大（待部门判定）”登记；部门认定过的请改选。"
            return Question(field, Asks.MEANING, text, reason, "疑似重大（待部门判定）")
        if field.name == "usc" and search_form(text) in nothing_words():
            return Question(
                field, Asks.MEANING, text, f"信用代码写着“{text}”：这一项留空，原话放进备注。", ""
            )
        if field.kind is Kind.PERSON and not field.personal and search_form(text) not in self.people:
            reason = f"“{text}”不在人员名单里，台账里也还没有出现过。照写，还是改成另一位？"
            return Question(field, Asks.PERSON, text, reason, text)
        return None

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The ids of the ledger's records that the form's rows name by their number."""
        places = [index for index, _, target in self.columns if target == NO]
        named = [plain_digits(row.text(index)).upper() for row in self.form.rows for index in places]
        return ids_by_number(self.office.store.reader(), self.record_type.table, named) if named else {}

    @cached_property
    def people(self) -> set[str]:
        """Everybody who is known, folded."""
        return known_people(self.office.store.reader())

    @cached_property
    def year(self) -> int | None:
        """The year that the caption, the sheet or the file names: proposed for days without one."""
        for text in (self.form.caption, self.form.sheet, self.book_name):
            if found := _YEAR.search(plain_digits(text)):
                return int(found[1])
        return None

    @cached_property
    def caption_day(self) -> str | None:
        """The day the table was filled in, when its caption names one."""
        found = _CAPTION_DAY.search(self.form.caption)
        try:
            return parse_date(found[1], self.reading.today).isoformat() if found else None
        except NotADate:
            return None

    def _ask(self, question: Question, name: str) -> Question:
        key = (name, question.text, question.why)
        kept = self.questions.setdefault(key, question)
        kept.rows.add(self._row)
        return kept

    # what a row lacks

    def _fill_missing(self, found: Converted) -> None:
        follows = source_fields(self.record_type.table)
        is_waived = self.record_type.may_be_bare(self._parsed_level(found))
        for field in self.required:
            if field.name in found.typed or any(each.name == field.name for each in found.problems):
                continue
            if not field.is_required(self._parsed_level(found)):
                continue
            if self._stand_in(found, field):
                continue
            if field.name in follows and found.typed.get(follows[field.name]):
                self._follow(found, field, str(found.typed[follows[field.name]]))
            elif field.name in self.layout.constants or field.name not in self.mapped:
                if field.initial is None and not (is_waived and field.prefill):
                    self._take_constant(found, field)
        if self.record_type is HAZARD and found.evidence and not self.is_pasted:
            self._ask_for_evidence(found)

    def _stand_in(self, found: Converted, field: Field) -> bool:
        """Take what another column says, where it says the same: the shop's name for the place of a hazard."""
        if field.name in self.mapped or field.name in self.layout.constants:
            return False
        for name in stand_ins(self.record_type.table).get(field.name, ()):
            text = found.said.get(name) or found.typed.get(name)
            if isinstance(text, str) and text:
                self._put(found, field, text)
                return True
        return False

    def _explain_level(self, found: Converted) -> None:
        """A level that the old table graded otherwise than its own values give here keeps its word, with the reason."""
        record: dict[str, Any] = {"method": "checklist"}
        for name in ("method", *FACTORS, "level_final"):
            try:
                field = RISK.field(name)
                record[name] = parse(field, found.typed.get(name), self.reading) or record.get(name)
            except InvalidRecord:
                return
        graded_record = dict(record)
        derive_assessment(graded_record)
        calculated, level = graded_record.get("level_calc"), record.get("level_final")
        if calculated and level and calculated != level and not found.typed.get("override_reason"):
            field = RISK.field("override_reason")
            reason = "有些行的风险等级与按取值算出的不同（分级口径不一样）。沿用原表的等级，理由写什么？"
            question = Question(field, Asks.MISSING, "", reason, "沿用原表等级")
            value = self.layout.constants.get(field.name) or self._ask(question, field.name).proposal
            found.typed[field.name] = value

    def _parsed_level(self, found: Converted) -> dict[str, Any]:
        """The typed values, with choices as codes where rules look at them."""
        level = found.typed.get("level")
        if not level or "level" not in self.record_type.by_name:
            return found.typed
        try:
            return {**found.typed, "level": parse(self.record_type.field("level"), level, self.reading)}
        except InvalidRecord:
            return found.typed

    def _follow(self, found: Converted, field: Field, source: str) -> None:
        answered = self.layout.answer(field.name, source)
        if answered is None and field.name in self.layout.constants:
            answered = self.layout.constants[field.name]
        if answered is None:
            code = proposed_code(field.codes[0], source) or neutral_choice(field)
            word = next((c for c in self._codes(field) if c[0] == code), ("", ""))[1]
            reason = f"原表没有“{field.label}”。“{source[:40]}”登记为哪一类？"
            answered = self._ask(
                Question(field, Asks.SOURCE, source, reason, word or None), field.name
            ).proposal
        if answered:
            self._put(found, field, answered)
        else:
            found.refuse(field.name, f"请选“{field.label}”。")

    def _codes(self, field: Field) -> list[tuple[str, str]]:
        from db.spec.code_tables import code_table

        return [(code.code, code.label) for name in field.codes for code in code_table(name).codes]

    def _take_constant(self, found: Converted, field: Field) -> None:
        value = self.layout.constants.get(field.name)
        if value is None:
            people = {"clerk": self.office.clerk, "committee": str(self.office.committee["name"])}
            proposal = proposed_constant(field, self.office.today, self.caption_day, people)
            reason = f"原表没有“{field.label}”，这一项必填。各行都填什么？"
            value = self._ask(Question(field, Asks.MISSING, "", reason, proposal), field.name).proposal
        if value:
            self._put(found, field, value)

    def _ask_for_evidence(self, found: Converted) -> None:
        """What an old hazard that was put right needs to be closed here too; it stays open without."""
        if not history.says_done(found.evidence):
            return
        for name in history.EVIDENCE:
            field = HAZARD.field(name)
            if found.evidence.get(name) or found.typed.get(name):
                continue
            value = self.layout.constants.get(name, "")
            if value == history.SAME_AS_CLOSED:
                value = found.evidence.get("closed_on", "")
            if value:
                self._put(found, field, value)
            elif name not in self.mapped:
                reason = "原表写着已整改，没有这一项。五项补齐的登记到销号；不填的仍是未销号，原话放进备注。"
                self._ask(Question(field, Asks.EVIDENCE, "", reason), name)

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
            found.typed[NOTE] = f"{own}\n{told}".strip() if own else told


def fields_shown(table: str, layout: Layout, forms: Sequence[Form]) -> list[Field]:
    """The fields that the preview shows: those that have a column, and those that must be filled, in the form's order."""
    record_type = RECORD_TYPES[table]
    heads = {each.head for form in forms for each in form.columns}
    mapped = {target.partition(".")[0] for head, target in layout.columns.items() if head in heads}
    wanted = mapped | set(layout.constants) | set(source_fields(table))
    wanted |= {each.name for each in record_type.fields if each.required and not each.computed}
    return [each for each in record_type.fields if each.name in wanted and each.kind is not Kind.ATTACHMENTS]
