"""下发 through the street's real window: put together, sent to whom it concerns, taken in by the committee."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.exchange.down_format import DOWN_TYPES
from desktop.exchange.incoming_down import read_down_package, take_in
from tests.desktop.street.exchange_kit import Committee, Street
from tests.e2e.acting import fill
from tests.fixtures_windows import Attend
from ui.street.down_item_dialog import DownItemDialog
from ui.street.sending_page import KINDS, SendingPage
from ui.street.street_window import StreetWindow


@pytest.fixture
def page(qtbot: QtBot, enrolled: Street, window: StreetWindow) -> SendingPage:
    shown = cast(SendingPage, window.show_page("send_down"))
    settled(qtbot, shown)
    return shown


def settled(qtbot: QtBot, page: SendingPage) -> None:
    qtbot.waitUntil(lambda: page.reading.is_settled() and not page.is_writing, timeout=60_000)


def add(
    page: SendingPage, attend: Attend, kind: str, chosen: tuple[str, str] | None = None, **typed: str
) -> None:
    def work(dialog: DownItemDialog) -> None:
        fill(dialog, **typed)
        if chosen:
            dialog.form.editor(chosen[0]).set_value(chosen[1])
        dialog.save_button().click()
        assert dialog.item is not None, dialog.problem_list

    attend(DownItemDialog, work)
    page.new_acts[kind].trigger()


TASK = {"title": "节前燃气排查", "owner": "分管领导", "start": "2026-12-20", "due": "2026-12-30"}


def test_every_type_that_a_committee_takes_can_be_put_together() -> None:
    assert {*KINDS, "own_code", "criterion"} == set(DOWN_TYPES)  # those two go from a window of their own


def test_a_task_is_put_together_sent_and_taken_in(
    qtbot: QtBot, attend: Attend, page: SendingPage, committee: Committee, neighbour: Committee, stick: Path
) -> None:
    assert page.stack.currentWidget() is page.empty and not page.send.isEnabled()
    add(page, attend, "task", **TASK)
    add(page, attend, "document", title="关于加强冬季防火的通知", dated="2026-11-20")
    assert [(each.kind, each.title) for each in page.items] == [
        ("task", "节前燃气排查"), ("document", "关于加强冬季防火的通知"),
    ]  # fmt: skip
    assert not page.send.isEnabled()
    page.committees.tick_all(True)
    page.send_to(stick)
    settled(qtbot, page)
    assert page.items == [] and "2 个下发包" in page.written.text()
    assert len(page.sent_table.values_model.values) == 2
    for each in (committee, neighbour):
        [file] = (stick / each.code).glob("*.zip")
        taken = take_in(each.office, read_down_package(each.office, file))
        assert {record["title"] for record in taken} == {
            "节前燃气排查",
            "关于加强冬季防火的通知",
        }


def test_an_order_goes_only_to_the_committee_whose_hazard_it_is(
    qtbot: QtBot,
    attend: Attend,
    page: SendingPage,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    stick: Path,
) -> None:
    enrolled.receives(committee.sends(stick))
    hazard = committee.wire()

    def order(dialog: DownItemDialog) -> None:
        dialog.form.editor("hazard").set_value(hazard["id"])
        fill(
            dialog, to_unit="章浜社区五金店", to_person="周建平",
            requirement="立即清理疏散通道", issued_on="2026-11-23", deadline="2026-12-01",
        )  # fmt: skip
        dialog.save_button().click()
        assert dialog.item is not None, dialog.problem_list

    attend(DownItemDialog, order)
    page.new_acts["supervision_order"].trigger()
    add(page, attend, "document", title="关于加强冬季防火的通知", dated="2026-11-20")
    page.committees.tick([neighbour.code])
    page.send_to(stick)
    settled(qtbot, page)
    assert "章浜社区居委会" in page.window().bar.sentence.text()  # type: ignore[attr-defined]
    assert len(page.items) == 2 and not list(stick.rglob("*XF*"))
    page.committees.tick([committee.code, neighbour.code])
    page.send_to(stick)
    settled(qtbot, page)
    counts = {each.name: each.contents for each in page.sent_table.values_model.values}
    assert counts == {"章浜社区居委会": "资料 1 条、督办单 1 条", "青松社区居委会": "资料 1 条"}
    [file] = (stick / committee.code).glob("*.zip")
    taken = take_in(committee.office, read_down_package(committee.office, file))
    [order_taken] = [each for each in taken if each.get("requirement")]
    assert order_taken["hazard"] == hazard["id"]


def test_what_was_put_together_waits_for_the_next_day(
    qtbot: QtBot, attend: Attend, page: SendingPage
) -> None:
    add(page, attend, "task", **TASK)
    again = SendingPage(page.context)
    qtbot.addWidget(again)
    again.show()
    settled(qtbot, again)
    assert [each.title for each in again.items] == ["节前燃气排查"]


def test_what_was_put_together_can_be_changed_and_left_out_by_keyboard(
    qtbot: QtBot, attend: Attend, page: SendingPage
) -> None:
    add(page, attend, "task", **TASK)

    def change(dialog: DownItemDialog) -> None:
        fill(dialog, title="节前液化气排查")
        dialog.save_button().click()

    page.items_table.select_rows([0], 0)
    attend(DownItemDialog, change)
    page.edit.trigger()
    assert [each.title for each in page.items] == ["节前液化气排查"]
    qtbot.waitUntil(lambda: not page.window().findChildren(DownItemDialog), timeout=60_000)
    with qtbot.waitActive(page.window()):
        page.window().activateWindow()
    page.items_table.setFocus()
    qtbot.waitUntil(page.drop.isEnabled, timeout=60_000)
    QTest.keyClick(page.items_table, Qt.Key.Key_Delete)
    assert page.items == []


def test_what_a_committee_could_not_take_is_told_in_the_form(attend: Attend, page: SendingPage) -> None:
    def work(dialog: DownItemDialog) -> None:
        fill(dialog, title="节前燃气排查", owner="王芳", start="2026-12-20", due="2026-12-01")
        dialog.save_button().click()
        assert dialog.item is None and "开始日期" in dialog.form.editor("due").problem_text()
        dialog.form.set_values({})
        dialog.note_baseline()
        dialog.reject()

    attend(DownItemDialog, work)
    page.new_acts["task"].trigger()
    assert page.items == []


def test_a_lost_package_is_written_again_byte_for_byte(
    qtbot: QtBot, attend: Attend, page: SendingPage, committee: Committee, stick: Path, tmp_path: Path
) -> None:
    add(page, attend, "task", **TASK)
    page.committees.tick([committee.code])
    page.send_to(stick)
    settled(qtbot, page)
    [first] = (stick / committee.code).glob("*.zip")
    page.sent_table.select_rows([0], 0)
    page.write_selected_again(tmp_path / "再写")
    settled(qtbot, page)
    [second] = (tmp_path / "再写" / committee.code).glob("*.zip")
    assert second.read_bytes() == first.read_bytes()
