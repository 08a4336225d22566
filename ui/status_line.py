"""The status bar: counts, the last save, who is at the desk, and the 27th. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desktop.office import Office
from ui.models.periods import days_since_deadline, days_to_deadline
from ui.submission.wording import deadline_words

UNKNOWN = -1  # not counted yet


class StatusLine(QStatusBar):
    """Counts on the left; the rest, which changes seldom, on the right."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.counts, self.saved, self.clerk, self.deadline = (QLabel(self) for _ in range(4))
        self.setSizeGripEnabled(False)
        self.addWidget(self.counts)
        for label in (self.saved, self.clerk, self.deadline):
            self.addPermanentWidget(label)
        self.clerk.setText(_clerk_words(office))
        self.show_day()

    def show_counts(self, total: int, shown: int, selected: int) -> None:
        """共 n 条 · 已筛选 m · 已选 k; UNKNOWN reads …."""
        filtered = f" · 已筛选 {_number(shown)}" if shown != total else ""
        chosen = f" · 已选 {selected}" if selected else ""
        self.counts.setText(f"共 {_number(total)} 条{filtered}{chosen}")

    def show_nothing(self) -> None:
        """No counts: the page has no list."""
        self.counts.setText("")

    def show_saved(self) -> None:
        """已保存 and the time now."""
        self.saved.setText(f"已保存 {self.office.clock.now():%H:%M}")
        self.show_day()

    def show_day(self) -> None:
        """How many days are left until the return's hard day; to a street, which then asks for what is missing, how many
        have passed.
        """
        hard_day, today = self.office.own_number("return_hard_day"), self.office.clock.today()
        passed = days_since_deadline(today, hard_day) if self.office.is_street else 0
        words = f"{hard_day}日截止，已过 {passed} 天" if passed else ""
        self.deadline.setText(words or deadline_words(days_to_deadline(today, hard_day), hard_day))


def _clerk_words(office: Office) -> str:
    if office.signed_in:
        return office.signed_in.words(office.is_street)
    if office.is_street:  # nobody is appointed there: without signing in it is the street that acts
        return str(office.committee["name"])
    return f"填报人 {office.clerk}" if office.clerk else ""


def _number(count: int) -> str:
    return "…" if count == UNKNOWN else str(count)
