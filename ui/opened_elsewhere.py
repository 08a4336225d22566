"""A ledger that is open already: its window comes forward, or the clerk hears who has it on another computer. GUI thread."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ledger_lock import Holder, LedgerLock
from desktop.messages import message

_ANSWER_WITHIN_MS = 3000


def bring_forward(lock: LedgerLock, parent: QWidget | None, file: Path | None = None) -> None:
    """Bring the window of this computer forward and hand it the file; say so when it does not answer."""
    _let_it_come_forward()
    with suppress(OSError):  # a full disk, or a virus scanner that does not let go
        called = lock.call(file)
        if _goes_away(called):
            return
        called.unlink(missing_ok=True)
    QMessageBox.warning(parent, "台账已经打开", message("ledger_open_here", {}))


def _let_it_come_forward() -> None:
    """Hand on the right to stand in front: Windows gave it to this program, which was just started, and else lets the window
    of the other one blink in the task bar only.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # whoever asks first


def asks_to_take_over(holder: Holder, parent: QWidget | None) -> bool:
    """Say who has the ledger on another computer; whether the clerk opens it all the same, for that one is gone."""
    words = message(
        "ledger_open_elsewhere",
        {"computer": holder.computer, "clerk": holder.clerk or "—", "since": holder.since or "—"},
    )
    box = QMessageBox(QMessageBox.Icon.Warning, "台账已经打开", words, parent=parent)
    box.setInformativeText("只有那台电脑已经关机，或确定程序没有在运行时，才选“仍要打开”。")
    take = box.addButton("仍要打开", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton("不打开", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is take


def _goes_away(path: Path) -> bool:
    passed, loop, timer = QElapsedTimer(), QEventLoop(), QTimer()

    def look() -> None:
        if not path.exists() or passed.elapsed() > _ANSWER_WITHIN_MS:
            loop.quit()

    timer.timeout.connect(look)
    passed.start()
    timer.start(50)
    loop.exec()
    return not path.exists()
