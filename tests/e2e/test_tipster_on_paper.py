"""A paper that gathers from many records is looked through once it is made, before anybody sees it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.tips.keys import create_tips_key
from desktop.tips.registering import register_tip
from tests import factories
from tests.fixtures_tips import TIPS_PASSPHRASE, TIPSTER, TIPSTER_NAME
from tests.fixtures_windows import Attend
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow


@pytest.mark.parametrize("goes_on", [False, True])
def test_the_file_of_a_premises_asks_before_it_shows_a_tipsters_name(
    qtbot: QtBot,
    attend: Attend,
    own_settings_folder: Path,
    main_window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    goes_on: bool,
) -> None:
    office, asked, shown = main_window.office, list[str](), list[str]()
    create_tips_key(office.database, TIPS_PASSPHRASE)
    register_tip(office, factories.tip(), TIPSTER)
    shop = office.ids("premises", Query())[0]
    office.change("premises", shop, {"note": f"{TIPSTER_NAME}反映用气"})

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        next(each for each in box.buttons() if each.text().startswith("已核对") is goes_on).click()
        return 0

    def look(preview: PreviewWindow) -> None:
        shown.append(preview.windowTitle())
        preview.done(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    if goes_on:
        attend(PreviewWindow, look)
    page = cast(LedgerPage, main_window.show_page("premises"))
    page.context.actions.print_one("premises", shop)
    qtbot.waitUntil(lambda: bool(asked) and bool(shown) is goes_on, timeout=60_000)
    assert "与举报人相同" in asked[0]
