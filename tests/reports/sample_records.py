"""Records as a residential committee of 夏阳街道 keeps them, for tests and benchmarks of paper."""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from db.spec import Record
from reports.print_context import PrintContext

UNIT = "青浦区夏阳街道章浜社区居委会"
PRINTED_AT = datetime(2026, 11, 23, 14, 3, 12)
PLACES = (
    "夏阳大道88号沿街商铺（老张面馆）", "城中东路312弄5号楼", "佳乐苑北区地下车库", "千步泾路电动自行车充电棚",
    "青松路菜场", "塘郁村村民活动室", "宜达广场儿童培训机构", "太来村冷库",
)  # fmt: skip
FAULTS = (
    "二楼疏散通道堆放纸箱、泡沫等可燃物，安全出口上锁，疏散指示标志损坏2处",
    "燃气软管老化开裂，未安装熄火保护装置和可燃气体报警器，瓶装液化气与明火同室使用",
    "自建房承重墙开裂，裂缝宽约3mm，疑似地基不均匀沉降，租户仍在经营，需专业机构鉴定",
    "灭火器压力不足，其中2具已超过检验有效期（2025-06）",
    "楼道内停放电动自行车5辆并飞线充电，充电线经过“三合一”住宿区域",
    "厨房与住人房间之间未做防火分隔，属“三合一”场所，夜间住人3名，无独立出口",
)
MEASURES = (
    "立即清理可燃物，开启安全出口；落实专人每日巡查",
    "更换金属软管，加装报警器和切断阀，由瓶库送气工复核",
    "停止经营、撤离人员，设置警戒；委托JGJ 125—2016鉴定",
    "更换灭火器并登记卡片",
)
PEOPLE = ("张建国", "李秀英", "徐小龙", "欧阳雪梅", "䶮㐂𠮷", "阿卜杜热合曼·买买提")
CATEGORIES = ("FIRE", "GAS", "STRUCT", "FIRE", "EBIKE", "MIX")


def context(**changes: Any) -> PrintContext:
    """The context of a print at 14:03 on 2026-11-23, with changes."""
    given: dict[str, Any] = {
        "unit_name": UNIT,
        "printed_at": PRINTED_AT,
        "filled_by": "徐小龙",
        "period": "2026年11月",
    }
    return PrintContext(**{**given, **changes})


def stored(table: str, index: int, **values: Any) -> Record:
    """The columns every record has, and these values."""
    return {
        "id": f"01JDQ{index:021d}", "no": None, "rev": 1, "committee_code": "310118001003",
        "created_at": "2026-11-01T09:00:00", "created_by": "徐小龙", "updated_at": "2026-11-01T09:00:00",
        "updated_by": "徐小龙", "retired_at": None, "retired_reason": None, **values,
    }  # fmt: skip


def hazard(index: int, **changes: Any) -> Record:
    """One hazard; its course, level and texts vary with the index."""
    found_on = datetime(2026, 11, 1) + timedelta(days=index % 22)
    status = ("closed", "rectifying", "registered", "awaiting_recheck", "closed")[index % 5]
    level = "suspected_major" if index % 11 == 7 else "major" if index % 29 == 20 else "general"
    if level != "general" and status == "awaiting_recheck":
        status = "awaiting_department"
    is_planned = status != "registered"
    values = {
        "no": f"YH-2026-{index + 1:04d}", "status": status, "found_on": f"{found_on:%Y-%m-%d}", "source": "patrol",
        "location": PLACES[index % 8], "category": CATEGORIES[index % 6], "description": FAULTS[index % 6],
        "level": level, "found_by": PEOPLE[index % 6], "measures": MEASURES[index % 4] if is_planned else None,
        "rect_unit": "老张面馆" if is_planned else None, "rect_person": PEOPLE[(index + 1) % 6] if is_planned else None,
        "deadline": f"{found_on + timedelta(days=7):%Y-%m-%d}" if is_planned else None,
        "closed_on": f"{found_on + timedelta(days=5):%Y-%m-%d}" if status == "closed" else None,
    }  # fmt: skip
    return stored("hazard", index, **{**values, **changes})


def risk(index: int, **changes: Any) -> Record:
    """One risk; the grades go round."""
    graded: tuple[dict[str, Any], ...] = (
        {"method": "ls", "likelihood": "4", "severity": "5", "score": "20", "level_final": "red"},
        {"method": "ls", "likelihood": "3", "severity": "5", "score": "15", "level_final": "orange"},
        {
            "method": "lec",
            "likelihood": "3",
            "exposure": "6",
            "consequence_value": "7",
            "score": "126",
            "level_final": "yellow",
        },
        {"method": "ls", "likelihood": "2", "severity": "3", "score": "6", "level_final": "blue"},
        {"method": "direct", "level_final": "red"},
    )
    values = {
        "no": f"FX-2026-{index + 1:04d}", "status": "controlled", "risk_point": f"{PLACES[index % 8][:6]}用火用电",
        "location": PLACES[index % 8], "category": CATEGORIES[index % 6], "description": FAULTS[index % 6],
        "accident_types": ["2025-09"] if index % 2 else ["2025-09", "2025-16"], "control_level": "committee",
        "measures": [
            {"kind": "human", "text": "网格员每日巡查并登记", "owner": PEOPLE[index % 6], "due": None, "cost": None, "done_on": None},
            {"kind": "technical", "text": "安装独立式烟感报警器", "owner": PEOPLE[(index + 2) % 6], "due": "2026-12-15", "cost": "0.35", "done_on": None},
        ],
        "responsible_unit": "章浜社区居委会", "responsible_person": PEOPLE[(index + 3) % 6], "assessed_on": "2026-11-02",
        "assessors": "徐小龙、李秀英", "next_review": "2027-02-02", "note": None if index % 3 else "沿街整治重点",
        **graded[index % 5],
    }  # fmt: skip
    return stored("risk", index, **{**values, **changes})


def drill(photos: list[dict[str, Any]] | None = None, **changes: Any) -> Record:
    """A fire drill with plan, course, headcount, evaluation and problems found."""
    values = {
        "no": "YL-2026-0003", "status": "evaluated", "topic": "章浜社区冬季高层住宅火灾疏散逃生综合演练", "date": "2026-11-09",
        "starts_at": "2026-11-09T14:00", "ends_at": "2026-11-09T15:10", "place": "城中东路312弄5号楼及小区中心广场",
        "premises": "01JDQPREMISES0000000000001", "organiser": UNIT, "scenario": "highrise_evacuation", "form": "operational",
        "content": "full", "purpose": "test", "level": "committee", "commander": "李秀英",
        "plan_ref": "《章浜社区火灾事故应急预案》（2026年修订）",
        "aim": "检验社区应急预案的可操作性，使居民熟悉疏散通道和集合地点，5分钟内完成1至18层人员疏散；锻炼微型消防站初期处置和协同能力。",
        "situation": "5号楼9层住户使用电动自行车电池入户充电起火，浓烟沿楼梯间蔓延，电梯停用，楼内约有居民120人，其中行动不便老人3名。",
        "roles": [
            {"role": "总指挥", "person": "李秀英"}, {"role": "疏散引导组", "person": "徐小龙、欧阳雪梅"},
            {"role": "灭火组（微型消防站）", "person": "张建国"}, {"role": "医疗救护组", "person": "䶮㐂𠮷"},
        ],
        "safety_measures": "提前3日张贴告示；使用无毒发烟器材；楼梯每3层安排一名志愿者看护。",
        "process": "14:00总指挥宣布演练开始，模拟9层起火。物业消控室确认火警后广播通知，微型消防站队员携灭火器、水带赶赴现场，疏散引导组"
        "逐层敲门并引导居民用湿毛巾捂住口鼻、弯腰沿右侧楼梯下行。14:06全部人员到达集合点，清点人数后医疗组对模拟伤员进行包扎和心肺复苏示范。"
        "\n随后组织居民体验干粉灭火器和消火栓的使用，14:50总指挥讲评。",
        "steps": [
            {"at": "14:00", "event": "9层住户起火，烟感报警", "action": "消控室核实并拨打119（模拟），启动应急广播", "role": "物业消控室"},
            {"at": "14:01", "event": "楼梯间出现烟气", "action": "引导组逐层敲门，关闭常闭式防火门", "role": "疏散引导组"},
            {"at": "14:04", "event": "3名行动不便老人需转移", "action": "两人一组用担架椅转移", "role": "医疗救护组、志愿者"},
            {"at": "14:06", "event": "人员到达集合点", "action": "按楼层清点，上报总指挥", "role": "疏散引导组"},
        ],
        "evacuation_seconds": 352, "assembly_point": "小区中心广场", "injuries": "无", "deviations": None,
        "participant_groups": [
            {"group": "residents", "count": 86}, {"group": "volunteers", "count": 14}, {"group": "fire", "count": 6},
        ],
        "participants": 106, "should_attend": 120, "signin": None,
        "dimensions": [
            {"dimension": "execution", "grade": "good", "comment": "按方案完成全部环节"},
            {"dimension": "command", "grade": "excellent", "comment": "指挥口令清楚，通信畅通"},
            {"dimension": "response", "grade": "fair", "comment": "水带连接用时偏长，两名队员不熟悉消火栓卷盘"},
        ],
        "overall": "good",
        "issues": [
            {"text": "7层常闭式防火门闭门器损坏，无法自行关闭", "owner": "张建国", "due": "2026-11-20", "done_on": "2026-11-18"},
            {"text": "部分居民仍乘电梯下楼，须加强宣传", "owner": "徐小龙", "due": "2026-12-10", "done_on": None},
        ],
        "evaluator": "欧阳雪梅", "recorder": "徐小龙", "note": None, "photos": photos,
    }  # fmt: skip
    return stored("drill", 1, **{**values, **changes})


def photo(index: int, caption: str, taken_at: str | None = "2026-11-09T14:05") -> dict[str, Any]:
    """An attachment as a record keeps it; `photo_finder` finds its file by the number in its hash."""
    return {"sha256": f"{index:064x}", "name": f"IMG_{index}.jpg", "caption": caption, "taken_at": taken_at}


def photo_finder(files: list[Path]) -> Callable[[str], Path]:
    """Finds the file of a `photo` by its index."""
    return lambda sha256: files[int(sha256, 16)]
