"""What the clerk filtered by, as one value: it becomes the list's query and the chips that show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.spec.code_tables import label_of
from db.spec.field import RecordType
from db.spec.query import ATTENTION_WORDS, Query, Sort
from db.value import EMPTY, Value
from ui.models.periods import Period, Span

YES_OR_NO = (("1", "是"), ("0", "否"))  # of a field without codes: what its column holds, and the word
REPORT_WORDS = {"unreported": "未报送", "sealed": "已封包", "reported": "已报送", "returned": "被退回"}


class Filters(Value):
    """Every filter of a list; the default lets everything through."""

    search: str = ""
    statuses: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = EMPTY
    period: Period = Period()
    is_open: bool | None = None
    is_overdue: bool = False
    due_by: str | None = None
    report_state: str = ""
    only: tuple[str, tuple[str, ...]] | None = (
        None  # words for the chip, and the ids of the only records shown
    )
    filled: tuple[str, ...] = ()  # fields that must not be empty
    premises: tuple[str, str] | None = None  # record id and title of the premises whose records are shown
    attention: str = ""

    def query(self, today: date, sort: tuple[Sort, ...], is_retired: bool = False) -> Query:
        """The query that office.ids takes."""
        first, last = self.period.bounds(today)
        return Query(
            self.search, self.statuses, {name: codes for name, codes in self.choices.items() if codes},
            {"premises": self.premises[0]} if self.premises else {}, first, last,
            self.is_open, self.is_overdue, self.due_by, is_retired, self.report_state,
            self.only[1] if self.only else None, self.filled, sort, self.attention,
        )  # fmt: skip

    def is_filtering(self) -> bool:
        """Whether anything is left out of the list."""
        return (
            self.with_changes(choices={name: codes for name, codes in self.choices.items() if codes})
            != Filters()
        )

    def without(self, key: str) -> Filters:
        """The same without the filter of one chip."""
        if key.startswith("choice:"):
            name = key.removeprefix("choice:")
            return self.with_changes(
                choices={each: codes for each, codes in self.choices.items() if each != name}
            )
        return self.with_changes(**{key: getattr(_NOTHING, key)})

    def with_choice(self, name: str, codes: tuple[str, ...]) -> Filters:
        """The same with a field limited to these codes; none of them: not limited."""
        return self.without(f"choice:{name}").with_changes(choices={**self.choices, name: codes})

    def chips(self, record_type: RecordType, today: date) -> list[tuple[str, str]]:
        """(key, words) of every filter that is on, in the order of the bar."""
        found = [("search", f"搜索：{self.search}") if self.search else None]
        if self.only:
            found.append(("only", self.only[0]))
        if self.premises:
            found.append(("premises", f"场所：{self.premises[1]}"))
        if self.statuses:
            labels = "、".join(record_type.status(each).label for each in self.statuses)
            found.append(("statuses", f"状态：{labels}"))
        for name, codes in self.choices.items():
            if codes:
                known = record_type.field(name)
                labels = "、".join(dict(YES_OR_NO).get(each) or label_of(known.codes, each) for each in codes)
                found.append((f"choice:{name}", f"{known.label}：{labels}"))
        return [each for each in (*found, *self._other_chips(record_type, today)) if each]

    def _other_chips(self, record_type: RecordType, today: date) -> list[tuple[str, str]]:
        due_label = record_type.field(record_type.due_field).label if record_type.due_field else ""
        found = []
        if self.period.span is not Span.ALL:
            found.append(("period", self.period.text(today)))
        if self.is_open is not None:
            found.append(("is_open", "未办结" if self.is_open else "已办结"))
        if self.is_overdue:
            found.append(("is_overdue", "逾期"))
        if self.due_by:
            found.append(("due_by", f"{due_label}不晚于 {self.due_by}"))
        if self.attention:
            found.append(("attention", ATTENTION_WORDS[self.attention]))
        if self.filled:
            labels = "、".join(record_type.field(each).label for each in self.filled)
            found.append(("filled", f"有：{labels}"))
        if self.report_state:
            found.append(("report_state", REPORT_WORDS[self.report_state]))
        return found


_NOTHING = Filters()
