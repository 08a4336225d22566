"""Premises and entities on the committee's ground (part B7): one page each, from opening to closing."""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.text import plain_digits

_USC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USC_WORTHS = {each: place for place, each in enumerate(_USC_ALPHABET)}
_USC_CHARACTERS = frozenset(_USC_ALPHABET)
_USC_WEIGHTS = tuple(3**place % 31 for place in range(17))
_MISREAD = str.maketrans("OISZ", "0152")  # letters that no code has, and the figures they are mistaken for
CLOSING_STEPS = ("close", "move_out", "demolish")
_CLOSING_FIELDS = ("closed_on", "status_note", "handover_note")
_CHANGE_FIELDS = ("changed_on", "change_kind", "change_from", "change_to")


def usc_check_digit(first_17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015). Raises ValueError outside its alphabet."""
    try:
        worths = map(_USC_WORTHS.__getitem__, first_17)
        total = sum(worth * weight for worth, weight in zip(worths, _USC_WEIGHTS, strict=True))
    except KeyError as error:
        raise ValueError(f"{first_17!r} is no beginning of a credit code") from error
    return _USC_ALPHABET[-total % 31]


def usc_doubt(code: str) -> str | None:
    """Why a unified social credit code looks wrong: a message id, or None. A doubt warns and never blocks, because
    some genuine early codes fail the check (91350100M0001TGQXM)."""
    if len(code) != 18:
        return "usc_length"
    if not _USC_CHARACTERS.issuperset(code):
        return "usc_letters"
    return None if usc_check_digit(code[:17]) == code[17] else "usc_check_digit"


def usc_suggestion(code: str) -> str | None:
    """The code that is meant when O was written for 0 or I for 1, so that all is well; None when that mends nothing."""
    meant = code.translate(_MISREAD)
    return meant if meant != code and usc_doubt(meant) is None else None


def plain_usc(typed: str) -> str:
    """A credit code as it is kept: NFKC, capitals, no blanks."""
    return plain_digits(typed).upper().replace(" ", "")


def _derive(record: Record) -> None:
    record["usc"] = plain_usc(record["usc"]) if record.get("usc") else None
    doubt = usc_doubt(record["usc"]) if record["usc"] else None
    if record["usc"] and not record.get("usc_status"):
        record["usc_status"] = "to_verify" if doubt else "held"
    if not doubt:  # what was said of a doubtful code means nothing for a sound one
        record["usc_note"] = None


def _check(record: Values) -> list[Problem]:
    opened, closed = record.get("opened_on"), record.get("closed_on")
    if opened and closed and closed < opened:
        return [Problem("closed_on", "date_before", {"label": "关闭日期", "other": "开业日期"})]
    return []


def _has_own_rule(record: Values) -> bool:
    """A frequency other than the one that follows from type and flags (part A4) needs its reason."""
    return bool(record.get("drill_rule") or record.get("self_check_rule"))


def _record_change(record: Record) -> str:
    """A dated row of what changed; the risks assessed before that day want another look (part D)."""
    row = {"on": record["changed_on"], "kind": record["change_kind"]}
    row |= {"before": record.get("change_from"), "after": record["change_to"]}
    record["changes"] = [*(record.get("changes") or []), row]
    for name in _CHANGE_FIELDS:
        record[name] = None
    return str(record["status"])


def _closing(name: str, label: str, status: str) -> Transition:
    return Transition(
        name, label, ("operating", "suspended"), _CLOSING_FIELDS, ("closed_on", "status_note"), lambda record: status
    )  # fmt: skip


def last_changed_on(record: Values) -> str | None:
    """The day of the newest change of use, tenant, person or building; None when nothing ever changed."""
    return max((row["on"] for row in record.get("changes") or [] if row.get("on")), default=None)


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
            "record_change", "登记变更", ("operating", "suspended"), (*_CHANGE_FIELDS, "type", "main_person", "phone"),
            ("changed_on", "change_kind", "change_to"), _record_change,
        ),
        _closing("close", "关闭", "closed"),
        _closing("move_out", "迁出", "moved"),
        _closing("demolish", "拆除", "demolished"),
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
        Field("usc_note", Kind.TEXT, "信用代码核对", since=2, hint="代码核对不上但确实如此时写明", section="证照与分类"),
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
        Field("standardisation_level", Kind.CHOICE, "标准化等级", codes=("standardisation_level",), since=2, folded=True, section="证照与分类"),
        Field("standardisation_expires_on", Kind.DATE, "标准化有效期至", since=2, folded=True, section="证照与分类"),
        Field("area_m2", Kind.DECIMAL, "建筑面积", unit="㎡", list_width=80, section="建筑与设施"),
        Field("floors", Kind.INTEGER, "总层数", unit="层", section="建筑与设施"),
        Field("floor_no", Kind.TEXT, "所在楼层", section="建筑与设施"),
        Field("people_live_in", Kind.YES_NO, "是否住人", section="建筑与设施"),
        Field("gas_use", Kind.TEXT, "用气情况", hint="如：管道天然气、瓶装液化气、无", section="建筑与设施"),
        Field("gas_cylinders", Kind.INTEGER, "钢瓶数", unit="只", folded=True, section="建筑与设施"),
        Field("gas_alarm", Kind.YES_NO, "装有燃气报警器", folded=True, section="建筑与设施"),
        Field("gas_supplier", Kind.TEXT, "供气单位", search=True, since=2, folded=True, section="建筑与设施"),
        Field("gas_shutoff", Kind.YES_NO, "装有自动切断阀", since=2, folded=True, section="建筑与设施"),
        Field("extinguishers", Kind.INTEGER, "灭火器", unit="具", folded=True, section="建筑与设施"),
        Field("smoke_alarm", Kind.YES_NO, "装有烟感", folded=True, section="建筑与设施"),
        Field("fire_alarm", Kind.YES_NO, "装有自动报警系统", since=2, folded=True, section="建筑与设施"),
        Field("sprinkler", Kind.YES_NO, "装有喷淋", since=2, folded=True, section="建筑与设施"),
        Field("exits", Kind.INTEGER, "安全出口", unit="个", folded=True, section="建筑与设施"),
        Field("is_monitored", Kind.YES_NO, "接入监测系统", since=2, folded=True, hint="危化、粉尘、燃气等监测预警", section="建筑与设施"),
        Field("landlord", Kind.TEXT, "房东", search=True, personal=True, folded=True, section="租赁"),
        Field("landlord_phone", Kind.PHONE, "房东电话", search=True, personal=True, since=2, folded=True, section="租赁"),
        Field("landlord_premises", Kind.REFERENCE, "房东单位", refers_to="premises", since=2, folded=True, section="租赁"),
        Field(
            "lessees", Kind.ROWS, "承租人", personal=True, since=2, folded=True, section="租赁",
            rows=(
                Field("name", Kind.TEXT, "姓名或名称", required=True, personal=True),
                Field("phone", Kind.PHONE, "电话", personal=True),
                Field("starts_on", Kind.DATE, "起租"),
                Field("ends_on", Kind.DATE, "到期"),
            ),
        ),
        Field("lift_reg_no", Kind.TEXT, "电梯注册代码", search=True, since=2, folded=True, section="电梯、充电与自建房"),
        Field("lift_maintainer", Kind.TEXT, "电梯维保单位", since=2, folded=True, section="电梯、充电与自建房"),
        Field("lift_next_inspection_on", Kind.DATE, "电梯下次检验", folded=True, section="电梯、充电与自建房"),
        Field("ebike_spots", Kind.INTEGER, "电动自行车停放", unit="辆", since=2, folded=True, section="电梯、充电与自建房"),
        Field("ebike_chargers", Kind.INTEGER, "充电端口", unit="个", since=2, folded=True, section="电梯、充电与自建房"),
        Field("ebike_indoor", Kind.YES_NO, "在室内停放充电", since=2, folded=True, section="电梯、充电与自建房"),
        Field("self_built_storeys", Kind.INTEGER, "自建房层数", unit="层", since=2, folded=True, section="电梯、充电与自建房"),
        Field("self_built_usage", Kind.TEXT, "自建房用途", since=2, folded=True, section="电梯、充电与自建房"),
        Field("self_built_appraisal", Kind.CHOICE, "房屋鉴定等级", codes=("house_appraisal",), since=2, folded=True, section="电梯、充电与自建房"),
        Field("opened_on", Kind.DATE, "开业日期", folded=True, section="其他"),
        Field("closed_on", Kind.DATE, "关闭日期", by_action=True, section="其他"),
        Field("status_note", Kind.TEXT, "状态说明", by_action=True, section="其他"),
        Field("handover_note", Kind.LONG_TEXT, "移交说明", by_action=True, since=2, hint="未办结的事项交给谁、怎样跟踪", section="其他"),
        Field("changed_on", Kind.DATE, "变更日期", prefill=Prefill.TODAY, by_action=True, since=2, section="变更"),
        Field("change_kind", Kind.CHOICE, "变更事项", codes=("premises_change",), by_action=True, since=2, section="变更"),
        Field("change_from", Kind.TEXT, "变更前", max_length=300, by_action=True, since=2, section="变更"),
        Field("change_to", Kind.TEXT, "变更后", max_length=300, by_action=True, since=2, section="变更"),
        Field(
            "changes", Kind.ROWS, "变更记录", computed=True, since=2, section="变更",
            rows=(
                Field("on", Kind.DATE, "日期"), Field("kind", Kind.CHOICE, "事项", codes=("premises_change",)),
                Field("before", Kind.TEXT, "变更前", max_length=300), Field("after", Kind.TEXT, "变更后", max_length=300),
            ),
        ),
        Field("latitude", Kind.DECIMAL, "北纬", unit="度", maximum=90, since=2, folded=True, section="其他"),
        Field("longitude", Kind.DECIMAL, "东经", unit="度", maximum=180, since=2, folded=True, section="其他"),
        Field(
            "distinct_from", Kind.ROWS, "不是同一家", since=2, folded=True, section="其他",
            rows=(
                Field("no", Kind.TEXT, "场所编号", required=True), Field("name", Kind.TEXT, "名称"),
                Field("reason", Kind.TEXT, "理由", required=True),
            ),
        ),
        Field("merged_into", Kind.REFERENCE, "已合并到", refers_to="premises", computed=True, since=2, section="其他"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, section="其他"),
        Field("photos", Kind.ATTACHMENTS, "照片", section="照片"),
    ),
)  # fmt: skip
