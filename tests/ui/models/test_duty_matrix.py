"""The board as a table: what its cells say, and which rows pass the filters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.duties import EVACUATION_DRILL, SELF_CHECK, Cell, duty_board
from desktop.office import Office
from tests import factories
from ui.models.duty_matrix import CELL_ROLE, DUE, FIRST_MONTH, FREQUENCY, TYPE, DutyMatrix
from ui.models.filters import Filters
from ui.models.record_table_model import MARK_ROLE

pytestmark = pytest.mark.usefixtures("qapp")
ALL = Filters()


@pytest.fixture
def hotel(office: Office) -> str:
    """悦来旅馆, drilled in January; a restaurant and an estate beside it."""
    record = office.add("premises", factories.premises(name="悦来旅馆", type="小旅馆", flags=None))
    office.add("premises", factories.premises(name="老张面馆", flags=None))
    office.add("premises", factories.premises(name="佳乐苑", type="住宅小区", flags=None))
    typed = factories.drill(date="2026-01-15", starts_at=None, ends_at=None, premises=record["id"])
    office.add("drill", typed)
    return str(record["id"])


def shown(office: Office, filters: Filters = ALL, duty: str = EVACUATION_DRILL) -> DutyMatrix:
    model = DutyMatrix()
    model.show_board(duty_board(office, duty, 2026), filters)
    return model


def names(model: DutyMatrix) -> list[str]:
    return [each.standing.name for each in model.rows]


def test_the_model_keeps_qts_contract(office: Office, hotel: str) -> None:
    model = DutyMatrix()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_board(duty_board(office, EVACUATION_DRILL, 2026), ALL)
    assert tester.model() is model


def test_a_row_says_type_frequency_months_and_due_day(office: Office, hotel: str) -> None:
    model = shown(office)
    row = model.row_of(hotel)
    assert row == 0

    def cell(column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> object:
        return model.index(0, column).data(role)

    assert (cell(TYPE), cell(FREQUENCY), cell(FIRST_MONTH)) == ("小旅馆", "每半年一次", "√15")
    assert (cell(FIRST_MONTH + 6), cell(DUE)) == ("逾期", "2026-07-15")
    assert model.index(0, DUE).data(MARK_ROLE).word == "逾期131天"
    assert model.index(0, FIRST_MONTH + 6).data(CELL_ROLE) == Cell.OVERDUE
    tip = str(cell(FIRST_MONTH + 6, Qt.ItemDataRole.ToolTipRole))
    assert "《生产安全事故应急条例》第八条" in tip and tip.endswith("双击补演练")
    assert "办理：2026-01-15" in str(cell(FIRST_MONTH, Qt.ItemDataRole.ToolTipRole))
    assert model.row_of("nobody") is None


def test_what_owes_nothing_says_so(office: Office, hotel: str) -> None:
    model = shown(office)
    last = model.rowCount() - 1
    assert [model.index(last, column).data() for column in (FREQUENCY, FIRST_MONTH, DUE)] == [
        "不作要求", "—", "—",
    ]  # fmt: skip
    assert "没有到期日" in str(model.index(last, 0).data(Qt.ItemDataRole.ToolTipRole))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(is_overdue=True), ["悦来旅馆"]),
        (Filters(due_by="2026-12-31"), ["悦来旅馆", "老张面馆"]),
        (Filters(choices={"type": ("small_restaurant", "housing")}), ["老张面馆", "佳乐苑"]),
        (Filters(search="cs-2026 面"), ["老张面馆"]),
        (Filters(search="没有"), []),
    ],
)
def test_filters(office: Office, hotel: str, filters: Filters, expected: list[str]) -> None:
    assert names(shown(office, filters)) == expected


def test_self_checks_have_a_board_of_their_own(office: Office, hotel: str) -> None:
    model = shown(office, duty=SELF_CHECK)
    assert model.index(0, FREQUENCY).data() == "每季度一次"
    assert str(model.index(0, FIRST_MONTH + 11).data(Qt.ItemDataRole.ToolTipRole)).endswith("双击登记自查")
