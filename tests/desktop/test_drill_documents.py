"""The drill documents of the command line: which record, which year, and what is said when one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import AppError
from desktop.drill_documents import DRILL_REPORTS, print_drill_report
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories
from tests.desktop.commands.command_line import run
from tests.reports.poppler import flat_text, needs_poppler


@pytest.fixture
def drilled(office: Office) -> Office:
    """An office with a plan and a drill."""
    office.add("premises", factories.premises(name="悦来旅馆", type="小旅馆", flags=None))
    office.add("drill_plan", factories.drill_plan())
    office.add("drill_plan", factories.drill_plan(topic="来年的演练", planned_on="2027-03-09"))
    office.add("drill", factories.drill())
    return office


@needs_poppler
def test_a_year_plan_holds_the_drills_of_its_year(drilled: Office, tmp_path: Path) -> None:
    this, next_ = (
        flat_text(print_drill_report(drilled, "drill-plan", "", year), tmp_path) for year in (None, 2027)
    )
    assert "2026年度应急演练计划" in this and "来年的演练" not in this
    assert "2027年度应急演练计划" in next_ and "来年的演练" in next_


@needs_poppler
@pytest.mark.parametrize(
    ("number", "title"),
    [("", "场所疏散演练到期一览表"), ("负责人带队自查", "场所负责人带队自查到期一览表"), ("self_check", "场所负责人带队自查到期一览表")],
)  # fmt: skip
def test_the_board_of_either_duty_is_printed(
    drilled: Office, tmp_path: Path, number: str, title: str
) -> None:
    assert title in flat_text(print_drill_report(drilled, "duties", number, 2026), tmp_path)


@needs_poppler
@pytest.mark.parametrize(
    ("report", "number", "title"),
    [
        ("drill-scheme", "JH-2026-0001", "应急演练方案"),
        ("drill-evaluation", "YL-2026-0001", "应急演练评估表"),
        ("drill-signin", "YL-2026-0001", "应急演练签到表"),
        ("drill-signin", "JH-2026-0001", "应急演练签到表"),
    ],
)
def test_a_record_is_named_by_its_number(
    drilled: Office, tmp_path: Path, report: str, number: str, title: str
) -> None:
    text = flat_text(print_drill_report(drilled, report, number, None), tmp_path)
    assert title in text and number in text


@pytest.mark.parametrize("report", ["drill-scheme", "drill-evaluation", "drill-signin"])
def test_a_record_that_is_not_named_or_not_there_is_told(drilled: Office, report: str) -> None:
    with pytest.raises(AppError, match="report_number_missing"):
        print_drill_report(drilled, report, "", None)
    with pytest.raises(AppError, match="record_not_found"):
        print_drill_report(drilled, report, "YL-2026-0099", None)


@needs_poppler
def test_open_problems_are_printed_with_those_who_see_to_them(drilled: Office, tmp_path: Path) -> None:
    text = flat_text(print_drill_report(drilled, "drill-improvements", "", None), tmp_path)
    assert "7层常闭式防火门闭门器损坏张伟明2026-11-20逾期3天" in text
    assert "共1项没有改完，其中逾期1项。" in text


def test_an_unknown_duty_is_told(drilled: Office) -> None:
    with pytest.raises(AppError, match="record_not_found"):
        print_drill_report(drilled, "duties", "植树", None)


def test_the_command_line_prints_them(drilled: Office, tmp_path: Path) -> None:
    database = drilled.folder / DATABASE_NAME
    answer = run(
        "report", "drill-plan", "--db", database, "--year", "2026", "-o", "计划.pdf", cwd=tmp_path
    )  # fmt: skip
    assert (answer.code, answer.lines) == (0, ["计划.pdf"])
    assert (tmp_path / "计划.pdf").read_bytes().startswith(b"%PDF-")
    assert "drill-signin" in DRILL_REPORTS
    refused = run("report", "drill-scheme", "--db", database, "-o", "x.pdf", cwd=tmp_path)
    assert refused.code == 1 and "JH-2026-0001" in refused.err
