"""What is printed of a programme: task list, clauses, wall chart, reviews. Nothing is clipped, states have words."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import documents, programme, programme_documents
from desktop.office import Office
from desktop.wall_chart import Rows
from tests import factories
from tests.reports.poppler import flat_text, page_sizes

LONG = "䶮㐂𠮷" * 20


@pytest.fixture
def planned(office: Office) -> Office:
    """The office with the tasks of 2026, one of them finished late with a drill as its evidence."""
    made = programme.make_year_tasks(office, "", 2026)
    row = programme.evidence_row("drill", office.add("drill", factories.drill()))
    office.act("task", made[1]["id"], "submit", {"result": "已核对", "evidence": [row]})
    office.act("task", made[1]["id"], "confirm", {"confirmed_by": factories.LEAD})
    office.add("task", factories.task(programme=made[0]["programme"], title=LONG, owner=LONG))
    return office


def test_the_task_list_names_state_days_and_evidence_of_every_task(planned: Office, tmp_path: Path) -> None:
    printed = documents.task_list(planned)
    words = flat_text(printed, tmp_path)
    assert "安全生产任务清单" in words and "逾期完成" in words and "YL-2026-" in words
    assert "共115项，其中：未开始114项" in words and "逾期完成1项" in words
    assert printed.missing_characters == () and f"共{printed.pages}页" in words


def test_the_table_of_clauses_counts_tasks_and_records_by_year(planned: Office, tmp_path: Path) -> None:
    words = flat_text(programme_documents.clause_table(planned), tmp_path)
    assert "条款落实情况对照表" in words and "共51条" in words and "任务115项，已完成1项" in words
    assert "演练1（2026年1）" in words and "填报人（签字）" in words


def test_a_clause_has_a_sheet_of_its_own_also_before_any_task_is_made(office: Office, tmp_path: Path) -> None:
    words = flat_text(programme_documents.clause_sheet(office, "", "T6"), tmp_path)
    assert "提升城市韧性安全能力" in words and "2025年" in words and "第1页/共1页" in words


def test_the_wall_chart_is_a3_and_says_every_state_in_words(planned: Office, tmp_path: Path) -> None:
    printed = programme_documents.wall_chart_sheet(planned, 2026)
    words = flat_text(printed, tmp_path)
    assert page_sizes(printed, tmp_path) == {"1190.55 x 841.89"}
    assert all(
        word in words for word in ("未开始", "待确认", "暂缓", "逾期", "逾期完成", "今天", "12月", "（盖章）")
    )
    assert f"第{printed.pages}页/共{printed.pages}页" in words and printed.missing_characters == ()
    assert programme_documents.wall_chart_sheet(planned, 2026).pdf == printed.pdf
    by_owner = flat_text(programme_documents.wall_chart_sheet(planned, 2026, Rows.OWNER), tmp_path)
    assert "陈建国" in by_owner


def test_a_year_without_tasks_prints_a_chart_that_says_so(office: Office, tmp_path: Path) -> None:
    printed = programme_documents.wall_chart_sheet(office, 2025)
    assert printed.pages == 1 and "本年没有任务" in flat_text(printed, tmp_path)


def test_a_review_prints_its_frozen_figures_and_what_was_written(planned: Office, tmp_path: Path) -> None:
    review = planned.add("period_review", factories.period_review())
    written = {"assessment": f"总体平稳{LONG}", "problems": "佐证不全", "assessed_by": factories.LEAD}
    planned.act("period_review", review["id"], "assess", written)
    words = flat_text(programme_documents.review_of_number(planned, ""), tmp_path)
    assert "季度专项督导记录" in words and "本期到期任务" in words and "佐证不全" in words
    assert "带队人（签字）" in words
