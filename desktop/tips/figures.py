"""The printed figures of tips: every month of the year before and of this year until now."""

from __future__ import annotations

from dataclasses import asdict, replace

from db import tips
from desktop.documents import print_context
from desktop.office import Office
from reports.print_context import PrintResult


def months_to_print(office: Office) -> list[tips.MonthFigures]:
    """This year's months until now, after those of last year when it has a tip; oldest first."""
    today, connection = office.clock.today(), office.store.reader()
    last = tips.figures_of_year(connection, today.year - 1)
    this = tips.figures_of_year(connection, today.year)[: today.month]
    return [*last, *this] if any(each.received for each in last) else this


def figures_period(office: Office) -> str:
    """What the printed figures are about: 2026年1月至11月."""
    today = office.clock.today()
    first = months_to_print(office)[0].month[:4]
    since = f"{first}年1月" if first != str(today.year) else f"{today.year}年1月"
    until = f"{today.month}月" if first == str(today.year) else f"{today.year}年{today.month}月"
    return f"{since}至{until}"


def tip_figures(office: Office) -> PrintResult:
    """The figures as PDF."""
    from reports.tip_figures import tip_figures

    context = replace(print_context(office), period=figures_period(office))
    return tip_figures([asdict(each) for each in months_to_print(office)], context)
