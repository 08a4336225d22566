"""Rows of a record in one cell, a line each, as this program writes them: 1. 类别：人防｜措施内容：每日巡查｜责任人：张伟明."""

from __future__ import annotations

import re

from db.spec.field import Field

_PART = re.compile(r"(?:[^\\｜]|\\.|\\$)+")
_ESCAPED = {"\\\\": "\\", "\\｜": "｜", "\\n": "\n"}
_ORDINAL = re.compile(r"\s*\d+\s*[.．、]\s*")


def labelled_rows(field: Field, text: str) -> list[dict[str, str]] | None:
    """The rows by the names of their fields; None when a line is not made of the labels of the field's rows."""
    names = {each.label: each.name for each in field.rows}
    rows = []
    for line in filter(str.strip, text.split("\n")):
        row = {}
        for part in _PART.findall(_ORDINAL.sub("", line, count=1)):
            label, sign, value = part.partition("：")
            if not sign or label.strip() not in names:
                return None
            row[names[label.strip()]] = re.sub(r"\\[\\｜n]", lambda found: _ESCAPED[found.group()], value)
        rows.append(row)
    return rows or None
