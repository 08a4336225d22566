"""What the dialog of a closing step offers for what is not finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from db.spec import PREMISES, RECORD_TYPES
from db.spec.field import Record, Transition
from db.spec.query import Query
from desktop.office import Office
from tests import factories
from tests.ui.forms.keyboard import type_into
from ui.forms.closing_dialog import ClosingDialog, Fate

Open = Callable[[], ClosingDialog]


@pytest.fixture
def shop(office: Office) -> Record:
    return office.add("premises", factories.premises())


@pytest.fixture
def opened(qtbot: QtBot, office: Office, shop: Record) -> Iterator[Open]:
    """Opens the dialog of 关闭."""
    made: list[ClosingDialog] = []

    def go() -> ClosingDialog:
        step = PREMISES.transition("close")
        assert step is not None
        dialog = ClosingDialog(office, PREMISES, office.get("premises", shop["id"]), step)
        made.append(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    yield go
    for dialog in made:
        dialog.note_baseline()
        dialog.close()
        dialog.deleteLater()


def fate_of(dialog: ClosingDialog, table: str) -> Fate:
    return next(each for each in dialog.fates if each.table == table)


def test_premises_with_nothing_open_close_without_questions(
    office: Office, shop: Record, opened: Open
) -> None:
    dialog = opened()
    assert dialog.fates == []
    type_into(dialog.form.editor("status_note").input_widget(), "租约到期")
    dialog.save()
    assert office.get("premises", shop["id"])["closed_on"] == "2026-11-23"


def test_a_reason_of_the_clerks_own_is_kept(office: Office, shop: Record, opened: Open) -> None:
    risk = office.add("risk", factories.risk(premises=shop["no"]))
    dialog = opened()
    type_into(fate_of(dialog, "risk").reason, "整体动迁")
    type_into(dialog.form.editor("status_note").input_widget(), "动迁")
    dialog.save()
    assert office.get("risk", risk["id"])["close_reason"] == "整体动迁"


def test_what_is_kept_stays_open_and_needs_no_reason(office: Office, shop: Record, opened: Open) -> None:
    risk = office.add("risk", factories.risk(premises=shop["no"]))
    dialog = opened()
    fate = fate_of(dialog, "risk")
    fate.goes_on.click()
    assert not fate.reason.isEnabled() and fate.end_reason() is None
    type_into(dialog.form.editor("status_note").input_widget(), "停")
    dialog.save()
    assert office.get("risk", risk["id"])["status"] == "assessed"


def test_a_problem_keeps_the_dialog_open_and_changes_nothing(
    office: Office, shop: Record, opened: Open
) -> None:
    risk = office.add("risk", factories.risk(premises=shop["no"]))
    dialog = opened()
    dialog.save()
    assert dialog.saved is None and "必填" in dialog.form.editor("status_note").problem_text()
    assert office.get("risk", risk["id"])["status"] == "assessed"


def test_hazards_end_only_where_they_may_be_voided(
    office: Office, shop: Record, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add("hazard", factories.planned_hazard(premises=shop["no"]))
    hazards = RECORD_TYPES["hazard"]
    others = tuple(each for each in hazards.transitions if each.name != "void")
    monkeypatch.setitem(RECORD_TYPES, "hazard", hazards.with_changes(transitions=others))
    fate = fate_of(opened(), "hazard")
    assert fate.goes_on.isChecked() and not fate.ends.isVisible()

    void = Transition("void", "作废", ("registered",), ("note",), ("note",), lambda record: "closed")
    voidable = hazards.with_changes(transitions=(*others, void))
    monkeypatch.setitem(RECORD_TYPES, "hazard", voidable)
    dialog = opened()
    fate = fate_of(dialog, "hazard")
    assert fate.goes_on.isChecked() and fate.ends.isVisible()
    fate.ends.click()
    type_into(dialog.form.editor("status_note").input_widget(), "拆了")
    dialog.save()
    assert [each["note"] for each in office.rows("hazard", office.ids("hazard", Query()))] == ["场所关闭"]


def test_many_open_records_are_named_by_their_first_and_counted(
    office: Office, shop: Record, opened: Open
) -> None:
    office.register_all("risk", [factories.risk(premises=shop["no"]) for _ in range(7)])
    texts = [each.text() for each in fate_of(opened(), "risk").children() if hasattr(each, "text")]
    assert "在管风险 7 条" in texts
    assert any("FX-2026-0005" in text and "等 7 条" in text and "FX-2026-0006" not in text for text in texts)
