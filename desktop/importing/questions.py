"""What an import asks once for each distinct value, and what it proposes. Nothing unreadable is guessed silently."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from db.errors import Problem
from db.spec.code_tables import Code, code_table, label_of
from db.spec.field import Field, Kind, Prefill
from db.spec.header_words import nothing_words
from db.spec.text import plain_digits, search_form
from desktop.messages import problem_sentence


class Asks(StrEnum):
    """Why something is asked."""

    UNREADABLE = "unreadable"  # a value that the field does not take
    MEANING = "meaning"  # a value that may mean two things
    PERSON = "person"  # somebody who is not known yet
    SOURCE = "source"  # a choice without a column, proposed from the words of another field
    MISSING = "missing"  # a field that must be filled and has no column
    EVIDENCE = "evidence"  # what an old, finished record would need to be finished here too; may stay open


# Taken as proposed unless somebody answers otherwise, and told: nothing that the old table says is changed by them.
ASSUMED = frozenset((Asks.MEANING, Asks.PERSON, Asks.SOURCE, Asks.MISSING))


@dataclass
class Question:
    """One question: about a text of a field, or ("" as text) about all rows."""

    field: Field
    why: Asks
    text: str
    reason: str
    proposal: str | None = None
    rows: set[tuple[str, int]] = dataclass_field(default_factory=set)  # those that wait for the answer

    @property
    def count(self) -> int:
        """How many rows wait for the answer."""
        return len(self.rows)

    @property
    def is_assumed(self) -> bool:
        """Whether the proposal holds while nobody answers."""
        return self.why in ASSUMED and self.proposal is not None


def unreadable(field: Field, text: str, problem: Problem, year: int | None) -> Question:
    """The question about a value that cannot be read, with what may be meant."""
    return Question(
        field, Asks.UNREADABLE, text, problem_sentence(problem), _meant(field, text, problem, year)
    )


def unknown_reference(field: Field, text: str) -> Question:
    """The question about something that is not in the ledger, where the field may stay empty."""
    reason = f"台账里没有“{text}”（或者有重名）。留空的话，原话放进备注；登记过的请填名称或编号。"
    return Question(field, Asks.MEANING, text, reason, "")


def _meant(field: Field, text: str, problem: Problem, year: int | None) -> str | None:
    if problem.message_id == "date_year_missing":
        return _with_year(text, year)
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        found = close_code(field, text)
        return found.label if found else None
    if field.kind in (Kind.INTEGER, Kind.DECIMAL) and search_form(text) in nothing_words():
        return ""
    return None if field.required else ""  # the words go into the note


def _with_year(text: str, year: int | None) -> str | None:
    numbers = re.findall(r"\d+", plain_digits(text))
    if len(numbers) == 3:
        return f"20{numbers[0]}-{int(numbers[1]):02d}-{int(numbers[2]):02d}"
    if len(numbers) == 2 and year:
        return f"{year}-{int(numbers[0]):02d}-{int(numbers[1]):02d}"
    return None


_ENDINGS = re.compile(r"(?:安全)?(?:隐患|风险|类型|类别|类|级别|级|等级|场所|店|演练|形式|方式|事故)$")


def plain_code(field: Field, text: str) -> Code | None:
    """The choice meant by a word with a mere ending more or less: 一般隐患, 消防类, 村居级, 低风险等级."""
    short = _ENDINGS.sub("", text.strip())
    if short == text.strip() or not short:
        return None
    found = [code for name in field.codes if (code := code_table(name).find(short))]
    return found[0] if found else None


def close_code(field: Field, text: str) -> Code | None:
    """The choice that is most like a word; None when none is."""
    plain = search_form(text)
    words: dict[str, Code] = {}
    for name in field.codes:
        for code in code_table(name).codes:
            for word in (code.label, *code.extra.get("aliases", ())):
                words.setdefault(search_form(word), code)
    inside = [
        word for word in words if len(word) > 1 and (word in plain or (len(plain) > 1 and plain in word))
    ]
    close = inside or difflib.get_close_matches(plain, list(words), 1, 0.6)
    return words[max(close, key=len)] if close else None


def neutral_choice(field: Field) -> str | None:
    """The choice that says nothing of its own: what new records start with, else 其他."""
    if field.initial:
        return str(field.initial)
    codes = [code for name in field.codes for code in code_table(name).codes]
    return next((each.code for each in codes if each.code in ("OTH", "other") or each.label == "其他"), None)


def proposed_constant(
    field: Field, today: str, caption_day: str | None, people: Mapping[str, str]
) -> str | None:
    """What rows without such a column may get; it is told with the result. `people`: `clerk` and `committee`."""
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        code = neutral_choice(field)
        return label_of(field.codes, code) if code else None
    if field.kind is Kind.DATE:
        return caption_day or (today if field.prefill is Prefill.TODAY else None)
    if field.prefill is Prefill.CLERK or field.kind is Kind.PERSON and not field.personal:
        return people["clerk"]
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        if field.name in ("organiser", "responsible_unit", "issuer"):
            return people["committee"]
        return people["clerk"] if field.name in ("assessors", "inspectors") else "（原表没有这一项）"
    return "（原表没有）" if field.kind is Kind.PERSON else None
