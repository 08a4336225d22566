"""The form of a drill: what, when and where; the plan; its course; who took part; how it went."""

from __future__ import annotations

from datetime import date

from db.spec.dates import NotADate, parse_date
from db.spec.drill import headcount
from db.spec.numbers import NotANumber, parse_whole
from ui.forms.arrangement import Arrangement, Group
from ui.forms.children_notice import follow_children
from ui.forms.editors import LineEditor
from ui.forms.editors.attendance import AttendanceEditor
from ui.forms.editors.dates import DateEditor
from ui.forms.form import Form


def _behave(form: Form) -> None:
    def day_of_drill() -> date:
        try:
            return parse_date(str(form.editor("date").value() or ""), form.desk.today)
        except NotADate:
            return form.desk.today

    for name in ("starts_at", "ends_at"):
        editor = form.editor(name)
        assert isinstance(editor, DateEditor)
        editor.assume_day(day_of_drill)

    def count(name: str) -> None:
        if name not in ("", "participant_groups"):
            return
        groups = [_counted(row) for row in form.editor("participant_groups").value()]
        is_counted = any(row["count"] is not None for row in groups)
        total = headcount({"participant_groups": groups})
        if is_counted:
            form.editor("participants").set_value(total)
        form.editor("participants").set_read_only(is_counted)

    form.edited.connect(count)
    count("")
    follow_children(form, hidden=("signin", "attendance"))


def _counted(row: dict[str, object]) -> dict[str, int | None]:
    try:
        return {"count": parse_whole(str(row["count"])) if row["count"] else None}
    except NotANumber:
        return {"count": None}


DRILL_FORM = Arrangement(
    groups=(
        Group(
            "基本信息",
            (
                ("topic",), ("date", "scenario"), ("starts_at", "ends_at"), ("place", "premises"),
                ("@children",), ("organiser", "commander"), ("form", "content"), ("purpose", "level"),
            ),
            more=(("plan",), ("also_premises",)),
        ),
        Group("方案", (("plan_ref",), ("aim",), ("situation",), ("roles",)), more=(("safety_measures",),)),
        Group(
            "过程",
            (("process",), ("steps",), ("evacuation_seconds", "assembly_point")),
            more=(("injuries",), ("deviations",)),
        ),
        Group("人员", (("participant_groups",), ("participants", "should_attend")), more=(("attendance",), ("signin",))),
        Group(
            "评估",
            (("dimensions",), ("overall", "evaluator"), ("issues",), ("recorder",)),
            more=(("note",),),
        ),
        Group("照片", (("photos",),)),
    ),
    kept=("date", "place", "premises", "organiser", "commander", "recorder"),
    editors={"topic": LineEditor, "attendance": AttendanceEditor},
    behave=_behave,
)  # fmt: skip
