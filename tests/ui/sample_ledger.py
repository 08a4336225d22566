"""Fills an open ledger with records at every point of their courses, entered as a clerk would enter them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from desktop.office import Office
from tests import factories

PLACES = (
    ("老张面馆", "小餐饮", "夏阳大道88号", "张伟明"),
    ("佳乐苑便利店", "小商店", "佳乐苑南区3号楼底商", "陆建华"),
    ("阳光宝贝托育中心", "小学校/幼儿园（培训机构）", "城中东路298号二楼", "周晓燕"),
    ("顺达快递夏阳网点", "物流快递点", "青松路17号", "马强"),
    ("章浜旧机动车配件仓库", "仓库", "千步泾路66号", "何国平"),
    ("悦来旅馆", "小旅馆", "夏阳大道132号", "林素珍"),
)
FAULTS = (
    (
        "二楼疏散通道堆放纸箱、泡沫等可燃物，安全出口上锁",
        "消防",
        "城中东路312弄5号楼二楼楼梯间",
        "2026-11-03",
    ),
    ("燃气软管老化开裂，未安装熄火保护装置和可燃气体报警器", "燃气", "老张面馆后厨", "2026-11-05"),
    ("楼道内停放电动自行车5辆并飞线充电", "电动自行车", "佳乐苑北区7号楼一楼", "2026-11-09"),
    ("配电箱门缺失，箱内杂物堆积，漏电保护器失灵", "电气", "千步泾路66号仓库东墙", "2026-11-12"),
    ("灭火器压力不足，已过检验有效期", "消防", "悦来旅馆三楼走廊", "2026-11-16"),
    ("外墙瓷砖空鼓脱落，下方为人行通道", "建筑", "夏阳大道132号临街立面", "2026-11-18"),
    ("窨井盖破损，夜间无警示标志", "其他", "青松路与千步泾路口", "2026-11-20"),
)


def fill(office: Office) -> None:
    """Premises, risks of every level, hazards in every state, and drills."""
    from db.spec.code_tables import code_table

    known = {each.label for each in code_table("hazard_category").codes}
    for name, kind, address, person in PLACES:
        office.add("premises", factories.premises(name=name, type=kind, address=address, main_person=person))
    fill_risks(office)
    for description, category, location, found_on in FAULTS:
        word = category if category in known else "其他"
        office.add(
            "hazard",
            factories.planned_hazard(
                description=description,
                category=word,
                location=location,
                found_on=found_on,
                deadline=deadline_of(found_on),
                photo_before=[office.attach(photo("整改前", "#8d6e63"), "整改前.jpg")],
            ),
        )
    office.add("hazard", factories.suspected_major())
    advance(office)
    office.add("drill", factories.drill())
    office.add(
        "drill",
        factories.drill(
            topic="佳乐苑电动自行车充电棚火灾处置桌面推演",
            form="桌面",
            date="2026-06-18",
            starts_at=None,
            ends_at=None,
        ),
    )


def deadline_of(found_on: str) -> str:
    """Found first: overdue on 2026-11-23; found next: due on that day; found last: still time."""
    if found_on < "2026-11-06":
        return "2026-11-20"
    return "2026-11-23" if found_on < "2026-11-10" else "2026-11-28"


def fill_risks(office: Office) -> None:
    """One risk of each level."""
    factors = (
        ("5", "5", "地下车库充电区"),
        ("4", "4", "瓶装液化气使用点"),
        ("3", "4", "沿街商铺住人"),
        ("1", "3", "社区广场健身器材"),
    )
    for likelihood, severity, point in factors:
        office.add("risk", factories.risk(risk_point=point, likelihood=likelihood, severity=severity))


def advance(office: Office) -> None:
    """Take four hazards on: one being put right, one put right, one rechecked, one closed out."""
    from db.spec.query import Query, Sort

    first, second, third, fourth = office.ids("hazard", Query(sort=(Sort("no"),)))[:4]
    office.act("hazard", first, "assign", factories.plan(deadline="2026-11-20"))
    after = [office.attach(photo("整改后", "#558b2f"), "整改后.jpg")]
    for each in (second, third, fourth):
        office.act(
            "hazard", each, "rectify", factories.rectification(rectified_on="2026-11-13", photo_after=after)
        )
    for each in (third, fourth):
        office.act("hazard", each, "recheck", factories.passed_recheck(recheck_on="2026-11-14"))
    office.act("hazard", fourth, "close_out", factories.close_out())


def photo(words: str, colour: str) -> bytes:
    """A JPEG of 1200 × 900 in one colour with a frame, different for different words."""
    picture = Image.new("RGB", (1200, 900), colour)
    ImageDraw.Draw(picture).rectangle((60, 60, 1140, 840), outline="white", width=len(words) * 6)
    content = BytesIO()
    picture.save(content, "JPEG")
    return content.getvalue()


def many(office: Office, count: int, **changes: Any) -> None:
    """That many hazards, registered in one transaction."""
    office.register_all(
        "hazard",
        [
            factories.planned_hazard(description=f"第{n}处疏散通道堆物", **changes)
            for n in range(1, count + 1)
        ],
    )
