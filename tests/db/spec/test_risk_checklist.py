from __future__ import annotations

from typing import Any

import pytest

from db.errors import InvalidRecord
from db.spec.code_tables import code_table
from db.spec.risk_checklist import checklist_note, checklist_result, questions
from desktop.office import Office
from tests import factories


def answered(category: str, *failed: int) -> list[dict[str, Any]]:
    """All questions of a category answered 是, but those of these places (from 1)."""
    return [
        {"item": each.code, "answer": "否" if place in failed else "是"}
        for place, each in enumerate(questions(category), 1)
    ]


def by_checklist(**changes: Any) -> dict[str, Any]:
    return factories.risk(
        **{"method": "清单法", "likelihood": None, "severity": None, "category": "GAS"} | changes
    )


@pytest.mark.parametrize(
    ("failed", "score", "level"),
    [((), "0", "blue"), ((2,), "1", "yellow"), ((2, 3, 4), "3", "orange"), ((2, 3, 4, 5, 6), "5", "red")],
)
def test_how_many_are_answered_no_gives_the_level(
    office: Office, failed: tuple[int, ...], score: str, level: str
) -> None:
    risk = office.add("risk", by_checklist(answers=answered("GAS", *failed)))
    assert (risk["score"], risk["level_calc"], risk["level_final"]) == (score, level, level)
    assert risk["method_version"] == "清单 2026"


def test_a_decisive_question_gives_at_least_its_own_level(office: Office) -> None:
    risk = office.add("risk", by_checklist(answers=answered("GAS", 1)))
    assert (risk["score"], risk["level_final"]) == ("1", "red")


def test_each_answer_keeps_the_wording_it_was_asked_in(office: Office) -> None:
    risk = office.add("risk", by_checklist(answers=answered("GAS")))
    assert [row["question"] for row in risk["answers"]] == [each.label for each in questions("GAS")]


def test_what_does_not_apply_counts_neither_way() -> None:
    result = checklist_result([{"item": "GAS-1", "answer": "na"}, {"item": "GAS-2", "answer": "yes"}])
    assert result and (result.level, result.score) == ("blue", 0)


def test_an_open_question_is_asked_for_by_its_wording(office: Office) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.add("risk", by_checklist(answers=answered("GAS")[1:]))
    problem = next(each for each in refused.value.problems if each.field == "answers")
    assert (problem.message_id, problem.params) == (
        "checklist_unanswered",
        {"count": 1, "what": questions("GAS")[0].label},
    )


def test_a_question_nobody_asks_is_refused(office: Office) -> None:
    strange = [*answered("GAS"), {"item": "天气", "answer": "是"}]
    with pytest.raises(InvalidRecord) as refused:
        office.add("risk", by_checklist(answers=strange))
    assert [each.message_id for each in refused.value.problems] == ["checklist_question_unknown"]


def test_another_category_asks_its_own_questions(office: Office) -> None:
    risk = office.add("risk", by_checklist(answers=answered("GAS")))
    changed = office.change("risk", risk["id"], {"category": "FIRE", "answers": answered("FIRE", 3)})
    assert (changed["answers"][0]["item"], changed["level_final"]) == ("FIRE-1", "yellow")


def test_a_category_without_questions_of_its_own_has_the_general_ones() -> None:
    assert {each.extra["category"] for each in questions("OTH")} == {""}
    assert questions(None) == questions("OTH")


def test_another_method_drops_the_answers(office: Office) -> None:
    risk = office.add("risk", by_checklist(answers=answered("GAS")))
    changed = office.change("risk", risk["id"], {"method": "ls", "L": "3", "S": "4"})
    assert (changed["answers"], changed["level_final"]) == (None, "yellow")


def test_every_decisive_level_is_a_level_and_the_note_tells_the_table() -> None:
    levels = {each.code for each in code_table("risk_level").codes}
    decisive = {
        each.extra["decisive"] for each in code_table("risk_checklist").codes if "decisive" in each.extra
    }
    assert decisive <= levels
    assert "★" in checklist_note()


def test_a_correction_after_the_questions_changed_asks_nothing_anew(office: Office) -> None:
    from db.spec.risk_assessment import check_assessment, derive_assessment

    risk = office.add("risk", by_checklist(answers=answered("GAS", 2)))
    old = risk | {
        "method_version": "清单 2025",
        "answers": [{"item": "GAS-99", "answer": "no"}],
        "score": "9",
    }
    derive_assessment(old)
    assert (old["score"], old["level_final"], check_assessment(old)) == ("9", "yellow", [])


def test_a_version_names_what_failed_with_its_remark(office: Office) -> None:
    answers = answered("GAS", 3)
    answers[2]["note"] = "没有通电"
    risk = office.add("risk", by_checklist(answers=answers))
    again = office.act("risk", risk["id"], "reassess", {"answers": answered("GAS")})
    assert again["assessments"][0]["inputs"] == "“否”1 条：装有可燃气体报警器并能联动切断（没有通电）"
    assert again["outcome"] == "reduced"
