"""The end of November with a return: late records, days away over a holiday, the street's answer by package."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from db.clock import CHINA, FixedClock
from db.spec.field import Record
from db.spec.query import Query
from desktop.desk import overdue_records
from desktop.owed_returns import days_too_late
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.e2e.test_tips import pack
from tests.fixtures_exchange import Street
from tests.fixtures_windows import Attend
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.overdue_dialog import OverdueDialog
from ui.pages.dashboard import Dashboard
from ui.pages.ledger_page import LedgerPage
from ui.pages.monthly_returns import return_course
from ui.pages.submission.page import SubmissionPage


def labels(parent: QWidget) -> list[str]:
    return [each.text() for each in parent.findChildren(QLabel)]


def the_return(window: MainWindow) -> Record:
    (found,) = window.office.rows("monthly_return", window.office.ids("monthly_return", Query()))
    return found


def compiled(qtbot: QtBot, attend: Attend, window: MainWindow) -> LedgerPage:
    page = cast(LedgerPage, window.show_page("monthly_return"))
    press(qtbot, page.empty, "编制本月月报")
    attend(StepDialog, save)
    press(qtbot, page.detail, "汇总")
    return page


def sign(qtbot: QtBot, attend: Attend, page: LedgerPage) -> None:
    for words, typed in (
        ("审核", {"reviewed_by": factories.RECHECKER}),
        ("签发", {"signed_by": factories.LEAD}),
    ):

        def enter(dialog: StepDialog, typed: dict[str, str] = typed) -> None:
            fill(dialog, **typed)
            save(dialog)

        attend(StepDialog, enter)
        press(qtbot, page.detail, words)


def test_what_is_added_after_compiling_late_on_the_27th_is_told_as_an_adjustment(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 11, 27, 16, 50, tzinfo=CHINA)
    page = compiled(qtbot, attend, main_window)
    frozen = {row["key"]: row["month"] for row in the_return(main_window)["figures"]}
    clock.moment = datetime(2026, 11, 27, 16, 55, tzinfo=CHINA)
    late = main_window.office.add("hazard", factories.hazard(found_on="2026-11-24"))
    qtbot.waitUntil(lambda: any("2026-11-27 16:50 汇总，以后不变" in each for each in labels(page.detail)))
    told = f"隐患：新增　已报 {frozen['found']}条，现为 {int(frozen['found']) + 1}条"
    qtbot.waitUntil(lambda: told in labels(page.detail))
    assert f"期初 0 + 新增 {frozen['found']} + 转入 0 − 销号 1 − 转出 0 − 作废 0 = 期末 7" in labels(
        page.detail
    )
    sign(qtbot, attend, page)
    assert {row["key"]: row["month"] for row in the_return(main_window)["figures"]} == frozen
    december = main_window.office.add("monthly_return", factories.monthly_return(month="2026-12"))
    taken = main_window.office.act("monthly_return", december["id"], "compile", {})
    assert late["no"] in next(row["records"] for row in taken["adjustments"] if row["label"] == "隐患：新增")


def test_days_away_over_the_holiday_bring_one_list_that_agrees_with_the_return(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, clock: FixedClock
) -> None:
    office = main_window.office
    for table in ("hazard", "drill", "risk"):
        office.retire(table, office.ids(table, Query()))
    clock.moment = datetime(2027, 9, 30, 17, 0, tzinfo=CHINA)
    for deadline in ("2027-10-02", "2027-10-05", "2027-10-20"):
        office.add("hazard", factories.planned_hazard(found_on="2027-09-28", deadline=deadline))
    clock.moment = datetime(2027, 10, 9, 8, 30, tzinfo=CHINA)  # nine days later
    main_window.idle_work.reminders.work()
    qtbot.waitUntil(lambda: main_window.bar.sentence.text() == "新逾期 2 项：隐患 2。")
    seen: list[int] = []

    def look(dialog: OverdueDialog) -> None:
        seen.append(dialog.table.rowCount())
        dialog.reject()

    attend(OverdueDialog, look)
    qtbot.mouseClick(main_window.bar.action_button, Qt.MouseButton.LeftButton)
    assert seen == [2]
    made = office.add("monthly_return", factories.monthly_return(month="2027-10"))
    taken = office.act("monthly_return", made["id"], "compile", {})
    assert next(row["month"] for row in taken["figures"] if row["key"] == "overdue") == "2"
    main_window.bar.hide()
    main_window.idle_work.reminders.tell(overdue_records(office))
    assert main_window.bar.isHidden()


def test_a_receipt_with_the_return_makes_it_sent_without_a_hand(
    qtbot: QtBot,
    attend: Attend,
    main_window: MainWindow,
    own_settings_folder: Path,
    street: Street,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    office = main_window.office
    office.keep_own_numbers({"return_first_year": 2026, "return_first_month": 11})
    page = compiled(qtbot, attend, main_window)
    sign(qtbot, attend, page)
    assert return_course(the_return(main_window)).done == 3
    package = pack(qtbot, main_window, street, tmp_path / "U盘")
    clock.moment = datetime(2026, 11, 30, 9, 0, tzinfo=CHINA)  # the street's own day counts
    receipt = street.answer(office, package)
    clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
    submission = cast(SubmissionPage, main_window.show_page("submission"))
    submission.jobs.import_receipt(receipt)
    qtbot.waitUntil(lambda: "已被街道接收" in main_window.bar.sentence.text(), timeout=60_000)
    sent = the_return(main_window)
    assert (sent["status"], sent["report_state"]) == ("signed", "reported")
    assert return_course(sent).done == 4
    assert days_too_late(office, sent) == 3
    desk = cast(Dashboard, main_window.show_page("dashboard"))
    qtbot.waitUntil(lambda: desk.returns is not None and desk.returns.text() == "2026年11月月报已报送")
    assert desk.cards["unsent"].count == 0
    assert "街道已接收" in desk.receipt.text()
