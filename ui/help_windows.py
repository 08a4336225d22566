"""快捷键一览 and 关于. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

import desktop
from db.errors import LedgerError
from desktop.messages import sentence
from desktop.office import Office
from desktop.paths import sign_key_file
from desktop.version import VERSION
from ui.widgets.dialogs import run_dialog

KEYS = (
    ("Ctrl+N", "新增"),
    ("Enter / 双击", "打开选中的记录"),
    ("Ctrl+D", "复制为新增"),
    ("Del", "删除到回收站"),
    ("Ctrl+P", "打印"),
    ("Ctrl+F", "搜索"),
    ("F3", "下一条"),
    ("↑ ↓", "换一条看详情"),
    ("F5", "刷新"),
    ("Ctrl+A", "全选"),
    ("Ctrl+C", "复制选中行，可粘贴到 Excel、WPS"),
    ("Ctrl+E", "导出表格"),
    ("Ctrl+Shift+L", "选格：选一块单元格来复制"),
    ("Ctrl+Shift+E", "批量修改选中的记录"),
    ("Alt+↓", "按当前列筛选"),
    ("Ctrl+1 … 7", "换页面"),
    ("Ctrl+Z / Ctrl+Y", "撤销 / 重做上一次保存的操作"),
    ("点表头 / Shift+点表头", "排序 / 再加一个排序"),
    ("Ctrl+S", "在表单中保存"),
    ("Esc", "取消"),
    ("F1", "这一页的使用说明"),
    ("Ctrl+F1", "快捷键一览"),
    ("Ctrl+Shift+U / Ctrl+Shift+K", "换人 / 锁定（开启登录后）"),
    ("Ctrl+Q", "退出"),
)


def show_keys(parent: QWidget) -> None:
    """Show every key."""
    dialog = _dialog(parent, "快捷键一览")
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    for row, (keys, meaning) in enumerate(KEYS):
        grid.addWidget(QLabel(keys), row, 0)
        grid.addWidget(QLabel(meaning), row, 1)
    _finish(dialog, grid)


def show_about(parent: QWidget, office: Office) -> None:
    """Show the version, whose ledger this is and where it is kept."""
    dialog = _dialog(parent, "关于村居安全台账")
    grid = QGridLayout()
    for row, (word, text) in enumerate(about_lines(office)):
        value = QLabel(text)
        value.setWordWrap(True)
        value.setMinimumWidth(360)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(QLabel(word), row, 0)
        grid.addWidget(value, row, 1)
    _finish(dialog, grid)


def about_lines(office: Office) -> list[tuple[str, str]]:
    """What 关于 tells: heading and words, to be read out to whoever helps by telephone."""
    return [
        ("版本", VERSION),
        ("单位", office.committee["name"]),
        ("数据文件", str(office.database)),
        ("程序位置", str(Path(desktop.__file__).resolve().parents[1])),
        ("报送密钥", _fingerprint(office)),
        ("许可", "Qt 按 LGPLv3 使用；字体按 SIL OFL 1.1，公文仿宋、楷体按 GPLv3（字体例外）"),
    ]


def _fingerprint(office: Office) -> str:
    from desktop.exchange.public_keys import fingerprint
    from desktop.exchange.signing_key import read_public_key

    try:
        return fingerprint(read_public_key(sign_key_file(office.database)))
    except LedgerError as error:
        return sentence(error)


def _dialog(parent: QWidget, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    return dialog


def _finish(dialog: QDialog, grid: QGridLayout) -> None:
    buttons = QDialogButtonBox(dialog)
    buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 12)
    column.addLayout(grid)
    column.addWidget(buttons)
    run_dialog(dialog)
