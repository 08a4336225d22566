"""The detail: where a record stands, its photos and fields, and the steps that may come next."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests import factories
from ui.main_window import MainWindow
from ui.pages.hazards import hazard_course
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


def show(qtbot: QtBot, page: LedgerPage, number: str) -> None:
    """Choose the record of that number and wait until it is laid out."""
    page.go_to(page.office.find(page.kind.table, number)["id"])
    qtbot.waitUntil(lambda: number in words(page))


def words(page: LedgerPage) -> list[str]:
    return [each.text() for each in page.detail.findChildren(QLabel) if each.isVisible()]


def button(page: LedgerPage, word: str) -> QPushButton:
    return next(
        each for each in page.detail.findChildren(QPushButton) if each.text() == word and each.isVisible()
    )


def test_detail_shows_filled_fields_under_their_sections_and_leaves_blank_ones_out(
    qtbot: QtBot, page: LedgerPage
) -> None:
    show(qtbot, page, "YH-2026-0001")
    found = words(page)
    assert {"发现", "整改", "整改措施", "佳乐苑物业服务中心"} <= set(found)
    assert "复查" not in found and "平台编号" not in found


def test_an_amount_of_money_is_shown_with_its_unit(qtbot: QtBot, page: LedgerPage) -> None:
    made = page.office.add("hazard", factories.planned_hazard(funds="1200元"))
    qtbot.waitUntil(lambda: made["id"] in page.model.ids_of(range(page.model.rowCount())))
    show(qtbot, page, made["no"])
    found = words(page)
    assert found[found.index("整改资金") + 1] == "0.12 万元"


def test_photos_stand_side_by_side_before_and_after(qtbot: QtBot, page: LedgerPage) -> None:
    show(qtbot, page, "YH-2026-0002")
    assert {"整改前", "整改后"} <= set(words(page))
    thumbnails = page.detail.findChildren(QPushButton, "photo")
    assert len(thumbnails) == 2
    qtbot.waitUntil(lambda: all(not each.icon().isNull() for each in thumbnails))


def test_a_click_on_a_photo_opens_the_whole_picture(qtbot: QtBot, page: LedgerPage) -> None:
    from ui.widgets.photo_strip import PhotoView

    show(qtbot, page, "YH-2026-0001")
    page.detail.findChildren(QPushButton, "photo")[0].click()
    (view,) = page.window().findChildren(PhotoView)
    assert view.windowTitle() == "整改前.jpg"
    view.close()


def test_before_and_after_are_compared_side_by_side(qtbot: QtBot, page: LedgerPage) -> None:
    from ui.photos.comparison_view import ComparisonView

    show(qtbot, page, "YH-2026-0002")
    page.detail.findChildren(QPushButton, "photo")[0].click()
    (view,) = page.window().findChildren(ComparisonView)
    before, after = view.sides
    assert (before.shown()["name"], after.shown()["name"]) == ("整改前.jpg", "整改后.jpg")
    assert all(side.isVisible() and side.width() > 200 for side in view.sides)
    after.turn(1)  # there is no other one
    assert after.shown()["name"] == "整改后.jpg"
    view.close()


def test_a_photo_whose_file_is_gone_says_so(qtbot: QtBot, page: LedgerPage) -> None:
    record = page.office.add(
        "hazard", factories.hazard(photo_before=[page.office.attach(b_photo(), "现场.jpg")])
    )
    page.office.attachment_path(record["photo_before"][0]["sha256"]).unlink()
    page.reload()
    show(qtbot, page, record["no"])
    (thumbnail,) = page.detail.findChildren(QPushButton, "photo")
    qtbot.waitUntil(lambda: "找不到" in thumbnail.text())


def test_an_impossible_step_rests_and_says_what_is_missing(qtbot: QtBot, page: LedgerPage) -> None:
    show(qtbot, page, "YH-2026-0002")
    close = button(page, "销号")
    assert not close.isEnabled()
    assert "复查" in close.toolTip()
    assert button(page, "复查").isEnabled()


def test_a_step_asks_for_its_dialog(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, main_window: MainWindow, page: LedgerPage
) -> None:
    asked: list[tuple[str, str, str]] = []
    monkeypatch.setattr(main_window.records, "act", lambda *step: asked.append(step))
    show(qtbot, page, "YH-2026-0002")
    button(page, "复查").click()
    assert asked == [("hazard", page.office.find("hazard", "YH-2026-0002")["id"], "recheck")]


def test_history_unfolds_to_who_did_what(qtbot: QtBot, page: LedgerPage) -> None:
    show(qtbot, page, "YH-2026-0004")
    button(page, "查看历史").click()
    lines = next(each for each in words(page) if "新增隐患" in each)
    assert "王芳　销号" in lines and "状态：待复查 → 已销号" in lines


def test_the_history_can_be_printed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, main_window: MainWindow, page: LedgerPage
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(main_window.records, "print_document", lambda *given: asked.append(given))
    show(qtbot, page, "YH-2026-0004")
    button(page, "查看历史").click()
    button(page, "打印历史").click()
    ((make, title, number),) = asked
    assert (title, number) == ("操作历史", "YH-2026-0004")
    assert make().pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("record", "words_", "done"),
    [
        ({"status": "registered", "level": "general"}, 5, 1),
        ({"status": "notified", "level": "general", "notified_on": "2026-11-04"}, 5, 2),
        ({"status": "escalated", "level": "major", "escalated_on": "2026-11-04"}, 6, 2),
        ({"status": "rectifying", "level": "general"}, 4, 1),
        ({"status": "rectifying", "level": "general", "notified_on": "2026-11-04"}, 5, 2),
        ({"status": "void", "level": "general"}, 2, 2),
        ({"status": "awaiting_recheck", "level": "general"}, 4, 2),
        ({"status": "awaiting_recheck", "level": "general", "recheck_result": "pass"}, 4, 3),
        ({"status": "awaiting_department", "level": "major", "recheck_result": "pass"}, 5, 3),
        ({"status": "awaiting_department", "level": "major", "dept_signoff_date": "2026-11-14"}, 5, 4),
        ({"status": "closed", "level": "major"}, 5, 5),
    ],
)
def test_course_of_a_hazard(record: dict[str, str], words_: int, done: int) -> None:
    course = hazard_course(record)
    assert (len(course.words), course.done) == (words_, done)


def test_premises_lead_to_their_hazards(qtbot: QtBot, main_window: MainWindow) -> None:
    office = main_window.office
    noodles = office.find("premises", "老张面馆")
    record = office.add("hazard", factories.hazard(premises="老张面馆"))
    page = cast(LedgerPage, main_window.show_page("premises"))
    page.go_to(noodles["id"])
    qtbot.waitUntil(lambda: any(each.text() == "隐患 1 条" for each in page.detail.findChildren(QPushButton)))
    button(page, "隐患 1 条").click()
    assert main_window.current_key() == "hazard"
    hazards = cast(LedgerPage, main_window.pages["hazard"])
    assert [hazards.model.record_id(0)] == [record["id"]] and hazards.model.rowCount() == 1
    assert office.count("hazard", Query()) == 9


def b_photo() -> bytes:
    from tests.ui.sample_ledger import photo

    return photo("现场", "#37474f")
