from __future__ import annotations

from datetime import date
from pathlib import Path

from reports.hazard_ledger import days_overdue, hazard_columns, hazard_ledger, totals_line
from tests.reports.poppler import flat_text, needs_poppler
from tests.reports.sample_records import context, hazard

TODAY = date(2026, 11, 23)


@needs_poppler
def test_an_open_hazard_past_its_deadline_says_so_in_words(tmp_path: Path) -> None:
    late = hazard(1, status="rectifying", deadline="2026-11-20")
    assert "整改中逾期3天" in flat_text(hazard_ledger([late], context()), tmp_path)


def test_a_closed_hazard_and_one_due_today_are_not_overdue() -> None:
    assert days_overdue(hazard(0, status="closed", deadline="2026-01-01"), TODAY) == 0
    assert days_overdue(hazard(0, status="rectifying", deadline="2026-11-23"), TODAY) == 0
    assert days_overdue(hazard(0, status="registered", deadline=None), TODAY) == 0


def test_the_totals_add_up() -> None:
    records = [
        hazard(0, level="general", status="closed"),
        hazard(1, level="suspected_major", status="rectifying", deadline="2026-11-01"),
        hazard(2, level="major", status="awaiting_department", deadline="2026-12-01"),
    ]
    assert totals_line(records, TODAY) == (
        "共 3 条，其中：一般 1 条，疑似重大（待部门判定） 1 条，重大（部门认定） 1 条；"
        "已销号 1 条，未销号 2 条（逾期 1 条）。"
    )


def test_each_level_has_its_own_shape_and_a_hazard_never_a_risk_colour() -> None:
    level = next(column for column in hazard_columns(context()) if column.label.startswith("级别"))
    cells = [level.cell(1, hazard(0, level=code)) for code in ("general", "suspected_major", "major")]
    assert len({cell.mark.shape for cell in cells if cell.mark}) == 3
    assert all(cell.tint is None for cell in cells)
    assert all(
        not cell.mark.colour or len(set(cell.mark.colour)) == 1 for cell in cells if cell.mark
    )  # greys


@needs_poppler
def test_a_suspected_major_hazard_is_never_printed_as_judged(tmp_path: Path) -> None:
    text = flat_text(hazard_ledger([hazard(0, level="suspected_major")], context()), tmp_path)
    assert "疑似重大（待部门判定）" in text and "判定为重大" not in text


def test_a_record_of_a_later_version_with_unknown_codes_is_printed_all_the_same() -> None:
    result = hazard_ledger([hazard(0, level="extreme", status="paused", category="NEW")], context())
    assert result.pages == 1


@needs_poppler
def test_a_name_with_a_character_no_typeface_has_is_boxed_and_reported(tmp_path: Path) -> None:
    result = hazard_ledger([hazard(0, rect_person="王\U0002b81f")], context())
    assert result.missing_characters == ("\U0002b81f",)
    assert "王U+2B81F" in flat_text(result, tmp_path)
