"""What can be done with a risk, or with the risks as a whole, beside the steps of its course."""

from __future__ import annotations

from db.spec import HAZARD
from db.spec.field import Record, Values
from ui.pages.ledger_kind import Deed
from ui.pages.page_context import PageContext


def _register_failed_measure(context: PageContext, risk: Record) -> None:
    from PySide6.QtWidgets import QApplication

    from ui.forms.failed_measure_dialog import ChooseMeasureDialog, FailedMeasureDialog

    window = QApplication.activeWindow() or context.bar.window()
    newest = context.office.get("risk", risk["id"])
    choose = ChooseMeasureDialog(newest, window)
    is_chosen, place = choose.exec(), choose.place
    choose.deleteLater()
    if is_chosen:
        context.actions.show_dialog(HAZARD.table, FailedMeasureDialog(context.office, newest, place, window))


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
)
