"""What the detail of a risk shows of its own: why it is to be assessed again, measures, hazards, earlier assessments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.spec import HAZARD
from db.spec.code_tables import label_of
from db.spec.field import Record, Values
from db.spec.risk_assessment import kept_version, measure_state, overdue_days
from desktop.risks import hazards_of, review_sentences
from ui.models.filters import Filters
from ui.models.marks import Mark, risk_level_mark, status_mark
from ui.pages.page_context import PageContext
from ui.theme.tokens import Tone
from ui.widgets.drawn_marks import MarkLabel
from ui.widgets.labels import plain_label, section_heading

_STATE_TONES = {"planned": Tone.WAITING, "done": Tone.DONE, "failed": Tone.DANGER}


def risk_panel(context: PageContext, risk: Record) -> QWidget:
    """The panel of one risk."""
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    if reasons := review_sentences(context.office, risk):
        column.addWidget(_notice("应复评：" + "；".join(reasons) + "。"))
    if risk.get("measures"):
        column.addWidget(section_heading("管控措施"))
        column.addWidget(_measures(risk["measures"], context.office.clock.today()))
    hazards = hazards_of(context.office, risk["id"])
    if hazards:
        column.addWidget(section_heading(f"由此产生的隐患 {len(hazards)} 条"))
        for hazard in hazards:
            column.addWidget(_hazard_line(context, hazard))
    column.addWidget(section_heading("历次评估"))
    for version in reversed([*(risk.get("assessments") or []), kept_version(risk)]):
        column.addWidget(
            _version(version, is_valid=version["version"] == len(risk.get("assessments") or []) + 1)
        )
    if failed := _failed_questions(risk):
        column.addWidget(plain_label(failed))
    return panel


def measure_mark(row: Values, today: date) -> Mark:
    """待落实, 已落实 or 失效; a late one says by how many days."""
    late = overdue_days(row, today)
    if late:
        return Mark(f"逾期{late}天", Tone.DANGER, is_pill=True)
    state = measure_state(row)
    return Mark(label_of(("measure_state",), state), _STATE_TONES.get(state, Tone.NEUTRAL), is_pill=True)


def measure_words(row: Values) -> str:
    """A measure in one sentence: kind, what is done, by whom, until when or since when."""
    kind = label_of(("measure_kind",), str(row.get("kind") or ""))
    when = f"{row['done_on']} 完成" if row.get("done_on") else f"{row['due']} 前" if row.get("due") else ""
    return f"{kind}：{row.get('text') or ''}（{'，'.join(filter(None, (row.get('owner'), when)))}）"


def _measures(rows: Iterable[Values], today: date) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for place, row in enumerate(rows):
        grid.addWidget(plain_label(measure_words(row)), place, 0)
        grid.addWidget(MarkLabel(measure_mark(row, today), holder), place, 1, Qt.AlignmentFlag.AlignTop)
    return holder


def _hazard_line(context: PageContext, hazard: Record) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    button = QPushButton(hazard["no"], holder)
    button.setObjectName("link")
    button.setToolTip(f"打开隐患：{hazard['description']}")
    button.clicked.connect(lambda: context.actions.open_list(HAZARD.table, Filters(), hazard["id"]))
    words = plain_label(str(hazard["description"]).split("\n")[0])
    words.setWordWrap(True)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    row.addWidget(MarkLabel(status_mark(HAZARD, hazard), holder), 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _version(version: Values, *, is_valid: bool) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(
        QLabel(
            f"第 {version['version']} 次{'（现行）' if is_valid else ''}　{version['assessed_on']}", holder
        )
    )
    head.addWidget(MarkLabel(risk_level_mark(version.get("level_final")), holder))
    if version.get("outcome"):
        head.addWidget(QLabel(label_of(("reassess_outcome",), version["outcome"]), holder))
    head.addStretch(1)
    column.addLayout(head)
    column.addWidget(plain_label(_how(version), "muted"))
    return holder


def _how(version: Values) -> str:
    method = label_of(("risk_method",), str(version.get("method") or ""))
    cause = f"起因：{label_of(('review_cause',), version['cause'])}" if version.get("cause") else ""
    reason = f"调整理由：{version['override_reason']}" if version.get("override_reason") else ""
    assessors = f"评估人员：{version['assessors']}" if version.get("assessors") else ""
    inputs = str(version.get("inputs") or "")
    parts = (
        f"{method}　{inputs}" if inputs != method else method,
        reason,
        assessors,
        cause,
        version.get("note"),
    )
    return "\n".join(str(each) for each in parts if each)


def _failed_questions(risk: Record) -> str:
    """The notes of answers, which the line of the assessment does not carry."""
    noted = [row for row in risk.get("answers") or [] if row.get("note")]
    return "\n".join(f"{row['question']}：{row['note']}" for row in noted)


def _notice(words: str) -> QFrame:
    frame = QFrame()
    frame.setObjectName("bar")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(12, 8, 12, 8)
    inside.addWidget(plain_label(words))
    return frame
