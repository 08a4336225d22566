"""Special-work certificates (part B10, plan task 19): six years long, reviewed every three.

Terms: 应急管理部令第19号, in force 2026-06-01 (令第30号 before it); the certificate of 特种设备 is another one.
"""

from __future__ import annotations

from datetime import date, timedelta

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values
from db.spec.text import plain_digits

IN_USE, WITHDRAWN = "in_use", "withdrawn"
VALID_YEARS, REVIEW_YEARS = 6, 3


def years_after(day: str, years: int) -> str:
    """The same day of the year that many years later; 29 February becomes 28. ISO text in and out."""
    start = date.fromisoformat(day)
    try:
        return start.replace(year=start.year + years).isoformat()
    except ValueError:
        return start.replace(year=start.year + years, day=28).isoformat()


def plain_number(typed: str) -> str:
    """A number as it is kept: half-width, upper case, without blanks."""
    return plain_digits(typed).upper().replace(" ", "")


def next_due(record: Values) -> str | None:
    """The day something must be done by: the review while it is outstanding, else the end of validity."""
    until, review = record.get("valid_until"), record.get("review_due")
    is_reviewed = bool(record.get("reviewed_on"))
    days = [each for each in (until, None if is_reviewed else review) if each]
    return min(days) if days else None


def _derive(record: Record) -> None:
    number = record.get("number")
    record["number"] = plain_number(number) if number else None
    start = record.get("valid_from")
    if start and not record.get("valid_until"):
        last = date.fromisoformat(years_after(start, VALID_YEARS)) - timedelta(days=1)
        record["valid_until"] = last.isoformat()
    if start and not record.get("review_due"):
        record["review_due"] = years_after(start, REVIEW_YEARS)
    record["due_on"] = next_due(record)


def _check(record: Values) -> list[Problem]:
    problems = []
    start, until = record.get("valid_from"), record.get("valid_until")
    if start and until and until < start:
        problems.append(Problem("valid_until", "date_before", {"label": "有效期至", "other": "有效期起"}))
    if not until:
        problems.append(Problem("valid_until", "required", {"label": "有效期至"}))
    if "*" in (record.get("number") or ""):
        problems.append(Problem("number", "number_is_masked", {"label": "证号"}))
    first = record.get("first_issued")
    if first and start and start < first:
        problems.append(Problem("valid_from", "date_before", {"label": "有效期起", "other": "初次领证日期"}))
    return problems


def _review(record: Record) -> str:
    _derive(record)
    return IN_USE


def _check_review(record: Values) -> list[Problem]:
    reviewed, start = record.get("reviewed_on"), record.get("valid_from")
    if reviewed and start and reviewed < start:
        return [Problem("reviewed_on", "date_before", {"label": "复审日期", "other": "有效期起"})]
    return []


def _renew(record: Record) -> str:
    """A new certificate begins: its end and its review follow from its first day."""
    record |= {
        "valid_from": record["renewed_from"],
        "valid_until": None,
        "review_due": None,
        "reviewed_on": None,
    }
    _derive(record)
    return IN_USE


SPECIAL_WORK_CERTIFICATE = RecordType(
    table="special_work_certificate",
    label="特种作业证",
    number_prefix="ZS",
    since=2,
    title_field="person",
    date_field="valid_from",
    due_field="due_on",
    statuses=(Status(IN_USE, "在用"), Status(WITHDRAWN, "已停用", is_open=False)),
    transitions=(
        Transition("review", "登记复审", (IN_USE,), ("reviewed_on", "scan"), ("reviewed_on",), _review, check=_check_review),
        Transition("renew", "登记换证", (IN_USE,), ("renewed_from", "scan"), ("renewed_from",), _renew),
        Transition(
            "withdraw", "停用", (IN_USE,), ("withdrawn_on", "withdraw_reason"), ("withdrawn_on", "withdraw_reason"),
            lambda record: WITHDRAWN,
        ),
    ),
    derive=_derive,
    check=_check,
    fields=(
        Field("person", Kind.PERSON, "姓名", required=True, search=True, personal=True, list_width=100, pdf_width_mm=20, section="持证人"),
        Field("premises", Kind.REFERENCE, "实际用人单位", refers_to="premises", list_width=170, pdf_width_mm=42, section="持证人"),
        Field("post", Kind.TEXT, "岗位", search=True, list_width=110, pdf_width_mm=22, section="持证人"),
        Field("phone", Kind.PHONE, "联系电话", personal=True, search=True, section="持证人"),
        Field("category", Kind.CHOICE, "作业类别", required=True, codes=("special_work_category",), list_width=150, pdf_width_mm=32, section="证书"),
        Field("item", Kind.TEXT, "准操项目", search=True, list_width=130, pdf_width_mm=30, section="证书"),
        Field("number", Kind.TEXT, "证号", copied=False, required=True, personal=True, sensitive=True, max_length=60, list_width=190, pdf_width_mm=40, section="证书"),
        Field("issued_by", Kind.TEXT, "发证机关", search=True, prefill=Prefill.LAST, section="证书"),
        Field("first_issued", Kind.DATE, "初次领证日期", copied=False, section="证书"),
        Field("valid_from", Kind.DATE, "有效期起", copied=False, list_width=100, pdf_width_mm=22, section="证书"),
        Field("valid_until", Kind.DATE, "有效期至", copied=False, list_width=100, pdf_width_mm=22, hint="不填时按六年推算", section="证书"),
        Field("review_due", Kind.DATE, "应复审日期", copied=False, list_width=100, pdf_width_mm=22, hint="不填时按三年推算", section="证书"),
        Field("reviewed_on", Kind.DATE, "复审日期", prefill=Prefill.TODAY, by_action=True, section="证书"),
        Field("renewed_from", Kind.DATE, "新证有效期起", by_action=True, section="证书"),
        Field("due_on", Kind.DATE, "下次到期", computed=True, section="证书"),
        Field("withdrawn_on", Kind.DATE, "停用日期", prefill=Prefill.TODAY, by_action=True, section="停用"),
        Field("withdraw_reason", Kind.TEXT, "停用原因", max_length=300, by_action=True, section="停用"),
        Field("scan", Kind.ATTACHMENTS, "证书扫描件", personal=True, sensitive=True, section="扫描件"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="证书"),
    ),
)  # fmt: skip
