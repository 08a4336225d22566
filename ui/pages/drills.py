"""应急演练: drills from being held to being evaluated and filed."""

from __future__ import annotations

from db.spec import DRILL
from db.spec.field import Values
from db.spec.query import Sort
from ui.models.filters import Filters
from ui.pages.ledger_kind import LedgerKind
from ui.widgets.course_steps import Course

_DONE = {"held": 1, "evaluated": 2, "archived": 3}


def drill_course(record: Values) -> Course:
    """实施 ─ 评估 ─ 归档."""
    return Course(("实施", "评估", "归档"), _DONE[record.get("status") or "held"])


DRILLS = LedgerKind(
    record_type=DRILL,
    title="应急演练",
    search_hint="搜索编号、主题、地点、组织单位",
    columns=(
        ("no", 112),
        ("date", 100),
        ("topic", 240),
        ("scenario", 108),
        ("participants", 88),
        ("status", 84),
        ("report_state", 72),
    ),
    stretched="topic",
    choice_filters=(("科目", "scenario"), ("形式", "form")),
    due_filters=(("未归档", Filters(is_open=True)), ("已归档", Filters(is_open=False))),
    empty_heading="还没有演练记录",
    empty_sentence="每次演练记一条：方案、过程、参演人数、评估和照片，办完归档。点“新增演练”记下第一次。",
    print_one_word="打印演练记录",
    course=drill_course,
    photo_fields=(("照片", "photos"), ("签到表", "signin")),
    sort=(Sort("date", descending=True), Sort("no", descending=True)),
)
