"""合并预览, 撤回合并, 冲突 and 疑似重复 through the street's real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.exchange.incoming_receipt import import_receipt
from desktop.street.roster_lines import roster_history
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street
from ui.street.conflicts_page import ConflictsPage
from ui.street.forks_page import ForksPage
from ui.street.merged_page import MergedPage
from ui.street.preview_page import PreviewPage
from ui.street.receive_page import ReceivePage
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


@pytest.fixture
def forked(tmp_path: Path, enrolled: Street, committee: Committee, stick: Path) -> Iterator[Committee]:
    """The committee went on twice from one backup: its package is merged, the other's stands against it."""
    restored = committee.backed_up(tmp_path / "备份")
    committee.office.change("hazard", committee.wire()["id"], {"note": "电话催过"})
    committee.adds(factories.hazard(description="只在原台账里的"))
    enrolled.receives(committee.sends(stick))
    restored.adds(factories.hazard(description="恢复备份后登记"))
    enrolled.receives(restored.sends(tmp_path))
    yield restored
    restored.office.close()


def test_fork_shows_both_branches_and_keeps_what_was_found_out(
    qtbot: QtBot, forked: Committee, enrolled: Street, committee: Committee, window: StreetWindow
) -> None:
    page = cast(ForksPage, window.show_page("forks"))
    settled(qtbot, page)
    [found] = page.sides.list.values_model.values
    assert {each.how for each in found.records} == {
        "differs",
        "only_other",
        "only_merged",
    } and not found.is_settled
    assert "从第 1 号起就是两份" in page.sides.sentence.text() and "打电话" in page.sides.sentence.text()
    rows = {row[0].splitlines()[0]: row[1:] for row in page.sides.fields.values_model.values}
    assert rows["这一支的包"] == ("第 1 号", "第 1 号") and rows["月份"][0] == rows["月份"][1]
    assert any("恢复备份后登记" in "".join(row) for row in page.sides.fields.values_model.values)
    assert not page.settle.isEnabled()
    page.reason.setText("11月23日电话问王芳：换过电脑，用旧备份恢复")
    page.settle.trigger()
    qtbot.waitUntil(lambda: page.sides.list.values_model.values[0].is_settled, timeout=60_000)
    assert "村居恢复过备份：11月23日电话问王芳" in page.sides.sentence.text()
    assert not page.settle.isEnabled() and page.again.isEnabled()
    receive = cast(ReceivePage, window.show_page("receive"))
    settled(qtbot, receive)
    assert receive.notes.table.values_model.values == []
    assert "同号的包已核实" in [each[2] for each in roster_history(window.street, committee.code)]
    window.show_page("forks")
    page.again.trigger()
    qtbot.waitUntil(lambda: not page.sides.list.values_model.values[0].is_settled, timeout=60_000)


def test_fork_whose_key_was_taken_away_says_why_it_cannot_be_compared(
    qtbot: QtBot, forked: Committee, enrolled: Street, committee: Committee, window: StreetWindow
) -> None:
    page = cast(ForksPage, window.show_page("forks"))
    settled(qtbot, page)
    [found] = page.sides.list.values_model.values
    found.fork.file.write_bytes(found.fork.file.read_bytes()[:-20])
    page.reading.start()
    qtbot.waitUntil(lambda: page.sides.list.values_model.values[0].trouble is not None, timeout=60_000)
    assert "现在比对不了" in page.sides.sentence.text()
    page.look_at_other()
    assert window.current_key() == "merge_preview"
