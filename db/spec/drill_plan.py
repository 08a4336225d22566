"""The yearly drill plan and the scheme of each drill (part B5): planned, prepared, held; or put off, or called off.

A plan becomes 已实施 only by a drill that refers to it (`db.drill_plans`). Putting off keeps the old date and the reason;
calling off needs a reason and leaves the duty open, because only a drill that was held fulfils it (part D).
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values

PLANNED, PREPARED, HELD, CANCELLED = "planned", "prepared", "held", "cancelled"
_SCHEME = (
    ("place", "演练地点"),
    ("roles", "分工"),
    ("scheme_steps", "实施步骤"),
    ("safety_measures", "安全保障措施"),
)


def person_in(record: Values, role: str) -> str | None:
    """Who has that role in the scheme; None when nobody has."""
    return next((row["person"] for row in record.get("roles") or [] if row.get("role") == role), None)


def _why_not_prepared(record: Values) -> Problem | None:
    """A drill is prepared when its scheme says where, who, what in which order, and how nobody gets hurt."""
    missing = [label for name, label in _SCHEME if not record.get(name)]
    if record.get("roles") and not person_in(record, "commander"):
        missing.append("总指挥")
    return Problem(None, "drill_scheme_incomplete", {"missing": "、".join(missing)}) if missing else None


def _postpone(record: Record) -> str:
    row = {"old": record["planned_on"], "new": record["new_date"], "reason": record["postpone_reason"]}
    record["postponements"] = [*(record.get("postponements") or []), row]
    record["planned_on"] = record["new_date"]
    record["new_date"] = record["postpone_reason"] = None
    return str(record["status"])


def _check_postpone(record: Values) -> list[Problem]:
    new, old = record.get("new_date"), record.get("planned_on")
    if new and old and new <= old:
        return [Problem("new_date", "drill_not_postponed", {"planned": old})]
    return []


DRILL_PLAN = RecordType(
    table="drill_plan",
    label="演练计划",
    number_prefix="JH",
    since=2,
    title_field="topic",
    date_field="planned_on",
    due_field="planned_on",
    statuses=(
        Status(PLANNED, "计划"), Status(PREPARED, "已准备"), Status(HELD, "已实施", is_open=False),
        Status(CANCELLED, "已取消", is_open=False),
    ),
    transitions=(
        Transition(
            "prepare", "完成准备", (PLANNED,), ("prepared_on", "neighbours_told"), ("prepared_on",),
            lambda record: PREPARED, guard=_why_not_prepared,
        ),
        Transition(
            "postpone", "延期", (PLANNED, PREPARED), ("new_date", "postpone_reason"), ("new_date", "postpone_reason"),
            _postpone, check=_check_postpone,
        ),
        Transition(
            "cancel", "取消", (PLANNED, PREPARED), ("cancel_reason",), ("cancel_reason",), lambda record: CANCELLED
        ),
    ),
    fields=(
        Field("topic", Kind.TEXT, "演练主题", required=True, search=True, list_width=220, pdf_width_mm=48, section="计划"),
        Field("planned_on", Kind.DATE, "计划日期", required=True, list_width=110, pdf_width_mm=22, section="计划"),
        Field("premises", Kind.REFERENCE, "演练场所", refers_to="premises", list_width=150, pdf_width_mm=34, section="计划"),
        Field("scenario", Kind.CHOICE, "演练科目", required=True, codes=("drill_scenario",), list_width=110, pdf_width_mm=22, section="计划"),
        Field("form", Kind.CHOICE, "演练形式", required=True, codes=("drill_form",), initial="operational", list_width=90, pdf_width_mm=18, section="计划"),
        Field("content", Kind.CHOICE, "演练内容", codes=("drill_content",), initial="single", section="计划"),
        Field("purpose", Kind.CHOICE, "演练目的", codes=("drill_purpose",), initial="test", section="计划"),
        Field("level", Kind.CHOICE, "演练级别", codes=("drill_level",), initial="committee", section="计划"),
        Field("with_children", Kind.YES_NO, "有儿童参加", computed=True, section="计划"),
        Field("headcount", Kind.INTEGER, "计划人数", unit="人", maximum=100_000, list_width=80, pdf_width_mm=14, section="计划"),
        Field("budget", Kind.MONEY, "经费（万元）", unit="万元", pdf_width_mm=18, section="计划"),
        Field("organiser", Kind.TEXT, "组织单位", required=True, search=True, prefill=Prefill.LAST, pdf_width_mm=34, section="计划"),
        Field("plan_ref", Kind.TEXT, "依据预案", search=True, pdf_width_mm=34, section="计划"),
        Field("aim", Kind.LONG_TEXT, "演练目标", section="方案"),
        Field("place", Kind.TEXT, "演练地点", search=True, section="方案"),
        Field("situation", Kind.LONG_TEXT, "情景设定", section="方案"),
        Field(
            "roles", Kind.ROWS, "分工", section="方案",
            rows=(
                Field("role", Kind.CHOICE, "岗位", required=True, codes=("drill_role",)),
                Field("person", Kind.PERSON, "人员", required=True),
                Field("duty", Kind.TEXT, "职责", max_length=300),
            ),
        ),
        Field(
            "scheme_steps", Kind.ROWS, "实施步骤", section="方案",
            rows=(
                Field("offset_min", Kind.INTEGER, "第几分钟", required=True, maximum=1440),
                Field("event", Kind.TEXT, "情况", required=True, max_length=300),
                Field("action", Kind.TEXT, "处置", max_length=300),
                Field("role", Kind.TEXT, "执行人"),
            ),
        ),
        Field("safety_measures", Kind.LONG_TEXT, "安全保障措施", section="方案"),
        Field("comms", Kind.TEXT, "通信联络", max_length=300, folded=True, section="方案"),
        Field("stop_conditions", Kind.LONG_TEXT, "中止条件", folded=True, section="方案"),
        Field("neighbour_notice", Kind.LONG_TEXT, "告知周边的内容", folded=True, section="方案"),
        Field("prepared_on", Kind.DATE, "准备完成日期", prefill=Prefill.TODAY, by_action=True, section="准备"),
        Field("neighbours_told", Kind.YES_NO, "已告知周边", by_action=True, section="准备"),
        Field("new_date", Kind.DATE, "新的日期", by_action=True, section="变更"),
        Field("postpone_reason", Kind.TEXT, "延期原因", max_length=300, by_action=True, section="变更"),
        Field(
            "postponements", Kind.ROWS, "延期记录", by_action=True, section="变更",
            rows=(
                Field("old", Kind.DATE, "原计划日期", required=True),
                Field("new", Kind.DATE, "新的日期", required=True),
                Field("reason", Kind.TEXT, "原因", required=True, max_length=300),
            ),
        ),
        Field("cancel_reason", Kind.TEXT, "取消原因", max_length=300, by_action=True, section="变更"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="计划"),
    ),
)  # fmt: skip
