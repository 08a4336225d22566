"""Tips (part B8, D): what was told, never by whom. Who told is sealed apart (`db.tips`, `desktop.tips`).

Source: 安全生产法 §73–76, 青夏街〔2024〕13号 task 24. A tip never goes into a package; its hazard says 群众举报 only.
"""

from __future__ import annotations

from datetime import date, timedelta

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.own_settings import own_setting

REGISTERED, VERIFYING, DECLINED, REFERRED = "registered", "verifying", "declined", "referred"
VERIFIED, REPLIED, CLOSED, PURGED = "verified", "replied", "closed", "purged"
CONFIRMED = ("true", "partly")
_AFTER_SCREENING = {"accept": VERIFYING, "refer": REFERRED, "decline": DECLINED}


def is_confirmed(record: Values) -> bool:
    """Whether what was told was found to be so, at least in part."""
    return record.get("verify_result") in CONFIRMED


def _derive(record: Record) -> None:
    """The day of receipt, the day to be done by, and photos without the names their files had."""
    received = record.get("received_at")
    record["received_on"] = received[:10] if received else None
    if received and not record.get("due_on"):
        days = own_setting("tip_days").default
        record["due_on"] = (date.fromisoformat(received[:10]) + timedelta(days=days)).isoformat()
    record["photos"] = [
        each | {"name": neutral_photo_name(each.get("name") or "", place)}
        for place, each in enumerate(record.get("photos") or [], 1)
    ] or None


def neutral_photo_name(name: str, place: int) -> str:
    """举报照片1.jpg: a phone names files after people and chats, and the name travels with the photo."""
    suffix = name.rpartition(".")[2].lower() if "." in name else "jpg"
    return f"举报照片{place}.{suffix if suffix.isalnum() and len(suffix) <= 4 else 'jpg'}"


def _before(record: Values, field: str, other: str, label: str, other_label: str) -> list[Problem]:
    value, reference = record.get(field), record.get(other)
    if value and reference and value < reference:
        return [Problem(field, "date_before", {"label": label, "other": other_label})]
    return []


def _needed(record: Values, labels: dict[str, str]) -> list[Problem]:
    return [Problem(name, "required", {"label": labels[name]}) for name in labels if not record.get(name)]


def _check(record: Values) -> list[Problem]:
    return _before(record, "due_on", "received_on", "办结期限", "接报日期")


def _check_screening(record: Values) -> list[Problem]:
    needed = {
        "decline": {"screening_reason": "理由"},
        "refer": {"referred_to": "转往单位", "referred_on": "转办日期"},
    }.get(record.get("screening") or "", {})
    return _needed(record, needed) + _before(record, "screened_on", "received_on", "初核日期", "接报日期")


def _check_referral(record: Values) -> list[Problem]:
    return _before(record, "referred_on", "received_on", "转办日期", "接报日期")


def _check_result(record: Values) -> list[Problem]:
    problems = _before(record, "verified_on", "received_on", "核实日期", "接报日期")
    if record.get("verify_result") and record["verify_result"] != "true":
        problems += _needed(record, {"verify_note": "核实情况"})
    return problems


def _needs_hazard(record: Values) -> Problem | None:
    is_open_end = is_confirmed(record) and not record.get("hazard") and not record.get("referred_on")
    return Problem(None, "tip_hazard_missing") if is_open_end else None


def _check_reply(record: Values) -> list[Problem]:
    problems = _before(record, "replied_on", "received_on", "答复日期", "接报日期")
    return problems + (
        _needed(record, {"reply": "答复内容"}) if record.get("reply_outcome") == "told" else []
    )


def _check_reward(record: Values) -> list[Problem]:
    if record.get("reward_result") != "paid":
        return []
    return _needed(record, {"reward_yuan": "奖励金额", "rewarded_on": "发放日期"})


def _reward(record: Record) -> str:
    if record["reward_result"] != "paid":
        record["reward_yuan"] = record["rewarded_on"] = None
    return str(record["status"])


def _check_closing(record: Values) -> list[Problem]:
    return _before(record, "closed_on", "replied_on", "办结日期", "答复日期")


TIP = RecordType(
    table="tip",
    label="举报",
    number_prefix="JB",
    since=2,
    in_package=False,
    title_field="target",
    date_field="received_on",
    due_field="due_on",
    statuses=(
        Status(REGISTERED, "已登记"), Status(VERIFYING, "核实中"), Status(DECLINED, "不受理"), Status(REFERRED, "已转办"),
        Status(VERIFIED, "已核实"), Status(REPLIED, "已答复"), Status(CLOSED, "已办结", is_open=False),
        Status(PURGED, "身份已清除", is_open=False),
    ),
    derive=_derive,
    check=_check,
    transitions=(
        Transition(
            "screen", "初核", (REGISTERED,),
            ("screened_on", "screened_by", "screening", "screening_reason", "referred_to", "referred_on"),
            ("screened_on", "screened_by", "screening"), lambda record: _AFTER_SCREENING[record["screening"]],
            check=_check_screening,
        ),
        Transition(
            "verify", "登记核实结果", (VERIFYING, REFERRED), ("verified_on", "verified_by", "verify_result", "verify_note"),
            ("verified_on", "verified_by", "verify_result"), lambda record: VERIFIED, check=_check_result,
        ),
        Transition(
            "refer", "转办", (VERIFYING, VERIFIED), ("referred_on", "referred_to"), ("referred_on", "referred_to"),
            lambda record: REFERRED, check=_check_referral,
        ),
        Transition(
            "reply", "登记答复", (DECLINED, REFERRED, VERIFIED), ("replied_on", "reply_outcome", "reply"),
            ("replied_on", "reply_outcome"), lambda record: REPLIED, guard=_needs_hazard, check=_check_reply,
        ),
        Transition(
            "close", "办结", (REPLIED,), ("closed_on", "closed_by"), ("closed_on", "closed_by"),
            lambda record: CLOSED, check=_check_closing,
        ),
        Transition(
            "reward", "登记奖励", (REPLIED, CLOSED), ("reward_result", "reward_yuan", "rewarded_on"), ("reward_result",),
            _reward, check=_check_reward,
        ),
    ),
    fields=(
        Field("received_at", Kind.DATE_TIME, "接报时间", required=True, copied=False, section="登记"),
        Field("received_on", Kind.DATE, "接报日期", computed=True, list_width=100, section="登记"),
        Field("channel", Kind.CHOICE, "举报渠道", required=True, codes=("tip_channel",), list_width=90, section="登记"),
        Field("target", Kind.TEXT, "举报对象", required=True, search=True, max_length=200, hint="单位、场所或地点", list_width=240, section="登记"),
        Field("premises", Kind.REFERENCE, "涉及场所", refers_to="premises", section="登记"),
        Field("content", Kind.LONG_TEXT, "举报内容", required=True, search=True, max_length=2000, section="登记"),
        Field("photos", Kind.ATTACHMENTS, "现场照片", neutral_names=True, hint="不要放写有举报人姓名的信件", section="登记"),
        Field("handler", Kind.PERSON, "经办人", required=True, prefill=Prefill.CLERK, list_width=80, section="登记"),
        Field("due_on", Kind.DATE, "办结期限", copied=False, list_width=110, section="登记"),
        Field("screened_on", Kind.DATE, "初核日期", prefill=Prefill.TODAY, by_action=True, section="初核"),
        Field("screened_by", Kind.PERSON, "初核人", by_action=True, section="初核"),
        Field("screening", Kind.CHOICE, "初核意见", codes=("tip_screening",), by_action=True, section="初核"),
        Field("screening_reason", Kind.TEXT, "理由", max_length=500, by_action=True, hint="不受理时必填", section="初核"),
        Field("referred_to", Kind.TEXT, "转往单位", by_action=True, search=True, hint="转办时必填", section="初核"),
        Field("referred_on", Kind.DATE, "转办日期", by_action=True, hint="转办时必填", section="初核"),
        Field("verified_on", Kind.DATE, "核实日期", prefill=Prefill.TODAY, by_action=True, section="核实"),
        Field("verified_by", Kind.PERSON, "核实人", by_action=True, section="核实"),
        Field("verify_result", Kind.CHOICE, "核实结果", codes=("tip_result",), by_action=True, list_width=90, section="核实"),
        Field("verify_note", Kind.LONG_TEXT, "核实情况", by_action=True, hint="不属实、部分属实或无法核实时必填", section="核实"),
        Field("hazard", Kind.REFERENCE, "生成的隐患", refers_to="hazard", computed=True, section="核实"),
        Field("replied_on", Kind.DATE, "答复日期", prefill=Prefill.TODAY, by_action=True, section="答复"),
        Field("reply_outcome", Kind.CHOICE, "答复情况", codes=("tip_reply",), by_action=True, section="答复"),
        Field("reply", Kind.LONG_TEXT, "答复内容", by_action=True, hint="不要写举报人的姓名和电话", section="答复"),
        Field("reward_result", Kind.CHOICE, "奖励情况", codes=("tip_reward",), by_action=True, section="奖励"),
        Field("reward_yuan", Kind.DECIMAL, "奖励金额", unit="元", minimum=0, by_action=True, section="奖励"),
        Field("rewarded_on", Kind.DATE, "发放日期", by_action=True, section="奖励"),
        Field("closed_on", Kind.DATE, "办结日期", prefill=Prefill.TODAY, by_action=True, section="办结"),
        Field("closed_by", Kind.PERSON, "办结审核人", by_action=True, section="办结"),
        Field(
            "openings", Kind.ROWS, "查看身份记录", computed=True, section="身份",
            rows=(
                Field("at", Kind.TEXT, "时间"), Field("who", Kind.PERSON, "查看人"),
                Field("reason", Kind.TEXT, "理由", max_length=300),
            ),
        ),
        Field("purged_on", Kind.DATE, "身份清除日期", computed=True, section="身份"),
        Field("purge_reason", Kind.TEXT, "清除理由", max_length=300, computed=True, section="身份"),
    ),
)  # fmt: skip
