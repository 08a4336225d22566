"""What the texts of an old table mean: read once for each distinct text, asked once where they cannot be read."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Any

from db.errors import InvalidRecord, Problem
from db.importing import known_people
from db.spec import HAZARD
from db.spec.dates import NotADate, parse_date
from db.spec.field import Field, Kind, RecordType
from db.spec.header_words import nothing_words
from db.spec.kinds import NO, Reading, longest, parse
from db.spec.text import is_kept_as_typed, plain_digits, search_form
from db.typed_values import find_reference
from desktop.importing.converted import Converted
from desktop.importing.layout import Layout
from desktop.importing.questions import Asks, Question, plain_code, unknown_reference, unreadable
from desktop.importing.sheets import Form
from desktop.messages import problem_sentence
from desktop.office import Office

PROSE = frozenset((Kind.TEXT, Kind.LONG_TEXT, Kind.PERSON))
_MAJOR_WORDS = frozenset(search_form(each) for each in ("重大", "重大隐患", "重大事故隐患", "是"))
_YEAR = re.compile(r"(20\d\d)\s*年?")
_CAPTION_DAY = re.compile(
    r"(?:填报|填表|评估|辨识|制表|编制)(?:日期|时间)?[:：]?\s*(\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?)"
)


class Meanings:
    """The meanings of one form's texts by one layout; `row` is the one that is read now. Reads on the calling thread."""

    def __init__(
        self, office: Office, record_type: RecordType, form: Form, layout: Layout, book_name: str
    ) -> None:
        self.office, self.record_type = office, record_type
        self.form, self.layout, self.book_name = form, layout, book_name
        # Asked on the thread that converts, with that thread's own connection.
        find = lambda kind, text: find_reference(office.store.reader(), kind, text)  # noqa: E731
        self.reading = Reading(date.fromisoformat(office.today), find)
        self.questions: dict[tuple[str, str, Asks], Question] = {}
        self.row = ("", 0)
        self.asked = 0  # how often a row was added to a question
        self._read: dict[tuple[str, str], tuple[Any, Problem | None]] = {}

    def meant(self, field: Field, text: str, is_own: bool) -> tuple[str, str | None]:
        """The text that the ledger reads, and why there is none."""
        answered = None if is_own else self.layout.answer(field.name, text)
        if answered is not None:
            return (answered, None) if answered == "" else self._checked(field, answered)
        asked = None if is_own else self._ambiguous(field, text)
        if asked is not None:
            return str(self.ask(asked, field.name).proposal), None
        if field.kind in PROSE:
            return text, None
        meant, problem = self.readable(field, text)
        if problem is None:
            return meant, None
        if is_own:
            return text, unreadable(field, text, problem, None).reason
        if field.kind is Kind.REFERENCE and not field.required:
            return str(self.ask(unknown_reference(field, text), field.name).proposal), None
        question = self.ask(unreadable(field, text, problem, self.year), field.name)
        return text, question.reason

    def _checked(self, field: Field, text: str) -> tuple[str, str | None]:
        meant, problem = self.readable(field, text) if field.kind not in PROSE else (text, None)
        return (meant, None) if problem is None else (text, unreadable(field, text, problem, None).reason)

    def readable(self, field: Field, text: str) -> tuple[str, Problem | None]:
        """The text that the ledger reads and why it cannot: a mere ending more or less does no harm."""
        _, problem = self.parsed(field, text)
        if problem is None:
            return text, None
        code = plain_code(field, text) if field.kind is Kind.CHOICE else None
        return (code.code, None) if code else (text, problem)

    def parsed(self, field: Field, text: str) -> tuple[Any, Problem | None]:
        """The stored form of a text and why there is none; what is no prose occurs many times and is read once."""
        if field.kind in PROSE:
            is_kept = 2 < len(text) <= longest(field) and _is_kept(
                field, text
            )  # longer than signs for nothing
            return (text, None) if is_kept else self._parse(field, text)
        key = (field.name, text)
        if key not in self._read:
            self._read[key] = self._parse(field, text)
        return self._read[key]

    def _parse(self, field: Field, text: str) -> tuple[Any, Problem | None]:
        try:
            return parse(field, text, self.reading), None
        except InvalidRecord as error:
            return None, error.problems[0]

    def was_asked(self, field: Field, text: str, is_own: bool) -> bool:
        """Whether what a text means rests on an answer and not on the text alone."""
        return not is_own and self.readable(field, text)[1] is not None

    def put(self, found: Converted, field: Field, meant: str) -> None:
        """Give a field its value; in its stored form too where it can be read now."""
        if field.by_action:
            found.evidence[field.name] = meant
            return
        found.typed[field.name] = meant
        stored, problem = self.parsed(field, meant)
        if problem is None:
            found.stored[field.name] = stored
        else:
            found.refuse(field.name, problem_sentence(problem), meant)

    def _ambiguous(self, field: Field, text: str) -> Question | None:
        """Words that the ledger could read, but that may say something else."""
        if field.name == "level" and self.record_type is HAZARD and search_form(text) in _MAJOR_WORDS:
            reason = f"“{text}”：重大隐患由部门认定。原表没有部门的文件，按“疑似重大（待部门判定）”登记；部门认定过的请改选。"
            return Question(field, Asks.MEANING, text, reason, "疑似重大（待部门判定）")
        if field.name == "level" and self.record_type is HAZARD and search_form(text) in NO:
            reason = f"级别一栏写着“{text}”（是否重大）：按“一般”登记。"
            return Question(field, Asks.MEANING, text, reason, "一般")
        if field.name == "usc" and search_form(text) in nothing_words():
            return Question(
                field, Asks.MEANING, text, f"信用代码写着“{text}”：这一项留空，原话放进备注。", ""
            )
        if field.kind is Kind.PERSON and not field.personal and search_form(text) not in self.people:
            reason = f"“{text}”不在人员名单里，台账里也还没有出现过。照写，还是改成另一位？"
            return Question(field, Asks.PERSON, text, reason, text)
        return None

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

    def ask(self, question: Question, name: str) -> Question:
        """Ask a question, or add the row to those that wait for its answer; the question as it was asked first."""
        key = (name, question.text, question.why)
        kept = self.questions.setdefault(key, question)
        self.asked += 1
        kept.rows.add(self.row)
        return kept


def _is_kept(field: Field, text: str) -> bool:
    """Whether the ledger keeps a text letter by letter, as nearly all."""
    if field.kind is Kind.LONG_TEXT and "\n" in text:
        lines = text.split("\n")
        return bool(lines[0] and lines[-1]) and all(map(is_kept_as_typed, lines))
    return is_kept_as_typed(text) is not None
