"""举报: what was told and what became of it. Who told is nowhere on this page."""

from __future__ import annotations

from db.spec import TIP
from db.spec.field import Record, Values
from db.spec.query import Sort
from db.spec.tip import CLOSED, DECLINED, PURGED, REFERRED, REGISTERED, REPLIED, VERIFIED, is_confirmed
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.theme.tokens import Tone
from ui.widgets.course_steps import Course


def tip_course(record: Values) -> Course:
    """登记 ─ 初核 ─ 核实 ─ 隐患 ─ 答复 ─ 办结; 转办 or nothing in place of what did not come up."""
    status = record.get("status") or REGISTERED
    words = ["登记", "初核"]
    if record.get("screening") not in ("refer", "decline") or record.get("verified_on"):
        words.append("核实")
    if is_confirmed(record) and not record.get("referred_on"):
        words.append("隐患")
    if record.get("referred_on"):
        words.append("转办")
    words += ["答复", "办结"]
    if status in (CLOSED, PURGED):
        return Course(tuple(words), len(words))
    if status == REPLIED:
        return Course(tuple(words), len(words) - 1)
    if status in (DECLINED, REFERRED) or (status == VERIFIED and record.get("hazard")):
        return Course(tuple(words), len(words) - 2)
    return Course(tuple(words), {REGISTERED: 1, VERIFIED: 3}.get(status, 2))


def identity_mark(record: Values) -> Mark | None:
    """Whether nothing stands in the way any more of erasing who told."""
    is_settled = record.get("status") == CLOSED and bool(record.get("reward_result"))
    return Mark("举报人身份待清除", Tone.WAITING, is_pill=True) if is_settled else None


def _make_hazard(context: PageContext, record: Record) -> None:
    from ui.tips.tip_hazard_dialog import TipHazardDialog

    dialog = TipHazardDialog(context.office, record, context.bar.window())
    context.actions.show_dialog("hazard", dialog)


def _open_hazard(context: PageContext, record: Record) -> None:
    context.actions.open_list("hazard", Filters(), record["hazard"])


def _show_identity(context: PageContext, record: Record) -> None:
    from ui.tips.identity_dialog import IdentityDialog

    _run(IdentityDialog(context.office, record, context.bar.window()))


def _purge(context: PageContext, record: Record) -> None:
    from ui.tips.purge_dialog import PurgeDialog

    dialog = PurgeDialog(context.office, [record], context.bar.window())
    if _run(dialog):
        context.bar.tell(f"已清除 {record['no']} 的举报人身份，举报内容保留")


def _keep_safe(context: PageContext, record: Record) -> None:
    from ui.tips.safekeeping_dialog import SafekeepingDialog

    _run(SafekeepingDialog(context.office, context.bar.window()))


def _print_figures(context: PageContext, record: Record) -> None:
    from desktop.tips.figures import figures_period, tip_figures

    context.actions.print_document(
        lambda: tip_figures(context.office), "举报受理统计", figures_period(context.office)
    )


def _run(dialog) -> int:
    result = dialog.exec()
    dialog.deleteLater()
    return int(result)


TIPS = LedgerKind(
    record_type=TIP,
    title="举报",
    search_hint="搜索编号、举报对象、内容",
    columns=(
        ("no", 112), ("received_on", 96), ("channel", 80), ("target", 220), ("verify_result", 84), ("due_on", 120),
        ("status", 92),
    ),
    stretched="target",
    choice_filters=(("渠道", "channel"), ("核实结果", "verify_result")),
    due_filters=(
        ("逾期未办结", Filters(is_overdue=True)), ("未办结", Filters(is_open=True)), ("已办结", Filters(is_open=False)),
    ),
    empty_heading="还没有举报",
    empty_sentence="居民和员工的举报记在这里：初核、核实、生成隐患、答复、办结。举报人单独加密保存，不在列表里。点“新增举报”登记第一件。",
    course=tip_course,
    level=identity_mark,
    photo_fields=(("现场照片", "photos"),),
    deeds=(
        Deed(
            "make_hazard", "生成隐患", _make_hazard, "登记为隐患，来源只写群众举报查实",
            is_offered=lambda record: record["status"] == VERIFIED and is_confirmed(record) and not record["hazard"],
            is_next=lambda record: True,
        ),
        Deed("open_hazard", "看这条隐患", _open_hazard, is_offered=lambda record: bool(record.get("hazard"))),
        Deed(
            "show_identity", "查看举报人…", _show_identity, "要输入举报保密口令和理由，会记入操作历史",
            is_offered=lambda record: record["status"] != PURGED,
        ),
        Deed(
            "purge", "清除举报人身份…", _purge, "办结并登记奖励情况以后",
            is_offered=lambda record: record["status"] == CLOSED and bool(record["reward_result"]),
        ),
    ),
    list_deeds=(
        Deed("keep_safe", "举报保密", _keep_safe, "口令、核对和到期清除", "lock"),
        Deed("print_figures", "打印统计", _print_figures, "按月的受理、属实、办结数", "print"),
    ),
    panel_fields=("received_on",),  # the moment of receipt says it already
    sort=(Sort("received_on", descending=True), Sort("no", descending=True)),
)  # fmt: skip
