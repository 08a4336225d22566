"""The form of a drill plan: what the year's plan needs first; the scheme below, to be written before the drill."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group
from ui.forms.children_notice import follow_children
from ui.forms.editors import LineEditor

DRILL_PLAN_FORM = Arrangement(
    groups=(
        Group(
            "计划",
            (
                ("topic",), ("planned_on", "scenario"), ("premises", "organiser"), ("@children",),
                ("form", "headcount"),
            ),
            more=(("content", "purpose"), ("level", "budget"), ("plan_ref",), ("note",)),
        ),
        Group(
            "方案（准备时写）",
            (("aim",), ("place",), ("situation",), ("roles",), ("scheme_steps",), ("safety_measures",)),
            more=(("comms",), ("stop_conditions",), ("neighbour_notice",)),
        ),
    ),
    kept=("organiser", "form", "scenario"),
    editors={"topic": LineEditor},
    behave=follow_children,
)  # fmt: skip
