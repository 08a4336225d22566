"""The form of a monthly return: the month, who fills it in, and its texts."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group
from ui.forms.form import Form


def _behave(form: Form) -> None:
    if form.value("narrative"):  # a return that is there keeps its month
        form.editor("month").set_read_only(True)


RETURN_FORM = Arrangement(
    groups=(
        Group(
            "月报", (("month", "filled_by"), ("recipient", "phone")), more=(("correction_reason",), ("note",))
        ),
        Group("工作开展情况", (("narrative",), ("next_steps",), ("difficulties",))),
    ),
    behave=_behave,
)
