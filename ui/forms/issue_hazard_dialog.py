"""A problem found in a drill becomes a hazard of the ledger: its form, prefilled; saving also notes it in the drill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from db.spec import HAZARD
from db.spec.field import Record
from desktop.drills import hazard_of_issue, register_issue_hazard
from desktop.office import Office
from ui.forms.record_dialog import RecordDialog

_SHORT = 40


class IssueHazardDialog(RecordDialog):
    """The form of one hazard. After accepting, `saved` is the hazard and the drill names it."""

    def __init__(self, office: Office, drill: Record, place: int, parent: QWidget | None = None) -> None:
        super().__init__(office, HAZARD, None, hazard_of_issue(office, drill, place), parent)
        self.drill, self.place = drill, place
        self.setWindowTitle(f"演练问题转为隐患 {drill['no']} — {office.committee['name']}")
        self.copy_button().hide()
        self.again_button().hide()

    def write(self, typed: dict[str, Any]) -> Record:
        return register_issue_hazard(self.office, self.drill, self.place, typed)

    def save_and_continue(self) -> None:
        """One problem is one hazard."""
        self.save()


def choose_issue(
    issues: Sequence[tuple[int, Record]], window: QWidget, chosen: Callable[[int], None]
) -> None:
    """Take the one open problem there is, or let the clerk pick it from a menu at the pointer."""
    if len(issues) == 1:
        chosen(issues[0][0])
        return
    menu = QMenu(window)
    menu.setObjectName("issues")
    for place, row in issues:
        text = row["text"] if len(row["text"]) <= _SHORT else row["text"][:_SHORT] + "…"
        menu.addAction(text.replace("&", "&&")).triggered.connect(
            # After the menu is gone: the form runs an event loop of its own.
            lambda checked=False, place=place: QTimer.singleShot(0, window, lambda: chosen(place))
        )
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(QCursor.pos())
