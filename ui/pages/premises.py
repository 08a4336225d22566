"""场所: every shop, workshop, school and let house on the committee's ground."""

from __future__ import annotations

from db.spec import INSPECTION, PREMISES
from db.spec.field import Record, Values
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind, Related
from ui.pages.page_context import PageContext


def _inspect(context: PageContext, record: Record) -> None:
    from desktop.inspections import round_values

    context.actions.new(INSPECTION.table, round_values(context.office, record["id"]))


def _is_open(record: Values) -> bool:
    return record.get("status") in PREMISES.open_statuses


PREMISES_PAGE = LedgerKind(
    record_type=PREMISES,
    title="场所",
    search_hint="搜索名称、地址、负责人、电话",
    columns=(
        ("name", 200),
        ("type", 116),
        ("address", 188),
        ("main_person", 96),
        ("phone", 112),
        ("status", 72),
    ),
    stretched="name",
    choice_filters=(("类型", "type"), ("标签", "flags"), ("整治分组", "campaign_group")),
    due_filters=(("在册", Filters(is_open=True)), ("已注销", Filters(is_open=False))),
    empty_heading="还没有场所",
    empty_sentence="先把辖区里的商铺、企业、学校、出租房登记在这里，记隐患和风险时就能直接选。点“新增场所”登记第一家。",
    photo_fields=(("照片", "photos"),),
    deeds=(Deed("inspect", "新增检查", _inspect, "按这个场所适用的检查表记一次检查", is_offered=_is_open),),
    related=(
        Related("检查", "inspection"),
        Related("隐患", "hazard"),
        Related("风险", "risk"),
        Related("演练", "drill"),
    ),
)
