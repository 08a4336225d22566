"""The first week on the work table: steps that tick themselves, each a way to where it is done; put away for good by a click.
GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.first_week import Step, first_week
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.word_button import word_button

PUT_AWAY = "first_week/put_away"


def is_put_away(context: PageContext) -> bool:
    """Whether the clerk put it away, or all of it was once done."""
    return bool(context.settings.value(PUT_AWAY, "no") == "yes")


class FirstWeekCard(QFrame):
    """Hidden until it is known that a step is left; a card whose steps are all done goes by itself."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.buttons: list[QPushButton] = []
        self.setObjectName("card")
        self.title = QLabel(self)
        self.close_button = word_button(self, "不再显示", self.put_away, "以后不在工作台显示这张清单", "link")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.steps = FlowLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 10, 10)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self.steps)
        self.hide()

    def reload(self) -> None:
        """Look again what is done, away from this thread."""
        if not is_put_away(self.context):
            office = self.context.office
            self.context.runner.start(lambda token: first_week(office), done=self.show_steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show how far one is."""
        left = [each for each in steps if not each.is_done]
        if not left:
            self.put_away()
            return
        self.title.setText(f"第一周清单　已完成 {len(steps) - len(left)} / {len(steps)}")
        if not self.buttons:
            self._make_buttons(steps)
        for button, step in zip(self.buttons, steps, strict=True):
            button.setText(f"√ {step.words}" if step.is_done else f"○ {step.words}")
            button.setToolTip("已完成" if step.is_done else f"去{step.words}")
            button.setAccessibleName(f"{step.words}，{'已完成' if step.is_done else '未完成'}")
        self.show()

    def put_away(self) -> None:
        """Never show it again."""
        self.context.settings.setValue(PUT_AWAY, "yes")
        self.hide()

    def _make_buttons(self, steps: Sequence[Step]) -> None:
        for step in steps:
            button = word_button(self, step.words, lambda step=step: self._go(step), name="link")  # type: ignore[misc]
            self.buttons.append(button)
            self.steps.addWidget(button)

    def _go(self, step: Step) -> None:
        if step.page:
            self.context.actions.open_list(step.page, Filters())
        else:
            self.context.actions.show_backups()
