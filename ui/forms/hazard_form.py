"""The form of a hazard: first what was found and how grave it is, then where, then what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from db.spec.hazard import is_major, lead_department
from ui.criteria.panel import CriteriaPanel
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import ButtonsEditor, LineEditor
from ui.forms.form import Form
from ui.forms.hazard_helps import DeadlineProposal, RepeatNotice, watch_photos

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


class _LevelNotice(QFrame):
    """Says what a level means for the clerk, and offers the criteria."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self.setObjectName("bar")
        self._form = form
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        look_up = QPushButton("查判定标准", self)
        look_up.setObjectName("link")
        look_up.setAutoDefault(False)
        look_up.clicked.connect(self._look_up)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._words, 1)
        inside.addWidget(look_up)

    def follow(self, values: Mapping[str, Any]) -> None:
        """Say what belongs to these values; nothing for 一般."""
        words = level_notice(values.get("level"), values.get("category"))
        self._words.setText(words)
        self.setVisible(bool(words))

    def _look_up(self) -> None:
        panel = self._form.window().findChild(CriteriaPanel)
        if panel is not None:
            panel.suggest(str(self._form.value("description") or ""))
            panel.show()


def _criteria_panel(form: Form) -> CriteriaPanel:
    panel = CriteriaPanel("填入判定依据", form.window())

    def take(basis: str) -> None:
        editor = form.editor("basis")
        editor.set_value(basis)
        editor.changed.emit()
        form.enter("basis")

    panel.chosen.connect(take)
    return panel


def _behave(form: Form) -> None:
    notice = _LevelNotice(form)
    form.slot("@notice").addWidget(notice)
    form.slot("@repeats").addWidget(RepeatNotice(form))
    form.proposal = DeadlineProposal(form)  # type: ignore[attr-defined]  # lives as long as the form
    watch_photos(form)

    def follow(name: str) -> None:
        if name not in ("", "level", "category"):
            return
        values = form.values()
        notice.follow(values)
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
            more=(("photo_note",),),
        ),
        Group(
            "在哪里、谁发现的",
            (("premises", "location"), ("@repeats",), ("found_on", "found_by")),
            more=(("basis",), ("accident_type",), ("repeat_of",), ("inspection",), ("risk",), ("drill",)),
        ),
        Group(
            "怎么整改",
            (("measures",), ("rect_unit", "rect_person"), ("deadline",)),
            more=(
                ("actual_controller", "starts_on"), ("funds", "funds_source"), ("emergency_plan",),
                ("emergency_plan_file",), ("interim_measures",), ("external_id",), ("note",),
            ),
        ),
    ),
    kept=("found_on", "source", "premises", "location", "found_by", "rect_unit", "rect_person"),
    editors={"level": ButtonsEditor, "external_id": LineEditor, "basis": LineEditor},
    behave=_behave,
    beside=_criteria_panel,
)  # fmt: skip
