"""Filters and order as they are kept: read back the same, and without what the program no longer knows."""

from __future__ import annotations

import json

from db.spec import HAZARD
from db.spec.query import Sort
from tests.ui.models.test_filters import ALL_ON
from ui.models.column_filter import ColumnFilter
from ui.models.filters import Filters
from ui.models.list_state import filters_from_json, filters_to_json, sorts_from_json, sorts_to_json
from ui.models.periods import Period, Span


def test_every_filter_is_read_back_as_it_was_kept() -> None:
    columns = (
        ColumnFilter("location", ("A栋",), ("A栋",), has_blank=True),
        ColumnFilter("deadline", period=Period(Span.WEEK)),
        ColumnFilter("funds", low="1", high="2.5"),
        ColumnFilter("updated_by", contains="王"),
    )
    filters = ALL_ON.with_changes(
        columns=columns, only=("昨天登记的", ("01A", "01B")), filled=("repeat_of",), attention="supervised"
    )
    kept = json.loads(json.dumps(filters_to_json(filters)))
    assert filters_from_json(kept, HAZARD) == filters
    assert filters_to_json(Filters()) == {}
    assert filters_from_json({}, HAZARD) == Filters()


def test_what_is_no_longer_known_is_left_out() -> None:
    kept = {
        "statuses": ["registered", "gone"], "choices": {"gone": ["a"]}, "filled": ["gone"], "attention": "gone",
        "report_state": "gone", "period": ["去年", None, None], "columns": [{"name": "gone"}, {"name": "no"}],
        "unheard_of": 1,
    }  # fmt: skip
    expected = Filters(statuses=("registered",), columns=(ColumnFilter("no"),))
    assert filters_from_json(kept, HAZARD) == expected


def test_sort_keys_are_read_back_as_far_as_they_are_known() -> None:
    sorts = (Sort("level"), Sort("no", descending=True))
    assert sorts_from_json(sorts_to_json(sorts), {"level", "no"}) == sorts
    assert sorts_from_json(["-gone", "no"], {"no"}) == (Sort("no"),)
