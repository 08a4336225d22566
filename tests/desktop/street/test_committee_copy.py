"""Papers of single records at the street: as the committee's own, from the street's copy, as of which package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pypdfium2
import pytest

from db.clock import FixedClock
from db.errors import AppError
from db.spec.query import Query
from desktop.batch_print import print_records
from desktop.record_papers import make_paper
from desktop.risk_documents import risk_card
from desktop.street.committee_copy import CommitteeCopy, papers_office, print_notices
from desktop.street.street_ledger import StreetLedger
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street
from tests.printed_text import running_text_of

ORIGIN = "据夏阳街道收到的副本打印，截至第 1 号报送包（2026-11-23 收到）"


@pytest.fixture
def ledger(
    committee: Committee, neighbour: Committee, street: Street, stick: Path, clock: FixedClock
) -> Iterator[StreetLedger]:
    """Both committees sent drills, premises, risks and a notice, and a signed return."""
    for each in (committee, neighbour):
        office = each.office
        office.add("drill", factories.drill())
        office.add("premises", factories.premises())
        office.add("risk", factories.risk())
        office.add("notice", factories.notice(str(each.wire()["id"])))
        each.signs_return()
        [received] = street.receives(each.sends(stick))
        assert received.error is None
    opened = cast(StreetLedger, StreetLedger.open(street.desk.store.path, clock))
    yield opened
    opened.close()


def of(ledger: StreetLedger, table: str, code: str) -> str:
    [found] = CommitteeCopy(ledger, code).ids(table, Query())
    return found


@pytest.mark.parametrize("table", ["drill", "premises", "notice", "monthly_return"])
def test_paper_bears_the_committees_name_and_says_whose_copy_it_is(
    ledger: StreetLedger, neighbour: Committee, table: str
) -> None:
    text = running_text_of(make_paper(ledger, table, of(ledger, table, neighbour.code)).pdf)
    assert "青松社区居委会" in text and ORIGIN in text and "夏阳街道办事处" not in text
    own = neighbour.office.ids(table, Query())[0]
    assert "副本" not in running_text_of(make_paper(neighbour.office, table, own).pdf)


def test_risk_card_and_notices_of_a_hazard_are_the_committees(
    ledger: StreetLedger, committee: Committee
) -> None:
    risk = ledger.get("risk", of(ledger, "risk", committee.code))
    card = running_text_of(risk_card(papers_office(ledger, risk), risk["id"]).pdf)
    assert "章浜社区居委会" in card and ORIGIN in card
    notices = running_text_of(print_notices(ledger, of(ledger, "hazard", committee.code)).pdf)
    assert "章浜社区居委会" in notices and ORIGIN in notices


def test_selection_over_several_committees_is_bound_each_under_its_own_name(
    ledger: StreetLedger, committee: Committee, neighbour: Committee
) -> None:
    printed = print_records(ledger, "drill", ledger.ids("drill", Query()))
    text = running_text_of(printed.pdf)
    assert committee.office.committee["name"] in text and "青松社区居委会" in text
    document = pypdfium2.PdfDocument(printed.pdf)
    titles = [each.get_title() for each in document.get_toc()]
    document.close()
    assert len(titles) == 2 and any(title.startswith("青松社区居委会 YL-") for title in titles)


def test_a_number_is_looked_for_in_the_named_committee_only(
    ledger: StreetLedger, committee: Committee, neighbour: Committee
) -> None:
    one, other = (CommitteeCopy(ledger, each.code) for each in (committee, neighbour))
    number = committee.wire()["no"]
    assert number == neighbour.wire()["no"]
    assert one.find("hazard", number)["id"] != other.find("hazard", number)["id"]
    with pytest.raises(AppError, match="record_not_found"):
        one.find("hazard", other.find("hazard", number)["id"])
    with pytest.raises(AppError, match="committee_not_enrolled"):
        CommitteeCopy(ledger, "310118001099")


def test_hazard_without_notices_says_so(
    ledger: StreetLedger, committee: Committee, street: Street, stick: Path
) -> None:
    [made] = committee.adds(factories.hazard(description="没有文书的"))
    street.receives(committee.sends(stick))
    with pytest.raises(AppError, match="no_notices_of_hazard"):
        print_notices(ledger, made["id"])
