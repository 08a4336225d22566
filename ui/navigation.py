"""The pages of the main window in their order; each is imported and made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.value import Value
from ui.pages.page_context import PageContext


class PageEntry(Value):
    """One entry of the navigation; its key is the table of its ledger, where it has one."""

    key: str
    label: str
    icon: str
    make: Callable[[PageContext], QWidget]
    begins_group: bool = False  # a small gap stands above it
    group: str = ""  # the name of the group that it begins


def _dashboard(context: PageContext) -> QWidget:
    from ui.pages.dashboard import Dashboard

    return Dashboard(context)


def _premises(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.premises import PREMISES_PAGE

    return LedgerPage(PREMISES_PAGE, context)


def _risks(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.risks import RISKS

    return LedgerPage(RISKS, context)


def _inspections(context: PageContext) -> QWidget:
    from ui.pages.inspections import INSPECTIONS
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(INSPECTIONS, context)


def _hazards(context: PageContext) -> QWidget:
    from ui.pages.hazards import HAZARDS
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(HAZARDS, context)


def _supervision_orders(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.supervision_orders import SUPERVISION_ORDERS

    return LedgerPage(SUPERVISION_ORDERS, context)


def _notices(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.notices import NOTICES

    return LedgerPage(NOTICES, context)


def _drills(context: PageContext) -> QWidget:
    from ui.pages.drills import DRILLS
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(DRILLS, context)


def _trainings(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.trainings import TRAININGS

    return LedgerPage(TRAININGS, context)


def _certificates(context: PageContext) -> QWidget:
    from ui.pages.certificates import CERTIFICATES
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(CERTIFICATES, context)


def _accidents(context: PageContext) -> QWidget:
    from ui.pages.accidents import ACCIDENTS
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(ACCIDENTS, context)


def _documents(context: PageContext) -> QWidget:
    from ui.pages.documents import DOCUMENTS
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(DOCUMENTS, context)


def _drill_plans(context: PageContext) -> QWidget:
    from ui.pages.drill_plans import DRILL_PLANS
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(DRILL_PLANS, context)


def _duties(context: PageContext) -> QWidget:
    from ui.pages.duties import DutiesPage

    return DutiesPage(context)


def _tasks(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.tasks import tasks_kind

    return LedgerPage(tasks_kind(context.office.clock.today()), context)


def _tips(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.tips import TIPS

    return LedgerPage(TIPS, context)


def _clauses(context: PageContext) -> QWidget:
    from ui.pages.clauses import ClausesPage

    return ClausesPage(context)


def _reviews(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.period_reviews import PERIOD_REVIEWS

    return LedgerPage(PERIOD_REVIEWS, context)


def _wall_chart(context: PageContext) -> QWidget:
    from ui.pages.wall_chart import WallChartPage

    return WallChartPage(context)


def _monthly_returns(context: PageContext) -> QWidget:
    from ui.pages.ledger_page import LedgerPage
    from ui.pages.monthly_returns import MONTHLY_RETURNS

    return LedgerPage(MONTHLY_RETURNS, context)


def _year_calendar(context: PageContext) -> QWidget:
    from ui.pages.year_calendar import YearCalendar

    return YearCalendar(context)


def _submission(context: PageContext) -> QWidget:
    from ui.pages.submission.page import SubmissionPage

    return SubmissionPage(context)


def _recycle_bin(context: PageContext) -> QWidget:
    from ui.pages.recycle_bin import RecycleBin

    return RecycleBin(context)


PAGES = (
    PageEntry("dashboard", "工作台", "dashboard", _dashboard),
    PageEntry("duties", "到期一览", "duties", _duties),
    PageEntry("task", "任务", "tasks", _tasks),
    PageEntry("premises", "场所", "premises", _premises, begins_group=True, group="排查和整改"),
    PageEntry("risk", "风险清单", "risks", _risks),
    PageEntry("inspection", "检查", "inspections", _inspections),
    PageEntry("hazard", "隐患台账", "hazards", _hazards),
    PageEntry("supervision_order", "督办单", "supervision", _supervision_orders),
    PageEntry("notice", "文书", "notices", _notices),
    PageEntry("tip", "举报", "tips", _tips),
    PageEntry("drill_plan", "演练计划", "plans", _drill_plans, begins_group=True, group="演练和培训"),
    PageEntry("drill", "应急演练", "drills", _drills),
    PageEntry("training", "培训宣教", "training", _trainings),
    PageEntry("special_work_certificate", "证书", "certificates", _certificates),
    PageEntry("accident", "事故", "accidents", _accidents),
    PageEntry("year_calendar", "年历", "calendar", _year_calendar, begins_group=True, group="全年工作"),
    PageEntry("wall_chart", "挂图作战", "wall_chart", _wall_chart),
    PageEntry("clauses", "条款对照", "clauses", _clauses),
    PageEntry("period_review", "督导评估", "reviews", _reviews),
    PageEntry("document", "资料", "documents", _documents, begins_group=True, group="资料和报送"),
    PageEntry("monthly_return", "月报", "monthly_return", _monthly_returns),
    PageEntry("submission", "报送", "submission", _submission),
    PageEntry("recycle_bin", "回收站", "recycle_bin", _recycle_bin),
)
