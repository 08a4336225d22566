"""Kept views of a list: name a state, choose it, rename and delete it, open the list with it."""

from __future__ import annotations

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from db.errors import AppError
from db.settings import keep_setting
from db.spec.query import Sort
from desktop.list_views import keep_view, kept_views, rename_view
from desktop.office import Office
from tests import factories
from tests.fixtures_windows import Attend
from ui.lists.views_dialogs import NameDialog, ViewsDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def page(main_window: MainWindow) -> LedgerPage:
    return cast(LedgerPage, main_window.show_page("hazard"))


def choose(page: LedgerPage, word: str) -> None:
    """Choose an entry of the drop-down of views."""
    page.views.menu.aboutToShow.emit()
    next(each for each in page.views.menu.actions() if each.text() == word).trigger()


def entries(page: LedgerPage) -> list[str]:
    page.views.menu.aboutToShow.emit()
    return [each.text() for each in page.views.menu.actions() if not each.isSeparator()]


def keep(attend: Attend, page: LedgerPage, name: str, is_default: bool = False) -> None:
    def work(dialog: NameDialog) -> None:
        dialog.line.setText(name)
        dialog.default_box.setChecked(is_default)
        dialog.save_button.click()

    attend(NameDialog, work)
    choose(page, "保存为视图…")


def shown(page: LedgerPage) -> list[str]:
    return [str(page.model.index(row, 0).data())[-1] for row in range(page.model.rowCount())]


def test_ready_made_views_filter_the_list(page: LedgerPage) -> None:
    first = page.office.find("hazard", "YH-2026-0002")
    page.office.add("supervision_order", factories.supervision_order(first["no"]))
    page.office.add("hazard", factories.planned_hazard(repeat_of="YH-2026-0001", deadline="2026-12-20"))
    for word, numbers in (("督办中", ["2"]), ("重复发生", ["9"]), ("逾期未办结", ["2", "1"])):
        choose(page, word)
        assert shown(page) == numbers, word
    choose(page, "全部记录")
    assert len(shown(page)) == 9


def test_a_view_keeps_filters_order_and_columns_under_its_name(attend: Attend, page: LedgerPage) -> None:
    page.show_filters(Filters(statuses=("awaiting_recheck",), search="燃气"))
    page.show_sorted((Sort("level"), Sort("no")))
    page.columns.show_column("location", True)
    keep(attend, page, "等复查的燃气")
    assert page.views.button.text() == "视图：等复查的燃气"
    page.columns.restore_defaults()
    page.show_sorted(page.kind.sort)
    choose(page, "全部记录")
    assert page.views.button.text() == "视图"
    choose(page, "等复查的燃气")
    assert shown(page) == ["2"]
    assert page.sort == (Sort("level"), Sort("no"))
    assert "location" in [each.name for each in page.columns.shown_columns()]
    assert page.search_box.text() == "燃气"
    page.filter_bar.clear_button.click()
    assert page.views.button.text() == "视图"


def test_the_default_view_is_what_the_list_opens_with(
    attend: Attend, main_window: MainWindow, page: LedgerPage
) -> None:
    page.show_filters(Filters(is_overdue=True))
    keep(attend, page, "逾期的", is_default=True)
    again = MainWindow(main_window.office, main_window.settings)
    opened = cast(LedgerPage, again.show_page("hazard"))
    assert opened.filter_bar.filters == Filters(is_overdue=True)
    assert opened.views.button.text() == "视图：逾期的"
    again.close()
    again.deleteLater()


def test_a_view_is_updated_renamed_and_deleted(attend: Attend, page: LedgerPage) -> None:
    keep(attend, page, "我的视图")
    page.show_sorted((Sort("deadline"),))
    choose(page, "更新“我的视图”")
    assert kept_views(page.office, "hazard")[0].state["sort"] == ["deadline"]

    def rename(dialog: NameDialog) -> None:
        dialog.line.setText("按期限")
        dialog.save_button.click()

    def manage(dialog: ViewsDialog) -> None:
        attend(NameDialog, rename)
        dialog.rename_button.click()
        dialog.default_button.click()
        assert dialog.list.item(0).text() == "按期限（默认）"
        assert dialog.default_button.text() == "取消默认"
        dialog.default_button.click()
        assert dialog.list.item(0).text() == "按期限"
        dialog.delete_button.click()
        assert not dialog.delete_button.isEnabled()
        dialog.accept()

    attend(ViewsDialog, manage)
    choose(page, "管理视图…")
    assert kept_views(page.office, "hazard") == []
    assert page.views.button.text() == "视图"


def test_a_name_is_asked_again_until_it_will_do(attend: Attend, page: LedgerPage) -> None:
    keep(attend, page, "甲")

    def work(dialog: NameDialog) -> None:
        for name, words in (("", "请给视图起个名字"), (" 甲 ", "已经有叫“甲”的视图")):
            dialog.line.setText(name)
            dialog.save_button.click()
            assert words in dialog.bar.sentence.text()
        dialog.cancel_button.click()

    attend(NameDialog, work)
    choose(page, "保存为视图…")
    assert [each.name for each in kept_views(page.office, "hazard")] == ["甲"]


def test_views_belong_to_one_list_and_survive_what_cannot_be_read(office: Office) -> None:
    keep_view(office, "hazard", "甲", {}, False)
    assert kept_views(office, "premises") == []
    with pytest.raises(AppError, match="view_name_too_long"):
        rename_view(office, "hazard", "甲", "长" * 31)
    for damaged in ("{", "[1]", '{"a": 1}', '[{"name": "x"}]'):
        office.write(lambda tx, text=damaged: keep_setting(tx, "view.hazard", text), "损坏")
        assert kept_views(office, "hazard") == []


def test_every_list_has_views(qtbot: QtBot, main_window: MainWindow) -> None:
    for key in (
        "premises",
        "risk",
        "inspection",
        "drill_plan",
        "training",
        "document",
        "monthly_return",
        "tip",
    ):
        page = cast(LedgerPage, main_window.show_page(key))
        assert entries(page)[0] == "全部记录" and "保存为视图…" in entries(page)
