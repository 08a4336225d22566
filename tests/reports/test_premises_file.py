from __future__ import annotations

from pathlib import Path
from typing import Any

from db.premises_file import EXPIRED, VALID, Expiry
from reports.premises_file import PremisesSheet, premises_sheet
from reports.print_context import PrintResult
from tests.reports.poppler import flat_text, fonts, needs_poppler, page_sizes, page_texts
from tests.reports.sample_records import context, hazard, risk, stored

LONG_NAME = "上海夏阳䶮㐂𠮷餐饮管理服务有限公司青浦区城中东路第一分店（原阿强小饭店，二楼为员工宿舍，后院另有仓库一间）附属厨房"
COUNTS = {"hazard": (8, 3), "risk": (2, 2), "inspection": (0, 0), "drill": (0, 0), "drill_plan": (1, 1)}


def shop(**changes: Any) -> dict[str, Any]:
    values = {
        "no": "CS-2026-0007", "status": "operating", "name": "阿强小饭店", "type": "catering", "address": "夏阳大道88号",
        "main_person": "阿卜杜热合曼·买买提", "phone": "13800010128", "employees": 6, "landlord": "沈国荣",
        "lessees": [{"name": "李四", "phone": None, "starts_on": "2025-12-01", "ends_on": "2026-12-01"}],
        "changes": [{"on": "2026-11-10", "kind": "tenant", "before": "张三", "after": "李四"}],
    }  # fmt: skip
    return stored("premises", 7, **{**values, **changes})


def sheet(record: dict[str, Any], hazards: int = 3, **changes: Any) -> PrintResult:
    given: dict[str, Any] = {
        "record": record,
        "counts": COUNTS,
        "open_hazards": [hazard(5 * index + 1) for index in range(hazards)],
        "open_risks": [risk(0), risk(1)],
        "inspections": [],
        "drills": [],
        "expiries": (
            Expiry("食品经营许可证", "JY1", "2026-10-01", EXPIRED),
            Expiry("电梯检验", "", "2027-05-01", VALID),
        ),
        "unlimited": [{"kind": "营业执照", "no": "310118600123456"}],
    }
    return premises_sheet(PremisesSheet(**{**given, **changes}), context())


@needs_poppler
def test_the_sheet_tells_registration_counts_and_what_is_open(tmp_path: Path) -> None:
    result = sheet(shop())
    text = flat_text(result, tmp_path)
    parts = (
        "一、基本情况",
        "证照与期限",
        "关联情况",
        "未销号隐患（3条）",
        "在管风险（2条）",
        "变更记录",
        "场所负责人（签字）",
    )
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    for shown in (
        "编号：CS-2026-0007", "状态：在营", "沈国荣", "李四", "2026-10-01已过期", "营业执照310118600123456—长期",
        "累计82001", "未办结32001", "YH-2026-0002", "红重大", "2026-11-10承租方更换张三李四", "（盖章）", "第1页/共",
    ):  # fmt: skip
        assert shown in text, shown
    assert page_sizes(result, tmp_path) == {"595.276 x 841.89"}
    assert all(font["emb"] == "yes" for font in fonts(result, tmp_path))


@needs_poppler
def test_empty_parts_are_left_out_and_empty_fields_say_so(tmp_path: Path) -> None:
    bare = shop(lessees=None, changes=None, landlord=None, phone=None)
    result = sheet(bare, 0, open_risks=[], expiries=(), unlimited=[])
    text = flat_text(result, tmp_path)
    assert result.pages == 1 and "联系电话—" in text
    for absent in ("租赁", "证照与期限", "未销号隐患", "在管风险", "变更记录", "照片", "备注"):
        assert absent not in text
    assert "五、关联情况" in text


@needs_poppler
def test_long_names_and_rare_characters_are_printed_whole(tmp_path: Path) -> None:
    result = sheet(shop(name=LONG_NAME, note="第一行\n第二行"))
    assert LONG_NAME in flat_text(result, tmp_path)
    assert result.missing_characters == ()


@needs_poppler
def test_a_long_list_repeats_its_head_and_splits_no_row(tmp_path: Path) -> None:
    pages = page_texts(sheet(shop(), 60), tmp_path)
    assert len(pages) > 3
    assert all("隐患描述" in page for page in pages[1:3])
    numbers = [f"YH-2026-{5 * index + 2:04d}" for index in range(60)]
    assert all(any(number in page for page in pages) for number in numbers)


def test_the_same_premises_give_the_same_bytes() -> None:
    assert sheet(shop()).pdf == sheet(shop()).pdf
