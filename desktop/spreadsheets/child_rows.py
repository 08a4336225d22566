"""Child rows and attachments in one cell, a line each: `1. 措施：每日巡查｜责任人：张伟明`. Read again without loss.

Kept text never holds ｜ (it is folded to | when it is typed), so the parts need no quoting; what could be misread all
the same is written with a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from db.spec.field import Field, Kind

BETWEEN = "｜"
_ATTACHMENT = (("文件", "name"), ("说明", "caption"), ("拍摄", "taken_at"), ("校验", "sha256"))
_ESCAPES = {"\\": "\\\\", BETWEEN: "\\｜", "\n": "\\n"}
_ESCAPED = {"\\\\": "\\", "\\｜": BETWEEN, "\\n": "\n"}
_PART = re.compile(r"(?:[^\\｜]|\\.|\\$)+")
_ORDINAL = re.compile(r"\s*\d+[.．、]\s*")


def rows_text(field: Field, rows: list[Mapping[str, Any]], word: Callable[[Field, Any], str]) -> str:
    """The rows as lines of labelled parts, empty parts left out; `word` gives the text of one value."""
    if field.kind is Kind.ATTACHMENTS:
        parts = [[(label, str(row.get(name) or "")) for label, name in _ATTACHMENT] for row in rows]
    else:
        parts = [
            [
                (each.label, word(each, row.get(each.name)))
                for each in field.rows
                if row.get(each.name) is not None
            ]
            for row in rows
        ]
    lines = (BETWEEN.join(f"{label}：{_escaped(text)}" for label, text in row if text) for row in parts)
    return "\n".join(f"{ordinal}. {line}" for ordinal, line in enumerate(lines, 1))


def rows_from_text(field: Field, text: str) -> list[dict[str, str]] | None:
    """What `rows_text` was made of, each value as typed text under its field's name; None when a line is not of this
    form, so that whoever reads it can say so rather than lose it.
    """
    known = (
        dict(_ATTACHMENT)
        if field.kind is Kind.ATTACHMENTS
        else {each.label: each.name for each in field.rows}
    )
    rows = []
    for line in filter(str.strip, text.split("\n")):
        row: dict[str, str] = {}
        for part in _PART.findall(_ORDINAL.sub("", line, count=1)):
            label, sign, value = part.partition("：")
            if not sign or label.strip() not in known:
                return None
            row[known[label.strip()]] = _unescaped(value)
        rows.append(row)
    return rows


def _escaped(text: str) -> str:
    return re.sub(r"[\\｜\n]", lambda found: _ESCAPES[found.group()], text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\[\\｜n]", lambda found: _ESCAPED[found.group()], text)
