"""Which checklists a round goes by: proposed, ticked, and kept in the version they were used in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from db.errors import EnvironmentProblem
from db.spec import INSPECTION
from desktop.checklists import checklists
from desktop.office import Office
from ui.forms import checklist_picker
from ui.forms.checklist_picker import ChecklistPicker
from ui.forms.editors import Desk


@pytest.fixture
def picker(qtbot: QtBot, office: Office) -> Iterator[ChecklistPicker]:
    fire = checklists(office)[0]
    office.change("checklist", fire["id"], {"items": [{"item": "出口畅通"}]})
    made = ChecklistPicker(INSPECTION.field("checklist"), Desk(office))
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


def names(picker: ChecklistPicker) -> list[str]:
    return [each["name"][:2] for each in picker.lists()]


def test_proposed_lists_are_named_with_their_present_version(picker: ChecklistPicker) -> None:
    picker.propose_for({"type": "small_restaurant", "gas_use": "瓶装液化气"})
    assert names(picker) == ["通用", "用电", "燃气", "小场"]
    assert picker.value().startswith("通用消防检查表（第2版）、用电安全检查表（第1版）、")


def test_a_list_that_was_used_keeps_its_version_and_one_that_is_gone_keeps_its_name(
    picker: ChecklistPicker,
) -> None:
    stored = "通用消防检查表（第1版）、老的养犬检查表（第3版）"
    picker.set_value(stored)
    assert (picker.value(), names(picker)) == (stored, ["通用"])
    list(picker.boxes.values())[1].click()
    assert picker.value() == "通用消防检查表（第1版）、用电安全检查表（第1版）、老的养犬检查表（第3版）"


def test_nothing_ticked_is_no_value(picker: ChecklistPicker) -> None:
    picker.set_value(None)
    assert (picker.value(), picker.lists()) == (None, [])


def test_lists_that_cannot_be_put_in_are_told_and_the_form_still_opens(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(office: Office) -> None:
        raise EnvironmentProblem("disk_full", name="台账")

    monkeypatch.setattr(checklist_picker, "checklists", fail)
    made = ChecklistPicker(INSPECTION.field("checklist"), Desk(office))
    qtbot.addWidget(made)
    assert "磁盘满了" in made.problem_text() and made.lists() == []
