"""The form of a risk and of its 复评: answers, factors or a rule are chosen by what they mean, the level follows at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.spec.code_tables import code_table
from db.spec.field import Field, Record
from db.spec.numbers import decimal_text
from db.spec.risk_assessment import CHECKLIST, DIRECT, FACTORS, graded, review_due, review_setting
from db.spec.risk_checklist import checklist_note, checklist_version
from db.spec.risk_grading import Method, grading_method
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import ButtonsEditor, ChoiceEditor, Desk
from ui.forms.editors.choice import Choice
from ui.forms.editors.risk_answers import AnswersEditor
from ui.forms.form import Form
from ui.models.marks import risk_level_mark
from ui.widgets.drawn_marks import MarkLabel

_GRADED_BY = ("method", "direct_rule", "answers", *FACTORS)
_RESULTS = {"ls": "R", "lec": "D"}


class FactorEditor(ChoiceEditor):
    """A factor of a grading method, chosen from the meanings of its values; its value is the number."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self.input_widget().setMinimumContentsLength(20)

    def follow(self, method: Method | None) -> None:
        """Offer the values of the field's factor in a method; a number that the other method also has stays
        chosen."""
        factor = (
            next((each for each in method.factors if each.name == self.field.name), None) if method else None
        )
        self.set_choices(
            [Choice(each.value, f"{each.value} — {each.label}") for each in factor.values] if factor else []
        )

    def set_value(self, stored: Any) -> None:
        super().set_value(decimal_text(stored) if hasattr(stored, "normalize") else stored)

    def _label_meant(self, text: str) -> str | None:
        return next((each.label for each in self._choices if each.code == text), None)


class LevelEditor(ButtonsEditor):
    """The final level: colour word and word."""

    def _offered(self) -> list[Choice]:
        return [
            Choice(each.code, f"{each.extra['color']} {each.label}")
            for each in code_table("risk_level").codes
        ]


class ScorePanel(QFrame):
    """What the inputs make: the sum worked out, the level with its colour and shape, and by which table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._sum = QLabel(self)
        self._mark = MarkLabel(None, self)
        self._method = QLabel(self)
        self._method.setObjectName("muted")
        self._method.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._sum)
        line.addWidget(self._mark)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._method)

    def text(self) -> str:
        """What the panel says."""
        level = self._mark.mark.word if self._mark.mark else ""
        return "\n".join(filter(None, (self._sum.text(), level, self._method.text())))

    def show_product(self, method: Method, inputs: dict[str, Any], level: str | None) -> None:
        """Show the product of the factors and its level, or what is still to be chosen."""
        symbols = " × ".join(factor.symbol for factor in method.factors)
        start = f"{_RESULTS[method.code]} = {symbols}"
        if level is None:
            missing = "、".join(factor.label for factor in method.factors if not inputs.get(factor.name))
            self._show(f"{start}　　还要选：{missing}" if missing else start, None)
        else:
            numbers = " × ".join(str(inputs[factor.name]) for factor in method.factors)
            score = method.score(inputs)
            assert score is not None
            self._show(f"{start} = {numbers} = {decimal_text(score)}", level)
        self._method.setText(f"{method.note}（{method.version}，{method.source}）")

    def show_answers(self, answers: list[dict[str, Any]], level: str | None) -> None:
        """Show how many questions are answered 否 and the level, or how many are still open."""
        failed = sum(row["answer"] == "no" for row in answers)
        still_open = sum(row["answer"] is None for row in answers)
        self._show(f"“否”{failed} 条" + (f"　　还有 {still_open} 条没有回答" if still_open else ""), level)
        self._method.setText(f"{checklist_note()}（{checklist_version()}，本单位设定）")

    def _show(self, words: str, level: str | None) -> None:
        self._sum.setText(words)
        self._mark.show_mark(risk_level_mark(level))


class _Grading:
    """Keeps questions, score, level, reason and next review of one form in step with what is chosen."""

    def __init__(self, form: Form, category: str | None) -> None:
        self._form, self._category = form, category
        self._calculated: str | None = None
        self._proposed: str | None = None
        self._panel = ScorePanel(form)
        form.slot("@score").addWidget(self._panel)
        form.edited.connect(self.follow)
        self.follow("")

    def follow(self, name: str) -> None:
        """A field changed ("" for all of them)."""
        if name in ("", "method", "category"):
            self._show_inputs(self._form.value("method") or "")
        if name in ("", "category", "level_final", *_GRADED_BY):
            self._grade(is_fresh=name == "")
            self._show_reason()
        if name in ("", "assessed_on", "category", "level_final", *_GRADED_BY):
            self._propose_review(is_fresh=name == "")

    def _show_inputs(self, code: str) -> None:
        method = grading_method(code)
        used = {factor.name for factor in method.factors} if method else set()
        for name in FACTORS:
            editor = self._form.editor(name)
            assert isinstance(editor, FactorEditor)
            editor.follow(method)
            self._form.set_shown(name, name in used)
            self._form.set_required(name, name in used)
        answers = self._form.editor("answers")
        assert isinstance(answers, AnswersEditor)
        if answers.ask(self._category or self._form.value("category")):
            self._form.chain_tabs()
        self._form.set_shown("answers", code == CHECKLIST)
        self._form.set_required("answers", code == CHECKLIST)
        self._form.set_shown("direct_rule", code == DIRECT)
        self._panel.setVisible(method is not None or code == CHECKLIST)

    def _grade(self, *, is_fresh: bool) -> None:
        inputs = {name: self._form.value(name) for name in _GRADED_BY}
        calculated = graded(inputs).get("level_calc")
        if method := grading_method(inputs["method"] or ""):
            self._panel.show_product(method, inputs, calculated)
        elif inputs["method"] == CHECKLIST:
            self._panel.show_answers(inputs["answers"] or [], calculated)
        final = self._form.editor("level_final")
        follows = not final.value() or final.value() == self._calculated or bool(inputs["direct_rule"])
        if calculated and follows and not (is_fresh and final.value()):
            final.set_value(calculated)
        self._calculated = calculated

    def _show_reason(self) -> None:
        final = self._form.value("level_final")
        is_overridden = bool(self._calculated and final and final != self._calculated)
        self._form.set_shown("override_reason", is_overridden)
        self._form.set_required("override_reason", is_overridden)

    def _propose_review(self, *, is_fresh: bool) -> None:
        """The day by the level's months (本单位设定), until the clerk puts another one."""
        review = self._form.editor("next_review")
        level, assessed = self._form.value("level_final"), self._form.value("assessed_on")
        try:
            months = self._form.desk.office.own_number(review_setting(level)) if level else 0
            proposed = review_due(assessed, months) if months and assessed else None
        except ValueError:  # a day that is being typed
            return
        if not review.value() or (review.value() == self._proposed and not is_fresh):
            review.set_value(proposed)
        self._proposed = proposed


def _behave(form: Form, category: str | None = None) -> None:
    form.grading = _Grading(form, category)  # type: ignore[attr-defined]  # lives as long as the form


_GRADING_LINES = (
    ("method",), ("direct_rule",), ("answers",), ("likelihood",), ("exposure",), ("severity",),
    ("consequence_value",), ("@score",), ("level_final",), ("override_reason",),
)  # fmt: skip
_EDITORS = {
    "method": ButtonsEditor, "level_final": LevelEditor, "answers": AnswersEditor,
    **dict.fromkeys(FACTORS, FactorEditor),
}  # fmt: skip

RISK_FORM = Arrangement(
    groups=(
        Group(
            "风险点",
            (("risk_point", "premises"), ("location", "category"), ("description",), ("accident_types",)),
            more=(("grid",), ("causes",), ("consequence",)),
        ),
        Group("评价", _GRADING_LINES),
        Group(
            "管控",
            (
                ("control_level", "responsible_unit"), ("responsible_person", "phone"), ("measures",),
            ),
            more=(("emergency",),),
        ),
        Group(
            "评估",
            (("assessed_on", "next_review"), ("assessors",), ("note",), ("photos",)),
            more=(("campaign",),),
        ),
    ),
    kept=(
        "premises", "location", "grid", "control_level", "responsible_unit", "responsible_person", "phone",
        "assessed_on", "assessors", "campaign",
    ),
    editors=_EDITORS,
    behave=_behave,
)  # fmt: skip


def reassess_form(record: Record) -> Arrangement:
    """The form of 复评: the inputs of the assessment that was valid, to be gone through again, and the measures."""
    return Arrangement(
        groups=(
            Group("重新评价", _GRADING_LINES),
            Group("评估", (("assessed_on", "next_review"), ("assessors",), ("reassess_note",))),
            Group("管控措施", (("measures",),)),
        ),
        editors=_EDITORS,
        behave=lambda form: _behave(form, record.get("category")),
    )
