"""A choice that a list of the program has beside those that ship with it: what the street adds for all its committees.

The code is the same at every committee, so that the street can add them up; the word is what is shown.
"""

from __future__ import annotations

import re
import zlib

from db.errors import Problem
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, Record, RecordType, Status, Transition, Values

USED, STOPPED = "used", "stopped"
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _give_code(record: Record) -> None:
    """A code of the word's own, the same wherever that word is added, where none was typed."""
    if record.get("word") and not record.get("code"):
        record["code"] = f"own_{zlib.crc32(str(record['word']).encode()):08x}"


def _check(record: Values) -> list[Problem]:
    code, named = str(record.get("code") or ""), record.get("list")
    if code and not _CODE.fullmatch(code):
        return [Problem("code", "own_code_malformed", {"typed": code})]
    shipped = code_table(str(named)).shipped if named else ()
    taken = [each.label for each in shipped if each.code == code or each.label == record.get("word")]
    return [Problem("word", "own_code_shipped", {"word": taken[0]})] if taken else []


OWN_CODE = RecordType(
    table="own_code",
    label="可选项",
    since=4,
    title_field="word",
    in_package=False,
    statuses=(Status(USED, "在用"), Status(STOPPED, "停用", is_open=False)),
    transitions=(
        Transition("stop", "停用", (USED,), (), (), lambda record: STOPPED),
        Transition("use", "恢复使用", (STOPPED,), (), (), lambda record: USED),
    ),
    derive=_give_code,
    check=_check,
    fields=(
        Field("list", Kind.CHOICE, "加到哪个列表", required=True, codes=("own_code_list",), list_width=140),
        Field("word", Kind.TEXT, "选项", required=True, search=True, max_length=30, list_width=200),
        Field("code", Kind.TEXT, "代码", max_length=40, hint="不填由程序按文字给出；各村居相同，街道才能汇总", list_width=140),
        Field("source", Kind.TEXT, "来源", folded=True),
        Field("position", Kind.INTEGER, "排列次序", folded=True, since=5, hint="小的在前；不填排在后面"),
    ),
)  # fmt: skip
