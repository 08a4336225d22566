"""Premises and entities on the committee's ground (part B7): one page each."""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.text import plain_digits

_USC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USC_WEIGHTS = tuple(3**place % 31 for place in range(17))


def usc_check_digit(first_17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015). Raises ValueError outside its alphabet."""
    total = sum(
        _USC_ALPHABET.index(each) * weight for each, weight in zip(first_17, _USC_WEIGHTS, strict=True)
    )
    return _USC_ALPHABET[-total % 31]


def usc_doubt(code: str) -> str | None:
    """Why a unified social credit code looks wrong: a message id, or None. A doubt warns and never blocks, because
    some genuine early codes fail the check (91350100M0001TGQXM)."""
    if len(code) != 18:
        return "usc_length"
    if set(code) - set(_USC_ALPHABET):
        return "usc_letters"
    return None if usc_check_digit(code[:17]) == code[17] else "usc_check_digit"


def _derive(record: Record) -> None:
    code = record.get("usc")
    record["usc"] = plain_digits(code).upper().replace(" ", "") if code else None
    if record["usc"] and not record.get("usc_status"):
        record["usc_status"] = "to_verify" if usc_doubt(record["usc"]) else "held"


def _check(record: Values) -> list[Problem]:
    opened, closed = record.get("opened_on"), record.get("closed_on")
    if opened and closed and closed < opened:
        return [Problem("closed_on", "date_before", {"label": "关闭日期", "other": "开业日期"})]
    return []


def _has_own_rule(record: Values) -> bool:
    """A frequency other than the one that follows from type and flags (part A4) needs its reason."""
    return bool(record.get("drill_rule") or record.get("self_check_rule"))


PREMISES = RecordType(
    table="premises",
    label="场所",
    number_prefix="CS",
    title_field="name",
    statuses=(
        Status("operating", "在营"),
        Status("suspended", "停业"),
        Status("closed", "关闭", is_open=False),
        Status("moved", "迁出", is_open=False),
        Status("demolished", "拆除", is_open=False),
    ),
    transitions=(
        Transition("suspend", "停业", ("operating",), ("status_note",), ("status_note",), lambda record: "suspended"),
        Transition("resume", "恢复营业", ("suspended",), ("status_note",), (), lambda record: "operating"),
        Transition(
            "close", "关闭", ("operating", "suspended"), ("closed_on", "status_note"), ("closed_on", "status_note"),
            lambda record: "closed",
        ),
        Transition(
            "move_out", "迁出", ("operating", "suspended"), ("closed_on", "status_note"), ("closed_on", "status_note"),
            lambda record: "moved",
        ),
        Transition(
            "demolish", "拆除", ("operating", "suspended"), ("closed_on", "status_note"), ("closed_on", "status_note"),
            lambda record: "demolished",
        ),
    ),
    derive=_derive,
    check=_check,
    fields=(
        Field("name", Kind.TEXT, "名称", required=True, search=True, list_width=200, pdf_width_mm=45, section="基本情况"),
        Field("short_name", Kind.TEXT, "简称、别名", search=True, folded=True, section="基本情况"),
        Field("type", Kind.CHOICE, "类型", required=True, codes=("premises_type",), list_width=130, pdf_width_mm=24, section="基本情况"),
        Field("address", Kind.TEXT, "地址（门牌）", required=True, search=True, list_width=220, pdf_width_mm=55, section="基本情况"),
        Field("grid", Kind.TEXT, "网格/楼栋", search=True, prefill=Prefill.LAST, section="基本情况"),
        Field("main_person", Kind.PERSON, "主要负责人", required=True, search=True, personal=True, list_width=90, pdf_width_mm=20, section="人员"),
        Field("phone", Kind.PHONE, "联系电话", search=True, personal=True, list_width=120, pdf_width_mm=28, section="人员"),
        Field("actual_controller", Kind.PERSON, "实际控制人", search=True, personal=True, folded=True, section="人员"),
        Field("legal_rep", Kind.PERSON, "法定代表人", personal=True, folded=True, section="人员"),
        Field("safety_officer", Kind.PERSON, "安全管理人员", personal=True, folded=True, section="人员"),
        Field("employees", Kind.INTEGER, "从业人数", unit="人", section="人员"),
        Field("dorm_people", Kind.INTEGER, "住宿人数", unit="人", folded=True, section="人员"),
        Field("usc", Kind.TEXT, "统一社会信用代码", search=True, max_length=40, section="证照与分类"),
        Field("usc_status", Kind.CHOICE, "信用代码情况", codes=("usc_status",), section="证照与分类"),
        Field("flags", Kind.CHOICES, "标签", codes=("premises_flag",), section="证照与分类"),
        Field("campaign_group", Kind.CHOICE, "专项整治分组", codes=("campaign_group",), section="证照与分类"),
        Field("industry", Kind.TEXT, "行业", folded=True, section="证照与分类"),
        Field("drill_rule", Kind.CHOICE, "疏散演练频次（单独规定）", codes=("duty_period",), since=2, folded=True, hint="不填的按场所类型和标签适用规定", section="证照与分类"),
        Field("self_check_rule", Kind.CHOICE, "负责人自查频次（单独规定）", codes=("duty_period",), since=2, folded=True, hint="不填的按场所类型和标签适用规定", section="证照与分类"),
        Field("rule_reason", Kind.TEXT, "单独规定的理由", since=2, required_if=_has_own_rule, max_length=300, folded=True, section="证照与分类"),
        Field(
            "licences", Kind.ROWS, "许可证照", folded=True, section="证照与分类",
            rows=(
                Field("kind", Kind.TEXT, "种类", required=True),
                Field("no", Kind.TEXT, "编号"),
                Field("expires_on", Kind.DATE, "有效期至"),
            ),
        ),
        Field("area_m2", Kind.DECIMAL, "建筑面积", unit="㎡", list_width=80, section="建筑与设施"),
        Field("floors", Kind.INTEGER, "总层数", unit="层", section="建筑与设施"),
        Field("floor_no", Kind.TEXT, "所在楼层", section="建筑与设施"),
        Field("people_live_in", Kind.YES_NO, "是否住人", section="建筑与设施"),
        Field("gas_use", Kind.TEXT, "用气情况", hint="如：管道天然气、瓶装液化气、无", section="建筑与设施"),
        Field("gas_cylinders", Kind.INTEGER, "钢瓶数", unit="只", folded=True, section="建筑与设施"),
        Field("gas_alarm", Kind.YES_NO, "装有燃气报警器", folded=True, section="建筑与设施"),
        Field("extinguishers", Kind.INTEGER, "灭火器", unit="具", folded=True, section="建筑与设施"),
        Field("smoke_alarm", Kind.YES_NO, "装有烟感", folded=True, section="建筑与设施"),
        Field("exits", Kind.INTEGER, "安全出口", unit="个", folded=True, section="建筑与设施"),
        Field("landlord", Kind.TEXT, "房东", search=True, personal=True, folded=True, section="建筑与设施"),
        Field("lift_next_inspection_on", Kind.DATE, "电梯下次检验", folded=True, section="建筑与设施"),
        Field("opened_on", Kind.DATE, "开业日期", folded=True, section="其他"),
        Field("closed_on", Kind.DATE, "关闭日期", by_action=True, section="其他"),
        Field("status_note", Kind.TEXT, "状态说明", by_action=True, section="其他"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, section="其他"),
        Field("photos", Kind.ATTACHMENTS, "照片", section="照片"),
    ),
)  # fmt: skip
