"""按上级表样填写, driven through the main window."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from tests.desktop.form_templates.forms import xlsx_form
from tests.fixtures_windows import Attend
from tests.ui.exporting.test_export_dialog import save_as, write
from ui.exporting.fill_dialog import FillDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


def listed(dialog: FillDialog) -> dict[str, tuple[str, str]]:
    rows = range(dialog.table.rowCount())
    texts = [[dialog.table.item(row, place).text() for place in range(3)] for row in rows]
    return {mark: (sample, meaning) for mark, sample, meaning in texts}


def test_marks_are_shown_before_the_form_is_filled(
    qtbot: QtBot, page: LedgerPage, attend: Attend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    form = xlsx_form(
        tmp_path / "上级清单.xlsx", [("{{序号}}", "{{隐患内容描述}}", "{{整改责任人}}"), ("{{条数}}",)]
    )
    out = tmp_path / "填好.xlsx"
    suggested = save_as(monkeypatch, out)
    page.table.select_rows([6, 7], 7)
    found: list[dict[str, tuple[str, str]]] = []
    said: list[str] = []

    def fill(dialog: FillDialog) -> None:
        assert dialog.form_box.itemText(0) == "隐患排查整改清单（自带）"
        dialog.add_form(form)
        found.append(listed(dialog))
        said.append(dialog.summary.text())
        dialog.personal.setChecked(True)
        found.append(listed(dialog))
        write(qtbot, dialog)
        said.append(dialog.panel.result.text())
        dialog.panel.close_button.click()

    attend(FillDialog, fill)
    page.commands.fill_form.trigger()
    assert found[0]["{{隐患内容描述}}"] == ("", "没有这一项，是不是“隐患描述”？")
    assert found[0]["{{条数}}"][0] == "2"
    assert (found[0]["{{整改责任人}}"][0], found[1]["{{整改责任人}}"][0]) == ("张**", "张伟明")
    assert said[0] == "找到 4 个标记，有 1 个认不出（红字），会原样留着。有一行会按记录重复。"
    assert said[1].startswith("已填入 2 条。有 1 个标记没有对应的栏目")
    assert suggested == ["章浜社区居委会_上级清单_截至2026-11-23.xlsx"]
    rows = list(load_workbook(out).active.iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["张伟明", "张伟明", None]


def test_the_form_used_last_is_offered_again(page: LedgerPage, attend: Attend, tmp_path: Path) -> None:
    form = xlsx_form(tmp_path / "上级清单.xlsx", [("{{编号}}",)])

    def choose(dialog: FillDialog) -> None:
        dialog.add_form(form)
        dialog.reject()

    attend(FillDialog, choose)
    page.commands.fill_form.trigger()
    shown: list[str] = []

    def look(dialog: FillDialog) -> None:
        shown.append(dialog.form_box.currentText())
        dialog.reject()

    attend(FillDialog, look)
    page.commands.fill_form.trigger()
    assert shown == ["上级清单.xlsx"]


def test_a_form_that_cannot_be_used_is_told_and_nothing_can_be_written(
    page: LedgerPage, attend: Attend, tmp_path: Path
) -> None:
    bad = tmp_path / "旧表.docx"
    bad.write_bytes(b"x")
    said: list[str] = []

    def choose(dialog: FillDialog) -> None:
        dialog.add_form(bad)
        said.append(dialog.panel.bar.sentence.text())
        assert not dialog.panel.start_button.isEnabled()
        dialog.reject()

    attend(FillDialog, choose)
    page.commands.fill_form.trigger()
    assert said[0].startswith("“旧表.docx”打不开")


def test_a_page_without_a_shipped_form_says_how_marks_are_written(
    main_window: MainWindow, attend: Attend
) -> None:
    page = cast(LedgerPage, main_window.show_page("document"))
    said: list[str] = []

    def look(dialog: FillDialog) -> None:
        said.append(dialog.summary.text())
        assert not dialog.panel.start_button.isEnabled()
        dialog.reject()

    attend(FillDialog, look)
    page.commands.fill_form.trigger()
    assert "{{栏目名}}" in said[0]
