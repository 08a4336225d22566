"""The drill log (part B5): plan, course with times, headcount by group, evaluation, and what was improved after it.

A drill with children under 14 keeps a headcount and no names (PIPL §28, §31; part H 22).
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.identity_number import identity_number, masked_identity_number

HELD, EVALUATED, IMPROVING, ARCHIVED = "held", "evaluated", "improving", "archived"


def headcount(record: Values) -> int | None:
    """The people who took part, summed over the groups; else the typed number, else how many signed in."""
    groups = record.get("participant_groups") or []
    counted = [row["count"] for row in groups if row.get("count") is not None]
    return (
        sum(counted) if counted else record.get("participants") or len(record.get("attendance") or []) or None
    )


def is_settled(issue: Values) -> bool:
    """Whether nothing is left to do about a problem: improved, now a hazard of the ledger, or carried over."""
    return bool(issue.get("done_on") or issue.get("hazard") or issue.get("carried_to"))


def open_issues(record: Values) -> list[tuple[int, Record]]:
    """The problems still to be improved, each with its place in the drill's list."""
    return [(place, row) for place, row in enumerate(record.get("issues") or []) if not is_settled(row)]


def _derive(record: Record) -> None:
    record["participants"] = headcount(record)
    for row in record.get("attendance") or []:  # an identity number is kept masked or not at all
        number = identity_number(row.get("identity") or "")
        row["identity"] = masked_identity_number(number) if number else row.get("identity")
    groups = record.get("participant_groups") or []
    record["with_children"] = bool(record.get("with_children")) or any(
        row.get("group") == "students" for row in groups
    )
    dues = [row["due"] for _, row in open_issues(record) if row.get("due")]
    record["improve_by"] = min(dues, default=None)


def _check(record: Values) -> list[Problem]:
    problems = []
    starts, ends = record.get("starts_at"), record.get("ends_at")
    if starts and ends and ends <= starts:
        problems.append(Problem("ends_at", "date_before", {"label": "结束时间", "other": "开始时间"}))
    if starts and record.get("date") and not starts.startswith(record["date"]):
        problems.append(Problem("starts_at", "drill_starts_on_another_day"))
    expected = record.get("should_attend")
    if expected is not None and (record.get("participants") or 0) > expected:
        problems.append(Problem("participants", "more_attended_than_expected"))
    if record.get("with_children") and record.get("signin"):
        problems.append(Problem("signin", "children_headcount_only"))
    if record.get("with_children") and record.get("attendance"):
        problems.append(Problem("attendance", "children_headcount_only"))
    return problems


def _why_not_archived(record: Values) -> Problem | None:
    """Archive needs record, evaluation, at least one photo, sign-in or headcount, and no problem left open (part D)."""
    missing = [
        label
        for label, value in (
            ("演练过程", record.get("process") or record.get("steps")),
            ("综合评定", record.get("overall")),
            ("评估人", record.get("evaluator")),
            ("至少一张照片", record.get("photos")),
            (
                "签到表或参演人数",
                record.get("signin") or record.get("attendance") or record.get("participants"),
            ),
        )
        if not value
    ]
    if missing:
        return Problem(None, "drill_archive_incomplete", {"missing": "、".join(missing)})
    left = len(open_issues(record))
    return Problem(None, "drill_issues_open", {"count": left}) if left else None


def _why_not_improved(record: Values) -> Problem | None:
    return None if open_issues(record) else Problem(None, "drill_nothing_to_improve")


def _improve(record: Record) -> str:
    """What the step wrote decides when the next is due; the drill stays in improvement until it is archived."""
    _derive(record)
    return IMPROVING


def _evaluate(record: Record) -> str:
    _derive(record)
    return EVALUATED


DRILL = RecordType(
    table="drill",
    label="演练",
    number_prefix="YL",
    title_field="topic",
    date_field="date",
    due_field="improve_by",
    covering=("form", "date", "premises", "also_premises"),
    statuses=(
        Status(HELD, "已实施"), Status(EVALUATED, "已评估"), Status(IMPROVING, "改进中"),
        Status(ARCHIVED, "已归档", is_open=False),
    ),
    transitions=(
        Transition(
            "evaluate", "登记评估", (HELD,), ("dimensions", "overall", "issues", "evaluator"), ("overall", "evaluator"), _evaluate
        ),
        Transition("improve", "登记改进", (EVALUATED, IMPROVING), ("issues",), (), _improve, guard=_why_not_improved),
        Transition(
            "archive", "归档", (HELD, EVALUATED, IMPROVING), (), (), lambda record: ARCHIVED, guard=_why_not_archived
        ),
    ),
    derive=_derive,
    check=_check,
    fields=(
        Field("topic", Kind.TEXT, "演练主题", required=True, search=True, list_width=220, pdf_width_mm=50, section="基本信息"),
        Field("date", Kind.DATE, "演练日期", required=True, prefill=Prefill.TODAY, list_width=100, pdf_width_mm=22, section="基本信息"),
        Field("starts_at", Kind.DATE_TIME, "开始时间", section="基本信息"),
        Field("ends_at", Kind.DATE_TIME, "结束时间", section="基本信息"),
        Field("place", Kind.TEXT, "演练地点", required=True, search=True, prefill=Prefill.LAST, list_width=160, pdf_width_mm=40, section="基本信息"),
        Field("premises", Kind.REFERENCE, "演练场所", refers_to="premises", section="基本信息"),
        Field(
            "also_premises", Kind.ROWS, "同时参加的场所", since=2, folded=True, section="基本信息",
            rows=(
                Field("premises", Kind.REFERENCE, "场所", refers_to="premises", required=True),
                Field("count", Kind.INTEGER, "人数", maximum=100_000),
            ),
        ),
        Field("plan", Kind.REFERENCE, "演练计划", refers_to="drill_plan", since=2, folded=True, section="基本信息"),
        Field("organiser", Kind.TEXT, "组织单位", required=True, search=True, prefill=Prefill.LAST, pdf_width_mm=36, section="基本信息"),
        Field("scenario", Kind.CHOICE, "演练科目", required=True, codes=("drill_scenario",), list_width=120, pdf_width_mm=26, section="基本信息"),
        Field("form", Kind.CHOICE, "演练形式", required=True, codes=("drill_form",), initial="operational", list_width=80, pdf_width_mm=18, section="基本信息"),
        Field("content", Kind.CHOICE, "演练内容", required=True, codes=("drill_content",), initial="single", section="基本信息"),
        Field("purpose", Kind.CHOICE, "演练目的", required=True, codes=("drill_purpose",), initial="test", section="基本信息"),
        Field("level", Kind.CHOICE, "演练级别", codes=("drill_level",), initial="committee", section="基本信息"),
        Field("commander", Kind.PERSON, "总指挥", required=True, search=True, list_width=80, pdf_width_mm=18, section="基本信息"),
        Field("plan_ref", Kind.TEXT, "依据预案", search=True, section="方案"),
        Field("aim", Kind.LONG_TEXT, "演练目标", section="方案"),
        Field("situation", Kind.LONG_TEXT, "情景设定", section="方案"),
        Field(
            "roles", Kind.ROWS, "分工", section="方案",
            rows=(Field("role", Kind.TEXT, "岗位", required=True), Field("person", Kind.PERSON, "人员", required=True)),
        ),
        Field("safety_measures", Kind.LONG_TEXT, "安全保障措施", folded=True, section="方案"),
        Field("process", Kind.LONG_TEXT, "演练过程", required=True, search=True, section="过程"),
        Field(
            "steps", Kind.ROWS, "过程记录", section="过程",
            rows=(
                Field("at", Kind.TEXT, "时间", required=True, hint="如 14:05"),
                Field("event", Kind.TEXT, "情况", required=True, max_length=300),
                Field("action", Kind.TEXT, "处置", max_length=300),
                Field("role", Kind.TEXT, "执行人"),
            ),
        ),
        Field("evacuation_seconds", Kind.INTEGER, "疏散用时", unit="秒", section="过程"),
        Field("assembly_point", Kind.TEXT, "集合点", section="过程"),
        Field("injuries", Kind.TEXT, "受伤情况", initial="无", folded=True, section="过程"),
        Field("deviations", Kind.LONG_TEXT, "意外情况", folded=True, section="过程"),
        Field(
            "participant_groups", Kind.ROWS, "参演人员", section="人员",
            rows=(
                Field("group", Kind.CHOICE, "类别", required=True, codes=("participant_group",)),
                Field("count", Kind.INTEGER, "人数", required=True, maximum=100_000),
            ),
        ),
        Field("with_children", Kind.YES_NO, "有儿童参加", computed=True, since=2, section="人员"),
        Field("participants", Kind.INTEGER, "参演人数", required=True, unit="人", maximum=100_000, list_width=80, pdf_width_mm=18, section="人员"),
        Field("should_attend", Kind.INTEGER, "应到人数", unit="人", maximum=100_000, section="人员"),
        Field(
            "attendance", Kind.ROWS, "签到名单", since=2, personal=True, sensitive=True, section="人员",
            rows=(
                Field("name", Kind.PERSON, "姓名", required=True, personal=True),
                Field("unit", Kind.TEXT, "单位或住址"),
                Field("phone", Kind.PHONE, "电话", personal=True),
                Field("identity", Kind.TEXT, "证件号（隐去中间）", personal=True),
            ),
        ),
        Field("signin", Kind.ATTACHMENTS, "签到表", folded=True, section="人员"),
        Field(
            "dimensions", Kind.ROWS, "分项评估", section="评估",
            rows=(
                Field("dimension", Kind.CHOICE, "项目", required=True, codes=("drill_dimension",)),
                Field("grade", Kind.CHOICE, "评定", required=True, codes=("drill_grade",)),
                Field("comment", Kind.TEXT, "说明", max_length=300),
            ),
        ),
        Field("overall", Kind.CHOICE, "综合评定", codes=("drill_grade",), list_width=80, pdf_width_mm=18, section="评估"),
        Field(
            "issues", Kind.ROWS, "发现的问题", section="评估",
            rows=(
                Field("text", Kind.TEXT, "问题", required=True, max_length=500),
                Field("owner", Kind.PERSON, "责任人"),
                Field("due", Kind.DATE, "整改期限"),
                Field("done_on", Kind.DATE, "完成日期"),
                Field("hazard", Kind.REFERENCE, "转为隐患", refers_to="hazard"),
                Field("carried_to", Kind.TEXT, "结转到", max_length=100),
            ),
        ),
        Field("improve_by", Kind.DATE, "改进期限", computed=True, since=2, list_width=120, section="评估"),
        Field("evaluator", Kind.PERSON, "评估人", section="评估"),
        Field("recorder", Kind.PERSON, "记录人", required=True, prefill=Prefill.CLERK, pdf_width_mm=18, section="评估"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="评估"),
        Field("photos", Kind.ATTACHMENTS, "照片", hint="建议不少于 3 张", section="照片"),
    ),
)  # fmt: skip
