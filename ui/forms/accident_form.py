"""The form of an accident, in the order in which it is reported (国务院令第493号 §12)."""

from __future__ import annotations

from db.spec.accident import is_classed_by_1986
from db.spec.dates import NotADate, parse_date_time
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor
from ui.forms.form import Form


def _behave(form: Form) -> None:
    def follow_day(name: str) -> None:
        """The classification that was in force on the day is the one that is asked for."""
        if name not in ("", "happened_at"):
            return
        try:
            day = parse_date_time(str(form.value("happened_at") or ""), form.desk.today).date().isoformat()
        except NotADate:
            day = form.desk.today.isoformat()
        is_old = is_classed_by_1986(day)
        form.set_shown("type_1986", is_old)
        form.set_required("type_1986", is_old)
        form.set_required("type_2025", not is_old)

    form.edited.connect(follow_day)
    follow_day("")


ACCIDENT_FORM = Arrangement(
    groups=(
        Group(
            "时间、地点和类别",
            (
                ("title",), ("happened_at", "known_at"), ("place",), ("premises",), ("category", "is_production"),
                ("type_2025",), ("type_1986",),
            ),
        ),
        Group("伤亡和损失（首次报告时的数；变化在续报里写）", (("dead", "missing"), ("serious", "light"), ("loss",))),
        Group("经过", (("summary",), ("unit_overview",), ("scene",), ("cause",), ("measures",)), more=(("other",),)),
        Group("报告", (("reported_at", "reported_to"), ("reported_by",), ("follow_ups",))),
        Group("教训、照片和材料", (("lessons",), ("photos",), ("files",)), more=(("note",),)),
    ),
    editors={"title": LineEditor},
    behave=_behave,
)  # fmt: skip
