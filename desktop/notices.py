"""The wording of notices about a hazard, taken from its record; the clerk may change it before it is saved.

A committee informs, reminds and reports, it never orders (安全生产法 §75; 上海市居民委员会条例 §25–26).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from db.spec import HAZARD, NOTICE, PREMISES
from db.spec.code_tables import label_of
from db.spec.field import Values
from db.spec.hazard import is_major, lead_department
from db.spec.query import Query
from desktop.office import Office

INFORM, REPORT, RECHECK, EXTENSION = "inform", "report", "recheck", "extension"
KINDS = (INFORM, REPORT, RECHECK, EXTENSION)
_REPLY_DAYS = 3
_SHORT = 40


def notice_values(office: Office, hazard: Values, kind: str) -> dict[str, Any]:
    """What the form of a new notice starts with: kind, hazard, to whom, subject and body."""
    unit, person = _addressee(office, hazard, kind)
    today = office.clock.today()
    return {
        "kind": kind,
        "hazard": hazard["id"],
        "subject": _subject(hazard),
        "issued_on": today.isoformat(),
        "to_unit": unit,
        "to_person": person,
        "body": _BODIES[kind](office, hazard),
        "reply_by": (today + timedelta(days=_REPLY_DAYS)).isoformat() if kind == INFORM else None,
        "issued_by": office.clerk,
    }


def is_offered(hazard: Values, kind: str) -> bool:
    """Whether a notice of that kind makes sense for a hazard as it stands."""
    is_open = hazard.get("status") in HAZARD.open_statuses
    if kind == RECHECK:
        return bool(hazard.get("recheck_on"))
    return is_open and (kind != EXTENSION or bool(hazard.get("deadline")))


def evidence_from_notices(office: Office, hazard: Values, step: str) -> dict[str, Any]:
    """What the newest notice of a hazard already says for a step: 告知 by its 告知单, 上报 by the number of its 上报单."""
    kind = {"notify": INFORM, "escalate": REPORT}.get(step)
    query = Query(references={"hazard": hazard["id"]}, choices={"kind": (kind or "",)})
    ids = office.ids(NOTICE.table, query, 1) if kind else []
    if not ids:
        return {}
    notice = office.get(NOTICE.table, ids[0])
    if kind == REPORT:
        return {"escalated_to": notice["to_unit"], "escalated_doc_no": notice["no"]}
    told = {
        "notified_to": notice["delivered_to"] or notice["to_person"],
        "notified_on": notice["delivered_on"],
    }
    return {name: value for name, value in told.items() if value} | {
        "notify_mode": "written",
        "notify_note": f"{label_of(NOTICE.field('kind').codes, INFORM)} {notice['no']}",
    }


def _addressee(office: Office, hazard: Values, kind: str) -> tuple[str | None, str | None]:
    """Who gets it: the unit in charge, or for reports and applications the department that leads the category."""
    if kind in (REPORT, EXTENSION):
        street = str(office.committee.get("street_name") or "")
        return hazard.get("escalated_to") or f"{street}{lead_department(hazard.get('category') or '')}", None
    premises = office.get(PREMISES.table, hazard["premises"]) if hazard.get("premises") else {}
    unit = hazard.get("rect_unit") or premises.get("name")
    return unit, hazard.get("rect_person") or premises.get("main_person")


def _subject(hazard: Values) -> str:
    text = " ".join(str(hazard["description"]).split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def _inform(office: Office, hazard: Values) -> str:
    basis = f"相关依据：{hazard['basis']}。" if hazard.get("basis") else ""
    measures = hazard.get("measures") or "请结合实际采取措施，尽快消除隐患"
    until = f"建议在{_day(hazard['deadline'])}前完成。" if hazard.get("deadline") else "建议尽快完成。"
    interim = hazard.get("interim_measures") or "整改完成前请做好临时防范，必要时暂停使用、撤离人员"
    return _lines(
        f"{_found(office, hazard)}",
        f"隐患情况：{_sentence(hazard['description'])}{basis}",
        f"为防止发生事故，现将上述情况告知贵单位，请予重视并及时整改。整改建议：{_sentence(measures)}{until}",
        f"{_sentence(interim)}",
        "整改完成后请告知我们，我们将前来复查；整改中有困难的，也请及时联系。"
        "按照《安全生产法》第七十五条，发现的隐患我们会向有关部门报告。",
    )


def _report(office: Office, hazard: Values) -> str:
    level = label_of(("hazard_level",), hazard["level"])
    told = "尚未告知责任单位"
    if hazard.get("notified_on"):
        mode = label_of(("notify_mode",), hazard["notify_mode"])
        told = f"已于{_day(hazard['notified_on'])}以{mode}方式告知{hazard.get('notified_to') or '责任单位'}"
    done = "；".join(
        filter(None, (told, _bare(hazard.get("interim_measures")), _bare(hazard.get("rect_note"))))
    )
    wish = "请依职责核查、判定是否属于重大隐患，并指导处置。" if is_major(hazard) else "请依职责核查处置。"
    return _lines(
        f"一、基本情况：{_found(office, hazard)}隐患级别：{level}。",
        f"二、隐患现状：{_sentence(hazard['description'])}"
        + (f"判定依据：{_sentence(hazard['basis'])}" if hazard.get("basis") else ""),
        f"三、已做的工作：{done}。",
        f"四、报告事项：以上情况特此报告（《安全生产法》第七十五条）。{wish}",
    )


def _recheck(office: Office, hazard: Values) -> str:
    passed = hazard.get("recheck_result") == "pass"
    result = "已按要求整改，复查合格" if passed else "整改尚未到位，复查不合格"
    note = f"复查意见：{_sentence(hazard['recheck_note'])}" if hazard.get("recheck_note") else ""
    further = "" if passed else _further(hazard)
    rectified = f"{_sentence(hazard['rect_note'])}" if hazard.get("rect_note") else "见复查记录。"
    return _lines(
        f"{_found(office, hazard)}",
        f"隐患情况：{_sentence(hazard['description'])}",
        f"整改情况：{rectified}",
        f"复查情况：{_day(hazard['recheck_on'])}由{hazard.get('recheck_by') or '复查人'}到现场复查，{result}。{note}{further}",
    )


def _further(hazard: Values) -> str:
    until = f"，新的整改期限为{_day(hazard['deadline'])}" if hazard.get("deadline") else ""
    return f"请继续整改{until}，完成后告知我们再次复查。"


def _extension(office: Office, hazard: Values) -> str:
    measures = _sentence(hazard.get("measures") or "按整改方案进行")
    interim = _sentence(hazard.get("interim_measures") or "________________________")
    return _lines(
        f"{_found(office, hazard)}",
        f"隐患情况：{_sentence(hazard['description'])}",
        f"整改进展：{measures}原定整改期限为{_day(hazard['deadline'])}。",
        "延期理由：因________________________，原定期限内难以完成整改。",
        f"延期期间的防范措施：{interim}",
        "申请将整改期限延至____年__月__日，请予审批。",
    )


_BODIES: dict[str, Callable[[Office, Values], str]] = {
    INFORM: _inform, REPORT: _report, RECHECK: _recheck, EXTENSION: _extension,
}  # fmt: skip


def _found(office: Office, hazard: Values) -> str:
    place = office.title(PREMISES.table, hazard["premises"]) if hazard.get("premises") else ""
    where = "".join(dict.fromkeys(filter(None, (place, hazard.get("location"))))) or "辖区内"
    category = label_of(("hazard_category",), hazard["category"]) if hazard.get("category") else ""
    kind = f"{category}类" if category and category != "其他" else ""
    return (
        f"{_day(hazard['found_on'])}，{office.committee['name']}在{where}排查发现一处{kind}安全隐患"
        f"（编号 {hazard['no']}）。"
    )


def _day(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"


def _bare(text: str | None) -> str:
    return str(text or "").strip().rstrip("。；")


def _sentence(text: str) -> str:
    return f"{_bare(text)}。"


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
