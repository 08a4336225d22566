"""培训宣教: trainings and publicity from plan to file, and which heads of premises were not trained yet."""

from __future__ import annotations

from db.spec import TRAINING
from db.spec.field import Record, Values
from db.spec.query import Sort
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course

_DONE = {"planned": 1, "held": 2, "archived": 3, "cancelled": 1}


def training_course(record: Values) -> Course:
    """计划 ─ 举办 ─ 归档; one that was called off stands at its plan."""
    words = ("计划", "已取消") if record.get("status") == "cancelled" else ("计划", "举办", "归档")
    return Course(words, 2 if len(words) == 2 else _DONE[record.get("status") or "planned"])


def _print_record(context: PageContext, record: Record) -> None:
    def make() -> object:
        from desktop.training_papers import training_record

        return training_record(context.office, record["id"])

    context.actions.print_document(make, "培训记录", str(record["no"]))


def _print_sign_in(context: PageContext, record: Record) -> None:
    def make() -> object:
        from desktop.training_papers import sign_in_sheet

        return sign_in_sheet(context.office, record["id"])

    context.actions.print_document(make, "培训签到表", str(record["no"]))


def _show_coverage(context: PageContext, record: Record) -> None:
    from ui.training_coverage_dialog import CoverageDialog

    dialog = CoverageDialog(context)
    dialog.exec()
    planned = dialog.planned
    dialog.deleteLater()
    if planned is not None:
        context.actions.new(TRAINING.table, planned)


TRAININGS = LedgerKind(
    record_type=TRAINING,
    title="培训宣教",
    search_hint="搜索编号、主题、地点、授课人、内容",
    columns=(
        ("no", 112), ("date", 168), ("title", 220), ("kind", 130), ("headcount", 84), ("status", 84), ("report_state", 72),
    ),
    stretched="title",
    choice_filters=(("种类", "kind"), ("宣传活动", "occasion"), ("年度重点", "year_focus")),
    due_filters=(
        ("计划中", Filters(statuses=("planned",))), ("已过日期未举办", Filters(is_overdue=True)),
        ("已举办未归档", Filters(statuses=("held",))), ("已归档", Filters(statuses=("archived",))),
    ),
    empty_heading="还没有培训宣教记录",
    empty_sentence="主要负责人培训、判定标准学习、从业人员培训、安全生产月和消防宣传月活动记在这里。点“新增培训宣教”：填了到场人数就是已举办，没填就是计划。",
    print_list_word="打印培训台账",
    course=training_course,
    photo_fields=(("照片", "photos"), ("签到表", "signin"), ("材料", "materials")),
    deeds=(
        Deed("print_record", "打印记录", _print_record, "打印培训记录（含照片和签到名单）",
             is_offered=lambda record: record["status"] in ("held", "archived")),
        Deed("print_sign_in", "打印签到表", _print_sign_in, "打印空白签到表，现场签名用"),
    ),
    list_deeds=(
        Deed("coverage", "主要负责人覆盖", _show_coverage, "看本年度哪些场所的主要负责人还没有参加培训，一键排入计划", "training"),
    ),
    sort=(Sort("date", descending=True), Sort("no", descending=True)),
)  # fmt: skip
