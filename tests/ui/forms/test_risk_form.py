"""The form of a risk: the checklist comes first, a rule makes red, the next review is proposed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from db.spec import RISK
from desktop.office import Office
from tests import factories
from tests.ui.forms.keyboard import type_into
from ui.forms.editors.risk_answers import AnswersEditor
from ui.forms.record_dialog import RecordDialog
from ui.forms.risk_form import ScorePanel

Open = Callable[..., RecordDialog]


@pytest.fixture
def open_form(qtbot: QtBot, office: Office) -> Iterator[Open]:
    """The shown form of a new risk with everything but its assessment."""
    shown: list[RecordDialog] = []

    def opening(**changes: Any) -> RecordDialog:
        coded = {
            "category": "GAS",
            "accident_types": ["2025-09"],
            "control_level": "committee",
            "measures": [],
        }
        bare = {"method": None, "likelihood": None, "severity": None, "assessed_on": None}
        typed = factories.risk(**(coded | bare | changes))
        dialog = RecordDialog(office, RISK, initial=typed)
        shown.append(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    yield opening
    for dialog in shown:
        dialog.note_baseline()
        dialog.close()
        dialog.deleteLater()


def answers_of(dialog: RecordDialog) -> AnswersEditor:
    return cast(AnswersEditor, dialog.form.editor("answers"))


def answer_all(dialog: RecordDialog, *failed: int) -> None:
    for place, row in enumerate(answers_of(dialog).value(), 1):
        answers_of(dialog).buttons(row["item"]).buttons()["no" if place in failed else "yes"].click()


def panel_of(dialog: RecordDialog) -> ScorePanel:
    panel = dialog.form.findChild(ScorePanel)
    assert isinstance(panel, ScorePanel)
    return panel


def test_a_new_risk_is_assessed_by_the_checklist_unless_the_clerk_chooses_otherwise(open_form: Open) -> None:
    dialog = open_form()
    assert dialog.form.value("method") == "checklist"
    assert not answers_of(dialog).isHidden() and dialog.form.editor("likelihood").isHidden()
    assert "还有 7 条没有回答" in panel_of(dialog).text()
    answer_all(dialog, 3)
    assert "“否”1 条" in panel_of(dialog).text() and "黄 一般" in panel_of(dialog).text()
    assert dialog.form.value("level_final") == "yellow"
    dialog.save_button().click()
    assert dialog.saved is not None
    assert (dialog.saved["level_final"], dialog.saved["answers"][2]["answer"]) == ("yellow", "no")


def test_open_questions_are_told_in_one_sentence(open_form: Open) -> None:
    dialog = open_form(level_final="yellow")
    dialog.save_button().click()
    assert dialog.saved is None
    assert "还有 7 个问题没有回答" in answers_of(dialog).problem_text()


def test_a_decisive_question_lifts_the_level_at_once(open_form: Open) -> None:
    dialog = open_form()
    answer_all(dialog, 1)
    assert dialog.form.value("level_final") == "red"


def test_answers_come_back_with_their_category(open_form: Open) -> None:
    dialog = open_form()
    answer_all(dialog, 3)
    type_into(dialog.form.editor("category").input_widget(), "消防")
    assert [row["item"] for row in answers_of(dialog).value()][0] == "FIRE-1"
    type_into(dialog.form.editor("category").input_widget(), "燃气")
    assert answers_of(dialog).value()[2] == {"item": "GAS-3", "answer": "no"}


def test_every_question_is_reached_by_tab(open_form: Open) -> None:
    dialog = open_form()
    assert len(answers_of(dialog).tab_stops()) == 7 * 3


def test_a_direct_rule_makes_red_and_is_saved(open_form: Open) -> None:
    dialog = open_form()
    form = dialog.form
    assert form.editor("direct_rule").isHidden()
    form.editor("method").buttons()["direct"].click()  # type: ignore[attr-defined]
    assert answers_of(dialog).isHidden() and not form.editor("direct_rule").isHidden()
    type_into(form.editor("direct_rule").input_widget(), "lpg_below_ground")
    assert form.value("level_final") == "red"
    dialog.save_button().click()
    assert dialog.saved is not None and dialog.saved["direct_rule"] == "lpg_below_ground"


def test_the_next_review_is_proposed_by_level_and_own_setting_until_it_is_chosen(
    office: Office, open_form: Open
) -> None:
    office.keep_own_numbers({"review_months_yellow": 2})
    form = open_form(assessed_on="2026-11-23").form
    assert form.value("next_review") is None
    form.editor("level_final").buttons()["yellow"].click()  # type: ignore[attr-defined]
    assert form.value("next_review") == "2027-01-23"
    form.editor("level_final").buttons()["red"].click()  # type: ignore[attr-defined]
    assert form.value("next_review") == "2027-02-23"
    type_into(form.editor("next_review").input_widget(), "2026-12-31")
    form.editor("level_final").buttons()["blue"].click()  # type: ignore[attr-defined]
    assert form.value("next_review") == "2026-12-31"


def test_opening_an_assessed_risk_changes_nothing(qtbot: QtBot, office: Office) -> None:
    risk = office.add("risk", factories.risk(next_review="2026-12-31", accident_types="火灾"))
    dialog = RecordDialog(office, RISK, record=risk)
    dialog.show()
    assert not dialog.is_changed() and dialog.form.value("next_review") == "2026-12-31"
    dialog.save_button().click()
    assert office.get("risk", risk["id"])["rev"] == risk["rev"]
    dialog.deleteLater()


def test_remarks_that_came_with_answers_stay_when_the_risk_is_corrected(qtbot: QtBot, office: Office) -> None:
    answers = [{"item": f"GAS-{place}", "answer": "是"} for place in range(1, 8)]
    answers[2] |= {"answer": "否", "note": "没有通电"}
    typed = factories.risk(category="GAS", method="清单法", likelihood=None, severity=None, answers=answers)
    risk = office.add("risk", typed | {"accident_types": "火灾"})
    dialog = RecordDialog(office, RISK, record=risk)
    dialog.show()
    type_into(dialog.form.editor("assessors").input_widget(), "王芳")
    dialog.save_button().click()
    saved = office.get("risk", risk["id"])
    assert (saved["assessors"], saved["answers"][2]["note"]) == ("王芳", "没有通电")
    dialog.deleteLater()
