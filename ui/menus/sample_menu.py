"""The menu 示例台账: the ways to the sample ledger and back. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget


class SampleMenu(QMenu):
    """Hidden until there is a way to offer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("示例台账", parent)
        self.menuAction().setVisible(False)

    def offer(self, acts: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """These ways and no others."""
        self.clear()
        for words, act in acts:
            self.addAction(words).triggered.connect(lambda checked=False, act=act: act())
        self.menuAction().setVisible(bool(acts))
