"""How a list is sorted: by its headers, and as it was left. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings

from db.spec.query import Sort
from ui.models.columns import Column

Sorts = tuple[Sort, ...]


def kept_sort(settings: QSettings, table: str, columns: Sequence[Column], otherwise: Sorts) -> Sorts:
    """The sort that was kept for a table, as far as its columns still know it."""
    kept = settings.value(f"{table}/sort")
    if not isinstance(kept, (str, list)):  # nothing, or spoiled
        return otherwise
    keys = [kept] if isinstance(kept, str) else [each for each in kept if isinstance(each, str)]
    known = {each.sort_key for each in columns if each.sort_key}
    sorts = (Sort(each.lstrip("-"), each.startswith("-")) for each in keys)
    return tuple(each for each in sorts if each.field in known) or otherwise


def keep_sort(settings: QSettings, table: str, sorts: Sorts) -> None:
    """Write a sort down."""
    settings.setValue(f"{table}/sort", [f"{'-' if each.descending else ''}{each.field}" for each in sorts])


def sort_by(sorts: Sorts, key: str, is_further: bool) -> Sorts:
    """The sort after a click on the header of that key: reversed when it was sorted so. `is_further` keeps the others, in
    their turn; the number comes last, for no two records share one and nothing would be sorted behind it.
    """
    before = next((each for each in sorts if each.field == key), None)
    chosen = Sort(key, before is not None and not before.descending)
    if not is_further:
        return (chosen,)
    turned = tuple(chosen if each.field == key else each for each in sorts)
    every = turned if before else (*turned, chosen)
    return tuple(sorted(every, key=lambda each: each.field == "no"))
