"""The drill documents beside the log: year plan, scheme, evaluation, sign-in sheet, and the board of a duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.duties.rules import rules_for
from db.duties.standing import Standing
from db.duties.year import Cell
from db.spec import Record
from reports.drill_evaluation import drill_evaluation
from reports.drill_scheme import drill_scheme
from reports.drill_signin import drill_signin
from reports.drill_year_plan import drill_year_plan
from reports.duty_matrix import MatrixRow, duty_matrix
from tests.reports.poppler import flat_text, needs_poppler, page_sizes, page_texts
from tests.reports.sample_records import UNIT, context, drill, stored

HERE = context(reference_title=lambda table, id: "佳乐苑小区")


def plan(index: int = 0, **changes: Any) -> Record:
    values: dict[str, Any] = {
        "no": f"JH-2026-{index + 1:04d}", "status": "planned", "topic": "佳乐苑高层住宅疏散演练", "planned_on": "2026-11-09",
        "premises": "01JDQPREMISES0000000000001", "scenario": "ebike_fire", "form": "operational", "content": "single",
        "purpose": "test", "level": "committee", "headcount": 60, "budget": "0.2", "organiser": UNIT, "plan_ref": None,
        "aim": "熟悉通道", "place": "5号楼", "situation": None, "safety_measures": "每3层一名引导员", "comms": None,
        "stop_conditions": "有人受伤立即停止", "neighbour_notice": None, "with_children": False,
        "roles": [{"role": "commander", "person": "䶮㐂𠮷", "duty": "发令"}],
        "scheme_steps": [
            {"offset_min": 6, "event": "到达集合点", "action": "清点人数", "role": "引导组"},
            {"offset_min": 0, "event": "9层起火", "action": "广播", "role": "消控室"},
        ],
        "postponements": None, "cancel_reason": None,
    }  # fmt: skip
    return stored("drill_plan", index, **{**values, **changes})


@needs_poppler
def test_the_year_plan_shows_what_was_put_off_and_called_off(tmp_path: Path) -> None:
    moved = [{"old": "2026-09-09", "new": "2026-11-09", "reason": "台风"}]
    plans = [
        plan(0, status="held"),
        plan(1, postponements=moved),
        plan(2, status="cancelled", cancel_reason="停业装修"),
    ]
    result = drill_year_plan(plans, 2026, HERE)
    text = flat_text(result, tmp_path)
    for shown in (
        "2026年度应急演练计划",
        "电动自行车火灾",
        "佳乐苑小区",
        "由2026-09-09延期",
        "停业装修",
        "0.20",
    ):
        assert shown in text
    assert "共3项，其中：已实施1项，取消1项，尚未实施1项；有过延期的1项。" in text
    assert page_sizes(result, tmp_path) == {"841.89 x 595.276"}


@needs_poppler
def test_a_long_year_plan_repeats_its_head_on_every_page(tmp_path: Path) -> None:
    result = drill_year_plan([plan(index) for index in range(40)], 2026, HERE)
    pages = page_texts(result, tmp_path)
    assert len(pages) > 1
    assert all("计划日期" in page and f"/共 {len(pages)} 页" in page for page in pages)


@needs_poppler
def test_a_scheme_has_its_parts_in_order_and_its_steps_by_the_minute(tmp_path: Path) -> None:
    text = flat_text(drill_scheme(plan(), HERE), tmp_path)
    parts = [
        "一、基本情况", "二、演练目标", "三、组织分工", "四、实施步骤", "第0分钟", "第6分钟",
        "五、安全保障措施", "六、中止条件", "总指挥（签字）", "盖章",
    ]  # fmt: skip
    found = [text.index(part) for part in parts]
    assert found == sorted(found)
    assert "䶮㐂𠮷" in text and "未成年人保护" not in text
    assert "未成年人保护" in flat_text(drill_scheme(plan(with_children=True), HERE), tmp_path)


@needs_poppler
def test_an_evaluation_lists_every_dimension_and_what_became_of_each_problem(tmp_path: Path) -> None:
    issues = [
        {"text": "门闭门器损坏", "owner": "张建国", "due": "2026-11-20", "done_on": "2026-11-18"},
        {"text": "广播听不清", "hazard": "01JDQHAZARD000000000000001"},
        {"text": "居民乘电梯下楼", "carried_to": "2027年演练计划"},
        {"text": "水带老化"},
    ]
    text = flat_text(drill_evaluation(drill(issues=issues), HERE), tmp_path)
    for shown in (
        "成本效益",
        "指挥协调优",
        "综合评定良",
        "2026-11-18完成",
        "已转为隐患",
        "结转到：2027年演练计划",
        "改进中",
    ):
        assert shown in text


@needs_poppler
def test_an_evaluation_before_it_is_made_has_cells_to_write_in(tmp_path: Path) -> None:
    blank = drill(dimensions=None, overall=None, issues=None, evaluator=None)
    text = flat_text(drill_evaluation(blank, HERE), tmp_path)
    assert "优良中差（请圈选）" in text and "目标实现情况—" not in text
    done = flat_text(drill_evaluation(drill(issues=None), HERE), tmp_path)
    assert "没有发现问题" in done


@pytest.mark.parametrize(("headcount", "pages"), [(None, 1), (19, 1), (60, 3), (100_000, 16)])
def test_a_sign_in_sheet_has_a_line_for_everybody_expected(headcount: int | None, pages: int) -> None:
    assert drill_signin("drill_plan", plan(headcount=headcount), HERE).pages == pages


@needs_poppler
def test_children_are_counted_on_the_sign_in_sheet_and_not_named(tmp_path: Path) -> None:
    adults = flat_text(drill_signin("drill", drill(), HERE), tmp_path)
    children = flat_text(drill_signin("drill", drill(with_children=True), HERE), tmp_path)
    assert "姓名" in adults and "联系电话签名" in adults
    assert "姓名" not in children and "班级或组别应到人数实到人数带队老师签名" in children


@needs_poppler
def test_the_board_says_every_state_in_words(tmp_path: Path) -> None:
    rules = tuple(rules_for("evacuation_drill", "small_hotel", []))
    standing = Standing(
        "1", "CS-2026-0001", "悦来旅馆䶮" + "长" * 60, "small_hotel", rules, (date(2026, 1, 15),), (), (),
        date(2026, 7, 15), True,
    )  # fmt: skip
    cells = (Cell.DONE, *(Cell.EMPTY,) * 5, *(Cell.OVERDUE,) * 4, Cell.PLANNED, Cell.DUE)
    free = replace(standing, name="佳乐苑", rules=(), due=None, is_overdue=False)
    rows = [MatrixRow(standing, cells, "每半年一次"), MatrixRow(free, (Cell.NOT_REQUIRED,) * 12, "不作要求")]
    text = flat_text(duty_matrix("场所疏散演练到期一览表", 2026, rows, HERE), tmp_path)
    for shown in ("√15", "逾期", "计划", "应办", "2026-07-15", "逾期131天", "期间：2026年"):
        assert shown in text
    assert "共2家，其中有频次要求的1家，逾期1家。" in text
