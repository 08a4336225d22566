"""The menu 街道 of a street's window. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from ui.menus.ledger_menu import check_print, send_out, show_own_settings

if TYPE_CHECKING:
    from ui.street.street_window import StreetWindow


def fill_street_menu(menu: QMenu, window: StreetWindow) -> None:
    """What concerns the street and its database as a whole."""
    menu.addAction("本街道登记表…").triggered.connect(window.show_sheet)
    menu.addAction("街道密钥…").triggered.connect(window.show_keys)
    menu.addAction("设定…").triggered.connect(lambda: show_own_settings(window))
    menu.addAction("选项与判定要点…").triggered.connect(window.show_choices)
    menu.addSeparator()
    for words, name in (("导出表格…", "export_table"), ("按上级表样填写…", "fill_form")):
        menu.addAction(words).triggered.connect(lambda checked=False, name=name: send_out(window, name))
    menu.addAction("上报上级…").triggered.connect(window.show_upwards)
    menu.addAction("导出平台数据…").triggered.connect(window.show_platform_export)
    menu.addAction("操作历史…").triggered.connect(window.undo_actions.show_history)
    menu.addAction("核对打印件…").triggered.connect(lambda: check_print(window))
    menu.addSeparator()
    menu.addAction("备份与恢复…").triggered.connect(window.show_backups)
    menu.addSeparator()
    menu.addMenu(window.sample_menu)
    menu.addAction(window.quit_action)
