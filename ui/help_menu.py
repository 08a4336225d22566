"""The menu 帮助: the manual on the screen and on paper, what is new, and updating the program. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from desktop.office import Office
    from ui.record_windows import RecordWindows


def add_papers(menu: QMenu, office: Office, records: RecordWindows) -> None:
    """打印使用说明 and 打印速查卡: both open in the preview, like every other paper."""

    def printing(name: str, title: str) -> Callable[[], None]:
        def show() -> None:
            from desktop import handbook

            records.print_document(lambda: getattr(handbook, name)(office), title, "")

        return show

    menu.addAction("打印使用说明…").triggered.connect(printing("handbook", "使用说明"))
    menu.addAction("打印速查卡…").triggered.connect(printing("quick_card", "速查卡"))
    menu.addAction("更新内容…").triggered.connect(lambda: _show_news(records.window))
    menu.addAction("更新…").triggered.connect(lambda: _show_update(records.window))


def _show_news(window: QWidget) -> None:
    from ui.news_dialog import show_news

    show_news(window)


def _show_update(window: QWidget) -> None:
    from ui.updates.update_dialog import show_update

    show_update(window)
