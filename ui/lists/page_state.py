"""What a list page shows, as a view keeps it: filters, order and columns. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.list_views import KeptView
from ui.models.list_state import filters_from_json, filters_to_json, sorts_from_json, sorts_to_json

if TYPE_CHECKING:
    from ui.pages.ledger_page import LedgerPage


def state_of(page: LedgerPage) -> dict[str, object]:
    """Filters, order and columns as they are now."""
    return {
        "filters": filters_to_json(page.filter_bar.filters),
        "sort": sorts_to_json(page.sort),
        "columns": page.columns.arrangement(),
    }


def take_view(page: LedgerPage, view: KeptView) -> None:
    """Give the page a view's filters, order and columns; the list is read by whoever asks for it next."""
    known = [each.sort_key for each in page.model.columns if each.sort_key]
    filters = filters_from_json(view.state.get("filters", {}), page.kind.record_type)
    page.filter_bar.show_filters(filters)
    page.search_box.show_text(filters.search)
    page.sort = sorts_from_json(view.state.get("sort", ()), known) or page.kind.sort
    page.columns.arrange(view.state.get("columns", ()))
    page.views.show_view(view)
