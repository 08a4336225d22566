"""Which months the printed figures of tips cover."""

from __future__ import annotations

from desktop.office import Office
from desktop.tips.figures import figures_period, months_to_print, tip_figures
from tests import factories


def test_this_year_until_now_after_last_year_when_it_had_any(office: Office) -> None:
    office.add("tip", factories.tip())
    assert [each.received for each in months_to_print(office)] == [0] * 10 + [1]
    assert figures_period(office) == "2026年1月至11月"
    office.add("tip", factories.tip(received_at="2025-12-30 10:00"))
    assert [each.month for each in months_to_print(office)][::22] == ["2025-01", "2026-11"]
    assert figures_period(office) == "2025年1月至2026年11月"
    assert tip_figures(office).pages == 2
