"""场所: every shop, workshop, school and let house on the committee's ground."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.spec import INSPECTION, PREMISES
from db.spec.field import Record, Values
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind, Related, SelectedPrint
from ui.pages.page_context import PageContext


def _file_page(
    kind: LedgerKind, context: PageContext, premises_id: str, leave: Callable[[], None]
) -> QWidget:
    from ui.pages.premises_file_page import PremisesFilePage

    return PremisesFilePage(kind, context, premises_id, leave)


def _open_file(context: PageContext, record: Record) -> None:
    context.actions.open_record(PREMISES.table, record["id"])


def _see_duties(context: PageContext, record: Record) -> None:
    context.actions.open_list("duties", Filters(), record["id"])


def _merge(context: PageContext, record: Record) -> None:
    from ui.pages.merge_dialog import MergeDialog
    from ui.pages.premises_parting import part_premises

    dialog = MergeDialog(
        context.office, context.office.get(PREMISES.table, record["id"]), context.bar.window()
    )
    context.actions.show_dialog(PREMISES.table, dialog)
    if dialog.saved and dialog.pair:
        gone = dialog.pair.gone
        words = f"已把 {gone['no']} {gone['name']} 合并到 {dialog.saved['no']}"
        context.bar.tell(words, "撤销合并", lambda: part_premises(context, gone["id"]))


def _inspect(context: PageContext, record: Record) -> None:
    from desktop.inspections import round_values

    context.actions.new(INSPECTION.table, round_values(context.office, record["id"]))


def _print_sheets(context: PageContext, ids: list[str]) -> None:
    def make() -> object:
        from desktop.inspection_documents import blank_sheets

        return blank_sheets(context.office, ids)

    context.actions.print_document(make, "现场检查记录表", f"空白{len(ids)}份")


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
    print_one_word="打印一户一档",
    selected_prints=(
        SelectedPrint(
            "blank_sheets",
            "打印所选的空白检查表",
            _print_sheets,
            "每家场所一份，带它适用的检查表，合成一个 PDF，走访时带去填",
        ),
    ),
    photo_fields=(("照片", "photos"),),
    related=(
        Related("检查", "inspection"),
        Related("隐患", "hazard"),
        Related("风险", "risk"),
        Related("演练", "drill"),
    ),
    deeds=(
        Deed("file", "一户一档", _open_file, "这家场所的全部记录（双击或 Enter）"),
        Deed("inspect", "新增检查", _inspect, "按这个场所适用的检查表记一次检查", is_offered=_is_open),
        Deed("duties", "演练和自查", _see_duties, "适用哪条规定、上次是哪天、下次最迟哪天"),
        Deed("merge", "合并重复…", _merge, "登记了两次的同一家场所合成一家，可以撤销"),
    ),
    record_page=_file_page,
)
