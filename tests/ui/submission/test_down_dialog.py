"""接收下发包 in the main window: looked at first, taken in whole, and what cannot be taken in is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog
from pytestqt.qtbot import QtBot

from db.spec import PREMISES
from db.spec.query import Query
from tests import factories
from tests.fixtures_exchange import Street
from ui.criteria.panel import CriteriaPanel
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.pages.submission.page import SubmissionPage
from ui.submission.down_dialog import DownDialog

TASK = {"title": "排查沿街商铺电动自行车充电", "owner": "王芳", "start": "2026-11-25", "due": "2026-12-20"}


def opened(
    qtbot: QtBot, page: SubmissionPage, window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> DownDialog:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(page.down_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown(window)), timeout=60_000)
    return shown(window)[0]


def shown(window: MainWindow) -> list[DownDialog]:
    return [each for each in window.findChildren(DownDialog) if each.isVisible()]


def test_what_the_street_sent_is_looked_at_and_taken_in(
    qtbot: QtBot,
    page: SubmissionPage,
    main_window: MainWindow,
    street: Street,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    circular = {"title": "关于11月隐患整改情况的通报", "kind": "收文", "dated": "2026-11-24"}
    path = street.send(main_window.office, {"task": [TASK], "document": [circular]})
    dialog = opened(qtbot, page, main_window, path, monkeypatch)
    assert dialog.heading.text() == "夏阳街道办事处　2026年11月　第 1 号，共 2 项"
    rows = [[dialog.table.values_model.index(row, column).data() for column in range(3)] for row in range(2)]
    assert rows == [["任务", TASK["title"], "2026-12-20"], ["资料", circular["title"], "—"]]
    assert main_window.office.count("task", Query(search="充电")) == 0
    qtbot.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("已收下 2 项"), timeout=60_000)
    assert main_window.office.count("task", Query(search="充电")) == 1
    qtbot.waitUntil(page.is_settled)


def test_an_item_that_cannot_be_taken_in_is_said_and_nothing_is_kept(
    qtbot: QtBot,
    page: SubmissionPage,
    main_window: MainWindow,
    street: Street,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong: dict[str, Any] = TASK | {"due": "2026-13-40"}
    path = street.send(main_window.office, {"task": [TASK, wrong]})
    dialog = opened(qtbot, page, main_window, path, monkeypatch)
    qtbot.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.bar.sentence.text().startswith("没有收下：第 2 项 任务"), timeout=60_000)
    assert main_window.office.count("task", Query(search="充电")) == 0
    dialog.later_button.click()
    qtbot.waitUntil(lambda: not shown(main_window))


def test_a_choice_the_street_adds_is_offered_in_the_form_and_gone_once_the_operation_is_undone(
    qtbot: QtBot,
    page: SubmissionPage,
    main_window: MainWindow,
    street: Street,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = main_window.office
    path = street.send(office, {"own_code": [factories.own_code()], "criterion": [factories.criterion()]})
    dialog = opened(qtbot, page, main_window, path, monkeypatch)
    rows = [[dialog.table.values_model.index(row, column).data() for column in range(2)] for row in range(2)]
    assert rows == [["可选项", "场所标签：密室逃脱、剧本娱乐"], ["判定要点", factories.criterion()["text"]]]
    qtbot.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("已收下 2 项"), timeout=60_000)
    assert "密室逃脱、剧本娱乐" in flags_offered(main_window)
    panel = CriteriaPanel("填入", main_window)
    panel.search("换电柜")
    assert [each.clause for each in panel.found()] == ["第3条"]
    panel.deleteLater()
    [batch] = (
        office.store.reader()
        .execute("SELECT DISTINCT batch FROM change WHERE operation LIKE '接收下发包%'")
        .fetchone()
    )
    office.undo_operation(batch)
    assert "密室逃脱、剧本娱乐" not in flags_offered(main_window)


def flags_offered(window: MainWindow) -> list[str]:
    """The labels that a new form of premises offers."""
    form = RecordDialog(window.office, PREMISES, parent=window)
    labels = [each.text() for each in form.findChildren(QCheckBox)]
    form.deleteLater()
    return labels
