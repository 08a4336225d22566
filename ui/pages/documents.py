"""资料: what the plan asks for besides the ledgers — documents received, minutes, projects, teams, honours."""

from __future__ import annotations

from db.spec import DOCUMENT
from db.spec.document import OWN_PLAN
from db.spec.field import Record
from db.spec.query import Query, Sort
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext


def _see_tasks(context: PageContext, record: Record) -> None:
    tasks = context.office.ids("task", Query(references={"plan": record["id"]}))
    context.actions.open_list("task", Filters(only=(f"本单位方案：{record['title']}", tuple(tasks))))


DOCUMENTS = LedgerKind(
    record_type=DOCUMENT,
    title="资料",
    search_hint="搜索名称、文号、单位、内容",
    columns=(
        ("no", 112), ("title", 240), ("kind", 150), ("doc_no", 140), ("dated", 100), ("status", 84), ("report_state", 72),
    ),
    stretched="title",
    choice_filters=(("种类", "kind"), ("依据条款", "clause")),
    due_filters=(("在用", Filters(is_open=True)), ("已被取代", Filters(is_open=False))),
    empty_heading="还没有资料",
    empty_sentence="街道来文、本单位方案、会议纪要、应急队伍和装备、工程项目、考核和荣誉记在这里，附上扫描件。点“新增资料”记第一件。",
    print_list_word="打印资料目录",
    deeds=(
        Deed(
            "tasks", "看任务清单", _see_tasks, "看依据这个方案的任务",
            is_offered=lambda record: record.get("kind") == OWN_PLAN,
        ),
    ),
    photo_fields=(("扫描件", "files"),),
    sort=(Sort("dated", descending=True), Sort("no", descending=True)),
)  # fmt: skip
