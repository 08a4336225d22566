"""What the clerk filtered by, as one value: it becomes the list's query and the chips that show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.spec.code_tables import label_of
from db.spec.field import Kind, RecordType
from db.spec.query import ATTENTION_WORDS, REPORT_STATE, UNIT, Query, Sort
from db.value import EMPTY, Value
from ui.models.column_filter import ColumnFilter
from ui.models.periods import Period, Span

_TICKED = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)
HEAD_LABELS = {
    "no": "编号", "status": "状态", REPORT_STATE: "报送", "updated_at": "修改时间", "updated_by": "修改人", UNIT: "村居",
}  # fmt: skip
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
    columns: tuple[
        ColumnFilter, ...
    ] = ()  # set at the heads of columns, where no filter above stands for the same

    def query(self, today: date, sort: tuple[Sort, ...], is_retired: bool = False) -> Query:
        """The query that office.ids takes."""
        first, last = self.period.bounds(today)
        return Query(
            self.search, self.statuses, {name: codes for name, codes in self.choices.items() if codes},
            {"premises": self.premises[0]} if self.premises else {}, first, last,
            self.is_open, self.is_overdue, self.due_by, is_retired, self.report_state,
            self.only[1] if self.only else None, self.filled, sort, self.attention,
            tuple(each.condition(today) for each in self.columns),
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
        if key.startswith("column:"):
            name = key.removeprefix("column:")
            return self.with_changes(columns=tuple(each for each in self.columns if each.name != name))
        return self.with_changes(**{key: getattr(_NOTHING, key)})

    def column(self, record_type: RecordType, name: str) -> ColumnFilter:
        """What is chosen for a column, at its head or by the filter above the list that means the same."""
        own = next((each for each in self.columns if each.name == name), ColumnFilter(name))
        if name == "status" and self.statuses:
            return ColumnFilter(name, self.statuses)
        if self.choices.get(name):
            return ColumnFilter(name, self.choices[name])
        if name == REPORT_STATE and self.report_state:
            return ColumnFilter(name, (self.report_state,))
        if name == record_type.date_field and self.period.span is not Span.ALL:
            return own.with_changes(period=self.period)
        return own

    def without_column(self, record_type: RecordType, name: str) -> Filters:
        """The same with nothing chosen for a column."""
        others = {"status": "statuses", REPORT_STATE: "report_state", record_type.date_field: "period"}
        rest = self.without(f"column:{name}").without(f"choice:{name}")
        return rest.without(others[name]) if name and name in others else rest

    def with_column(self, record_type: RecordType, chosen: ColumnFilter) -> Filters:
        """The same with this chosen for a column. One truth for each: what a filter above the list can say stands there."""
        rest, name = self.without_column(record_type, chosen.name), chosen.name
        only_values = chosen == ColumnFilter(name, chosen.values, chosen.words)
        if name == "status" and only_values:
            return rest.with_changes(statuses=chosen.values)
        if name == REPORT_STATE and only_values and len(chosen.values) == 1:
            return rest.with_changes(report_state=chosen.values[0])
        field = record_type.by_name.get(name)
        if field is not None and field.kind in _TICKED and only_values:
            return rest.with_choice(name, chosen.values)
        if name == record_type.date_field and chosen == ColumnFilter(name, period=chosen.period):
            return rest.with_changes(period=chosen.period)
        return rest.with_changes(columns=(*rest.columns, chosen)) if chosen.is_filtering() else rest

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
        found += [
            (f"column:{each.name}", f"{column_label(record_type, each.name)}：{each.text(today)}")
            for each in self.columns
        ]
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


def column_label(record_type: RecordType, name: str) -> str:
    """The word of a column: of a field, or of what every record has."""
    return HEAD_LABELS.get(name) or record_type.field(name).label


_NOTHING = Filters()
