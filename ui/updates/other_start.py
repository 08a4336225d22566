"""Another start is trying a new version that shows no window: wait for it, or go back. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox

from desktop.updates.first_start import end_other_start, other_start
from desktop.version import VERSION


def is_waited_for() -> bool:
    """Whether there is such a start, after asking what to do about it; then this start has nothing to open."""
    version = other_start()
    if not version:
        return False
    box = QMessageBox(
        QMessageBox.Icon.Question, "正在换上新版本", f"新版本 {version} 正在第一次启动，还没有出现窗口。"
    )
    box.setInformativeText(
        f"电脑慢的话请再等一会儿。一直没有窗口，可以退回 {VERSION}，台账恢复成更新前的样子。"
    )
    back = box.addButton(f"退回 {VERSION}", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton("再等一会儿", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    if box.clickedButton() is back:
        end_other_start()
    return True
