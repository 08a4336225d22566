"""Numbers as people write them: １２０㎡, 约60人, 1,234, 3500元."""

from __future__ import annotations

import re
from decimal import Decimal

from db.spec.text import plain_digits

_NUMBER = r"(?:约|大约|近|共|计|¥|￥)?\s*([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+)\s*(余|多|左右)?\s*(.*)"
_UNITS = frozenset(
    "人 人次 名 位 个 处 只 瓶 具 台 部 家 户 次 场 块 层 号楼 楼 m2 m² 平方米 平米 平方 米 m 元 万元 万 千元 分钟 分 秒 小时 时 天 岁 间 辆 张 余人 多人 人左右".split()
)
_IN_YUAN = {"元": Decimal("0.0001"), "块": Decimal("0.0001"), "千元": Decimal("0.1")}


class NotANumber(ValueError):
    """The text is no number, or carries a unit that nobody knows."""


def parse_number(typed: str) -> tuple[Decimal, str]:
    """The number in a text and the unit written after it ("" if none). Raises NotANumber."""
    found = re.fullmatch(_NUMBER, plain_digits(typed))
    if not found or (found.group(3) and found.group(3) not in _UNITS):
        raise NotANumber(typed)
    return Decimal(found.group(1).replace(",", "")), found.group(3)


def parse_whole(typed: str) -> int:
    """A whole number (60, １２０, 约60人, and Excel's 60.0). Raises NotANumber when it has a fraction."""
    number, _ = parse_number(typed)
    if number != number.to_integral_value():
        raise NotANumber(typed)
    return int(number)


def parse_money(typed: str) -> Decimal:
    """An amount in 万元: "0.35", "0.35万", and "3500元" turned into 0.35. Raises NotANumber."""
    number, unit = parse_number(typed)
    return number * _IN_YUAN.get(unit, Decimal(1))


def decimal_text(number: Decimal) -> str:
    """The shortest plain text of a number: 1.50 → "1.5", 1E+2 → "100"."""
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "0") else text
