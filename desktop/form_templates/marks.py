"""The marks of a form: `{{隐患描述}}`, `{{所属场所.地址}}`, `{{单位名称}}`, `{{合计：参演人数}}`, `{{数量：状态=已销号}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from db.spec import RECORD_TYPES
from db.spec.code_tables import find_code
from db.spec.field import Field, Kind, RecordType

MARK = re.compile(r"\{\{\s*([^{}\n]{1,80}?)\s*\}\}")
ORDINAL, NUMBER, STATUS, COUNT = "序号", "编号", "状态", "条数"
PHOTOS = "照片"  # all photos of a record, whatever its fields call them
UNIT_MARKS = {
    "单位名称": "本单位的名称", "单位代码": "本单位的代码", "街道": "所属街道（镇）", "区": "所属区（县）",
    "单位地址": "办公地址", "单位电话": "本单位的联系电话", "填报人": "填报人", "分管领导": "分管领导",
    "填报日期": "今天，如 2026年11月23日", "年": "今年", "月": "本月", "日": "今天是几日", "期间": "筛选的时间",
    COUNT: "填入的记录条数",
}  # fmt: skip
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)


class Scope(StrEnum):
    """What a mark is taken from."""

    RECORD = "record"
    UNIT = "unit"
    ALL = "all"  # all chosen records together
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Mark:
    """One mark: its text, what it is taken from, the field (and the field of the record it refers to), and the code
    counted by `数量`."""

    text: str
    scope: Scope
    field: Field | None = None
    further: Field | None = None
    code: str = ""

    @property
    def meaning(self) -> str:
        """What the clerk is told of it."""
        if self.scope is Scope.UNKNOWN:
            return "没有这一项"
        if self.scope is Scope.UNIT:
            return UNIT_MARKS[self.text]
        if self.scope is Scope.ALL:
            return "所选记录的合计" if self.field and not self.code else "所选记录中的条数"
        if self.text == ORDINAL:
            return "第几条，从 1 起"
        last = self.further or self.field
        is_photo = last is not None and last.kind is Kind.ATTACHMENTS
        return "每条记录的照片（标记单独占一格或一段时）" if is_photo else "每条记录的内容"


def marks_in(text: str) -> list[str]:
    """The texts of the marks in a text, in order."""
    return [found.group(1) for found in MARK.finditer(text)]


def read_mark(record_type: RecordType, text: str) -> Mark:
    """The mark that a text means for records of this type."""
    if text in UNIT_MARKS:
        return Mark(text, Scope.UNIT)
    if text in (ORDINAL, NUMBER, STATUS):
        return Mark(text, Scope.RECORD)
    found = re.fullmatch(r"(合计|数量)\s*[:：]\s*(.+)", text)
    if found:
        count = _sum_mark if found.group(1) == "合计" else _count_mark
        return count(record_type, text, found.group(2))
    return _field_mark(record_type, text)


def suggestion(record_type: RecordType, text: str) -> str:
    """The known mark that an unknown one may have been meant to be; "" when none is near."""
    known = [*UNIT_MARKS, ORDINAL, NUMBER, STATUS, *(each.label for each in record_type.fields)]
    return next(iter(get_close_matches(text, known, 1, 0.5)), "")


def field_named(record_type: RecordType, text: str) -> Field | None:
    """The field with that label or name; unit and brackets of a label may be left out (整改资金 for 整改资金（万元）)."""
    plain = _plain(text)
    by_label = {_plain(each.label): each for each in record_type.fields}
    bare = {re.sub(r"\(.*\)$", "", label): each for label, each in by_label.items()}
    return by_label.get(plain) or record_type.by_name.get(text) or bare.get(plain)


def photo_fields(record_type: RecordType, mark: Mark) -> tuple[Field, ...]:
    """The fields whose photos a mark asks for; () for a mark of something else."""
    last = mark.further or mark.field
    if mark.scope is not Scope.RECORD or last is None or last.kind is not Kind.ATTACHMENTS:
        return ()
    return _with_photos(record_type) if mark.text == PHOTOS else (last,)


def _with_photos(record_type: RecordType) -> tuple[Field, ...]:
    return tuple(
        each for each in record_type.fields if each.kind is Kind.ATTACHMENTS and PHOTOS in each.label
    )


def _field_mark(record_type: RecordType, text: str) -> Mark:
    first, dot, second = text.partition(".")
    field = field_named(record_type, first.strip())
    if field is None and text == PHOTOS:
        field = next(iter(_with_photos(record_type)), None)
    if field is None or not dot:
        return Mark(text, Scope.RECORD, field) if field else Mark(text, Scope.UNKNOWN)
    if field.kind is not Kind.REFERENCE:
        return Mark(text, Scope.UNKNOWN)
    further = field_named(RECORD_TYPES[field.refers_to], second.strip())
    return Mark(text, Scope.RECORD, field, further) if further else Mark(text, Scope.UNKNOWN)


def _sum_mark(record_type: RecordType, text: str, name: str) -> Mark:
    field = field_named(record_type, name)
    is_number = field is not None and field.kind in _NUMBERS
    return Mark(text, Scope.ALL, field) if is_number else Mark(text, Scope.UNKNOWN)


def _count_mark(record_type: RecordType, text: str, condition: str) -> Mark:
    name, _, word = (part.strip() for part in condition.partition("="))
    if name == STATUS:
        codes = (each.code for each in record_type.statuses if word in (each.code, each.label))
        code = next(codes, "")
        return Mark(text, Scope.ALL, None, None, code) if code else Mark(text, Scope.UNKNOWN)
    field = field_named(record_type, name)
    if field is None or field.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return Mark(text, Scope.UNKNOWN)
    if field.kind is Kind.YES_NO:
        return Mark(text, Scope.ALL, field, None, word) if word in ("是", "否") else Mark(text, Scope.UNKNOWN)
    found = find_code(field.codes, word)
    return Mark(text, Scope.ALL, field, None, found.code) if found else Mark(text, Scope.UNKNOWN)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")
