"""A month's figures over all committees: out of signed returns only, by committee and summed, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from db.clock import FixedClock
from db.errors import AppError
from db.spec.query import Query
from desktop.street.checked_records import check_records
from desktop.street.figure_papers import circular, rollup
from desktop.street.month_figures import figures_of_month
from desktop.street.street_ledger import StreetLedger
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street
from tests.printed_text import running_text_of

MONTH = "2026-11"


@pytest.fixture
def ledger(
    committee: Committee, neighbour: Committee, street: Street, stick: Path, clock: FixedClock
) -> Iterator[StreetLedger]:
    """One committee reported November with three hazards, its neighbour sent a package without a return."""
    committee.adds(factories.hazard(), factories.hazard(level="疑似重大"))
    committee.signs_return(MONTH)
    for each in (committee, neighbour):
        assert street.receives(each.sends(stick))[0].error is None
    opened = cast(StreetLedger, StreetLedger.open(street.desk.store.path, clock))
    yield opened
    opened.close()


def test_only_signed_returns_count_and_who_is_missing_is_named(ledger: StreetLedger) -> None:
    found = figures_of_month(ledger, MONTH)
    assert (found.sum("found"), found.sum("found_major")) == (Decimal(3), Decimal(1))
    assert list(found.missing()) == ["青松社区居委会"]
    [row] = [each for each in found.summed_rows() if each["key"] == "found"]
    assert (row["month"], row["year"], row["committees"]) == ("3", "3", "1")
    with pytest.raises(AppError, match="period_unreadable"):
        figures_of_month(ledger, "2026-13")


def test_a_return_that_was_sent_back_is_not_in_the_sums(ledger: StreetLedger, street: Street) -> None:
    from db.street_register import received_packages

    [package] = [each for each in received_packages(ledger.store.reader()) if each.code == "310118001003"]
    [record] = ledger.rows("monthly_return", ledger.ids("monthly_return", Query()))
    check_records(street.desk, package.id, {record["no"]: "数字不对"}, street.key)
    assert figures_of_month(ledger, MONTH).reported == []


def test_both_papers_name_every_committee_and_the_sums(ledger: StreetLedger) -> None:
    table, sums = running_text_of(circular(ledger, MONTH).pdf), running_text_of(rollup(ledger, MONTH).pdf)
    for word in ("通报表", "章浜社区居委会", "青松社区居委会", "合计", "未报"):
        assert word in table
    assert "月报汇总" in sums and "没有计入：青松社区居委会" in sums
