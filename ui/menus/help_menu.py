"""The menu 帮助: the manual on the screen and on paper, what is new, and updating the program. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop.version import PROGRAM_NAME

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def fill_help_menu(menu: QMenu, window: MainWindow) -> None:
    """Every paper opens in the preview, like all others."""
    menu.addAction("使用说明", "F1", window.show_manual)
    menu.addAction("打印使用说明…").triggered.connect(_printing(window, "handbook", "使用说明"))
    menu.addAction("打印速查卡…").triggered.connect(_printing(window, "quick_card", "速查卡"))
    menu.addAction("更新内容…").triggered.connect(lambda: _show_news(window))
    menu.addAction("更新…").triggered.connect(lambda: _show_update(window))
    menu.addAction("生成求助包…").triggered.connect(lambda: _make_help_bundle(window))
    menu.addAction("快捷键一览", "Ctrl+F1", lambda: _show_keys(window))
    menu.addAction(f"关于{PROGRAM_NAME}").triggered.connect(lambda: _show_about(window))


def _printing(window: MainWindow, name: str, title: str) -> Callable[[], None]:
    def show() -> None:
        from desktop import handbook

        window.records.print_document(lambda: getattr(handbook, name)(window.office), title, "")

    return show


def _show_news(window: MainWindow) -> None:
    from ui.news_dialog import show_news

    show_news(window)


def _show_update(window: MainWindow) -> None:
    from ui.updates.update_dialog import show_update

    show_update(window)


def _make_help_bundle(window: MainWindow) -> None:
    from ui.help_bundle import ask_and_write

    ask_and_write(window.office, window.runner, window.bar, window)


def _show_keys(window: MainWindow) -> None:
    from ui.help_windows import show_keys

    show_keys(window)


def _show_about(window: MainWindow) -> None:
    from ui.help_windows import show_about

    show_about(window, window.office)
