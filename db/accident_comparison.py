"""Accidents beside the year the goal starts from, in words: the same table on the screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from db.accidents import AccidentGoal, Baseline, YearOfAccidents, at_most, change_percent
from db.spec.numbers import decimal_text

COMPARISON_HEADS = (
    "年份", "起数", "起数目标", "起数比基数", "死亡", "死亡目标", "死亡比基数", "较大及以上", "计入的事故",
)  # fmt: skip


def comparison_rows(
    goal: AccidentGoal, base: Baseline | None, years: Sequence[YearOfAccidents]
) -> list[tuple[str, ...]]:
    """The starting year, then each year: counts, the goal, the difference, how many were 较大 or worse, which."""
    source = base.source if base else ""
    first = (
        f"{goal.baseline_year}（基数）", str(base.count) if base else "", "", "", str(base.deaths) if base else "", "", "",
        "", f"来源：{source}" if source else "",
    )  # fmt: skip
    return [first, *(_year_row(goal, base, each) for each in years)]


def _year_row(goal: AccidentGoal, base: Baseline | None, year: YearOfAccidents) -> tuple[str, ...]:
    listed = "；".join(f"{each['no']} {each['title']}" for each in year.accidents)
    return (
        f"{year.year}", str(year.count), *_against(base.count if base else None, year.count, goal.reduce_percent),
        str(year.deaths), *_against(base.deaths if base else None, year.deaths, goal.reduce_percent),
        str(year.larger), listed,
    )  # fmt: skip


def _against(base: int | None, actual: int, percent: int) -> tuple[str, str]:
    """The goal and the difference in words; from a base of zero there is no per cent."""
    if base is None:
        return "", ""
    most, change = at_most(base, percent), change_percent(base, actual)
    if most is None or change is None:
        return "基数为零", "持平" if not actual else f"增加 {actual}"
    sign = "+" if change > 0 else ""
    return f"不超过 {decimal_text(most)}", f"{sign}{decimal_text(change)}%"


def comparison_note(goal: AccidentGoal, base: Baseline | None) -> str:
    """What is counted, and what to make of a base that is missing or zero."""
    words = f"目标：{goal.label}，坚决遏制较大及以上事故（青夏街〔2024〕13号）。只计生产安全事故，死亡含规定时限内的续报。"
    if base is None:
        return words + f"{goal.baseline_year}年的基数还没有填写。"
    zero = [word for word, number in (("起数", base.count), ("死亡人数", base.deaths)) if not number]
    return words + (
        f"{goal.baseline_year}年{'和'.join(zero)}为零，不计算下降百分比，以不发生为目标。" if zero else ""
    )
