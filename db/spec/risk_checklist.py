"""The checklist method (清单法): yes-or-no questions for people who are no experts (本单位设定, table `risk_checklist`).

Every question is put so that 是 is safe. How many are answered 否 gives the level by a table in the data; a decisive one
answered 否 gives at least its own level.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from db.errors import Problem
from db.spec.code_tables import CODES_FOLDER, Code, code_table, find_code
from db.spec.field import Record, Values
from db.value import Value

TABLE = "risk_checklist"
ANSWERS = ("checklist_answer",)


class ChecklistResult(Value):
    """What the answers make: how many are 否, the level, and the decisive questions among them."""

    score: Decimal
    level: str
    decisive: tuple[Code, ...]


def questions(category: str | None) -> tuple[Code, ...]:
    """The questions of a hazard category; the general ones for a category that has none of its own."""
    codes = code_table(TABLE).codes
    own = tuple(each for each in codes if each.extra["category"] == category) if category else ()
    return own or tuple(each for each in codes if not each.extra["category"])


def checklist_version() -> str:
    """The version of the questions and their table, kept with each assessment."""
    return code_table(TABLE).version


@cache
def checklist_note() -> str:
    """How the answers count, in one sentence."""
    return str(_document()["note"])


def checklist_result(answers: Sequence[Values]) -> ChecklistResult | None:
    """What answered questions make; None while there is none or one is open."""
    if not answers or any(row.get("answer") is None for row in answers):
        return None
    failed = [code_table(TABLE).get(row.get("item") or "") for row in answers if row["answer"] == "no"]
    decisive = tuple(each for each in failed if each and each.extra.get("decisive"))
    levels = [_level_of(len(failed)), *(str(each.extra["decisive"]) for each in decisive)]
    worst = min(levels, key=level_rank)
    return ChecklistResult(Decimal(len(failed)), worst, decisive)


def level_rank(level: str | None) -> int:
    """1 for red to 4 for blue; 9 for none."""
    found = code_table("risk_level").get(level or "")
    return int(found.extra["rank"]) if found else 9


def settle_answers(record: Record) -> None:
    """Put every question of the record's category into its answers, with the wording in which it was asked.

    What was answered stays, under whichever of code or wording it came; the rest waits for its answer.
    """
    given: Mapping[str, Values] = {_item_of(row): row for row in record.get("answers") or []}
    asked = questions(record.get("category"))
    known = {each.code for each in asked}
    rows = [
        {"item": each.code, "question": each.label, "answer": given.get(each.code, {}).get("answer"),
         "note": given.get(each.code, {}).get("note")}
        for each in asked
    ]  # fmt: skip
    table = code_table(TABLE)  # what another category was asked falls away with a change of category
    record["answers"] = rows + [
        dict(row) for item, row in given.items() if item not in known and not table.get(item)
    ]


def check_answers(record: Values) -> list[Problem]:
    """A problem for what waits for its answer, and one for each answer to a question that is not asked."""
    asked = {each.code for each in questions(record.get("category"))}
    answers = record.get("answers") or []
    strange = [
        Problem("answers", "checklist_question_unknown", {"what": str(row.get("item"))}, place)
        for place, row in enumerate(answers)
        if row.get("item") not in asked
    ]
    open_ones = [str(row.get("question")) for row in answers if row.get("answer") is None]
    if open_ones:
        strange.append(
            Problem("answers", "checklist_unanswered", {"count": len(open_ones), "what": open_ones[0]})
        )
    return strange


def _item_of(row: Values) -> str:
    word = str(row.get("item") or row.get("question") or "")
    found = find_code((TABLE,), word)
    return found.code if found else word


def _level_of(count: int) -> str:
    return next(str(band["level"]) for band in _document()["bands"] if count >= int(band["at_least"]))


@cache
def _document() -> dict[str, list[dict[str, int | str]]]:
    text = (CODES_FOLDER / f"{TABLE}.json").read_text(encoding="utf-8")
    document: dict[str, list[dict[str, int | str]]] = json.loads(text)
    return document
