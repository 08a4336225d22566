"""The work table: its numbers are the lengths of the lists they lead to."""

from __future__ import annotations

from functools import partial
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests import factories
from tests.e2e.acting import press
from tests.fixtures_windows import Attend
from ui.main_window import MainWindow
from ui.models.desk_cards import OWED, SUBMISSION, desk_cards
from ui.owed_returns_dialog import OwedReturnsDialog
from ui.pages.dashboard import Dashboard
from ui.pages.duties import DutiesPage
from ui.pages.ledger_page import LedgerPage


@pytest.fixture
def dashboard(qtbot: QtBot, main_window: MainWindow) -> Dashboard:
    page = cast(Dashboard, main_window.show_page("dashboard"))
    qtbot.waitUntil(lambda: page.cards["open"].count == 7)
    return page


def test_every_card_leads_to_a_list_as_long_as_its_number(
    qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard
) -> None:
    for card in desk_cards(main_window.office.clock.today()):
        if card.table in (SUBMISSION, OWED):
            continue
        main_window.show_page("dashboard")
        qtbot.mouseClick(dashboard.cards[card.key], Qt.MouseButton.LeftButton)
        page = cast(LedgerPage, main_window.pages[card.table])
        assert main_window.current_key() == card.table
        qtbot.waitUntil(partial(shows_as_many, page, dashboard.cards[card.key].count))


def shows_as_many(page: LedgerPage, count: int) -> bool:
    return page.model.rowCount() == count


def test_numbers_of_the_sample_ledger(dashboard: Dashboard) -> None:
    counts = {key: card.count for key, card in dashboard.cards.items()}
    assert {key: count for key, count in counts.items() if count} == {
        "open": 7,
        "overdue": 2,
        "due_soon": 6,
        "recheck": 2,
        "red_orange": 2,
        "improvements": 2,
        "drills": 2,
        "unsent": 32,
        "days": 4,
        "unreported": 20,
    }


def test_most_urgent_are_majors_then_what_is_due_first(dashboard: Dashboard) -> None:
    numbers = [row.record["no"] for row in dashboard.urgent.rows if row.record]
    assert numbers[:4] == ["YH-2026-0008", "YH-2026-0001", "YH-2026-0002", "YL-2026-0001"]
    assert len(numbers) <= 10


def test_duties_that_fall_due_are_counted_and_lead_to_the_board(
    qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard
) -> None:
    office = main_window.office
    hotel, shop = (office.find("premises", name)["id"] for name in ("悦来旅馆", "佳乐苑便利店"))
    old = {"date": "2026-05-25", "starts_at": None, "ends_at": None}
    office.add("drill", factories.drill(premises=hotel, **old))  # due on 2026-11-25: within 30 days
    typed = {"kind": "企业自查", "led_by_principal": "是", "date": "2026-05-05"}
    office.add("inspection", factories.inspection(shop, **typed))
    qtbot.waitUntil(lambda: dashboard.cards["self_checks"].count == 1)
    assert dashboard.cards["drills_due"].count == 1
    for key, name in (("drills_due", "悦来旅馆"), ("self_checks", "佳乐苑便利店")):
        main_window.show_page("dashboard")
        qtbot.mouseClick(dashboard.cards[key], Qt.MouseButton.LeftButton)
        board = cast(DutiesPage, main_window.pages["duties"])
        qtbot.waitUntil(partial(names, board, name))


def names(board: DutiesPage, name: str) -> bool:
    return board.is_settled() and [each.standing.name for each in board.model.rows] == [name]


def test_an_urgent_record_is_one_click_away(
    qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard
) -> None:
    qtbot.mouseClick(dashboard.urgent.rows[1], Qt.MouseButton.LeftButton)
    page = cast(LedgerPage, main_window.pages["hazard"])
    assert page.selected_ids() == [main_window.office.find("hazard", "YH-2026-0001")["id"]]


def test_numbers_follow_a_write(qtbot: QtBot, dashboard: Dashboard) -> None:
    dashboard.office.add("hazard", factories.hazard())
    qtbot.waitUntil(lambda: dashboard.cards["open"].count == 8)


def test_unreported_records_lead_to_the_submission_page(
    qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard
) -> None:
    qtbot.mouseClick(dashboard.cards["unreported"], Qt.MouseButton.LeftButton)
    assert main_window.current_key() == "submission"


def test_the_months_that_are_not_sent_stay_in_sight_until_they_are(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, dashboard: Dashboard
) -> None:
    office = main_window.office
    assert dashboard.returns is not None
    assert dashboard.returns.text() == (
        "2026年11月月报没有编，数据截止11月25日（还有 2 天），目标11月26日（还有 3 天），截止11月27日（还有 4 天）；"
        "另有 31 个月未报送：2024年4月至2026年10月"
    )

    def choose(dialog: OwedReturnsDialog) -> None:
        dialog.choose("2026-09")
        assert dialog.table.item(2, 2).text() == "截止 2026-09-27，已过 57 天"
        press(qtbot, dialog, "补报这个月")

    attend(OwedReturnsDialog, choose)
    qtbot.mouseClick(dashboard.cards["unsent"], Qt.MouseButton.LeftButton)
    assert main_window.current_key() == "monthly_return"
    (made,) = office.rows("monthly_return", office.ids("monthly_return", Query()))
    assert (made["from_on"], made["until_on"]) == ("2026-08-26", "2026-09-25")
    page = cast(LedgerPage, main_window.pages["monthly_return"])
    labels = lambda: [each.text() for each in page.detail.findChildren(QLabel)]  # noqa: E731
    qtbot.waitUntil(lambda: "补报：2026年11月23日编制，截止日为2026年9月27日" in labels())
    for step, typed in (
        ("compile", {}),
        ("review", {"reviewed_by": factories.RECHECKER}),
        ("sign", {"signed_by": factories.LEAD}),
    ):
        office.act("monthly_return", made["id"], step, typed)
    office.act("monthly_return", made["id"], "send_back", {"answer_note": "检查次数不对"})
    main_window.show_page("dashboard")
    qtbot.waitUntil(lambda: dashboard.cards["returned_returns"].count == 1)
    office.keep_own_numbers({"return_first_year": 2026, "return_first_month": 10, "return_hard_day": 26})
    qtbot.waitUntil(lambda: (dashboard.cards["unsent"].count, dashboard.cards["days"].count) == (2, 3))
    assert "截止11月26日（还有 3 天）；另有 1 个月未报送：2026年10月" in dashboard.returns.text()


def test_nothing_urgent_is_said_in_words(qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard) -> None:
    office = main_window.office
    for table in ("hazard", "drill"):
        office.retire(table, office.ids(table, Query()))
    qtbot.waitUntil(lambda: dashboard.urgent.calm.isVisible())


def test_papers_that_run_out_lead_to_exactly_those_premises(
    qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard
) -> None:
    office = main_window.office
    hotel = office.find("premises", "悦来旅馆")
    licence = {"kind": "特种行业许可证", "expires_on": "2026-12-20"}
    office.change("premises", hotel["id"], {"licences": [licence]})
    qtbot.waitUntil(lambda: dashboard.cards["papers"].count == 1)
    qtbot.mouseClick(dashboard.cards["papers"], Qt.MouseButton.LeftButton)
    page = cast(LedgerPage, main_window.pages["premises"])
    qtbot.waitUntil(partial(shows_as_many, page, 1))


def test_overdue_tasks_plans_and_certificates_are_among_the_urgent(
    qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard
) -> None:
    office = main_window.office
    office.retire("hazard", office.ids("hazard", Query()))
    programme = office.add("programme", factories.programme())
    task = office.add("task", factories.task(programme["id"], start="2026-10-01", due="2026-11-10"))
    plan = office.add("drill_plan", factories.drill_plan(planned_on="2026-11-12"))
    qtbot.waitUntil(
        lambda: (
            [row.record["id"] for row in dashboard.urgent.rows if row.record][:2] == [task["id"], plan["id"]]
        )
    )
    qtbot.mouseClick(dashboard.urgent.rows[0], Qt.MouseButton.LeftButton)
    assert main_window.current_key() == "task"


def test_groups_stand_below_each_other_in_a_narrow_window(
    qtbot: QtBot, main_window: MainWindow, dashboard: Dashboard
) -> None:
    for width, is_beside in ((1366, True), (780, False)):
        main_window.resize(width, 700)
        first, second = dashboard.groups[:2]
        qtbot.waitUntil(
            lambda first=first, second=second, is_beside=is_beside: (first.y() == second.y()) is is_beside
        )
        qtbot.waitUntil(
            lambda: all(each.height() >= each.sizeHint().height() for each in dashboard.cards.values())
        )
