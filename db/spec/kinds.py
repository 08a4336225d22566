"""Each kind of field: what people type becomes the stored form or a problem, and the stored form becomes text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from db.errors import InvalidRecord, Problem
from db.spec.code_tables import find_code, label_of
from db.spec.dates import NotADate, parse_date, parse_date_time
from db.spec.field import Field, Kind
from db.spec.identity_number import masked_number
from db.spec.numbers import NotANumber, decimal_text, parse_money, parse_number, parse_whole
from db.spec.text import many_lines, one_line, plain_digits, search_form
from db.value import Value

YES = frozenset(search_form(word) for word in "√ ✓ ✔ ☑ 是 有 对 y yes true 1".split())
NO = frozenset(search_form(word) for word in "× ✗ ✘ ✕ x 否 无 没有 不 n no false 0".split())
_BLANK = frozenset(("", "—", "-", "--", "——", "/"))
_MAX_LENGTH = {Kind.TEXT: 200, Kind.LONG_TEXT: 4000, Kind.PERSON: 60, Kind.PHONE: 60}
_phone_parts = re.compile(r"[、,/;，；]").split
_is_phone = re.compile(r"\+?[\d*()\-–—]{3,20}(?:(?:转|x|-)\d{1,6})?").fullmatch
_SHA256 = r"[0-9a-f]{64}"


class Reading(Value):
    """What parsing may need to know: today, and how a typed reference becomes a record id (None: no such record)."""

    today: date
    find_reference: Callable[[str, str], str | None] = lambda table, text: None


def parse(field: Field, typed: Any, reading: Reading) -> Any:
    """The stored form of what was typed, pasted or read from JSON; None when it is empty.

    Raises InvalidRecord with the field's problems.
    """
    if typed is None or (
        field.kind not in _PROSE and isinstance(typed, str) and plain_digits(typed) in _BLANK
    ):
        return None
    value = _PARSERS[field.kind](field, typed, reading)
    return None if value in ("", []) else value


def show(field: Field, value: Any, reference_title: Callable[[str, str], str] = lambda table, id: id) -> str:
    """The value as a clerk reads it; "" when there is none. Money keeps two decimals, dates are 2024-04-07, and a
    sensitive number is masked.
    """
    if value is None:
        return ""
    shower = _SHOWERS.get(field.kind)
    if field.kind is Kind.REFERENCE:
        return reference_title(field.refers_to, value)
    if field.kind is Kind.ROWS:
        return _show_rows(field, value, reference_title)
    if field.sensitive and isinstance(value, str):
        return masked_number(value)
    return shower(field, value) if shower else str(value)


def _refuse(field: Field, message_id: str, **params: object) -> InvalidRecord:
    return InvalidRecord([Problem(field.name, message_id, {"label": field.label, **params})])


def _text(field: Field, typed: Any, reading: Reading) -> str:
    if not isinstance(typed, str):
        if isinstance(typed, bool | list | dict):
            raise _refuse(field, "text_expected")
        typed = str(typed)
    text = many_lines(typed) if field.kind is Kind.LONG_TEXT else one_line(typed)
    limit = longest(field)
    if len(text) > limit:
        raise _refuse(field, "text_too_long", limit=limit, length=len(text))
    return text


def longest(field: Field) -> int:
    """How many characters a text of the field may have."""
    return field.max_length or _MAX_LENGTH.get(field.kind, 200)


def _phone(field: Field, typed: Any, reading: Reading) -> str:
    if isinstance(typed, str) and typed.isascii() and typed.isdigit() and 3 <= len(typed) <= 20:
        return typed  # nearly all are nothing but digits
    text = _text(field, plain_digits(str(typed)).replace(" ", ""), reading)
    numbers = [part for part in _phone_parts(text) if part]
    if not all(map(_is_phone, numbers)):
        raise _refuse(field, "phone_unreadable", typed=text)
    return "、".join(numbers)


def _integer(field: Field, typed: Any, reading: Reading) -> int:
    try:
        number = parse_whole(str(typed))
    except NotANumber:
        raise _refuse(field, "whole_number_expected", typed=str(typed)) from None
    _check_range(field, Decimal(number))
    return number


def _decimal(field: Field, typed: Any, reading: Reading) -> str:
    try:
        number = parse_money(str(typed)) if field.kind is Kind.MONEY else parse_number(str(typed))[0]
    except NotANumber:
        raise _refuse(field, "number_expected", typed=str(typed)) from None
    _check_range(field, number)
    return decimal_text(number)


def _check_range(field: Field, number: Decimal) -> None:
    minimum = 0 if field.minimum is None else field.minimum
    if number < minimum:
        raise _refuse(field, "number_too_small", minimum=minimum)
    if number > (field.maximum or 999_999_999):
        raise _refuse(field, "number_too_large", maximum=field.maximum or 999_999_999)


def _date(field: Field, typed: Any, reading: Reading) -> str:
    try:
        return parse_date(str(typed), reading.today).isoformat()
    except NotADate as error:
        raise _refuse(field, error.problem_id, **error.params) from None


def _date_time(field: Field, typed: Any, reading: Reading) -> str:
    try:
        return parse_date_time(str(typed), reading.today).isoformat(timespec="minutes")
    except NotADate as error:
        raise _refuse(field, error.problem_id, **error.params) from None


def _choice(field: Field, typed: Any, reading: Reading) -> str:
    found = find_code(field.codes, str(typed))
    if not found:
        raise _refuse(field, "choice_unknown", typed=str(typed))
    return found.code


def _choices(field: Field, typed: Any, reading: Reading) -> list[str]:
    parts: Sequence[Any] = typed if isinstance(typed, list) else _listed(field, str(typed))
    codes = [_choice(field, part, reading) for part in parts if str(part).strip()]
    return list(dict.fromkeys(codes))


def _listed(field: Field, typed: str) -> list[str]:
    """The words of a list; 、 may also stand inside one (“外包、劳务派遣和灵活用工人员”)."""
    parts = re.split(r"[,，;；\n]", typed)
    return [word for part in parts for word in ([part] if find_code(field.codes, part) else part.split("、"))]


def _yes_no(field: Field, typed: Any, reading: Reading) -> bool:
    if isinstance(typed, bool):
        return typed
    word = search_form(str(typed))
    if word in YES or word in NO:
        return word in YES
    raise _refuse(field, "yes_or_no_expected", typed=str(typed))


def _reference(field: Field, typed: Any, reading: Reading) -> str:
    found = reading.find_reference(field.refers_to, one_line(str(typed)))
    if not found:
        raise _refuse(field, "reference_unknown", typed=str(typed))
    return found


def _attachments(field: Field, typed: Any, reading: Reading) -> list[dict[str, Any]]:
    if not isinstance(typed, list) or not all(_is_attachment(each) for each in typed):
        raise _refuse(field, "attachments_expected")
    return [
        {"sha256": each["sha256"], "name": one_line(each.get("name") or ""),
         "caption": one_line(each.get("caption") or "")[:200], "taken_at": each.get("taken_at")}
        for each in typed
    ]  # fmt: skip


def _is_attachment(each: Any) -> bool:
    return isinstance(each, Mapping) and bool(re.fullmatch(_SHA256, str(each.get("sha256"))))


def _rows(field: Field, typed: Any, reading: Reading) -> list[dict[str, Any]]:
    if not isinstance(typed, list) or not all(isinstance(row, Mapping) for row in typed):
        raise _refuse(field, "rows_expected")
    problems: list[Problem] = []
    rows = [_row(field, index, row, reading, problems) for index, row in enumerate(typed)]
    if problems:
        raise InvalidRecord(problems)
    return [row for row in rows if any(value is not None for value in row.values())]


def _row(
    parent: Field, index: int, typed: Mapping[str, Any], reading: Reading, problems: list[Problem]
) -> dict[str, Any]:
    known = {field.name for field in parent.rows}
    problems += [
        Problem(parent.name, "field_unknown", {"name": name}, index) for name in typed if name not in known
    ]
    row: dict[str, Any] = {}
    refused: set[str] = set()
    for field in parent.rows:
        row[field.name] = None
        try:
            row[field.name] = parse(field, typed.get(field.name), reading)
        except InvalidRecord as error:
            refused.add(field.name)
            problems += [Problem(parent.name, each.message_id, each.params, index) for each in error.problems]
    if refused or any(value is not None for value in row.values()):
        missing = [
            each
            for each in parent.rows
            if each.required and row[each.name] is None and each.name not in refused
        ]
        problems += [Problem(parent.name, "required", {"label": field.label}, index) for field in missing]
    return row


_PROSE = frozenset((Kind.TEXT, Kind.LONG_TEXT, Kind.ATTACHMENTS, Kind.ROWS))
_PARSERS: dict[Kind, Callable[[Field, Any, Reading], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.PERSON: _text,
    Kind.PHONE: _phone,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _decimal,
    Kind.DATE: _date,
    Kind.DATE_TIME: _date_time,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.REFERENCE: _reference,
    Kind.ATTACHMENTS: _attachments,
    Kind.ROWS: _rows,
}


def _show_money(field: Field, value: Any) -> str:
    amount = Decimal(value)
    return format(amount, "f") if amount.as_tuple().exponent < -2 else format(amount, ".2f")  # type: ignore[operator]


def _show_rows(field: Field, value: Any, reference_title: Callable[[str, str], str]) -> str:
    texts = [
        "，".join(
            filter(
                None,
                (show(each, row.get(each.name), reference_title) for each in field.rows if not each.folded),
            )
        )
        for row in value
    ]
    return (
        "\n".join(f"{index}. {text}" for index, text in enumerate(texts, 1))
        if len(texts) > 1
        else "".join(texts)
    )


_SHOWERS: dict[Kind, Callable[[Field, Any], str]] = {
    Kind.MONEY: _show_money,
    Kind.CHOICE: lambda field, value: label_of(field.codes, value),
    Kind.CHOICES: lambda field, value: "、".join(label_of(field.codes, each) for each in value),
    Kind.YES_NO: lambda field, value: "是" if value else "否",
    Kind.DATE_TIME: lambda field, value: value.replace("T", " "),
    Kind.ATTACHMENTS: lambda field, value: f"{len(value)} 份",
}
