"""The form of a notice: its wording comes from the hazard and can be changed before it is saved and printed."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from ui.forms.arrangement import Arrangement, Group
from ui.forms.form import Form


def _behave(form: Form) -> None:
    rule = QLabel("村居只告知、提醒和上报，不下达整改命令。保存时给编号，随后打印。", form)
    rule.setObjectName("muted")
    rule.setWordWrap(True)
    form.slot("@rule").addWidget(rule)


NOTICE_FORM = Arrangement(
    groups=(
        Group(
            "文书",
            (("@rule",), ("kind", "issued_on"), ("hazard",), ("subject",), ("to_unit", "to_person"), ("body",),
             ("reply_by", "issued_by")),
        ),
    ),
    kept=("issued_on", "issued_by"),
    behave=_behave,
)  # fmt: skip
