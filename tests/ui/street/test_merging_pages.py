"""合并预览, 撤回合并, 冲突 and 疑似重复 through the street's real window."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.exchange.incoming_receipt import import_receipt
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street
from ui.street.conflicts_page import ConflictsPage
from ui.street.merged_page import MergedPage
from ui.street.preview_page import PreviewPage
from ui.street.street_window import StreetWindow
from ui.street.twins_page import TwinsPage

REMARK = "照片看不清，请补拍"


def settled(qtbot: QtBot, page: Any) -> None:
    qtbot.waitUntil(lambda: page.reading.is_settled(), timeout=60_000)


def look(qtbot: QtBot, window: StreetWindow, package: Path) -> PreviewPage:
    page = cast(PreviewPage, window.show_page("merge_preview"))
    page.look_at(package)
    qtbot.waitUntil(lambda: page.plan is not None and not page.is_busy, timeout=60_000)
    return page


@pytest.fixture
def twice(enrolled: Street, committee: Committee, stick: Path) -> list[str]:
    """Two merged packages of the committee, the second over the same hazard; their ids."""
    found = []
    for note in ("第一次", "第二次"):
        committee.office.change("hazard", committee.wire()["id"], {"note": note})
        [received] = enrolled.receives(committee.sends(stick))
        import_receipt(committee.office, received.receipt or Path())
        found.append(received.package_id)
    return found


def test_one_record_goes_back_by_keyboard_and_the_rest_is_merged(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    first = committee.wire()["id"]
    [second] = committee.adds(factories.hazard(description="飞线充电"))
    page = look(qtbot, window, committee.sends(stick))
    page.sides.list.select_rows([1], 1)
    assert page.sides.heading.text() == f"{second['no']}　飞线充电"
    labels = [each[0] for each in page.sides.fields.values_model.values]
    assert "隐患描述" in labels and "具体位置" in labels
    page.sides.list.setFocus()
    qtbot.keyClick(page.sides.list, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page.remarks == {} and "请先写退回意见" in window.bar.sentence.text()
    page.remark.setText(REMARK)
    qtbot.keyClick(page.remark, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page.decided.text() == "接收 1 条，退回 1 条"
    qtbot.keyClick(page.remark, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.plan is None, timeout=60_000)
    assert enrolled.has(second["id"]) is None and enrolled.has(first) is not None
    [receipt] = (stick / "回执").rglob("*.hz.zip")
    [returned] = import_receipt(committee.office, receipt).receipt.returned or ()
    assert returned["remark"] == REMARK


def test_a_package_out_of_its_turn_is_shown_and_not_merged(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    committee.sends(stick)
    committee.adds()
    page = look(qtbot, window, committee.sends(stick))
    assert "缺少前面的包" in page.trouble.text() and not page.merge.isEnabled()
    page.show_only("new")
    assert len(page.sides.list.values_model.values) == 2


def test_a_package_is_taken_out_and_the_conflict_is_settled_field_by_field(
    qtbot: QtBot, twice: list[str], enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    merged = cast(MergedPage, window.show_page("merged"))
    settled(qtbot, merged)
    [place] = [i for i, each in enumerate(merged.table.values_model.values) if each.package_id == twice[0]]
    merged.table.select_rows([place], place)
    assert not merged.take_out.isEnabled()
    merged.reason.setText("收错了优盘")
    assert merged.take_out.isEnabled()
    merged.take_out_to(stick / "撤回")
    qtbot.waitUntil(lambda: "已撤回" in window.bar.sentence.text(), timeout=60_000)
    settled(qtbot, merged)
    assert "已撤回" in {each.status_word for each in merged.table.values_model.values}
    page = cast(ConflictsPage, window.show_page("conflicts"))
    settled(qtbot, page)
    [conflict] = page.sides.list.values_model.values
    assert "后来的包又改过" in conflict.why
    page.settle("ours")
    qtbot.waitUntil(lambda: page.sides.list.values_model.values == [], timeout=60_000)
    stays = enrolled.has(committee.wire()["id"])
    assert stays is not None and stays["note"] == "第二次" and stays["retired_at"] is None


def test_twins_of_two_committees_are_told_apart(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    stick: Path,
) -> None:
    for each in (committee, neighbour):
        enrolled.receives(each.sends(stick))
    page = cast(TwinsPage, window.show_page("twins"))
    settled(qtbot, page)
    [pair] = page.sides.list.values_model.values
    assert pair.table == "hazard" and page.sides.fields.values_model.values
    page.sides.list.select_rows([0], 0)
    page.keep_apart()
    qtbot.waitUntil(lambda: page.sides.list.values_model.values == [], timeout=60_000)
