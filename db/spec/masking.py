"""Telephones as they stand where nobody needs them whole: 138****5678 (domain part F; PIPL §6)."""

from __future__ import annotations

import re

from db.spec.field import Field


def masked_phones(text: str) -> str:
    """Each number of a stored telephone field with its middle as stars; a number of less than eight digits as stars only."""
    return "、".join(map(_masked_phone, text.split("、"))) if text else ""


def _masked_phone(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    if len(digits) < 8:
        return "*" * len(number)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def is_personal(field: Field) -> bool:
    """Whether the field holds personal data; of child rows when the list or a part of it does."""
    return field.personal or field.sensitive or any(is_personal(each) for each in field.rows)
