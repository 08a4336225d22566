"""The table model: pages of rows, and what it says of a row that is gone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from db.spec import HAZARD
from db.spec.field import Record
from db.spec.query import Query, Sort
from desktop.office import Office
from tests.ui import sample_ledger
from ui.models.columns import list_columns
from ui.models.record_table_model import KEPT_PAGES, MARK_ROLE, PAGE_ROWS, RecordTableModel
from ui.pages.hazards import HAZARDS


class CountingSource:
    """A source of many rows that counts how many it was asked for."""

    def __init__(self, count: int) -> None:
        self.count, self.asked = count, 0

    def ids(self, table: str, query: Query, limit: int | None = None) -> list[str]:
        return [str(each) for each in range(self.count)][:limit]

    def rows(self, table: str, ids: Sequence[str]) -> list[Record]:
        self.asked += len(ids)
        return [{"id": each, "no": f"YH-{each}", "status": "registered"} for each in ids]


def hazard_model(source: object, office: Office) -> RecordTableModel:
    columns = list_columns(HAZARD, HAZARDS.columns, office.title, office.clock.today)
    return RecordTableModel(source, "hazard", columns)  # type: ignore[arg-type]


@pytest.mark.usefixtures("qapp")
def test_model_keeps_the_rules_of_item_models(filled_office: Office) -> None:
    model = hazard_model(filled_office, filled_office)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_query(Query())
    model.show_query(Query(search="燃气软管"))
    assert model.rowCount() == 1
    tester.deleteLater()


@pytest.mark.usefixtures("qapp")
def test_only_the_pages_that_are_looked_at_are_read(office: Office) -> None:
    source = CountingSource(100_000)
    model = hazard_model(source, office)
    model.show_query(Query())
    assert model.rowCount() == 100_000
    assert model.index(0, 0).data() == "YH-0"
    assert model.index(99_999, 0).data() == "YH-99999"
    assert source.asked == 2 * PAGE_ROWS


@pytest.mark.usefixtures("qapp")
def test_scrolling_through_everything_keeps_a_bounded_number_of_pages(office: Office) -> None:
    source = CountingSource(PAGE_ROWS * (KEPT_PAGES + 1))
    model = hazard_model(source, office)
    model.show_query(Query())
    for row in range(0, model.rowCount(), PAGE_ROWS):
        model.record(row)
    before = source.asked
    model.record(model.rowCount() - 1)
    assert source.asked == before
    model.record(0)
    assert source.asked == before + PAGE_ROWS


@pytest.mark.usefixtures("qapp")
def test_a_row_whose_record_is_gone_is_blank_and_does_no_harm(office: Office) -> None:
    class Forgetful(CountingSource):
        def rows(self, table: str, ids: Sequence[str]) -> list[Record]:
            return [row for row in super().rows(table, ids) if row["id"] != "1"]

    model = hazard_model(Forgetful(3), office)
    model.show_query(Query())
    assert [model.index(row, 0).data() for row in range(3)] == ["YH-0", None, "YH-2"]


@pytest.mark.usefixtures("qapp")
def test_numbers_stand_right_and_words_left(office: Office) -> None:
    from db.spec import RISK
    from ui.pages.risks import RISKS

    model = RecordTableModel(
        office, "risk", list_columns(RISK, RISKS.columns, office.title, office.clock.today)
    )
    sides = {
        column.name: model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        for place, column in enumerate(model.columns)
    }
    assert sides["score"] & Qt.AlignmentFlag.AlignRight
    assert sides["risk_point"] & Qt.AlignmentFlag.AlignLeft


@pytest.mark.usefixtures("qapp")
def test_an_overdue_hazard_says_so_in_its_due_column(filled_office: Office) -> None:
    model = hazard_model(filled_office, filled_office)
    model.show_query(Query(is_overdue=True, sort=(Sort("no"),)))
    due = [column.name for column in model.columns].index("deadline")
    assert model.index(0, due).data() == "2026-11-20"
    assert model.index(0, due).data(MARK_ROLE).word == "逾期3天"


@pytest.mark.usefixtures("qapp")
def test_a_closed_hazard_is_never_overdue(filled_office: Office) -> None:
    model = hazard_model(filled_office, filled_office)
    filled_office.clock.moment = filled_office.clock.moment.replace(year=2027)  # type: ignore[attr-defined]
    model.show_query(Query(statuses=("closed",)))
    due = [column.name for column in model.columns].index("deadline")
    assert model.rowCount() == 1
    assert model.index(0, due).data(MARK_ROLE) is None


def test_sample_ledger_has_a_hazard_in_every_state_it_needs(filled_office: Office) -> None:
    ids = filled_office.ids("hazard", Query())
    states = {each["status"] for each in filled_office.rows("hazard", ids)}
    assert states == {"registered", "rectifying", "awaiting_recheck", "closed"}
    assert len(ids) == len(sample_ledger.FAULTS) + 1
