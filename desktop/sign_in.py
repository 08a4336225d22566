"""A sign-in sheet pasted from Excel, WPS or a chat: names, units and telephones; identity numbers stay behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from db.spec.identity_number import identity_number, masked_identity_number
from db.spec.text import one_line, plain_digits, search_form

LONGEST_NAME = 60
_HEADERS = {
    "name": ("姓名", "名字", "参加人", "参加人员", "参演人员", "签到人", "人员"),
    "unit": ("单位", "部门", "楼栋", "住址", "地址", "门牌", "小区", "工作单位", "所在单位"),
    "phone": ("电话", "手机", "联系电话", "联系方式", "手机号", "手机号码", "电话号码"),
    "identity": ("身份证", "身份证号", "身份证号码", "证件号", "证件号码"),
    "other": ("序号", "编号", "签名", "签字", "备注", "性别", "年龄", "日期", "时间", "职务"),
}
_COLUMN_OF = {search_form(word): column for column, words in _HEADERS.items() for word in words}
_TOTALS = frozenset(search_form(word) for word in ("合计", "总计", "小计", "共计"))
_PHONE = r"(?:\+?86)?1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}"


@dataclass(frozen=True)
class Attendee:
    """One person of the sheet; `identity` is the whole number as pasted, "" when there was none."""

    name: str
    unit: str = ""
    phone: str = ""
    identity: str = ""

    def row(self, *, keeps_identity: bool) -> dict[str, str]:
        """The child row of a drill; the identity number only masked, and only when it was asked for."""
        filled = {"name": self.name, "unit": self.unit, "phone": self.phone}
        if keeps_identity and self.identity:
            filled["identity"] = masked_identity_number(self.identity)
        return {name: value for name, value in filled.items() if value}


@dataclass(frozen=True)
class PastedSheet:
    """The people found in what was pasted, the lines nobody could be read from, and the people named twice."""

    attendees: tuple[Attendee, ...]
    unread: tuple[str, ...]
    repeated: tuple[str, ...]

    @property
    def identities(self) -> int:
        """How many identity numbers were pasted along."""
        return sum(bool(each.identity) for each in self.attendees)


def read_sheet(text: str) -> PastedSheet:
    """The sheet in a pasted text: one line a person, cells by tabs (else by commas, 、 or blanks)."""
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    lines = lines[
        next((place for place, line in enumerate(lines) if _heads(_cells(line))), 0) :
    ]  # title lines go
    columns: list[str] | None = None
    found: list[Attendee] = []
    unread: list[str] = []
    repeated: list[str] = []
    for line in lines:
        cells = _cells(line)
        if heads := _heads(cells):
            columns = heads
        elif search_form(next((each for each in cells if each), "")) not in _TOTALS:
            attendee = _attendee(cells, columns)
            if attendee is None:
                unread.append(line.strip())
            elif attendee in found:
                repeated.append(attendee.name)
            else:
                found.append(attendee)
    return PastedSheet(tuple(found), tuple(unread), tuple(repeated))


def _cells(line: str) -> list[str]:
    parts = line.split("\t") if "\t" in line else re.split(r"[,，、;；]|\s{1,}", line.strip())
    return [one_line(each) for each in parts]


def _heads(cells: Sequence[str]) -> list[str] | None:
    known = [_COLUMN_OF.get(search_form(cell), "") for cell in cells]
    return [each or "other" for each in known] if "name" in known else None


def _attendee(cells: Sequence[str], columns: Sequence[str] | None) -> Attendee | None:
    """The person of a line: by the heads where there are some, else by what the cells look like."""
    values = {"name": "", "unit": "", "phone": "", "identity": ""}
    for place, cell in enumerate(cells):
        kind = _kind(cell)  # a number is what it is, whatever the head says
        if kind not in ("phone", "identity") and columns and place < len(columns):
            kind = columns[place]
        elif kind == "name" and values["name"]:
            kind = "unit"
        if cell and kind in values and not values[kind]:
            values[kind] = _number(cell) if kind in ("phone", "identity") else cell
    is_name = 0 < len(values["name"]) <= LONGEST_NAME and not values["name"].isdigit()
    return Attendee(**values) if is_name else None


def _kind(cell: str) -> str:
    if identity_number(cell):
        return "identity"
    if re.fullmatch(_PHONE, _number(cell)):
        return "phone"
    return "name" if cell and not re.search(r"\d", plain_digits(cell)) else "other"


def _number(cell: str) -> str:
    return identity_number(cell) or re.sub(r"[\s-](?=\d{4})", "", plain_digits(cell))
