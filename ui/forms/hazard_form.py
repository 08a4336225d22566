"""The form of a hazard: first what was found and how grave it is, then where, then what is to be done."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from db.spec.hazard import is_major, lead_department
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import ButtonsEditor, LineEditor
from ui.forms.form import Form

_RELAXED = ("source", "category")  # a suspected major hazard gets these by itself when nobody chose them


def level_notice(level: str | None, category: str | None) -> str:
    """What a clerk is told about a level; "" for 一般. A department determines, this program never does."""
    department = lead_department(category or "") or "负有监管职责的部门"
    if level == "suspected_major":
        return (
            "疑似重大隐患可以马上登记：只写隐患描述就能保存，其余以后补。"
            f"登记后请立即向{department}报告，是不是重大由部门判定。"
        )
    if level == "major":
        return f"重大隐患由部门认定（{department}）。销号之前要登记部门意见：文号、审核人和扫描件。"
    return ""


def _behave(form: Form) -> None:
    notice = QLabel(form)
    notice.setWordWrap(True)
    frame = QFrame(form)
    frame.setObjectName("bar")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(12, 8, 12, 8)
    inside.addWidget(notice)
    form.slot("@notice").addWidget(frame)

    def follow(name: str) -> None:
        if name not in ("", "level", "category"):
            return
        values = form.values()
        words = level_notice(values.get("level"), values.get("category"))
        notice.setText(words)
        frame.setVisible(bool(words))
        for field_name in form.names():
            field = form.record_type.field(field_name)
            relaxed = field_name in _RELAXED and is_major(values)
            form.set_required(field_name, field.is_required(values) and not relaxed)

    form.edited.connect(follow)
    follow("")


HAZARD_FORM = Arrangement(
    groups=(
        Group(
            "发现了什么",
            (("description",), ("level",), ("@notice",), ("category", "source"), ("photo_before",)),
        ),
        Group(
            "在哪里、谁发现的",
            (("premises", "location"), ("found_on", "found_by")),
            more=(("accident_type", "basis"),),
        ),
        Group(
            "怎么整改",
            (("measures",), ("rect_unit", "rect_person"), ("deadline",)),
            more=(("actual_controller", "funds"), ("external_id",), ("interim_measures",), ("note",)),
        ),
    ),
    kept=("found_on", "source", "premises", "location", "found_by", "rect_unit", "rect_person"),
    editors={"level": ButtonsEditor, "external_id": LineEditor},
    behave=_behave,
)
