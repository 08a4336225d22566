"""What can be done with a risk, or with the risks as a whole, beside the steps of its course."""

from __future__ import annotations

from db.spec import HAZARD
from db.spec.field import Record, Values
from ui.pages.ledger_kind import Deed
from ui.pages.page_context import PageContext
from ui.widgets.dialogs import run_dialog


def _register_failed_measure(context: PageContext, risk: Record) -> None:
    from ui.forms.failed_measure_dialog import ChooseMeasureDialog, FailedMeasureDialog

    window = context.bar.window()
    newest = context.office.get("risk", risk["id"])
    choose = ChooseMeasureDialog(newest, window)
    is_chosen, place = choose.exec(), choose.place
    choose.deleteLater()
    if is_chosen:
        context.actions.show_dialog(HAZARD.table, FailedMeasureDialog(context.office, newest, place, window))


def _print_card(context: PageContext, risk: Record) -> None:
    def make() -> object:
        from desktop.risk_documents import risk_card

        return risk_card(context.office, risk["id"])

    context.actions.print_document(make, "风险告知卡", str(risk["no"]))


def _print_distribution(context: PageContext, none: Record) -> None:
    def make() -> object:
        from desktop.risk_documents import risk_distribution

        return risk_distribution(context.office)

    context.actions.print_document(make, "四色分布表", f"截至{context.office.today}")


def _open_campaigns(context: PageContext, none: Record) -> None:
    from ui.risks.campaign_window import CampaignWindow

    run_dialog(CampaignWindow(context, context.bar.window()))


def _open_matrix(context: PageContext, none: Record) -> None:
    from ui.risks.matrix_window import MatrixWindow

    run_dialog(MatrixWindow(context, context.bar.window()))


def _may_fail(risk: Values) -> bool:
    from ui.forms.failed_measure_dialog import measures_that_may_fail

    return risk.get("status") != "closed" and bool(measures_that_may_fail(dict(risk)))


RISK_DEEDS = (
    Deed(
        "failed_measure",
        "措施失效，转为隐患",
        _register_failed_measure,
        "选一条失效的措施，登记为隐患",
        is_offered=_may_fail,
    ),
    Deed("print_card", "打印风险告知卡", _print_card, "张贴在现场的告知卡，A4 一张"),
)
RISK_LIST_DEEDS = (
    Deed("matrix", "风险矩阵", _open_matrix, "可能性和严重性的矩阵图，每格有几个风险点"),
    Deed("campaigns", "评估活动", _open_campaigns, "发起风险辨识评估，逐个场所评估，直到写下会议纪要"),
    Deed("distribution", "四色分布表", _print_distribution, "在管风险按网格、场所和等级的分布，可打印"),
)
