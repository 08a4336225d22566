"""Which premises may be one and the same (part H 1): by credit code, name, address and telephone. Any thread.

A likeness is only shown; whether two are the same a clerk decides, and what was decided stands in `distinct_from`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from db.spec.field import Values
from db.spec.premises import plain_usc
from db.spec.text import search_form

LIKELY = 5  # from this weight on, two are probably the same and the clerk is asked before saving
SHOWN = 5
_REMEMBERED = 20_000  # normal forms of names and addresses; a committee has some 2,000 premises
_REGION = r"^(?:上海市?)?(?:青浦区?)?(?:[\u4e00-\u9fff]{2,4}(?:街道|镇))?"
_LEGAL = r"(?:股份|责任)?有限(?:责任)?公司|个体工商户|分公司|总公司|集团"
_NOISE = r"[\s\-_·.,，。、()（）\[\]【】“”\"'/\\]"
_UNITS = r"(?<=\d)(?:号楼|号|弄|幢|栋|座|单元|室|房间?|楼|层|#|－|—|-)+"
_FIGURES = {figure: str(value) for value, figure in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_NAME_LIKE, _NAME_NEAR = 0.8, 0.6
_LEAST_NAME = 4
COLUMNS = "id, no, name, short_name, address, usc, phone, status, distinct_from"


@dataclass(frozen=True)
class Twin:
    """Premises that may be the ones being entered, with what they have in common, the weightiest first."""

    id: str
    no: str
    name: str
    address: str
    status: str
    reasons: tuple[str, ...]
    weight: int

    @property
    def is_likely(self) -> bool:
        """Whether so much agrees that the clerk should decide before saving."""
        return self.weight >= LIKELY


def find_twins(connection: sqlite3.Connection, typed: Values, own_id: str | None = None) -> list[Twin]:
    """The premises most like the typed ones, at most SHOWN; none that a clerk said are others.

    Reads every premises once: likeness has no index, and 2,000 rows take some 5 ms.
    """
    rows = connection.execute(f"SELECT {COLUMNS} FROM premises WHERE retired_at IS NULL").fetchall()
    own_no = next((row[1] for row in rows if row[0] == own_id), None)
    parted = {str(row.get("no")) for row in typed.get("distinct_from") or []}
    wanted = Marks.of(typed)
    found = [
        twin
        for row in rows
        if row[0] != own_id and row[1] not in parted and not _is_parted(row[8], own_no)
        if (twin := compared(wanted, row))
    ]
    return sorted(found, key=lambda each: (-each.weight, each.no))[:SHOWN]


def same_ground(connection: sqlite3.Connection, record: Values) -> list[tuple[str, Twin]]:
    """Other premises of the same landlord or at the same address, each with that word; by number."""
    rows = connection.execute(
        f"SELECT {COLUMNS}, landlord FROM premises WHERE retired_at IS NULL AND id != ? ORDER BY no",
        (record["id"],),
    ).fetchall()
    landlord, place = record.get("landlord"), address_key(record.get("address") or "")
    letters = {each for each in place if "一" <= each}
    found = []
    for row in rows:
        words = ["同一房东"] if landlord and row[9] == landlord else []
        # An address without the letters of the road cannot be the same: most are spared the normalising.
        words += ["同一地址"] if place and letters <= set(row[4]) and address_key(row[4]) == place else []
        if words:
            found.append(("、".join(words), Twin(row[0], row[1], row[2], row[4], row[7], tuple(words), 0)))
    return found


@dataclass(frozen=True)
class Marks:
    """What two premises are compared by."""

    names: tuple[str, ...]
    address: str
    usc: str
    phones: frozenset[str]

    @classmethod
    def of(cls, values: Values) -> Marks:
        names = (name_key(str(values.get(each) or "")) for each in ("name", "short_name"))
        return cls(
            tuple(filter(None, names)),
            address_key(str(values.get("address") or "")),
            plain_usc(str(values.get("usc") or "")),
            _phones(str(values.get("phone") or "")),
        )


def compared(wanted: Marks, row: tuple[Any, ...]) -> Twin | None:
    """What a row of COLUMNS has in common with the premises looked for; None when nothing."""
    other = Marks(_names(row[2], row[3]), address_key(row[4]), row[5] or "", _phones(row[6] or ""))
    likeness = max((name_likeness(a, b) for a in wanted.names for b in other.names), default=0.0)
    signs = []
    if wanted.usc and wanted.usc == other.usc:
        signs.append((6, "信用代码相同"))
    if likeness >= _NAME_LIKE:
        signs.append((4, "名称相同") if likeness == 1 else (3, "名称相近"))
    if wanted.address and wanted.address == other.address:
        signs.append((3, "地址相同"))
    if wanted.phones & other.phones:
        signs.append((2, "电话相同"))
    if not signs:
        return None
    if _NAME_NEAR <= likeness < _NAME_LIKE:
        signs.append((2, "名称有些像"))
    reasons = tuple(word for _, word in sorted(signs, key=lambda each: -each[0]))
    return Twin(row[0], row[1], row[2], row[4], row[7], reasons, sum(weight for weight, _ in signs))


def _is_parted(stored: str | None, own_no: str | None) -> bool:
    return bool(
        stored
        and own_no
        and own_no in stored
        and any(each.get("no") == own_no for each in json.loads(stored))
    )


@lru_cache(maxsize=_REMEMBERED)
def _names(name: str, short_name: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (name_key(name), name_key(short_name or ""))))


@lru_cache(maxsize=_REMEMBERED)
def name_key(name: str) -> str:
    """A name without region, legal form, blanks and punctuation, as it is compared."""
    plain = re.sub(_LEGAL, "", re.sub(_NOISE, "", search_form(name)))
    without_region = re.sub(_REGION, "", plain)
    return without_region if len(without_region) >= _LEAST_NAME else plain  # 上海饭店 stays what it is


@lru_cache(maxsize=_REMEMBERED)
def address_key(address: str) -> str:
    """An address as it is compared: 城中东路312弄5号楼201室 and 城中东路３１２弄 5-201 give the same."""
    plain = re.sub(_REGION, "", re.sub(r"[\s·.,，。、()（）]", "", search_form(address)))
    plain = re.sub(r"[〇零一二三四五六七八九十]+(?=号|弄|幢|栋|座|单元|室|房|楼|层)", _in_figures, plain)
    return re.sub(_UNITS, "-", plain).strip("-")


def _in_figures(found: re.Match[str]) -> str:
    """十二 is 12, 二十 is 20, 三〇二 as it is read figure by figure."""
    tens, sign, ones = found.group().partition("十")
    if not sign:
        return "".join(_FIGURES[each] for each in tens)
    return (_FIGURES.get(tens, "1")) + (_FIGURES.get(ones, "0"))


def _phones(text: str) -> frozenset[str]:
    numbers = (re.sub(r"\D", "", part) for part in re.split(r"[、,/;，；]", search_form(text)))
    return frozenset(each for each in numbers if len(each) >= 7)


def name_likeness(a: str, b: str) -> float:
    """How much two normal names agree, 0 to 1; at least 0.8 when one is the other with a word put in (阿强小饭店)."""
    if a == b:
        return 1.0
    whole = len(a) + len(b)
    letters = set(a)
    if 2 * sum(each in letters for each in b) < _NAME_NEAR * whole:
        return 0.0  # cannot come near, whatever the order: spares most pairs the work below
    common = _common_length(a, b)
    shorter, longer = sorted((len(a), len(b)))
    has_insertion = common == shorter >= 3 and longer - shorter <= max(2, shorter // 2)
    likeness = 2 * common / whole
    return max(likeness, _NAME_LIKE) if has_insertion else likeness


def _common_length(a: str, b: str) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for letter in a:
        before = 0
        for place, other in enumerate(b, 1):
            above = row[place]
            row[place] = before + 1 if letter == other else max(above, row[place - 1])
            before = above
    return row[-1]
