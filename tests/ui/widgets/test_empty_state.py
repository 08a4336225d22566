"""The words of an empty list stand there whole."""

from __future__ import annotations

from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from ui.widgets.empty_state import EmptyState

SENTENCE = (
    "发现的隐患都记在这里：上账、整改、复查、销号，逐条闭环。点“新增隐患”记下第一条，也可以先从工作台开始。"
)


def test_a_long_sentence_gets_the_height_of_its_lines_at_every_size(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.resize(900, 500)
    state.show_words("还没有隐患记录", SENTENCE, [("新增隐患", lambda: None)])
    state.show()
    for points in (10, 16):
        state.sentence.setFont(QFont(state.font().family(), points))
        state.setFont(QFont(state.font().family(), points))
        qtbot.waitUntil(
            lambda: state.sentence.height() >= state.sentence.heightForWidth(state.sentence.width())
        )
        assert state.sentence.height() > state.sentence.fontMetrics().height()
