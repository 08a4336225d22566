"""The recycle bin: what was deleted, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.operations import list_operations
from desktop.premises_pairs import compare, merge
from tests import factories
from ui.main_window import MainWindow
from ui.pages.recycle_bin import ALL, RecycleBin
from ui.preview.preview_window import PreviewWindow


@pytest.fixture
def bin_page(main_window: MainWindow) -> RecycleBin:
    office = main_window.office
    office.retire("hazard", office.ids("hazard", Query())[:2], "重复登记")
    page = cast(RecycleBin, main_window.show_page("recycle_bin"))
    page.types.setCurrentIndex(page.types.findData("hazard"))
    return page


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
    bin_page.types.setCurrentIndex(bin_page.types.findData("drill"))
    assert bin_page.empty.isVisible()


def test_all_kinds_stand_in_one_list_and_are_restored_in_one_operation(
    qtbot: QtBot, bin_page: RecycleBin
) -> None:
    office = bin_page.office
    office.retire("drill", office.ids("drill", Query())[:1], "登记错了")
    bin_page.types.setCurrentIndex(0)
    model = bin_page.models[ALL]
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert (bin_page.types.currentText(), model.rowCount()) == ("全部（3）", 3)
    assert {model.index(row, 0).data() for row in range(3)} == {"隐患", "演练"}
    bin_page.table.selectAll()
    bin_page.restore_button.click()
    qtbot.waitUntil(lambda: model.rowCount() == 0)
    assert (office.count("hazard", Query()), office.count("drill", Query(is_retired=True))) == (8, 0)
    (operation,) = list_operations(office)[:1]
    assert (operation.name, operation.count) == ("从回收站恢复", 3)


def test_one_that_must_stay_deleted_keeps_all_where_they_are(bin_page: RecycleBin) -> None:
    office = bin_page.office
    kept = office.add("premises", factories.premises(name="新店", usc=None))
    gone = office.add("premises", factories.premises(name="新店二", usc=None))
    merge(office, compare(office, kept["id"], gone["id"]), {})
    bin_page.types.setCurrentIndex(0)
    bin_page.table.selectAll()
    bin_page.restore_button.click()
    assert "撤销合并" in bin_page.context.bar.sentence.text()
    assert bin_page.models[ALL].rowCount() == 3


def test_the_name_of_a_deleted_record_may_be_used_again(bin_page: RecycleBin) -> None:
    office = bin_page.office
    first = office.add("premises", factories.premises(name="重名小店"))
    office.retire("premises", [first["id"]])
    second = office.add("premises", factories.premises(name="重名小店"))
    assert office.find("premises", "重名小店")["id"] == second["id"]


def test_what_is_listed_is_printed_in_the_preview(qtbot: QtBot, bin_page: RecycleBin) -> None:
    names: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PreviewWindow):
            names.append(dialog.suggested_name)
            dialog.reject()

    poll = QTimer()
    poll.timeout.connect(look)
    poll.start(20)
    bin_page.print_button.click()
    qtbot.waitUntil(lambda: bool(names), timeout=60_000)
    poll.stop()
    assert names == ["章浜社区居委会_回收站_隐患2026-11-23.pdf"]


def test_what_is_listed_is_exported_and_an_empty_bin_cannot_be(
    qtbot: QtBot, bin_page: RecycleBin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (str(tmp_path / "回收站"), "文本表格 (*.csv)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: chosen)
    bin_page.export_button.click()
    qtbot.waitUntil(lambda: (tmp_path / "回收站.csv").exists(), timeout=60_000)
    qtbot.waitUntil(lambda: "已导出 2 条" in bin_page.context.bar.sentence.text(), timeout=60_000)
    assert "重复登记" in (tmp_path / "回收站.csv").read_text("utf-8-sig")
    bin_page.types.setCurrentIndex(bin_page.types.findData("drill"))
    assert not bin_page.export_button.isEnabled() and not bin_page.print_button.isEnabled()
