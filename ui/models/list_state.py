"""Filters and order of a list as plain JSON, for views that are kept; what the program no longer knows is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from db.spec.field import RecordType
from db.spec.query import ATTENTION_WORDS, Sort
from ui.models.column_filter import ColumnFilter
from ui.models.filters import HEAD_LABELS, REPORT_WORDS, Filters
from ui.models.periods import Period, Span

_PLAIN = ("search", "is_open", "is_overdue", "due_by", "report_state", "attention")
_LISTS = ("statuses", "filled")
_PAIRS = ("only", "premises")


def filters_to_json(filters: Filters) -> dict[str, Any]:
    """What is on, by name; {} for no filter. A period such as 本月 stays a word: it means the month of the day it is shown."""
    nothing = Filters()
    kept = {
        name: getattr(filters, name)
        for name in (*_PLAIN, *_LISTS)
        if getattr(filters, name) != getattr(nothing, name)
    }
    found: dict[str, Any] = {name: list(value) if name in _LISTS else value for name, value in kept.items()}
    choices = {name: list(codes) for name, codes in filters.choices.items() if codes}
    found |= {"choices": choices} if choices else {}
    found |= {name: [value[0], _listed(value[1])] for name in _PAIRS if (value := getattr(filters, name))}
    if filters.period != nothing.period:
        found["period"] = _period_to_json(filters.period)
    if filters.columns:
        found["columns"] = [_column_to_json(each) for each in filters.columns]
    return found


def filters_from_json(kept: Mapping[str, Any], record_type: RecordType) -> Filters:
    """The filters that were kept, without states, fields and words that are not known (any more)."""
    known = record_type.by_name
    codes = {each.code for each in record_type.statuses}
    found = {name: kept[name] for name in _PLAIN if name in kept}
    if found.get("attention") not in ATTENTION_WORDS:
        found.pop("attention", None)
    if found.get("report_state") not in REPORT_WORDS:
        found.pop("report_state", None)
    found["statuses"] = tuple(each for each in kept.get("statuses", ()) if each in codes)
    found["filled"] = tuple(each for each in kept.get("filled", ()) if each in known)
    found["choices"] = {name: tuple(each) for name, each in kept.get("choices", {}).items() if name in known}
    for name in _PAIRS:
        if name in kept:
            words, value = kept[name]
            found[name] = (words, tuple(value) if name == "only" else value)
    found["period"] = _period_from_json(kept.get("period"))
    columns = (_column_from_json(each) for each in kept.get("columns", ()))
    found["columns"] = tuple(each for each in columns if each.name in known or each.name in HEAD_LABELS)
    return Filters(**found)


def sorts_to_json(sorts: tuple[Sort, ...]) -> list[str]:
    """Each key, with a minus where it runs downwards."""
    return [f"{'-' if each.descending else ''}{each.field}" for each in sorts]


def sorts_from_json(kept: Collection[str], known: Collection[str]) -> tuple[Sort, ...]:
    """The keys that were kept, as far as they are known."""
    sorts = (Sort(each.removeprefix("-"), each.startswith("-")) for each in kept)
    return tuple(each for each in sorts if each.field in known)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _period_to_json(period: Period) -> list[str | None]:
    return [period.span.value, period.first, period.last]


def _period_from_json(kept: Any) -> Period:
    if not kept or kept[0] not in list(Span):
        return Period()
    return Period(Span(kept[0]), kept[1], kept[2])


def _column_to_json(chosen: ColumnFilter) -> dict[str, Any]:
    return {
        "name": chosen.name, "values": list(chosen.values), "words": list(chosen.words), "has_blank": chosen.has_blank,
        "period": _period_to_json(chosen.period), "low": chosen.low, "high": chosen.high, "contains": chosen.contains,
    }  # fmt: skip


def _column_from_json(kept: Mapping[str, Any]) -> ColumnFilter:
    return ColumnFilter(
        str(kept["name"]), tuple(kept.get("values", ())), tuple(kept.get("words", ())), bool(kept.get("has_blank")),
        _period_from_json(kept.get("period")), kept.get("low"), kept.get("high"), kept.get("contains") or "",
    )  # fmt: skip
