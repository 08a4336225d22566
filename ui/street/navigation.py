"""The pages of the street's window in their order; each is imported and made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtWidgets import QWidget

from ui.navigation import PageEntry
from ui.pages.page_context import PageContext


def _receive(context: PageContext) -> QWidget:
    from ui.street.receive_page import ReceivePage

    return ReceivePage(context)


def _roster(context: PageContext) -> QWidget:
    from ui.street.roster_page import RosterPage

    return RosterPage(context)


def _board(context: PageContext) -> QWidget:
    from ui.street.board_page import BoardPage

    return BoardPage(context)


def _sending(context: PageContext) -> QWidget:
    from ui.street.sending_page import SendingPage

    return SendingPage(context)


def _preview(context: PageContext) -> QWidget:
    from ui.street.preview_page import PreviewPage

    return PreviewPage(context)


def _merged(context: PageContext) -> QWidget:
    from ui.street.merged_page import MergedPage

    return MergedPage(context)


def _conflicts(context: PageContext) -> QWidget:
    from ui.street.conflicts_page import ConflictsPage

    return ConflictsPage(context)


def _forks(context: PageContext) -> QWidget:
    from ui.street.forks_page import ForksPage

    return ForksPage(context)


def _twins(context: PageContext) -> QWidget:
    from ui.street.twins_page import TwinsPage

    return TwinsPage(context)


def _ledger(module: str, name: str) -> Callable[[PageContext], QWidget]:
    def make(context: PageContext) -> QWidget:
        from ui.pages.ledger_page import LedgerPage
        from ui.street.kinds import street_kind

        kind = getattr(import_module(f"ui.pages.{module}"), name)
        return LedgerPage(street_kind(kind), context)

    return make


def _tasks(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.tasks import tasks_kind
    from ui.street.kinds import street_kind

    return LedgerPage(street_kind(tasks_kind(context.office.clock.today())), context)


STREET_PAGES = (
    PageEntry("receive", "收件", "inbox", _receive),
    PageEntry("roster", "名册", "roster", _roster),
    PageEntry("month_board", "本月看板", "board", _board),
    PageEntry("send_down", "下发", "submission", _sending),
    PageEntry("merge_preview", "合并预览", "inspections", _preview, begins_group=True, group="合并"),
    PageEntry("merged", "撤回合并", "restore", _merged),
    PageEntry("conflicts", "冲突", "alert", _conflicts),
    PageEntry("forks", "同号的包", "documents", _forks),
    PageEntry("twins", "疑似重复", "copy", _twins),
    PageEntry("premises", "场所", "premises", _ledger("premises", "PREMISES_PAGE"), begins_group=True, group="排查和整改"),
    PageEntry("risk", "风险清单", "risks", _ledger("risks", "RISKS")),
    PageEntry("inspection", "检查", "inspections", _ledger("inspections", "INSPECTIONS")),
    PageEntry("hazard", "隐患台账", "hazards", _ledger("hazards", "HAZARDS")),
    PageEntry("supervision_order", "督办单", "supervision", _ledger("supervision_orders", "SUPERVISION_ORDERS")),
    PageEntry("notice", "文书", "notices", _ledger("notices", "NOTICES")),
    PageEntry("drill_plan", "演练计划", "plans", _ledger("drill_plans", "DRILL_PLANS"), begins_group=True, group="演练和培训"),
    PageEntry("drill", "应急演练", "drills", _ledger("drills", "DRILLS")),
    PageEntry("training", "培训宣教", "training", _ledger("trainings", "TRAININGS")),
    PageEntry("special_work_certificate", "证书", "certificates", _ledger("certificates", "CERTIFICATES")),
    PageEntry("accident", "事故", "accidents", _ledger("accidents", "ACCIDENTS")),
    PageEntry("task", "任务", "tasks", _tasks, begins_group=True, group="任务和月报"),
    PageEntry("monthly_return", "月报", "monthly_return", _ledger("monthly_returns", "MONTHLY_RETURNS")),
    PageEntry("document", "资料", "documents", _ledger("documents", "DOCUMENTS")),
)  # fmt: skip
