"""What the clerk chose at the head of one column, as a value: it becomes a condition of the query, a chip, and a kept view."""

from __future__ import annotations

from datetime import date

from db.spec.query import Condition
from db.value import Value
from ui.models.periods import Period, Span

BLANK_WORD = "（空白）"
_NAMED = 3  # values that a chip names


class ColumnFilter(Value):
    """Any of some values (`words` is how they read) or nothing at all; days within a period; numbers between two bounds;
    texts that hold some words."""

    name: str
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    has_blank: bool = False
    period: Period = Period()
    low: str | None = None
    high: str | None = None
    contains: str = ""

    def is_filtering(self) -> bool:
        """Whether it leaves anything out."""
        return self.with_changes(words=()) != ColumnFilter(self.name)

    def condition(self, today: date) -> Condition:
        """The condition of the query; a period such as 本月 is that of today."""
        first, last = self.period.bounds(today)
        return Condition(
            self.name, self.values, self.has_blank, self.low or first, self.high or last, self.contains
        )

    def text(self, today: date) -> str:
        """What the chip says behind the column's word."""
        picked = [*(self.words or self.values), *([BLANK_WORD] if self.has_blank else [])]
        more = f"等 {len(picked)} 项" if len(picked) > _NAMED else ""
        parts = ["、".join(picked[:_NAMED]) + more] if picked else []
        if self.period.span is not Span.ALL:
            parts.append(self.period.text(today))
        if self.low is not None or self.high is not None:
            parts.append(_between(self.low, self.high))
        if self.contains:
            parts.append(f"含“{self.contains}”")
        return "，".join(parts)


def _between(low: str | None, high: str | None) -> str:
    if low is None or high is None:
        return f"不大于 {high}" if low is None else f"不小于 {low}"
    return f"{low} 至 {high}"
