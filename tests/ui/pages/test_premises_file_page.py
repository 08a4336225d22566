"""一户一档 in the real main window."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.e2e.acting import press
from tests.fixtures_windows import Attend
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage
from ui.pages.linked_list import LinkedList
from ui.pages.premises_file_page import PremisesFilePage
from ui.widgets.drawn_marks import MarkLabel


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("premises"))


@pytest.fixture
def noodles(page: LedgerPage) -> dict[str, Any]:
    """老张面馆 with three hazards and a risk."""
    found = page.office.find("premises", "老张面馆")
    for text in ("油烟管道积油", "灭火器过期", "通道堆物"):
        page.office.add("hazard", factories.planned_hazard(premises=found["id"], description=text))
    page.office.add("risk", factories.risk(premises=found["id"]))
    return found


def opened(main_window: MainWindow, record: dict[str, Any]) -> PremisesFilePage:
    main_window.open_record("premises", record["id"])
    file = cast(LedgerPage, main_window.pages["premises"]).record_page()
    assert isinstance(file, PremisesFilePage)
    return file


def leaf(file: PremisesFilePage, label: str) -> LinkedList:
    place = next(n for n, each in enumerate(file.leaves) if each.linked.label == label)
    file.tabs.setCurrentIndex(place + 1)
    return file.leaves[place]


def column(found: LinkedList, place: int) -> list[str]:
    return [found.model.index(row, place).data() for row in range(found.model.rowCount())]


def test_a_double_click_opens_the_file_and_back_returns_to_the_row(
    qtbot: QtBot, page: LedgerPage, noodles: dict[str, Any]
) -> None:
    page.go_to(noodles["id"])
    place = page.table.visualRect(page.table.currentIndex()).center()
    viewport = page.table.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    file = page.record_page()
    assert isinstance(file, PremisesFilePage) and file.name.text() == "老张面馆"
    QTest.keyClick(file.tabs.tabBar(), Qt.Key.Key_Escape)
    assert page.record_page() is None
    assert page.selected_ids() == [noodles["id"]]


def test_the_button_of_the_detail_opens_it_too(
    qtbot: QtBot, page: LedgerPage, noodles: dict[str, Any]
) -> None:
    page.go_to(noodles["id"])
    press(qtbot, page.detail, "一户一档")
    assert page.record_page() is not None


def test_every_kind_of_record_is_counted_and_listed(main_window: MainWindow, noodles: dict[str, Any]) -> None:
    office = main_window.office
    office.add("inspection", factories.inspection(noodles["id"]))
    office.add("drill", factories.drill(premises=noodles["id"]))
    office.add("drill", factories.drill(also_premises=[{"premises": noodles["id"]}]))
    office.add("drill_plan", factories.drill_plan(noodles["id"]))
    office.add("training", factories.training(covered=[{"premises": noodles["id"]}]))
    office.add("document", factories.document(premises=noodles["id"]))
    office.add("special_work_certificate", factories.special_work_certificate(noodles["id"]))
    file = opened(main_window, noodles)
    assert [file.tabs.tabText(place) for place in range(10)] == [
        "概况", "隐患 3·未结3", "风险 1·未结1", "检查 1", "演练 2·未结2", "演练计划 1·未结1", "培训 1", "资料 1", "证书 1", "事故 0",
    ]  # fmt: skip
    assert column(leaf(file, "隐患"), 2) == ["通道堆物", "灭火器过期", "油烟管道积油"]
    assert column(leaf(file, "检查"), 2) == ["节前燃气安全检查"]
    assert len(column(leaf(file, "演练"), 2)) == 2
    assert column(leaf(file, "培训"), 2) == ["2026年沿街商铺主要负责人安全培训"]
    assert column(leaf(file, "演练计划"), 2) == ["佳乐苑高层住宅疏散演练"]


def test_a_kind_without_records_says_so(main_window: MainWindow, noodles: dict[str, Any]) -> None:
    found = leaf(opened(main_window, noodles), "检查")
    assert found.empty.isVisible() and found.empty.text() == "这家场所没有检查记录。"


def test_a_row_opens_its_record(attend: Attend, main_window: MainWindow, noodles: dict[str, Any]) -> None:
    found, seen = leaf(opened(main_window, noodles), "隐患"), []

    def look(dialog: RecordDialog) -> None:
        seen.append(dialog.form.value("description"))
        dialog.reject()

    attend(RecordDialog, look)
    found.table.select_rows([0], 0)
    QTest.keyClick(found.table, Qt.Key.Key_Return)
    assert seen == ["通道堆物"]


def test_a_new_record_begins_with_the_premises(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, noodles: dict[str, Any]
) -> None:
    file, seen = opened(main_window, noodles), []

    def look(dialog: RecordDialog) -> None:
        values = dialog.form.values()
        seen.append([values[name] for name in ("premises", "location", "rect_unit")])
        dialog.reject()

    attend(RecordDialog, look)
    press(qtbot, leaf(file, "隐患"), "新增隐患")
    assert seen == [[noodles["id"], "夏阳大道88号", "老张面馆"]]
    labels = [each.text() for each in file.new_button.menu().actions()]
    assert labels == [
        "新增隐患",
        "新增风险",
        "新增检查",
        "新增演练",
        "新增演练计划",
        "新增培训",
        "新增资料",
        "新增证书",
        "新增事故",
    ]


def test_a_new_training_covers_the_premises(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, noodles: dict[str, Any]
) -> None:
    file, seen = opened(main_window, noodles), []

    def look(dialog: RecordDialog) -> None:
        seen.append([row["premises"] for row in dialog.form.value("covered")])
        dialog.reject()

    attend(RecordDialog, look)
    press(qtbot, leaf(file, "培训"), "新增培训")
    assert seen == [[noodles["id"]]]


def test_the_ledger_shows_the_shared_drills_of_the_premises(
    qtbot: QtBot, main_window: MainWindow, noodles: dict[str, Any]
) -> None:
    joint = main_window.office.add("drill", factories.drill(also_premises=[{"premises": noodles["id"]}]))
    main_window.office.add("drill", factories.drill())
    press(qtbot, leaf(opened(main_window, noodles), "演练"), "到演练台账办理")
    page = main_window.pages["drill"]
    assert isinstance(page, LedgerPage)
    qtbot.waitUntil(lambda: page.counts[1] == 1)
    page.go_to(joint["id"])
    assert page.selected_ids() == [joint["id"]]


def test_the_ledger_shows_only_what_belongs_to_the_premises(
    qtbot: QtBot, main_window: MainWindow, noodles: dict[str, Any]
) -> None:
    press(qtbot, leaf(opened(main_window, noodles), "隐患"), "到隐患台账办理")
    hazards = cast(LedgerPage, main_window.pages["hazard"])
    assert main_window.current_key() == "hazard" and hazards.model.rowCount() == 3


def test_what_is_written_meanwhile_is_shown(
    qtbot: QtBot, main_window: MainWindow, noodles: dict[str, Any]
) -> None:
    file = opened(main_window, noodles)
    found = leaf(file, "隐患")
    main_window.office.add("hazard", factories.hazard(premises=noodles["id"], description="新发现的一条"))
    qtbot.waitUntil(lambda: column(found, 2)[0] == "新发现的一条")
    assert file.tabs.tabText(1) == "隐患 4·未结4"
    main_window.office.change("premises", noodles["id"], {"name": "老张牛肉面馆"})
    qtbot.waitUntil(lambda: file.name.text() == "老张牛肉面馆")


def test_premises_in_the_recycle_bin_have_no_file(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage, noodles: dict[str, Any]
) -> None:
    opened(main_window, noodles)
    main_window.office.retire("premises", [noodles["id"]])
    qtbot.waitUntil(lambda: page.record_page() is None)
    main_window.open_record("premises", "01JDQ000000000000000000000")
    assert page.record_page() is None and "没有找到" in main_window.bar.sentence.text()


def test_what_runs_out_is_marked_by_a_word(main_window: MainWindow, noodles: dict[str, Any]) -> None:
    licences = [
        {"kind": "食品经营许可证", "expires_on": "2026-11-22"},
        {"kind": "排水许可证", "expires_on": "2026-12-31"},
        {"kind": "营业执照", "expires_on": None},
    ]
    main_window.office.change("premises", noodles["id"], {"licences": licences})
    file = opened(main_window, noodles)
    marks = [each.mark.word for each in file.overview.widget().findChildren(MarkLabel) if each.mark]
    assert marks[:3] == ["已过期", "快到期", "长期"]
    main_window.office.keep_own_numbers({"licence_days": 10})
    file.reload()
    assert [each.state for each in file.file.expiries] == ["expired", "valid"]


def test_what_is_owed_is_told_with_the_last_time_and_the_next(
    qtbot: QtBot, main_window: MainWindow, noodles: dict[str, Any]
) -> None:
    file = opened(main_window, noodles)

    def line() -> str:
        labels = [each.text() for each in file.overview.widget().findChildren(QLabel)]
        return next(each for each in labels if each.startswith("疏散演练"))

    assert "还没有记录" in line()
    main_window.office.add("drill", factories.drill(premises=noodles["id"]))
    qtbot.waitUntil(lambda: "上次 2026-11-09，下次最迟" in line())


def test_a_neighbour_is_one_click_away_and_the_list_follows(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage, noodles: dict[str, Any]
) -> None:
    other = page.office.add(
        "premises", factories.premises(name="顺风五金店", address="夏阳大道 88 号", usc=None)
    )
    qtbot.waitUntil(lambda: page.model.row_of(other["id"]) is not None)
    file = opened(main_window, noodles)
    (link,) = [each for each in file.overview.widget().findChildren(QLabel) if "顺风五金店" in each.text()]
    assert "同一地址" in link.text()
    link.linkActivated.emit("open")
    shown = page.record_page()
    assert isinstance(shown, PremisesFilePage) and shown.premises_id == other["id"]
    assert page.selected_ids() == [other["id"]]  # what the menu does is done to what is shown


def test_a_file_without_anything_to_tell_says_where_to_look(main_window: MainWindow) -> None:
    yard = main_window.office.add(
        "premises", factories.premises(name="空地", type="公共设施", address="别处", flags=None)
    )
    file = opened(main_window, yard)
    texts = [each.text() for each in file.overview.widget().findChildren(QLabel)]
    assert any("没有证照期限" in text for text in texts)


def test_filters_of_the_list_do_not_close_the_file_of_premises_that_they_hide(
    qtbot: QtBot, main_window: MainWindow, page: LedgerPage, noodles: dict[str, Any]
) -> None:
    page.show_filters(Filters(is_open=True))
    file = opened(main_window, noodles)
    page.office.act("premises", noodles["id"], "close", {"closed_on": "2026-11-20", "status_note": "停"})
    page.show_saved(noodles["id"])
    assert page.record_page() is file
    page.show_filters(Filters(), noodles["id"])  # whoever comes for the list gets the list
    assert page.record_page() is None


def test_a_name_of_sixty_letters_does_not_widen_the_window(main_window: MainWindow, page: LedgerPage) -> None:
    long = page.office.add("premises", factories.premises(name="䶮㐂𠮷" * 20, usc=None))
    page.office.add("premises", factories.premises(name="夏" * 60, usc=None))
    width = main_window.width()
    file = opened(main_window, long)
    main_window.grab()  # lays everything out
    assert main_window.minimumSizeHint().width() <= 1366 and main_window.width() == width
    assert file.overview.widget().minimumSizeHint().width() <= file.overview.viewport().width()
    assert file.mapTo(main_window, QPoint(0, 0)).x() > 0
