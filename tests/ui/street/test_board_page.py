"""本月看板: who has reported the month, through the street's real window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from db.clock import CHINA, FixedClock
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.signing_key import SigningKey
from desktop.street.checked_records import check_records
from desktop.street.month_board import Standing
from desktop.street.month_papers import month_table, reminders
from desktop.street.received import write_receipt_again
from desktop.street.rolling_back import roll_back
from tests.desktop.street.exchange_kit import Committee, Street
from tests.fixtures_windows import Attend
from tests.printed_text import running_text_of
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow
from ui.street.board_page import BoardPage
from ui.street.packages_dialog import PackagesDialog
from ui.street.street_window import StreetWindow


def page_of(qtbot: QtBot, window: StreetWindow) -> BoardPage:
    page = cast(BoardPage, window.show_page("month_board"))
    qtbot.waitUntil(page.reading.is_settled, timeout=60_000)
    return page


def standings(page: BoardPage) -> dict[str, Standing]:
    assert page.board is not None
    return {each.code: each.standing for each in page.board.of_enrolled().lines}


def test_signed_return_counts_and_a_package_without_one_does_not(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    stick: Path,
) -> None:
    committee.signs_return()
    enrolled.receives(committee.sends(stick), neighbour.sends(stick))
    page = page_of(qtbot, window)
    assert standings(page) == {committee.code: Standing.IN_TIME, neighbour.code: Standing.MISSING}
    assert [each.note for each in page.board.lines if each.code == neighbour.code] == [
        "包已收到，里面没有这个月的月报"
    ]  # type: ignore[union-attr]


def test_after_the_27th_by_the_streets_clock_a_return_is_late(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path, clock: FixedClock
) -> None:
    committee.signs_return()
    package = committee.sends(stick)
    clock.moment = datetime(2026, 11, 29, 9, 0, tzinfo=CHINA)
    enrolled.receives(package)
    page = page_of(qtbot, window)
    [line] = [each for each in page.board.lines if each.code == committee.code]  # type: ignore[union-attr]
    assert (line.standing, line.days_late) == (Standing.LATE, 2)
    assert "已过 2 天" in page.due.text()


def test_draft_that_came_early_does_not_make_a_late_return_punctual(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path, clock: FixedClock
) -> None:
    from tests import factories

    made = committee.office.add("monthly_return", factories.monthly_return(month="2026-11"))
    enrolled.receives(committee.sends(stick))
    page = page_of(qtbot, window)
    assert standings(page)[committee.code] is Standing.MISSING
    clock.moment = datetime(2026, 11, 28, 9, 0, tzinfo=CHINA)
    day = committee.office.today
    for step, typed in (
        ("compile", {}),
        ("review", {"reviewed_by": "李强", "reviewed_on": day}),
        ("sign", {"signed_by": factories.LEAD, "signed_on": day}),
    ):
        committee.office.act("monthly_return", made["id"], step, typed)
    enrolled.receives(committee.sends(stick))
    page.refresh.trigger()
    qtbot.waitUntil(lambda: standings(page)[committee.code] is Standing.LATE, timeout=60_000)


def test_return_that_was_sent_back_says_why(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    made = committee.signs_return()
    [received] = enrolled.receives(committee.sends(stick))
    [package] = _packages(enrolled)
    _send_back(enrolled, package, {str(made["no"]): "演练次数与台账不一致"}, enrolled.key)
    page = page_of(qtbot, window)
    [line] = [each for each in page.board.lines if each.code == committee.code]  # type: ignore[union-attr]
    assert line.standing is Standing.RETURNED and "演练次数与台账不一致" in line.note


def test_package_that_was_taken_out_counts_again_once_its_return_comes_again(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    committee.signs_return()
    [received] = enrolled.receives(committee.sends(stick))
    assert received.receipt is not None
    import_receipt(committee.office, received.receipt)
    [package] = _packages(enrolled)
    roll_back(enrolled.desk, package, "收错了", enrolled.key)
    page = page_of(qtbot, window)
    [line] = [each for each in page.board.lines if each.code == committee.code]  # type: ignore[union-attr]
    assert line.standing is Standing.RETURNED and "收错了" in line.note and not line.packages
    import_receipt(committee.office, write_receipt_again(window.street, package, stick / "补"))
    enrolled.receives(committee.sends(stick))
    page.refresh.trigger()
    qtbot.waitUntil(lambda: standings(page)[committee.code] is Standing.IN_TIME, timeout=60_000)


def _packages(street: Street) -> list[str]:
    from db.street_register import received_packages

    return [each.id for each in received_packages(street.desk.store.reader())]


def _send_back(street: Street, package_id: str, returns: dict[str, str], key: SigningKey) -> None:
    check_records(street.desk, package_id, returns, key)


def test_filters_count_and_narrow_the_list(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    committee.signs_return()
    enrolled.receives(committee.sends(stick))
    page = page_of(qtbot, window)
    button = page.filters[Standing.MISSING]
    assert button.text() == "未报 1"
    button.click()
    assert [each.name for each in page.shown()] == ["青松社区居委会"]


def test_line_leads_to_its_return_and_its_packages(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    window: StreetWindow,
    stick: Path,
    attend: Attend,
) -> None:
    committee.signs_return()
    enrolled.receives(committee.sends(stick))
    page = page_of(qtbot, window)
    row = [each.code for each in page.shown()].index(committee.code)
    page.table.select_rows([row], row)
    seen: list[str] = []

    def look(dialog: PackagesDialog) -> None:
        seen.extend(each.contents for each in dialog.packages)
        dialog.table.select_rows([0], 0)
        dialog.write_again(stick / "补")
        qtbot.waitUntil(lambda: "回执已写好" in dialog.bar.sentence.text(), timeout=60_000)
        dialog.accept()

    attend(PackagesDialog, look)
    page.see_packages.trigger()
    assert seen == ["新的 2 条"] and list((stick / "补").rglob("*.hz.zip"))
    page.see_return.trigger()
    returns = cast(LedgerPage, window.pages["monthly_return"])
    assert window.current_key() == "monthly_return" and returns.model.rowCount() == 1


def test_reminders_are_polite_and_name_the_day(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow
) -> None:
    page = page_of(qtbot, window)
    assert page.board is not None
    printed = reminders(window.street, page.board, page.board.of_enrolled().owing())
    text = running_text_of(printed.pdf)
    assert printed.pages == 2 and "青松社区居委会：" in text and "2026年11月27日" in text
    assert not any(word in text for word in ("责令", "限期", "处罚", "停产"))
    table = running_text_of(
        month_table(window.street, page.board.of_enrolled(), page.board.of_enrolled().lines).pdf
    )
    assert "未报" in table and "应报 2 个村居：已登记 2；" in table


@pytest.mark.parametrize(
    ("paper", "title"), [("remind", "催报单"), ("circular", "通报表"), ("rollup", "月报汇总")]
)
def test_papers_open_in_the_preview(
    qtbot: QtBot,
    enrolled: Street,
    window: StreetWindow,
    attend: Attend,
    paper: str,
    title: str,
) -> None:
    page = page_of(qtbot, window)
    names: list[str] = []

    def look(preview: PreviewWindow) -> None:
        names.append(preview.windowTitle())
        preview.reject()

    attend(PreviewWindow, look)
    getattr(page.papers, paper).trigger()
    qtbot.waitUntil(lambda: bool(names), timeout=60_000)
    assert title in names[0]


def test_board_is_exported_as_it_is_listed(
    qtbot: QtBot, enrolled: Street, window: StreetWindow, tmp_path: Path
) -> None:
    page, file = page_of(qtbot, window), tmp_path / "看板.xlsx"
    page.papers.with_unenrolled.setChecked(False)
    page.papers.export_to(file)
    qtbot.waitUntil(lambda: "已导出 2 个村居" in window.bar.sentence.text(), timeout=60_000)
    sheet = openpyxl.load_workbook(file).active
    rows = [[cell.value for cell in row][:3] for row in sheet.iter_rows()]
    assert rows[0] == ["村居", "代码", "情况"] and [each[2] for each in rows[1:]] == ["未报", "未报"]


def test_committees_of_the_street_without_a_sheet_are_listed_counted_apart_and_filtered(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    committee.signs_return()
    enrolled.receives(committee.sends(stick))
    page = page_of(qtbot, window)
    assert page.board is not None
    unknown = page.board.count(Standing.NOT_ENROLLED)
    assert unknown > 20 and all(each.code.startswith("310118001") for each in page.board.lines)
    assert page.sums.text().startswith(
        f"应报 {unknown + 2} 个村居：已登记 2，未登记 {unknown}；已报 1，迟报 0，退回 0，未报 1。"
    )
    page.filters[Standing.NOT_ENROLLED].click()
    assert len(page.shown()) == unknown
    page.table.select_rows([0], 0)
    assert not page.see_packages.isEnabled() and "盖章的登记表" in page.selected()[0].note


def test_not_enrolled_committees_are_on_paper_only_where_they_are_wanted(
    qtbot: QtBot, enrolled: Street, window: StreetWindow, tmp_path: Path
) -> None:
    from desktop.street.figure_papers import circular

    page = page_of(qtbot, window)
    assert page.board is not None
    unknown = page.board.count(Standing.NOT_ENROLLED)
    [line] = [each for each in page.board.lines if each.standing is Standing.NOT_ENROLLED][:1]
    letter = running_text_of(reminders(window.street, page.board, [line]).pdf)
    assert f"{line.name}：" in letter and "打印登记表，签字盖章后交来" in letter
    assert line.name in running_text_of(circular(window.street, "2026-11", with_unenrolled=True).pdf)
    assert line.name not in running_text_of(circular(window.street, "2026-11").pdf)
    page.papers.export_to(tmp_path / "全部.xlsx")
    qtbot.waitUntil(lambda: f"已导出 {unknown + 2} 个村居" in window.bar.sentence.text(), timeout=60_000)
    page.papers.with_unenrolled.setChecked(False)
    page.papers.export_to(tmp_path / "已登记.xlsx")
    qtbot.waitUntil(lambda: "已导出 2 个村居" in window.bar.sentence.text(), timeout=60_000)


def test_committee_of_which_no_report_is_asked_is_not_counted_until_it_is_asked_again(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    window: StreetWindow,
    attend: Attend,
) -> None:
    page = page_of(qtbot, window)
    row = [each.code for each in page.shown()].index(committee.code)
    page.table.select_rows([row], row)

    def answer(dialog: QInputDialog) -> None:
        dialog.setTextValue("已并入青松社区")
        dialog.accept()

    attend(QInputDialog, answer)
    page.excuses.excuse.trigger()
    qtbot.waitUntil(lambda: standings(page)[committee.code] is Standing.NOT_ASKED, timeout=60_000)
    assert "不要求报送 1 个" in page.sums.text()
    page.filters[Standing.NOT_ASKED].click()
    [line] = page.shown()
    assert line.note == "不要求报送：已并入青松社区（街道 2026-11-23）"
    assert line not in (page.board.owing() if page.board else ())
    page.table.select_rows([0], 0)
    assert not page.excuses.excuse.isEnabled()
    page.excuses.expect.trigger()
    qtbot.waitUntil(lambda: standings(page)[committee.code] is Standing.MISSING, timeout=60_000)
    from desktop.street.roster_lines import roster_history

    told = [each[2] for each in roster_history(window.street, committee.code)]
    assert told[:2] == ["恢复要求报送", "标记不要求报送"]


def test_reason_is_needed_where_no_report_is_asked(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow
) -> None:
    page = page_of(qtbot, window)
    page.table.select_rows([0], 0)
    page.excuses.excuse_with("  ")
    qtbot.waitUntil(lambda: "请先写明原因" in window.bar.sentence.text(), timeout=60_000)
    assert Standing.NOT_ASKED not in standings(page).values()
