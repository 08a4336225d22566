"""Signing in at the street: the roles in its own words, what rests for whom, and the lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.people.signing_in import sign_in
from desktop.street.receiving import receive
from desktop.street.roster_changes import suspend
from desktop.street.roster_lines import roster_history
from desktop.street.street_ledger import StreetLedger
from tests.desktop.street.exchange_kit import Committee, Street
from tests.fixtures_people import PASSWORD
from tests.fixtures_windows import Attend
from ui.operations_dialog import OperationsDialog
from ui.people.people_dialog import PeopleDialog
from ui.street.receive_page import ReceivePage
from ui.street.roster_page import RosterPage
from ui.street.street_window import StreetWindow

LetIn = Callable[[Office, dict[str, str]], None]


def window_of(qtbot: QtBot, ledger: StreetLedger, settings: QSettings, name: str) -> StreetWindow:
    ledger.seat(sign_in(ledger, name, PASSWORD))
    window = StreetWindow(ledger, settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_who_only_reads_finds_receiving_at_rest_with_who_may(
    qtbot: QtBot, enrolled: Street, ledger: StreetLedger, window_settings: QSettings, people_at: LetIn
) -> None:
    people_at(ledger, {"吴敏": "admin", "郑立": "reader"})
    window = window_of(qtbot, ledger, window_settings, "郑立")
    receive = cast(ReceivePage, window.show_page("receive"))
    assert not receive.choose_folder.isEnabled() and "收件员" in receive.choose_folder.toolTip()
    roster = cast(RosterPage, window.show_page("roster"))
    qtbot.waitUntil(roster.reading.is_settled, timeout=60_000)
    roster.table.select_rows([0], 0)
    assert not roster.enrol.isEnabled() and not roster.acts.suspend.isEnabled()
    assert "审核人、管理员" in roster.acts.suspend.toolTip()
    assert roster.acts.history.isEnabled()
    assert "郑立（只读）" in [each.text() for each in window.findChildren(QLabel)]
    window.close()


def test_an_administrator_does_it_and_the_history_names_them(
    qtbot: QtBot, enrolled: Street, ledger: StreetLedger, window_settings: QSettings, people_at: LetIn
) -> None:
    people_at(ledger, {"吴敏": "admin", "周洁": "clerk"})
    window = window_of(qtbot, ledger, window_settings, "吴敏")
    roster = cast(RosterPage, window.show_page("roster"))
    qtbot.waitUntil(roster.reading.is_settled, timeout=60_000)
    roster.table.select_rows([0], 0)
    line = roster.selected()
    assert line is not None and roster.acts.suspend.isEnabled()
    suspend(ledger.desk, line.fingerprint, "换届")
    assert roster_history(ledger, line.code)[0][1:3] == ("吴敏", "暂停收件（只认到第 0 号）")
    window.close()


def test_people_are_kept_in_the_streets_own_words(
    qtbot: QtBot, ledger: StreetLedger, window: StreetWindow
) -> None:
    dialog = PeopleDialog(ledger, window.runner, window)
    qtbot.addWidget(dialog)
    tables = [each for each in dialog.findChildren(type(dialog.table)) if each is not dialog.table]
    [rights] = tables
    heads = [rights.horizontalHeaderItem(column).text() for column in range(rights.columnCount())]
    assert heads[1:] == ["收件员", "审核人", "管理员", "只读"]
    said = [rights.item(row, 0).text() for row in range(rights.rowCount())]
    assert "收件、核验退回、下发和上报" in said and not any("举报" in each for each in said)


def test_the_streets_history_says_who_did_what_and_takes_nothing_back(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    ledger: StreetLedger,
    window_settings: QSettings,
    people_at: LetIn,
    stick: Path,
    attend: Attend,
) -> None:
    people_at(ledger, {"吴敏": "admin", "周洁": "clerk"})
    window = window_of(qtbot, ledger, window_settings, "周洁")
    receive(ledger.desk, [committee.sends(stick)], enrolled.receipts, enrolled.key)
    ledger.seat(sign_in(ledger, "吴敏", PASSWORD))
    suspend(ledger.desk, committee.key.fingerprint, "换届")
    said: list[tuple[str, str]] = []

    def look(dialog: OperationsDialog) -> None:
        said.extend((each.who, each.name) for each in dialog.operations)
        assert dialog.undo_button.isHidden()
        dialog.reject()

    attend(OperationsDialog, look)
    [history] = [
        each
        for menu in window.menuBar().findChildren(QMenu)
        for each in menu.actions()
        if each.text() == "操作历史…"
    ][:1]
    history.trigger()
    assert ("周洁", f"合并 {committee.code}-e01-000001-v01") in said
    assert ("吴敏", f"暂停收件：{committee.office.committee['name']}") in said
    window.close()
