"""What a state looks like: a word, its tone and, for grades, a shape. Colour is never the only sign."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from db.spec.code_tables import code_table
from db.spec.field import RecordType, Values
from db.value import Value
from ui.theme.tokens import Tone


class Shape(StrEnum):
    """A shape drawn before a word, so that grades differ without colour."""

    NONE = ""
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    SQUARE = "square"
    CIRCLE = "circle"
    RING = "ring"


class Mark(Value):
    """One word with its tone and shape; `is_pill` draws a wash behind it."""

    word: str
    tone: Tone = Tone.NEUTRAL
    shape: Shape = Shape.NONE
    is_pill: bool = False


_STATUS_TONES = {
    "registered": Tone.NEUTRAL, "notified": Tone.ACTIVE, "escalated": Tone.WAITING,
    "rectifying": Tone.ACTIVE, "awaiting_recheck": Tone.WAITING,
    "awaiting_department": Tone.WAITING, "assessed": Tone.NEUTRAL, "controlled": Tone.ACTIVE,
    "issued": Tone.WAITING, "delivered": Tone.ACTIVE, "answered": Tone.ACTIVE,
    "held": Tone.NEUTRAL, "evaluated": Tone.ACTIVE, "improving": Tone.WAITING,
    "planned": Tone.NEUTRAL, "prepared": Tone.ACTIVE, "operating": Tone.ACTIVE, "suspended": Tone.WAITING,
}  # fmt: skip
_RISK_SHAPES = {
    "red": (Shape.TRIANGLE, Tone.RED),
    "orange": (Shape.DIAMOND, Tone.ORANGE),
    "yellow": (Shape.SQUARE, Tone.YELLOW),
    "blue": (Shape.CIRCLE, Tone.BLUE),
}
_HAZARD_SHAPES = {
    "general": (Shape.RING, Tone.NEUTRAL, "一般"),
    "suspected_major": (Shape.DIAMOND, Tone.WAITING, "疑似重大"),
    "major": (Shape.TRIANGLE, Tone.DANGER, "重大"),
}
_REPORT_WORDS = {
    "reported": "已报送",
    "sealed": "已封包",
    "unreported": "未报送",
    "changed": "报送后有修改",
    "returned": "被退回",
}


def status_mark(record_type: RecordType, record: Values) -> Mark | None:
    """The pill of a record's state; states in which nothing is left to do are grey."""
    code = record.get("status")
    if not code or not record_type.statuses:
        return None
    status = record_type.status(code)
    tone = _STATUS_TONES.get(code, Tone.NEUTRAL) if status.is_open else Tone.DONE
    return Mark(status.label, tone, is_pill=True)


def risk_level_mark(level: str | None) -> Mark | None:
    """▲ 红 重大, ◆ 橙 较大, ■ 黄 一般, ● 蓝 低: colour, colour word, word and shape."""
    if level not in _RISK_SHAPES:
        return None
    shape, tone = _RISK_SHAPES[level]
    found = code_table("risk_level").get(level)
    return Mark(f"{found.extra['color']} {found.label}" if found else level, tone, shape)


def hazard_level_mark(level: str | None) -> Mark | None:
    """The hazard's level by a short word and a shape; hazards are never graded by the four risk colours."""
    if level not in _HAZARD_SHAPES:
        return None
    shape, tone, word = _HAZARD_SHAPES[level]
    return Mark(word, tone, shape)


def report_mark(record: Values) -> Mark | None:
    """未报送, 已封包, 已报送, 报送后有修改, or 被退回."""
    state = record.get("report_state", "")
    if state not in _REPORT_WORDS:
        return None
    tone = {
        "unreported": Tone.NEUTRAL,
        "reported": Tone.DONE,
        "changed": Tone.WAITING,
        "returned": Tone.DANGER,
    }.get(state, Tone.ACTIVE)
    return Mark(_REPORT_WORDS[state], tone)


def overdue_mark(record_type: RecordType, record: Values, today: date) -> Mark | None:
    """逾期n天 for an open record past its due day; 今天到期 on the day; 应复评 for a risk to be assessed before its day."""
    if record.get("done_late"):  # a task that was finished after its day stays marked (part D)
        return Mark("逾期完成", Tone.WAITING, is_pill=True)
    due = record.get(record_type.due_field) if record_type.due_field else None
    if not due or record.get("status") not in record_type.open_statuses:
        return None
    days = (today - date.fromisoformat(due)).days
    if days > 0:
        return Mark(f"逾期{days}天", Tone.DANGER, is_pill=True)
    if days < 0 and record.get("needs_review"):
        return Mark("应复评", Tone.WAITING, is_pill=True)
    return Mark("今天到期", Tone.WAITING, is_pill=True) if days == 0 else None
