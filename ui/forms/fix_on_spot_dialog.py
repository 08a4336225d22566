"""即查即改: found, fixed and closed on one screen, saved in one transaction. Only for 一般. GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from db.spec import HAZARD
from db.spec.field import Record
from desktop.drafts import FIXED, Origin
from desktop.form_values import new_values
from desktop.office import Office
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import Desk
from ui.forms.form import Form
from ui.forms.form_dialog import FormDialog
from ui.forms.hazard_helps import watch_photos
from ui.forms.step_form import is_needed, step_values

_STEP = HAZARD.transition("fix_on_spot")
assert _STEP is not None


def _behave(form: Form) -> None:
    for name in form.names():
        assert _STEP is not None
        form.set_required(
            name, is_needed(_STEP, name) or HAZARD.field(name).is_required({"level": "general"})
        )


FIX_ON_SPOT_FORM = Arrangement(
    groups=(
        Group(
            "发现了什么",
            (("description",), ("category", "source"), ("premises", "location"), ("found_on", "found_by")),
        ),
        Group(
            "怎么改好的",
            (
                ("photo_before", "photo_after"),
                ("rect_note",),
                ("rectified_on", "rect_unit"),
                ("rect_person", "closed_by"),
            ),
        ),
    ),
    behave=_behave,
)


class FixOnSpotDialog(FormDialog):
    """Registers a hazard that was put right at once. After accepting, `saved` is the closed hazard."""

    def __init__(
        self, office: Office, initial: Mapping[str, Any] | None = None, parent: QWidget | None = None
    ) -> None:
        form = Form(Desk(office, HAZARD.table), HAZARD, FIX_ON_SPOT_FORM)
        super().__init__(office, form, "即查即改", parent)
        rule = QLabel(
            "当场发现、当场改好的一般隐患在这里一次登记完。疑似重大隐患不能即查即改，请用“新增”登记。", self
        )
        rule.setObjectName("muted")
        rule.setWordWrap(True)
        watch_photos(form)
        self.save_button().setText("保存并销号")
        self.lay_out([rule], [], [])
        assert _STEP is not None
        prefilled = {
            name: value for name, value in new_values(office, HAZARD.table).items() if value is not None
        }
        evidence = step_values(office, HAZARD, prefilled, _STEP)
        form.set_values({**evidence, **prefilled, **(initial or {})})
        self.note_baseline()
        form.enter_first()

    def write(self, typed: dict[str, Any]) -> Record:
        return self.office.register_fixed({**typed, "level": "general"})

    def draft_origin(self) -> Origin | None:
        return Origin(FIXED, HAZARD.table, title="即查即改")
