"""What the plan asks for besides the ledgers, entered, found by its clause and printed through the window."""

from __future__ import annotations

from typing import cast

from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage
from ui.preview.preview_window import PreviewWindow


def test_a_document_is_registered_found_by_its_clause_and_printed(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    main_window.office.add(
        "document", factories.document(title="安全生产月活动方案", clause="任务29 全民素质")
    )
    page = cast(LedgerPage, main_window.show_page("document"))
    printed: list[str] = []

    def enter(dialog: RecordDialog) -> None:
        fill(
            dialog,
            title="村居应急队伍和装备清单",
            kind="应急队伍和装备",
            clause="任务26 应急队伍",
            owner="䶮㐂𠮷",
        )
        save(dialog)

    def look(preview: PreviewWindow) -> None:
        printed.append(text_of(preview.pdf))
        preview.close()

    attend(RecordDialog, enter)
    press(qtbot, page, "新增资料")
    page.show_filters(Filters(choices={"clause": ("T26",)}))
    (record_id,) = main_window.office.ids("document", Query(choices={"clause": ("T26",)}))
    assert page.model.record_id(0) == record_id and page.model.rowCount() == 1
    attend(PreviewWindow, look)
    press(qtbot, page, "打印资料目录")
    qtbot.waitUntil(lambda: bool(printed), timeout=60_000)
    assert "村居应急队伍和装备清单" in printed[0].replace("\r\n", "") and "䶮㐂𠮷" in printed[0]
    assert "安全生产月活动方案" not in printed[0]
