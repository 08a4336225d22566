"""The choices of what goes out from a street: for which month, and how much of personal data. GUI thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.exchange.profiles import INTERNAL, PUBLIC, STREET
from ui.submission.wording import period_words
from ui.widgets.quiet_inputs import QuietComboBox


def choice_box(choices: Iterable[tuple[str, str]], name: str, parent: QWidget) -> QuietComboBox:
    """A box of (words, value)."""
    box = QuietComboBox(parent)
    box.setAccessibleName(name)
    for words, value in choices:
        box.addItem(words, value)
    return box


def month_box(today: date, steps: Iterable[int], parent: QWidget) -> QuietComboBox:
    """Months by how far they are from the present one, which is chosen."""
    periods = []
    for step in steps:
        year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
        periods.append(f"{year}-{month + 1:02d}")
    box = choice_box(((period_words(each), each) for each in periods), "月份", parent)
    box.setCurrentIndex(box.findData(f"{today:%Y-%m}"))
    return box


def profile_box(parent: QWidget, whole: str = "电话写全") -> QuietComboBox:
    """How much of personal data; `whole` are the words for all of it."""
    choices = (("电话隐去中间", STREET), (whole, INTERNAL), ("公示版：不带姓名、电话、照片", PUBLIC))
    return choice_box(choices, "个人信息", parent)
