"""What the work table asks of the ledger beside the counts of lists."""

from __future__ import annotations

from datetime import date

from db import desk_ids, imported_receipts
from db.desk_charts import Chart, desk_charts
from db.desk_ids import Overdue
from db.imported_receipts import ReceiptRow
from db.year_calendar import Entry, State, year_entries
from desktop.office import Office

__all__ = [
    "Chart", "Entry", "Overdue", "State", "calendar_of", "charts_of", "newest_receipt", "premises_with_papers_until",
    "overdue_records", "returned_records",
]  # fmt: skip


def premises_with_papers_until(office: Office, last: date) -> list[str]:
    """Ids of premises of which a licence, lease, lift inspection or standardisation ends by that day, or has ended."""
    return desk_ids.premises_with_papers_until(office.store.reader(), last.isoformat())


def returned_records(office: Office) -> list[str]:
    """Ids of records that the street sent back and that no receipt has confirmed since."""
    return desk_ids.returned_records(office.store.reader())


def newest_receipt(office: Office) -> ReceiptRow | None:
    """The receipt imported last, or None."""
    return next(iter(imported_receipts.receipts(office.store.reader())), None)


def charts_of(office: Office) -> list[Chart]:
    """The charts of the work table, today by the office's clock."""
    return desk_charts(office.store.reader(), office.clock.today())


def calendar_of(office: Office, year: int) -> list[Entry]:
    """The entries of a year's calendar by their day, today by the office's clock."""
    return year_entries(office.store.reader(), year, office.clock.today())


def overdue_records(office: Office) -> list[Overdue]:
    """Every open record past its day, the longest overdue first, today by the office's clock."""
    return desk_ids.overdue_records(office.store.reader(), office.today)
