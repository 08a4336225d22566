"""Filters at the heads of columns: values, blanks, bounds, words; and the values that a column offers."""

from __future__ import annotations

from typing import Any

import pytest

from db.spec.query import Condition, Query
from desktop.office import Office
from tests import factories


@pytest.fixture
def hazards(office: Office) -> Office:
    rows: list[dict[str, Any]] = [
        {"location": "A栋1楼", "found_on": "2026-11-01", "level": "一般", "found_by": "王芳", "funds": "0.5"},
        {"location": "A栋1楼", "found_on": "2026-11-02", "level": "一般", "found_by": "李强", "funds": "12"},
        {"location": "B栋", "found_on": "2026-11-20", "level": "一般", "found_by": "王芳", "funds": None},
    ]
    for each in rows:
        office.add("hazard", factories.planned_hazard(deadline="2026-12-20", **each))
    return office


def found(office: Office, *conditions: Condition) -> list[str]:
    rows = office.rows("hazard", office.ids("hazard", Query(columns=conditions)))
    return sorted(row["no"][-1] for row in rows)


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        (Condition("location", ("A栋1楼",)), ["1", "2"]),
        (Condition("location", ("A栋1楼", "B栋")), ["1", "2", "3"]),
        (Condition("location", contains="a栋"), ["1", "2"]),
        (Condition("location", contains="%"), []),
        (Condition("premises", is_blank=True), ["1", "2", "3"]),
        (Condition("note", ("无",), is_blank=True), ["1", "2", "3"]),
        (Condition("found_by", ("王芳",)), ["1", "3"]),
        (Condition("found_on", low="2026-11-02", high="2026-11-20"), ["2", "3"]),
        (Condition("found_on", ("2026-11-01",)), ["1"]),
        (Condition("funds", low="2"), ["2"]),
        (Condition("funds", high="2.0"), ["1"]),
        (Condition("funds", is_blank=True), ["3"]),
        (Condition("funds", ("12",), is_blank=True), ["2", "3"]),
        (Condition("updated_at", low="2026-11-23", high="2026-11-23"), ["1", "2", "3"]),
        (Condition("updated_by", (factories.CLERK,)), ["1", "2", "3"]),
        (Condition("no", contains="0003"), ["3"]),
        (Condition("status", ("closed",)), []),
        (Condition("report_state", ("unreported", "sealed")), ["1", "2", "3"]),
        (Condition("report_state", ("reported",)), []),
        (Condition("report_state"), ["1", "2", "3"]),
        (Condition("times_reopened", low="1"), []),
    ],
)
def test_a_column_keeps_what_fits_its_condition(
    hazards: Office, condition: Condition, numbers: list[str]
) -> None:
    assert found(hazards, condition) == numbers


def test_conditions_of_several_columns_all_hold(hazards: Office) -> None:
    assert found(hazards, Condition("location", ("A栋1楼",)), Condition("found_by", ("王芳",))) == ["1"]


def test_many_values_are_found_without_asking_the_search_text(hazards: Office) -> None:
    many = tuple(f"第{n}号楼" for n in range(40))
    assert found(hazards, Condition("location", (*many, "B栋"))) == ["3"]


def test_a_column_that_is_not_there_is_no_filter(hazards: Office) -> None:
    with pytest.raises(KeyError):
        found(hazards, Condition("1=1; --", ("a",)))
    with pytest.raises(KeyError):
        hazards.column_values("hazard", Query(), "1=1; --")


def test_a_column_of_several_choices_filters_by_any_of_them(office: Office) -> None:
    office.add("risk", factories.risk())
    ids = office.ids("risk", Query(columns=(Condition("accident_types", ("2025-06",)),)))
    assert len(ids) == 1
    assert ("2025-06", 1) in office.column_values("risk", Query(), "accident_types")
    assert office.ids("risk", Query(columns=(Condition("accident_types", is_blank=True),))) == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("location", [("A栋1楼", 2), ("B栋", 1)]),
        ("found_on", [("2026-11-20", 1), ("2026-11-02", 1), ("2026-11-01", 1)]),
        ("funds", [(None, 1), ("0.5", 1), ("12", 1)]),
        ("premises", [(None, 3)]),
        ("updated_at", [("2026-11-23", 3)]),
        ("report_state", [("unreported", 3)]),
    ],
)
def test_a_column_offers_its_values_with_their_counts(
    hazards: Office, name: str, values: list[tuple[str | None, int]]
) -> None:
    assert hazards.column_values("hazard", Query(), name) == values


def test_values_are_counted_within_the_other_filters(hazards: Office) -> None:
    query = Query(columns=(Condition("found_by", ("王芳",)),))
    assert hazards.column_values("hazard", query, "location") == [("A栋1楼", 1), ("B栋", 1)]
    assert hazards.column_values("hazard", query, "location", limit=1) == [("A栋1楼", 1)]


def test_hazards_under_supervision_are_those_with_an_order_that_is_not_cleared(office: Office) -> None:
    supervised, other = (office.add("hazard", factories.hazard()) for _ in range(2))
    order = office.add("supervision_order", factories.supervision_order(supervised["no"]))
    assert office.ids("hazard", Query(attention="supervised")) == [supervised["id"]]
    office.retire("supervision_order", [order["id"]])
    assert office.ids("hazard", Query(attention="supervised")) == []
    assert other["id"]
