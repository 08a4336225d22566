"""证书: special-work certificates with their reviews and ends; numbers are shown masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from db.spec import SPECIAL_WORK_CERTIFICATE
from db.spec.field import Values
from db.spec.query import Sort
from desktop.office import Office
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.ledger_kind import LedgerKind
from ui.theme.tokens import Tone
from ui.widgets.course_steps import Course


def certificate_mark(record: Values, today: date, days: int, soon_days: int) -> Mark | None:
    """已过期, or 将到期 from `days` before on, which grows louder `soon_days` before the day and on it."""
    due = record.get("due_on")
    if not due or record.get("status") != "in_use":
        return None
    left = (date.fromisoformat(due) - today).days
    if left < 0:
        return Mark(f"已过期{-left}天", Tone.DANGER, is_pill=True)
    if left == 0:
        return Mark("今天到期", Tone.DANGER, is_pill=True)
    if left > max(days, soon_days):
        return None
    return Mark(f"将到期 {left}天", Tone.WAITING if left <= soon_days else Tone.NEUTRAL, is_pill=True)


def _marks(office: Office) -> Mapping[str, Callable[[Values], Mark | None]]:
    def due_mark(record: Values) -> Mark | None:
        days, soon = office.own_number("certificate_days"), office.own_number("certificate_soon_days")
        return certificate_mark(record, office.clock.today(), days, soon)

    return {"due_on": due_mark}


CERTIFICATES = LedgerKind(
    record_type=SPECIAL_WORK_CERTIFICATE,
    title="特种作业证",
    search_hint="搜索编号、姓名、岗位、准操项目",
    columns=(
        ("no", 112), ("person", 80), ("premises", 140), ("category", 110), ("due_on", 200), ("number", 172),
    ),
    stretched="premises",
    choice_filters=(("作业类别", "category"),),
    due_filters=(
        ("已过期", Filters(is_overdue=True)), ("在用", Filters(is_open=True)), ("已停用", Filters(is_open=False)),
    ),
    empty_heading="还没有特种作业证",
    empty_sentence="辖区场所里电工、焊工等人员的证书记在这里，到期和复审前会提醒。点“新增特种作业证”记下第一本。证号只在本机保存全号，列表、打印和报送包里都隐去中间数字。",
    print_list_word="打印证书清单",
    course=lambda record: Course((), 0),
    photo_fields=(("证书扫描件", "scan"),),
    marks=_marks,
    sort=(Sort("due_on"), Sort("no", descending=True)),
)  # fmt: skip
