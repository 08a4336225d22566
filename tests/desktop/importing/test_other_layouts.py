"""Old tables that are made otherwise than the usual ones, and still come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.spec.query import Query, Sort
from desktop.importing.plan import Import, open_file
from desktop.importing.writing import take_in, told_assumptions
from desktop.office import Office
from tests.desktop.importing.workbooks import HEADS, hazard_row, save

RISK_HEADS = ("序号", "风险点名称", "所在位置", "风险等级", "管控措施", "责任人")


def taken(office: Office, table: str, file: Path) -> tuple[Import, list[dict[str, object]]]:
    work = open_file(office, table, file)
    take_in(work)
    return work, office.rows(table, office.ids(table, Query(sort=(Sort("no"),))))


def test_a_risk_list_that_has_levels_and_no_inputs_keeps_its_levels_and_says_so(
    office: Office, tmp_path: Path
) -> None:
    rows = [
        ["一、公共区域"],
        [1, "电动自行车棚", "小区东门", "一般风险", "每日巡查", "王芳"],
        [2, "配电间", "同上", "较大", "上锁管理", "〃"],
        list(RISK_HEADS),
        [3, "液化气瓶", "公园路", "红", "查瓶", "王芳"],
        ["说明：红橙黄蓝四色"],
    ]
    file = save(tmp_path / "风险.xlsx", ("表", [list(RISK_HEADS), *rows]))
    work, risks = taken(office, "risk", file)
    assert [each["level_final"] for each in risks] == ["yellow", "orange", "red"]
    assert {each["method"] for each in risks} == {"direct"}
    assert risks[1]["location"] == "小区东门" and risks[1]["responsible_person"] == "王芳"
    assert "评价方法：原表没有 → 直接判定（3 行）" in told_assumptions(work)
    assert "可能事故：原表没有 → 其他（3 行）" in told_assumptions(work)  # in words, not in codes


@pytest.mark.parametrize(
    ("kind", "field", "code"), [("桌面推演", "form", "tabletop"), ("商铺火灾", "scenario", "shop_fire")]
)
def test_a_column_whose_head_may_mean_two_fields_goes_where_its_values_fit(
    office: Office, tmp_path: Path, kind: str, field: str, code: str
) -> None:
    heads = ["演练名称", "演练时间", "地点", "参加人数", "演练类型"]
    rows = [heads, [f"{kind}演练", "2024.6.1 上午9：30-10：30", "社区广场", "86人", kind]]
    work, (drill,) = taken(office, "drill", save(tmp_path / "演练.xlsx", ("表", rows)))
    assert work.layout.columns["演练类型"] == field
    assert drill[field] == code and drill["participants"] == 86
    assert str(drill["starts_at"]).endswith("09:30")


def test_two_tables_of_one_kind_below_each_other_come_in_as_one(office: Office, tmp_path: Path) -> None:
    rows = [["第一部分"], list(HEADS), hazard_row(1), [], ["第二部分（续）"], list(HEADS), hazard_row(2)]
    work, found = taken(office, "hazard", save(tmp_path / "两张.xlsx", ("表", rows)))
    assert [each["location"] for each in found] == ["佳乐苑1号楼", "佳乐苑2号楼"]
    assert [each.reason for each in work.skipped] == ["只有一个格子有内容，像是分节标题", "重复的表头"]


def test_months_with_their_columns_in_different_orders_come_in_together(
    office: Office, tmp_path: Path
) -> None:
    heads = ["隐患描述", "排查日期", "隐患地点", "隐患级别"]
    months = []
    for month, order in ((1, (0, 1, 2, 3)), (2, (1, 0, 3, 2)), (3, (3, 2, 1, 0))):
        row = [f"{month}月的问题", f"2024-0{month}-11", f"{month}号楼", "一般"]
        months.append((f"{month}月", [[heads[at] for at in order], [row[at] for at in order]]))
    _, found = taken(office, "hazard", save(tmp_path / "三个月.xlsx", *months))
    told = [(each["description"], each["found_on"], each["location"]) for each in found]
    assert told == [(f"{month}月的问题", f"2024-0{month}-11", f"{month}号楼") for month in (1, 2, 3)]
