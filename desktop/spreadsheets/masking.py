"""Personal data in what goes out: enough left to recognise the line, not enough to know the person (个人信息保护法 §6).

A masked cell keeps a star, so that the import can tell it from something that was typed.
"""

from __future__ import annotations

from db.spec.field import Field, Kind
from db.spec.identity_number import masked_number
from db.spec.masking import masked_phones

LEFT_OUT = "（个人信息，未导出）*"


def masked(field: Field, text: str) -> str:
    """The text of a personal field as it goes out unasked: 张**, 139****0001, T310118********001X."""
    if not text:
        return ""
    if field.kind in (Kind.ROWS, Kind.ATTACHMENTS):
        return LEFT_OUT
    if field.kind is Kind.PHONE:
        return masked_phones(text)
    return masked_number(text) if field.sensitive else masked_name(text)


def masked_name(name: str) -> str:
    """The first character, and a star for each other (张**); of one character only the star."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*"
