"""The recycle bin: what was deleted, and the way back."""

from __future__ import annotations

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from ui.main_window import MainWindow
from ui.pages.recycle_bin import BIN_TYPES, RecycleBin


@pytest.fixture
def bin_page(main_window: MainWindow) -> RecycleBin:
    office = main_window.office
    office.retire("hazard", office.ids("hazard", Query())[:2], "重复登记")
    return cast(RecycleBin, main_window.show_page("recycle_bin"))


def test_deleted_records_are_listed_with_their_reason(bin_page: RecycleBin) -> None:
    model = bin_page.models["hazard"]
    assert model.rowCount() == 2
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert "重复登记" in texts and "王芳" in texts


def test_restoring_puts_the_selected_records_back(qtbot: QtBot, bin_page: RecycleBin) -> None:
    assert not bin_page.restore_button.isEnabled()
    bin_page.table.select_rows([0], 0)
    bin_page.restore_button.click()
    qtbot.waitUntil(lambda: bin_page.models["hazard"].rowCount() == 1)
    assert bin_page.office.count("hazard", Query()) == 7


def test_a_type_without_deleted_records_says_the_bin_is_empty(bin_page: RecycleBin) -> None:
    bin_page.types.setCurrentIndex([each.table for each in BIN_TYPES].index("drill"))
    assert bin_page.empty.isVisible()
