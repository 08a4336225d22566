"""The box before deleting: how many, which, and where they go. 取消 is the button that Enter presses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget


def confirmed_deletion(parent: QWidget, label: str, count: int, names: Sequence[str]) -> bool:
    """Whether the clerk pressed 删除 n 条; the first names are shown."""
    box = QMessageBox(parent)
    box.setWindowTitle(f"删除{label}")
    box.setText(f"把这 {count} 条{label}放进回收站？")
    more = [f"……等 {count} 条"] if count > len(names) else []
    box.setInformativeText(
        "\n".join([*(_short(each) for each in names), *more, "", "以后可以从回收站恢复。"])
    )
    delete = box.addButton(f"删除 {count} 条", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is delete


def _short(name: str) -> str:
    line = " ".join(name.split())
    return f"{line[:32]}…" if len(line) > 33 else line
