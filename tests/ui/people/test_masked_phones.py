"""Telephones on the screen and on printed lists: masked until somebody asks, which is logged."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.ledger_papers import list_key, print_form
from desktop.office import Office
from desktop.operations import list_operations
from desktop.print_checks import Standing, check_print, remember_print
from tests import factories
from tests.e2e.acting import press
from tests.fixtures_windows import Attend
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow

NUMBER, SHOWN = "13877776666", "138****6666"


def test_a_list_masks_telephones_and_a_record_shows_one_on_demand(
    qtbot: QtBot, main_window: MainWindow
) -> None:
    office = main_window.office
    record = office.add("premises", factories.premises(name="电话面馆", phone=NUMBER, usc=None))
    page = cast(LedgerPage, main_window.show_page("premises"))
    qtbot.waitUntil(lambda: page.model.row_of(record["id"]) is not None, timeout=60_000)
    row = page.model.row_of(record["id"])
    column = [each.name for each in page.model.columns].index("phone")
    assert row is not None and page.model.index(row, column).data() == SHOWN
    page.table.selectRow(row)

    def labels() -> list[str]:
        return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]

    qtbot.waitUntil(lambda: SHOWN in labels(), timeout=60_000)
    press(qtbot, page, "显示")
    qtbot.waitUntil(lambda: NUMBER in labels() and SHOWN not in labels(), timeout=60_000)
    assert list_operations(office)[0].name == "查看全号"
    assert office.history("premises", record["id"])[0].operation == "查看全号"


def test_the_preview_of_a_list_offers_telephones_whole_once(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    main_window.office.add("premises", factories.premises(name="电话面馆", phone=NUMBER, usc=None))
    seen: list[str] = []

    def ask(found: PreviewWindow) -> None:
        seen.append(found.bar.action_button.text())
        found.bar.action_button.click()
        attend(PreviewWindow, look)

    def look(found: PreviewWindow) -> None:
        seen.append(found.bar.action_button.text() if found.bar.isVisible() else "")
        found.reject()

    attend(PreviewWindow, ask)
    main_window.records.print_list("premises", Query(), "今天", ("name", "phone"))
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=60_000)
    assert seen == ["写全电话", ""]
    assert list_operations(main_window.office)[0].name == "查看或导出个人信息：打印场所的电话"


def test_a_printed_list_is_checked_whichever_way_its_telephones_were_written(office: Office) -> None:
    office.add("premises", factories.premises(phone=NUMBER))
    key = list_key("premises", ("no", "name", "phone"))
    for shows_phones in (False, True):
        printed = print_form(office, key, shows_phones=shows_phones)
        remember_print(office, printed)
        assert printed.trace is not None
        assert check_print(office, printed.trace.pages[0].code).standing is Standing.CURRENT


def test_the_help_bundle_is_made_from_the_menu(
    qtbot: QtBot, main_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "求助.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(target), ""))
    (action,) = [each for each in main_window.menus[-1].actions() if each.text() == "生成求助包…"]
    action.trigger()
    qtbot.waitUntil(lambda: "没有姓名" in main_window.bar.sentence.text(), timeout=60_000)
    assert target.is_file()
