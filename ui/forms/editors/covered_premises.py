"""The premises a training is for: found by typing, then marked by who came. A table, for there may be hundreds."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from db.spec.code_tables import Code, code_table, label_of
from db.spec.field import Field
from ui.forms.editors.completion import Completion
from ui.forms.editors.editor import SPACE, Desk
from ui.forms.editors.line import EntryLine
from ui.forms.editors.listed_rows import ListedRowsEditor
from ui.widgets.plain_table import fill_row

PRESENCE = "training_presence"
_TABLE_HEIGHT = 184


class CoveredPremisesEditor(ListedRowsEditor):
    """Rows of premises with 到场情况 and 到场人; a premises marked 主要负责人到场 gets the name of its head."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, _TABLE_HEIGHT, "把选中的场所从名单里去掉（Del）", parent)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(1, 150)
        self._titles: dict[str, str] | None = None  # id → what a clerk tells it by
        self.search_line = EntryLine(self)
        self.search_line.setPlaceholderText("输入名称的一部分，从场所清单里添加")
        self.search_line.setAccessibleName("添加场所")
        self.completion = Completion(self.search_line, lambda: list(self._known().values()), takes_first=True)
        self.completion.picked.connect(lambda word: self.add_typed())
        self.add_button = self._button("添加", self.add_typed, "把这个场所加到名单")
        self.person_line = EntryLine(self)
        self.person_line.setPlaceholderText("到场人（不填按主要负责人）")
        self.person_line.setAccessibleName("到场人")
        self.mark_buttons = {each.code: self._mark_button(each) for each in code_table(PRESENCE).codes}
        self._lay_out()
        self._show_rows()

    def set_value(self, stored: Any) -> None:
        self._rows, self._titles = [dict(row) for row in stored or []], None
        self._show_rows()
        self.show_problem(None)

    def input_widget(self) -> QWidget:
        return self.search_line

    def tab_stops(self) -> list[QWidget]:
        marks = list(self.mark_buttons.values())
        return [self.search_line, self.add_button, self.table, self.person_line, *marks, self.remove_button]

    def settle(self) -> None:
        """A name that was typed in full and not added yet counts."""
        if self.search_line.text().strip():
            self.add_typed()

    def add_typed(self) -> None:
        """Put the typed premises into the list; say when there are none of that name, or they are in it."""
        typed = self.search_line.text().strip()
        found = next((record_id for record_id, title in self._known().items() if title == typed), None)
        if not typed:
            return
        if found is None:
            self.show_warning(f"场所清单里没有“{typed}”。请从下拉的名称里选，或先到“场所”登记。")
            return
        self.search_line.clear()
        if any(row["premises"] == found for row in self._rows):
            self.show_warning(f"“{typed}”已经在名单里了。")
            return
        self._rows.append({"premises": found, "presence": None, "person": None})
        self.show_warning(None)
        self._tell_change()
        self.table.selectRow(len(self._rows) - 1)
        self.search_line.setFocus()

    def mark(self, code: str) -> None:
        """Say of the selected premises who came."""
        chosen = self._selected()
        if not chosen:
            self.show_warning("请先在名单里选中场所，可以按住 Ctrl 或 Shift 选几行。")
            return
        typed = self.person_line.text().strip()
        for place in chosen:
            row = self._rows[place]
            row["presence"] = code
            row["person"] = None if code == "absent" else typed or self._usual_person(row, code)
        self.person_line.clear()
        self.show_warning(None)
        self._tell_change()
        for place in chosen:
            self.table.selectRow(place)

    def _usual_person(self, row: dict[str, Any], code: str) -> str | None:
        if code != "principal":
            return None
        found: str | None = self.desk.office.get("premises", row["premises"]).get("main_person")
        return found

    def _known(self) -> dict[str, str]:
        if self._titles is None:
            choices = self.desk.office.choices_of("premises")
            times = Counter(title for _, title in choices)
            self._titles = {
                each: title
                if times[title] == 1
                else f"{title}（{self.desk.office.get('premises', each)['no']}）"
                for each, title in choices
            }
        return self._titles

    def _show_rows(self) -> None:
        missing = (
            [row["premises"] for row in self._rows if row["premises"] not in self._known()]
            if self._rows
            else []
        )
        retired = self.desk.office.titles("premises", missing) if missing else {}
        self.table.setRowCount(len(self._rows))
        for place, row in enumerate(self._rows):
            title = self._known().get(row["premises"]) or retired.get(row["premises"], "")
            presence = row.get("presence")
            texts = (title, label_of((PRESENCE,), presence) if presence else "", row.get("person") or "")
            fill_row(self.table, place, texts)
        for widget in (self.table, self.person_line, *self.mark_buttons.values(), self.remove_button):
            widget.setVisible(bool(self._rows))
        self.count.setText(self._count_words())

    def _count_words(self) -> str:
        if not self._rows:
            return "没有列出场所。主要负责人培训按这里的“主要负责人到场”统计覆盖。"
        came = sum(row.get("presence") == "principal" for row in self._rows)
        return f"共 {len(self._rows)} 个场所，主要负责人到场 {came} 个"

    def _lay_out(self) -> None:
        adding = QHBoxLayout()
        adding.setSpacing(SPACE * 2)
        adding.addWidget(self.search_line, 1)
        adding.addWidget(self.add_button)
        marking = QHBoxLayout()
        marking.setSpacing(SPACE * 2)
        marking.addWidget(self.person_line, 1)
        for button in (*self.mark_buttons.values(), self.remove_button):
            marking.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.addLayout(adding)
        column.addWidget(self.table)
        column.addLayout(marking)
        column.addWidget(self.count)
        self._place(column)

    def _mark_button(self, presence: Code) -> QPushButton:
        tip = f"把选中的场所记为“{presence.label}”"
        return self._button(presence.label, lambda: self.mark(presence.code), tip)
