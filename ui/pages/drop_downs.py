"""Drop-down buttons of a record's detail: steps beside its course, and deeds that belong together. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.messages import problem_sentence
from desktop.office import Step
from ui.pages.ledger_kind import Deed

Ask = Callable[[str], object]


def step_menu(steps: Iterable[Step], ask: Ask) -> list[QToolButton]:
    """更多办理: the steps that stand aside, in one button; no button when there are none. `ask` gets a step's name."""
    aside = [each for each in steps if each.transition.is_aside]
    if not aside:
        return []
    button = _drop_down("更多办理", "延期、作废等不常用的办理")
    for step in aside:
        name, why_not = step.transition.name, step.why_not
        action = button.menu().addAction(step.transition.label)
        action.setEnabled(why_not is None)
        action.setToolTip(problem_sentence(why_not) if why_not else f"登记“{step.transition.label}”")
        action.triggered.connect(lambda checked=False, name=name: ask(name))
    return [button]


def deed_menus(deeds: Sequence[Deed], ask: Ask) -> list[QToolButton]:
    """One button for each group of deeds. `ask` gets a deed's key."""
    buttons = []
    for word, group in groupby([each for each in deeds if each.group], key=lambda each: each.group):
        button = _drop_down(word, word)
        for deed in group:
            action = button.menu().addAction(deed.label)
            action.setToolTip(deed.tip or deed.label)
            action.triggered.connect(lambda checked=False, key=deed.key: ask(key))
        buttons.append(button)
    return buttons


def _drop_down(word: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName("filter")
    button.setText(word)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menu.setToolTipsVisible(True)
    button.setMenu(menu)
    return button
