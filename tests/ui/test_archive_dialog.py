"""年度归档 in the real main window: a year is closed, checked, opened to be looked at, and what has expired is taken out."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from db.errors import AppError
from db.spec.query import Query
from desktop.archiving import archives, folder_of
from desktop.office import Office
from tests import factories
from tests.e2e.acting import PHOTOS
from tests.fixtures_windows import Attend
from ui.archive_dialog import ArchiveDialog
from ui.archive_window import ArchiveWindow
from ui.main_window import MainWindow
from ui.retention_dialog import RetentionDialog


def open_archives(window: MainWindow) -> None:
    menu = window.menus[0]
    next(each for each in menu.actions() if each.text() == "年度归档…").trigger()


@pytest.fixture
def last_year(filled_office: Office) -> Office:
    photo = filled_office.attach(PHOTOS / "orientation-portrait-6.jpg")
    filled_office.add("hazard", factories.planned_hazard(found_on="2025-06-03", photo_before=[photo]))
    return filled_office


def closed(qtbot: QtBot, dialog: ArchiveDialog) -> None:
    dialog.make()
    qtbot.waitUntil(lambda: len(dialog.archives) == 1, timeout=60_000)


def test_a_year_is_closed_with_what_it_carries_over_and_checked(
    qtbot: QtBot, attend: Attend, last_year: Office, main_window: MainWindow
) -> None:
    def work(dialog: ArchiveDialog) -> None:
        assert dialog.years.currentText() == "2025年"  # 2026 is not over in November
        assert "结转下年继续办理的：隐患 1 条。" in dialog.carried.text()
        closed(qtbot, dialog)
        assert dialog.bar.sentence.text().startswith("已归档 2025 年：1 条记录")
        assert dialog.years.currentText() == "2025年（已归档过）"
        [archive] = dialog.archives
        dialog.check()
        qtbot.waitUntil(lambda: "归档完好" in dialog.bar.sentence.text(), timeout=60_000)
        ledger = next(folder_of(last_year, archive).glob("台账/*隐患台账.pdf"))
        ledger.chmod(0o600)
        ledger.write_bytes(b"%PDF-1.7")
        dialog.check()
        qtbot.waitUntil(lambda: "改动过 1 个（台账/" in dialog.bar.sentence.text(), timeout=60_000)
        dialog.reject()

    attend(ArchiveDialog, work)
    open_archives(main_window)
    assert [each.year for each in archives(last_year)] == [2025]


def test_an_archive_is_looked_at_in_a_window_that_changes_nothing(
    qtbot: QtBot, attend: Attend, last_year: Office, main_window: MainWindow
) -> None:
    def work(dialog: ArchiveDialog) -> None:
        closed(qtbot, dialog)
        dialog.open_archive()

    attend(ArchiveDialog, work)
    open_archives(main_window)
    [window] = [each for each in QApplication.topLevelWidgets() if isinstance(each, ArchiveWindow)]
    assert "2025年度归档·只读" in window.windowTitle()
    assert window.office.count("hazard", Query()) == last_year.count("hazard", Query())
    [hazard] = window.office.ids("hazard", Query(date_to="2025-12-31"))
    photo = window.office.get("hazard", hazard)["photo_before"][0]
    assert window.office.attachment_path(photo["sha256"]).is_file()
    window.show_page("hazard")
    with pytest.raises(AppError, match="archive_read_only"):
        window.office.change("hazard", hazard, {"note": "改归档"})
    database = window.office.database
    main_window.close()
    qtbot.waitUntil(lambda: not database.exists(), timeout=60_000)


def test_what_was_kept_long_enough_is_taken_out_by_two_persons_and_a_signed_list(
    qtbot: QtBot, attend: Attend, filled_office: Office, main_window: MainWindow
) -> None:
    old = filled_office.add("training", factories.training(date="2012-03-01", year_focus=None))

    def take_out(dialog: RetentionDialog) -> None:
        assert [each.no for each in dialog.items] == [old["no"]]
        dialog.first.setText("王芳")
        dialog.second.setText("王 芳")
        assert not dialog.take_button.isEnabled()  # the list is not signed
        dialog.signed.setChecked(True)
        dialog.take_button.click()
        assert "两个不同的姓名" in dialog.bar.sentence.text()
        dialog.second.setText("陈建国")
        dialog.take_button.click()
        assert "已移出 1 条" in dialog.bar.sentence.text() and dialog.items == []
        dialog.choices[1].click()
        assert [each.no for each in dialog.items] == [old["no"]]
        assert "找不回来" in dialog.note.text() and not dialog.take_button.isEnabled()
        assert dialog.take_button.text() == "清除个人信息和照片"
        dialog.signed.setChecked(True)
        dialog.take_button.click()
        assert "已清除 1 条" in dialog.bar.sentence.text() and dialog.items == []
        dialog.reject()

    def work(dialog: ArchiveDialog) -> None:
        attend(RetentionDialog, take_out)
        dialog.due_button.click()
        dialog.reject()

    attend(ArchiveDialog, work)
    open_archives(main_window)
    assert filled_office.count("training", Query(is_retired=True)) == 1
    erased, taken, *_ = filled_office.history("training", old["id"])
    assert taken.operation == "保管期满移出 1 条（王芳、陈建国）"
    assert erased.operation == "清除个人信息 1 条（王芳、陈建国）"


def test_in_december_the_year_itself_may_be_closed(last_year: Office, clock: FixedClock) -> None:
    from desktop.archiving import years_to_archive

    assert years_to_archive(last_year)[0] == 2025
    clock.moment = clock.moment.replace(month=12, day=1)
    assert years_to_archive(last_year)[0] == 2026
