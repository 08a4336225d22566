"""Step 1 of a street: which street this is, found among all of the country or typed with its code."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.spec.text import one_line, plain_digits
from desktop.committees import CommitteeMatch, shipped_committees
from desktop.street.street_search import StreetSearch, name_of_office
from ui.photos.app_runner import app_runner
from ui.wizard.unit_page import UnitPage
from ui.wizard.wizard_page import text_of


class StreetUnitPage(UnitPage):
    """The same search over streets; the two lines that only a committee has stay away."""

    title = "本街道"
    explanation = (
        "输入街道（镇、乡）名称或代码的一部分，例如“夏阳”“青浦 夏阳”“310118001”，再从下面选中本街道。"
    )
    directory_hint = "正在读取全国街道名录…"
    found_word, own_word = "街道（镇、乡）", "名录里没有本街道，自己填写"
    own_hints = ("全称，例如 夏阳街道办事处", "12 位数字：街道的 9 位代码加 000")
    unit_word = "本街道"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_line, self._code_line, *regions = self.own_lines()
        for line in regions:
            self._own_form.setRowVisible(line, False)

    def unit(self) -> tuple[str, str]:
        """(code, name) of the street's office as chosen or typed; ("", "") while there is none."""
        if self.own_box().isChecked():
            code = plain_digits(self._code_line.text()).replace(" ", "")
            return code, one_line(self._name_line.text())
        return (self._chosen.code, name_of_office(self._chosen)) if self._chosen else ("", "")

    def problem(self) -> str:
        code, name = self.unit()
        if not self.own_box().isChecked():
            return "" if code else "请先查找并选中本街道；名录里没有时，勾选“自己填写”。"
        if not name or not text_of(self._name_line):
            return "请填写街道名称。"
        return "" if len(code) == 12 and code.isdigit() else f"街道代码要 12 位数字，现在是 {len(code)} 位。"

    def tab_stops(self) -> list[QWidget]:
        return [self.search_line(), self.found_list(), self.own_box(), self._name_line, self._code_line]

    def _load(self) -> None:
        app_runner().start(
            lambda token: StreetSearch(shipped_committees()),
            done=self._take_directory,
            failed=self._say_failure,
        )

    def _words_of(self, match: CommitteeMatch) -> str:
        return f"{name_of_office(match)}　　{' '.join(match.region_names[:-1])}　　{match.code}"
