"""导出平台数据 from the menu of the street's window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop.street.exchange_kit import Committee, Street
from tests.fixtures_windows import Attend
from ui.street.platform_dialog import FOLDER, PlatformDialog
from ui.street.street_window import StreetWindow
from ui.submission.drives import Drive


def go(qtbot: QtBot, dialog: PlatformDialog, stick: Path, format_: str) -> str:
    dialog.target.sticks = lambda: [Drive(stick, "U 盘", 2**33, True)]
    dialog.target.look()
    dialog.formats.setCurrentIndex(dialog.formats.findData(format_))
    dialog.bar.hide()
    dialog.export_button.click()
    qtbot.waitUntil(dialog.bar.isVisible, timeout=60_000)
    return str(dialog.bar.sentence.text())


@pytest.mark.parametrize("format_", ["jsonl", "csv", "xlsx"])
def test_the_records_of_all_committees_go_into_plain_files(
    qtbot: QtBot,
    attend: Attend,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    stick: Path,
    format_: str,
) -> None:
    for each in (committee, neighbour):
        enrolled.receives(each.sends(stick))

    def work(dialog: PlatformDialog) -> None:
        assert "已写出 1 个文件、2 条记录" in go(qtbot, dialog, stick, format_)
        dialog.close_button.click()

    attend(PlatformDialog, work)
    menu = window.menus[0]
    next(each for each in menu.actions() if each.text() == "导出平台数据…").trigger()
    names = {each.name for each in (stick / FOLDER).iterdir()}
    assert f"hazard.{format_}" in names
    if format_ == "jsonl":
        lines = (stick / FOLDER / "hazard.jsonl").read_text(encoding="utf-8").splitlines()
        assert {json.loads(line)["id"] for line in lines} == {committee.wire()["id"], neighbour.wire()["id"]}
        assert any(name.endswith(".schema.json") for name in names)


def test_a_street_without_records_says_so(
    qtbot: QtBot, attend: Attend, street: Street, window: StreetWindow, stick: Path
) -> None:
    def work(dialog: PlatformDialog) -> None:
        assert "还没有记录" in go(qtbot, dialog, stick, "jsonl")
        dialog.close_button.click()

    attend(PlatformDialog, work)
    window.show_platform_export()
