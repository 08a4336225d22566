"""What is derived of a hazard and never stored: supervised, extended, repeated, and what the days ask for now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from db.spec import HAZARD
from db.spec.field import Values
from db.spec.hazard import AWAITING_RECHECK, ESCALATED, REGISTERED, is_major
from desktop.hazard_doubts import times_repeated
from desktop.office import Office
from ui.models.marks import Mark
from ui.theme.tokens import Tone


def hazard_flags(record: Values) -> list[str]:
    """The words that a list shows of a hazard: 督办, 延期, 重复, 重开."""
    reopened = record.get("times_reopened") or 0
    words = [
        "督办" if record.get("open_orders") else "",
        "延期" if record.get("extensions") else "",
        "重复" if record.get("repeat_of") else "",
        f"重开{reopened}次" if reopened else "",
    ]
    return [each for each in words if each]


def hazard_marks(office: Office, record: Values) -> tuple[Mark, ...]:
    """The further marks of a hazard's detail: what to do now first, then what happened to it."""
    return (*_due_now(office, record), *_history(office, record))


def _due_now(office: Office, record: Values) -> list[Mark]:
    if record.get("status") not in HAZARD.open_statuses:
        return []
    found = [_report_due(office, record)]
    if is_supervision_due(office, record):
        found.append(Mark("建议提请督办", Tone.DANGER, is_pill=True))
    if record["status"] == REGISTERED and not is_major(record):
        late = _days_since(office, str(record["created_at"])[:10]) > office.own_number("notify_days")
        found.append(Mark("该告知责任单位了", Tone.WAITING, is_pill=True) if late else None)
    if record["status"] == AWAITING_RECHECK and record.get("recheck_result") != "pass":
        late = _days_since(office, record.get("rectified_on")) > office.own_number("recheck_days")
        found.append(Mark("该复查了", Tone.WAITING, is_pill=True) if late else None)
    return [each for each in found if each]


def _report_due(office: Office, record: Values) -> Mark | None:
    """重大 and 疑似重大 are reported at once; the committee sets within how many hours (part D)."""
    if not is_major(record) or record.get("escalated_on"):
        return None
    hours = office.own_number("escalate_hours")
    registered = datetime.fromisoformat(str(record["created_at"])).replace(tzinfo=None)
    is_late = office.clock.now().replace(tzinfo=None) > registered + timedelta(hours=hours)
    return Mark(f"超过{hours}小时未上报" if is_late else f"{hours}小时内上报", Tone.DANGER, is_pill=True)


def is_supervision_due(office: Office, record: Values) -> bool:
    """逾期≥N and no order yet: the committee may ask for supervision (part D)."""
    late = _days_since(office, record.get("deadline")) >= office.own_number("supervise_after_days")
    return late and not record.get("open_orders")


def _history(office: Office, record: Values) -> list[Mark]:
    extensions, orders = record.get("extensions") or [], record.get("open_orders") or 0
    repeated, reopened = (
        times_repeated(office, record["id"]),
        record.get("times_reopened") or 0,
    )
    is_reported = record.get("escalated_on") and record.get("status") != ESCALATED
    words = [
        (f"督办中 {orders} 份", Tone.WAITING) if orders else None,
        ("已上报", Tone.ACTIVE) if is_reported else None,
        (f"延期 {len(extensions)} 次", Tone.WAITING) if extensions else None,
        ("重复发生", Tone.WAITING) if record.get("repeat_of") else None,
        (f"以后又发生 {repeated} 次", Tone.WAITING) if repeated else None,
        (f"重新打开 {reopened} 次", Tone.WAITING) if reopened else None,
    ]
    return [Mark(word, tone, is_pill=True) for word, tone in filter(None, words)]


def _days_since(office: Office, day: str | None) -> int:
    return (office.clock.today() - date.fromisoformat(day)).days if day else -1
