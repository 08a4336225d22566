"""Quarterly supervision and half-year assessment: figures of the period, frozen when the record is made."""

from __future__ import annotations

import pytest

from db.errors import InvalidRecord
from desktop import programme
from desktop.office import Office
from tests import factories


def figures_of(record: dict[str, object]) -> dict[str, str]:
    rows = record["figures"]
    assert isinstance(rows, list)
    return {f"{row['group']}{row['label']}": row["value"] for row in rows}


def test_the_figures_of_the_period_are_counted_once_and_stay(office: Office) -> None:
    programme.make_year_tasks(office, "", 2026)
    office.add("hazard", factories.planned_hazard())
    office.add("hazard", factories.suspected_major(found_on="2026-09-30"))
    office.add("drill", factories.drill())
    shop = office.add("premises", factories.premises())
    office.add("inspection", factories.inspection(premises=shop["id"]))
    review = office.add("period_review", factories.period_review())
    figures = figures_of(review)
    assert (review["title"], review["from_on"], review["until_on"]) == (
        "2026年第4季度专项督导", "2026-10-01", "2026-12-31",
    )  # fmt: skip
    assert (figures["隐患新增"], figures["隐患期末未销号"], figures["隐患期末未销号重大（含疑似）"]) == (
        "1 条",
        "2 条",
        "1 条",
    )
    assert figures["隐患期末逾期"] == "1 条"
    assert (figures["检查检查次数"], figures["检查检查场所"], figures["演练参演人次"]) == (
        "1 次",
        "1 家",
        "100 人次",
    )
    assert figures["任务完成率"] == "0%"
    office.add("hazard", factories.hazard())
    assert figures_of(office.change("period_review", review["id"], {"scope": "全辖区"})) == figures
    assert figures_of(office.get("period_review", review["id"])) == figures


def test_a_half_year_without_tasks_has_no_rate(office: Office) -> None:
    review = office.add("period_review", factories.period_review(kind="半年进度评估", ordinal="2"))
    assert (review["title"], review["from_on"]) == ("2026年下半年进度评估", "2026-07-01")
    assert figures_of(review)["任务完成率"] == "—"


def test_the_assessment_is_written_and_may_be_mended(office: Office) -> None:
    review = office.add("period_review", factories.period_review())
    with pytest.raises(InvalidRecord):
        office.act("period_review", review["id"], "assess", {"problems": "台账不全"})
    written = {"assessment": "总体平稳", "assessed_by": factories.LEAD}
    assert office.act("period_review", review["id"], "assess", written)["status"] == "assessed"
    mended = office.act("period_review", review["id"], "reassess", {"assessment": "总体平稳，个别滞后"})
    assert (mended["assessment"], mended["assessed_on"]) == ("总体平稳，个别滞后", "2026-11-23")


def test_the_period_of_a_review_stays_with_its_figures(office: Office) -> None:
    review = office.add("period_review", factories.period_review())
    with pytest.raises(InvalidRecord) as refused:
        office.change("period_review", review["id"], {"ordinal": "3"})
    assert [each.message_id for each in refused.value.problems] == ["review_period_fixed"]


@pytest.mark.parametrize(
    ("changes", "message_id"),
    [
        ({"kind": "半年进度评估", "ordinal": "3"}, "review_period_unknown"),
        ({"ordinal": None}, "required"),
        ({"date": "2026-09-30"}, "date_before"),
    ],
)
def test_a_period_that_does_not_exist_is_refused(
    office: Office, changes: dict[str, object], message_id: str
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.add("period_review", factories.period_review(**changes))
    assert [each.message_id for each in refused.value.problems] == [message_id]
