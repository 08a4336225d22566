"""批量修改, from the list of the real main window."""

from __future__ import annotations

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from db.spec import RECORD_TYPES
from desktop.office import Office
from tests.fixtures_windows import Attend
from tests.ui.forms.keyboard import type_into
from ui.forms.editors import Desk
from ui.lists.bulk_change_dialog import BulkChangeDialog
from ui.lists.bulk_fields import BulkFields
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    page = cast(LedgerPage, main_window.show_page("hazard"))
    page.table.selectAll()
    return page


def wait(qtbot: QtBot, dialog: BulkChangeDialog) -> None:
    qtbot.waitUntil(lambda: dialog.preview_button.isEnabled(), timeout=60_000)


def test_the_selected_records_get_one_value_after_old_and_new_were_shown(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    def work(dialog: BulkChangeDialog) -> None:
        assert not dialog.preview_button.isEnabled() and not dialog.change_button.isEnabled()
        dialog.fields.add_field("rect_person")
        type_into(dialog.fields.editor("rect_person").input_widget(), "赵六")
        dialog.preview_button.click()
        qtbot.waitUntil(lambda: dialog.plan is not None and dialog.change_button.isEnabled(), timeout=60_000)
        assert dialog.change_button.text() == "修改 8 条"
        assert dialog.preview.texts(0)[3].endswith(" → 赵六")
        assert page.office.count("hazard", page.query().with_changes(search="赵六")) == 0
        dialog.change_button.click()

    attend(BulkChangeDialog, work)
    page.commands.bulk_change.trigger()
    assert main_window.bar.sentence.text() == "已批量修改 8 条隐患的整改责任人"
    assert {each["rect_person"] for each in page.office.rows("hazard", page.selected_ids())} == {"赵六"}
    history = page.office.history("hazard", page.selected_ids()[0])
    assert history[0].operation == "批量修改 8 条隐患的整改责任人"


def test_records_that_cannot_be_changed_stand_first_with_their_reason(
    qtbot: QtBot, attend: Attend, page: LedgerPage
) -> None:
    def work(dialog: BulkChangeDialog) -> None:
        dialog.fields.add_field("found_on")
        type_into(dialog.fields.editor("found_on").input_widget(), "2026-11-22")
        dialog.preview_button.click()
        qtbot.waitUntil(lambda: dialog.plan is not None, timeout=60_000)
        assert "不能改：" in dialog.preview.texts(0)[2]
        assert "条不能这样改（" in dialog.note.text()
        type_into(dialog.fields.editor("found_on").input_widget(), "2026-11-21")
        assert dialog.plan is None and not dialog.change_button.isEnabled()
        dialog.fields.remove_field("found_on")
        assert not dialog.preview_button.isEnabled()
        dialog.reject()

    attend(BulkChangeDialog, work)
    page.commands.bulk_change.trigger()


def test_a_record_changed_in_between_is_told_and_nothing_is_changed(
    qtbot: QtBot, attend: Attend, page: LedgerPage
) -> None:
    chosen = page.selected_ids()

    def work(dialog: BulkChangeDialog) -> None:
        dialog.fields.add_field("note")
        type_into(dialog.fields.editor("note").input_widget(), "统一备注")
        dialog.preview_button.click()
        qtbot.waitUntil(lambda: dialog.change_button.isEnabled(), timeout=60_000)
        page.office.change("hazard", chosen[3], {"note": "别处改的"})
        dialog.change_button.click()
        qtbot.waitUntil(lambda: dialog.bar.isVisible(), timeout=60_000)
        assert "没有保存" in dialog.bar.sentence.text()
        wait(qtbot, dialog)
        dialog.reject()

    attend(BulkChangeDialog, work)
    page.commands.bulk_change.trigger()
    assert {each["note"] for each in page.office.rows("hazard", chosen)} == {"别处改的", None}


@pytest.mark.parametrize("table", sorted(RECORD_TYPES))
def test_every_field_it_offers_has_an_editor_that_stands_alone(
    qtbot: QtBot, office: Office, table: str
) -> None:
    fields = BulkFields(Desk(office, table), RECORD_TYPES[table])
    qtbot.addWidget(fields)
    offered = [fields.chooser.itemData(place) for place in range(1, fields.chooser.count())]
    for name in offered:
        fields.add_field(name)
    fields.settle()
    assert list(fields.values()) == offered
