"""The form of a training: what it is, what was taught, who came, how it went. Publicity asks for other things."""

from __future__ import annotations

from datetime import date

from db.spec.code_tables import code_table
from db.spec.dates import NotADate, parse_date
from db.spec.training import PRINCIPAL, PUBLICITY
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor
from ui.forms.editors.attendance import AttendanceEditor
from ui.forms.editors.covered_premises import CoveredPremisesEditor
from ui.forms.form import Form

_OF_PUBLICITY = ("occasion", "entries", "leaflets")
_NOT_OF_PUBLICITY = ("hours", "trainer", "trainer_unit", "supervisors", "assessment", "passed")


def follow_list(form: Form) -> None:
    """Let the sign-in list give the headcount, in the form of a training and in that of its step."""
    if "attendance" not in form.names() or "headcount" not in form.names():
        return

    def count(name: str) -> None:
        if name in ("", "attendance"):
            listed = len(form.editor("attendance").value())
            if listed:
                form.editor("headcount").set_value(listed)
            form.editor("headcount").set_read_only(bool(listed))

    form.edited.connect(count)
    count("")


def follow_assessment(form: Form) -> None:
    """Ask how many passed only where somebody was assessed."""

    def ask(name: str) -> None:
        if name in ("", "assessment", "kind"):
            form.set_shown("passed", form.value("assessment") not in (None, "none"))

    form.edited.connect(ask)
    ask("")


def occasion_of(typed: str, today: date) -> str | None:
    """The first campaign of the day's month: 安全生产月 in June, 消防宣传月 in November; None in other months."""
    try:
        month = parse_date(typed, today).month
    except NotADate:
        return None
    of_month = [
        each.code for each in code_table("publicity_occasion").codes if each.extra.get("month") == month
    ]
    return of_month[0] if of_month else None


def fit_step(form: Form, kind: str | None) -> None:
    """Leave out of the step 登记举办 what that kind of event does not have."""
    for name in _OF_PUBLICITY if kind != PUBLICITY else _NOT_OF_PUBLICITY:
        form.set_shown(name, False)


def _behave(form: Form) -> None:
    def follow_kind(name: str) -> None:
        if name in ("", "kind"):
            kind = form.value("kind")
            for each in _OF_PUBLICITY:
                form.set_shown(each, kind == PUBLICITY)
            for each in _NOT_OF_PUBLICITY:
                form.set_shown(each, kind != PUBLICITY)
            form.set_shown("year_focus", kind == PRINCIPAL)
            form.set_required("occasion", kind == PUBLICITY)

    def follow_mode(name: str) -> None:
        if name in ("", "mode"):
            form.set_required("place", form.value("mode") != "online")

    def propose_occasion(name: str) -> None:
        if name == "kind" and form.value("kind") == PUBLICITY and not form.value("occasion"):
            form.editor("occasion").set_value(occasion_of(str(form.value("date") or ""), form.desk.today))

    form.edited.connect(follow_kind)
    form.edited.connect(follow_mode)
    form.edited.connect(propose_occasion)
    follow_mode("")
    follow_kind("")
    follow_list(form)
    follow_assessment(form)


TRAINING_FORM = Arrangement(
    groups=(
        Group(
            "基本情况",
            (
                ("title",), ("kind", "date"), ("year_focus",), ("occasion",), ("entries",), ("mode", "hours"),
                ("place", "organiser"), ("trainer", "trainer_unit"), ("audience",),
            ),
            more=(("supervisors",),),
        ),
        Group("内容", (("content",),)),
        Group(
            "谁到场（填了到场人数就是已举办，不填是计划）",
            (("headcount", "expected"), ("leaflets",), ("covered",), ("attendance",), ("signin",)),
        ),
        Group("效果", (("assessment", "passed"), ("result",), ("recorder",)), more=(("note",),)),
        Group("照片和材料", (("photos",), ("materials",))),
    ),
    kept=("kind", "date", "place", "organiser", "mode", "recorder"),
    editors={"title": LineEditor, "attendance": AttendanceEditor, "covered": CoveredPremisesEditor},
    behave=_behave,
)  # fmt: skip
