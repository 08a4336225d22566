"""编号年份: while the computer's clock is wrong, a new record that would be numbered in a past year asks first."""

from __future__ import annotations

from typing import Any

from desktop.clock_doubt import year_doubt
from desktop.office import Office
from ui.forms.form import Form, Hold


def ask_for_the_year(form: Form, office: Office) -> None:
    """Let the form of a new record ask once for each year, after what it asks of its own."""
    ask_first = form.hold
    passed: set[int] = set()

    def hold() -> Hold | None:
        if own := ask_first():
            return own
        year = _year(form.value(form.record_type.date_field), office)
        words = year_doubt(office, year) if form.record_type.number_prefix and year not in passed else ""
        return Hold(words, f"就按 {year} 年编号", lambda: passed.add(year)) if words else None

    form.hold = hold


def _year(typed: Any, office: Office) -> int:
    """The year of the record's day, of the clock when it has none; what cannot be read is told when it is saved."""
    digits = str(typed or "")[:4]
    return int(digits) if digits.isdecimal() and len(digits) == 4 else office.clock.today().year
