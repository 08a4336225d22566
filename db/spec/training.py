"""Training and publicity (part B6, plan tasks 9, 10, 19, 20, 29): planned, held, filed; or called off.

A record that says how many came was held; without a headcount it is a plan.
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.identity_number import identity_number, masked_identity_number

PLANNED, HELD, ARCHIVED, CANCELLED = "planned", "held", "archived", "cancelled"
PRINCIPAL, CRITERIA, PUBLICITY = "principal", "criteria", "publicity"
PRINCIPAL_CAME = "principal"


def headcount(record: Values) -> int | None:
    """How many came: the people of the sign-in list when there is one, else the typed number."""
    listed = record.get("attendance") or []
    return len(listed) if listed else record.get("headcount")


def _derive(record: Record) -> None:
    record["headcount"] = headcount(record)
    if record.get("attendance"):
        record["attendance"] = [_without_identity(row) for row in record["attendance"]]


def _without_identity(row: Record) -> Record:
    """A sign-in list needs no identity number (个人信息保护法 §6): what a file brings along is kept masked."""
    found = identity_number(row.get("identity") or "")
    return {**row, "identity": masked_identity_number(found)} if found else row


def _check(record: Values) -> list[Problem]:
    problems = []
    came, passed, expected = record.get("headcount"), record.get("passed"), record.get("expected")
    is_online = record.get("mode") == "online"
    if not is_online and not record.get("place"):
        problems.append(Problem("place", "required", {"label": "地点"}))
    if record.get("kind") == PUBLICITY and not record.get("occasion"):
        problems.append(Problem("occasion", "required", {"label": "宣传活动"}))
    if came is not None:
        problems += _check_held(record)
    if came is not None and expected is not None and came > expected:
        problems.append(Problem("headcount", "more_came_than_expected"))
    if passed is not None and came is not None and passed > came:
        problems.append(Problem("passed", "more_passed_than_came"))
    return problems + _check_covered(record)


def _check_held(record: Values) -> list[Problem]:
    """What a training that took place must say besides its headcount: B6 asks for hours and an assessment's result."""
    problems = []
    if not record.get("hours") and record.get("kind") != PUBLICITY:
        problems.append(Problem("hours", "required", {"label": "学时"}))
    if record.get("assessment") not in (None, "none") and record.get("passed") is None:
        problems.append(Problem("passed", "required", {"label": "合格人数"}))
    return problems


def _check_covered(record: Values) -> list[Problem]:
    """Each premises once."""
    named = [row.get("premises") for row in record.get("covered") or []]
    return [
        Problem("covered", "premises_named_twice", {}, place)
        for place, each in enumerate(named)
        if each in named[:place]
    ]


def _check_hold(record: Values) -> list[Problem]:
    """The step asks for the headcount itself, or for the list that gives it."""
    came = headcount(record)
    problems = [] if came is not None else [Problem("headcount", "required", {"label": "到场人数"})]
    return problems + _check_held(record)


def _why_not_archived(record: Values) -> Problem | None:
    """Filing needs the headcount and at least one trace of it: list, sign-in sheet or photo."""
    has_trace = record.get("attendance") or record.get("signin") or record.get("photos")
    missing = [
        label
        for label, value in (
            ("到场人数", record.get("headcount") is not None),
            ("签到名单、签到表或照片", has_trace),
        )
        if not value
    ]
    return Problem(None, "training_archive_incomplete", {"missing": "、".join(missing)}) if missing else None


def _hold(record: Record) -> str:
    _derive(record)
    return HELD


def _first_status(record: Values) -> str:
    return PLANNED if record.get("headcount") is None else HELD


TRAINING = RecordType(
    table="training",
    label="培训宣教",
    number_prefix="PX",
    since=2,
    title_field="title",
    date_field="date",
    due_field="date",
    statuses=(
        Status(PLANNED, "计划"), Status(HELD, "已举办", is_open=False), Status(ARCHIVED, "已归档", is_open=False),
        Status(CANCELLED, "已取消", is_open=False),
    ),
    transitions=(
        Transition(
            "hold", "登记举办", (PLANNED,),
            ("date", "hours", "trainer", "attendance", "headcount", "covered", "leaflets", "assessment", "passed", "result", "photos", "signin"),
            ("date",), _hold, check=_check_hold,
        ),
        Transition("archive", "归档", (HELD,), (), (), lambda record: ARCHIVED, guard=_why_not_archived),
        Transition("cancel", "取消", (PLANNED,), ("cancel_reason",), ("cancel_reason",), lambda record: CANCELLED),
    ),
    derive=_derive,
    check=_check,
    first_status=_first_status,
    fields=(
        Field("title", Kind.TEXT, "主题", required=True, search=True, list_width=240, pdf_width_mm=50, section="基本情况"),
        Field("kind", Kind.CHOICE, "种类", required=True, codes=("training_kind",), list_width=130, pdf_width_mm=26, section="基本情况"),
        Field("year_focus", Kind.CHOICE, "年度重点", codes=("training_focus",), list_width=180, section="基本情况"),
        Field("occasion", Kind.CHOICE, "宣传活动", codes=("publicity_occasion",), list_width=120, section="基本情况"),
        Field("entries", Kind.CHOICES, "五进", codes=("five_entries",), section="基本情况"),
        Field("date", Kind.DATE, "日期", required=True, prefill=Prefill.TODAY, list_width=110, pdf_width_mm=22, section="基本情况"),
        Field("hours", Kind.DECIMAL, "学时", unit="学时", maximum=400, list_width=70, pdf_width_mm=14, section="基本情况"),
        Field("mode", Kind.CHOICE, "举办方式", required=True, codes=("training_mode",), initial="offline", section="基本情况"),
        Field("place", Kind.TEXT, "地点", search=True, prefill=Prefill.LAST, list_width=160, pdf_width_mm=36, section="基本情况"),
        Field("organiser", Kind.TEXT, "主办单位", required=True, search=True, prefill=Prefill.LAST, section="基本情况"),
        Field("trainer", Kind.PERSON, "授课人", search=True, list_width=90, pdf_width_mm=18, section="基本情况"),
        Field("trainer_unit", Kind.TEXT, "授课单位", search=True, section="基本情况"),
        Field("supervisors", Kind.TEXT, "跟班监管人员", hint="任务9：有关安全监管人员跟班参加", folded=True, section="基本情况"),
        Field("audience", Kind.CHOICES, "对象", codes=("training_audience",), section="基本情况"),
        Field("content", Kind.LONG_TEXT, "内容", required=True, search=True, section="内容"),
        Field(
            "covered", Kind.ROWS, "涉及场所", copied=False, section="到场",
            rows=(
                Field("premises", Kind.REFERENCE, "场所", required=True, refers_to="premises"),
                Field("presence", Kind.CHOICE, "到场情况", codes=("training_presence",)),
                Field("person", Kind.PERSON, "到场人"),
            ),
        ),
        Field(
            "attendance", Kind.ROWS, "签到名单", sensitive=True, copied=False, section="到场",
            rows=(
                Field("name", Kind.PERSON, "姓名", required=True, personal=True),
                Field("unit", Kind.TEXT, "单位"),
                Field("phone", Kind.PHONE, "电话", personal=True),
                Field("identity", Kind.TEXT, "身份证号", personal=True, max_length=30),
            ),
        ),
        Field("headcount", Kind.INTEGER, "到场人数", copied=False, unit="人", maximum=1_000_000, list_width=90, pdf_width_mm=18, section="到场"),
        Field("expected", Kind.INTEGER, "应到人数", unit="人", maximum=1_000_000, section="到场"),
        Field("leaflets", Kind.INTEGER, "发放宣传材料", copied=False, unit="份", maximum=10_000_000, section="到场"),
        Field("signin", Kind.ATTACHMENTS, "签到表", section="到场"),
        Field("assessment", Kind.CHOICE, "考核方式", codes=("training_assessment",), initial="none", section="效果"),
        Field("passed", Kind.INTEGER, "合格人数", copied=False, unit="人", maximum=1_000_000, list_width=90, pdf_width_mm=18, section="效果"),
        Field("result", Kind.LONG_TEXT, "效果和后续", copied=False, section="效果"),
        Field("recorder", Kind.PERSON, "记录人", prefill=Prefill.CLERK, section="效果"),
        Field("cancel_reason", Kind.TEXT, "取消原因", max_length=300, by_action=True, section="变更"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="效果"),
        Field("materials", Kind.ATTACHMENTS, "培训材料", section="照片和材料"),
        Field("photos", Kind.ATTACHMENTS, "照片", section="照片和材料"),
    ),
)  # fmt: skip
