"""The menu 台账 of a committee's window, and the dialogs it opens; each is imported when it is opened. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from ui.widgets.dialogs import run_dialog

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def fill_ledger_menu(menu: QMenu, window: MainWindow) -> None:
    """What concerns the committee and its ledger as a whole."""
    menu.addAction("本单位和人员…").triggered.connect(lambda: _show_people(window))
    menu.addAction("本单位设定…").triggered.connect(lambda: show_own_settings(window))
    menu.addAction("选项与判定要点…").triggered.connect(window.show_choices)
    menu.addAction("从表格导入…").triggered.connect(lambda: window.records.import_table(window.current_key()))
    menu.addAction("导入行动方案…").triggered.connect(lambda: _import_programme(window))
    menu.addAction("核对打印件…").triggered.connect(lambda: check_print(window))
    menu.addSeparator()
    for words, name in (
        ("导出表格…", "export_table"), ("按上级表样填写…", "fill_form"), ("空白导入模板…", "blank_sheet"),
    ):  # fmt: skip
        menu.addAction(words).triggered.connect(lambda checked=False, name=name: send_out(window, name))
    menu.addSeparator()
    menu.addAction("备份与恢复…").triggered.connect(window.show_backups)
    menu.addAction("年度归档…").triggered.connect(lambda: _show_archives(window))
    menu.addSeparator()
    menu.addMenu(window.sample_menu)
    menu.addSeparator()
    menu.addAction(window.quit_action)


def send_out(window: MainWindow, name: str) -> None:
    """Let the list that is shown export itself that way; another page says that a list is wanted."""
    page = window.stack.currentWidget()
    if hasattr(page, "send_out"):
        page.send_out(name)
    else:
        window.bar.tell("请先在左边打开要导出的台账，例如“隐患台账”。")


def show_own_settings(window: MainWindow) -> None:
    """本单位设定."""
    from ui.own_settings_dialog import OwnSettingsDialog

    run_dialog(OwnSettingsDialog(window.office, window))


def check_print(window: MainWindow) -> None:
    """核对打印件."""
    from ui.print_check_dialog import PrintCheckDialog

    run_dialog(PrintCheckDialog(window.office, window.runner, window))


def _show_people(window: MainWindow) -> None:
    from ui.unit_dialog import UnitDialog

    run_dialog(UnitDialog(window.office, window))


def _show_archives(window: MainWindow) -> None:
    from ui.archive_dialog import ArchiveDialog

    run_dialog(ArchiveDialog(window))


def _import_programme(window: MainWindow) -> None:
    from ui.programme_dialog import import_programme_file

    import_programme_file(window.office, window, window.bar)
