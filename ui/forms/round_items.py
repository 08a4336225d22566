"""The items of an inspection: judged in a table by keys or mouse, each described in the line below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QWidget

from db.spec.field import Field, Record
from db.spec.inspection import FAILED, NOT_APPLICABLE, PASSED
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.forms.item_lines import ItemLines
from ui.forms.round_table import RoundTable
from ui.widgets.word_button import word_button

_KEY_HELP = "↑↓ 换项　1 合格　2 不合格　3 不适用　Enter 写情况　0 其余全部合格"


class RoundItemsEditor(Editor):
    """Rows of an inspection. `value()` keeps what the rows hold besides: group, basis, hazard."""

    wants_width = True
    photos_asked = Signal(int)  # place of the item whose photos are to be added

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._items: list[Record] = []
        self.table = RoundTable(self)
        self.lines = ItemLines(self)
        self.rest_button = word_button(
            self, "其余全部合格", self.pass_the_rest, "还没有结果的各项都记为合格（0）"
        )
        self.photo_button = word_button(
            self, "这一项的照片…", self._ask_photos, "添加照片，说明自动写上是第几项"
        )
        self.add_button = word_button(self, "添加一项", self._add_and_enter, "检查表里没有的，自己写一项")
        self.remove_button = word_button(self, "删除这一项", self._remove, "从这次检查里去掉选中的一项")
        self._summary = QLabel(self)
        self._lay_out()
        self._connect()
        self._show_all(-1)

    def input_widget(self) -> QWidget:
        return self.table

    def tab_stops(self) -> list[QWidget]:
        buttons = (self.rest_button, self.photo_button, self.add_button, self.remove_button)
        return [self.table, *self.lines.stops(), *buttons]

    def value(self) -> Any:
        return [dict(each) for each in self._items if each.get("item") or each.get("note")]

    def set_value(self, stored: Any) -> None:
        self._items = [dict(each) for each in stored or []]
        self._show_all(0)
        self.show_problem(None)

    def show_problem(self, sentence: str | None) -> None:
        """Say what is wrong; when results are missing, go to the first item without one."""
        self._say(sentence, "problem")
        missing = next((place for place, each in enumerate(self._items) if not each.get("result")), None)
        if sentence and missing is not None:
            self.table.go_to(missing)

    def show_items(self, items: Sequence[Record]) -> None:
        """Show the items of other checklists. One that is listed already stays as it is, with the text it was listed
        with; what was judged or described stays, also when its checklist goes.
        """
        before = {group: list(rows) for group, rows in groupby(sorted(self._items, key=_group), key=_group)}
        wanted = {_group(each): None for each in items}
        touched = [each for each in self._items if _is_touched(each) and _group(each) not in wanted]
        new = {group: [dict(each) for each in items if _group(each) == group] for group in wanted}
        self._items = [row for group in wanted for row in before.get(group, new[group])] + touched
        self._show_all(0)
        self.changed.emit()

    def is_judged(self) -> bool:
        """Whether anything was judged or described."""
        return any(map(_is_touched, self._items))

    def summary(self) -> str:
        """How many items have which result, in words."""
        return self._summary.text()

    def judge(self, place: int, result: str) -> None:
        """Give an item its result; one that became a hazard keeps it."""
        item = self._items[place]
        if item.get("hazard") and result != FAILED:
            self._say(f"第 {place + 1} 项已经转为隐患，结果不能再改。", "problem")
            return
        item["result"] = result
        self._changed_at(place)

    def pass_the_rest(self) -> None:
        """Every item without a result passes."""
        for item in self._items:
            item["result"] = item.get("result") or PASSED
        self._show_all(self.table.place())
        self.show_problem(None)
        self.changed.emit()

    def add_item(self, text: str = "") -> int:
        """An item of one's own at the end; its place."""
        self._items.append({"group": None, "item": text or None, "category": "OTH"})
        self._show_all(len(self._items) - 1)
        self.changed.emit()
        return len(self._items) - 1

    def _lay_out(self) -> None:
        keys = QLabel(_KEY_HELP, self)
        keys.setObjectName("muted")
        below = QHBoxLayout()
        below.setSpacing(SPACE * 2)
        below.addWidget(self._summary)
        below.addStretch(1)
        for button in (self.rest_button, self.photo_button, self.add_button, self.remove_button):
            below.addWidget(button)
        for content in (keys, self.table, self.lines, below):
            self._place(content)

    def _connect(self) -> None:
        self.table.judged.connect(self.judge)
        self.table.rest_passed.connect(self.pass_the_rest)
        self.table.note_asked.connect(self._enter_note)
        self.table.item_shown.connect(self._show_lines)
        self.table.entered.connect(self._come_into_view)
        self.lines.described.connect(self._describe)
        self.lines.finished.connect(self._go_on)

    def _enter_note(self) -> None:
        if self.table.place() >= 0:
            self.lines.enter()
            self._come_into_view()

    def _come_into_view(self) -> None:
        """Table and lines together: what is typed about an item is seen beside it."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self, 0, SPACE * 2)

    def _go_on(self) -> None:
        """Back to the table, to the item after the one that was described."""
        place = self.table.place()
        self.table.go_to(min(place + 1, len(self._items) - 1))
        self.table.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _ask_photos(self) -> None:
        if self.table.place() >= 0:
            self.photos_asked.emit(self.table.place())

    def _add_and_enter(self) -> None:
        self.add_item()
        self.lines.enter()

    def _remove(self) -> None:
        place = self.table.place()
        if place < 0:
            return
        if self._items[place].get("hazard"):
            self._say(f"第 {place + 1} 项已经转为隐患，不能去掉。", "problem")
            return
        del self._items[place]
        self._show_all(min(place, len(self._items) - 1))
        self.table.setFocus()
        self.changed.emit()

    def _describe(self, name: str, value: object) -> None:
        place = self.table.place()
        if place >= 0:
            self._items[place][name] = value
            self._changed_at(place)

    def _changed_at(self, place: int) -> None:
        self.table.show_item(place, self._items[place])
        self._show_summary()
        self.show_problem(None)
        self.changed.emit()

    def _show_all(self, current: int) -> None:
        self.table.show_items(self._items, current)
        self._show_summary()

    def _show_lines(self, place: int) -> None:
        item = self._items[place] if 0 <= place < len(self._items) else {}
        self.lines.show_item(place, item)
        for button in (self.photo_button, self.remove_button):
            button.setEnabled(bool(item))

    def _show_summary(self) -> None:
        counts = Counter(each.get("result") for each in self._items)
        words = [f"共 {len(self._items)} 项", f"合格 {counts[PASSED]}", f"不合格 {counts[FAILED]}"]
        words += [f"不适用 {counts[NOT_APPLICABLE]}"] if counts[NOT_APPLICABLE] else []
        words += [f"还没有结果 {counts[None]}"] if counts[None] else []
        self._summary.setText("　".join(words) if self._items else "选了场所或勾选检查表，项目就列在这里")
        self.rest_button.setEnabled(bool(counts[None]))


def _group(item: Record) -> str:
    return item.get("group") or ""


def _is_touched(item: Record) -> bool:
    return bool(item.get("result") or item.get("note") or item.get("hazard") or not item.get("group"))
