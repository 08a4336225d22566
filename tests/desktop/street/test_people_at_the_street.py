"""Who is at the street's desk: every write bears the name of the one who signed in, and asks for their right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import roster_events
from db.change_log import history
from db.clock import FixedClock
from db.errors import AppError
from db.spec.query import Query
from desktop.messages import sentence
from desktop.office import Office
from desktop.own_keys import Cause
from desktop.people.permissions import Right
from desktop.people.signing_in import sign_in
from desktop.street.own_keys import change_passphrase, make_new_keys
from desktop.street.receiving import receive
from desktop.street.rolling_back import roll_back
from desktop.street.roster_changes import suspend
from desktop.street.street_ledger import StreetLedger
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes
from tests.fixtures_people import PASSWORD

CLERK, ADMIN, READER = "周洁", "吴敏", "郑立"


@pytest.fixture
def peopled(
    street: Street, clock: FixedClock, people_at: Callable[[Office, dict[str, str]], None]
) -> Iterator[StreetLedger]:
    """The street where 周洁 receives, 吴敏 administers, 郑立 reads; nobody has signed in yet."""
    ledger = StreetLedger.open(street.desk.store.path, clock)
    people_at(ledger, {CLERK: "clerk", ADMIN: "admin", READER: "reader"})
    yield ledger
    ledger.close()


def seated(ledger: StreetLedger, name: str) -> StreetLedger:
    ledger.seat(sign_in(ledger, name, PASSWORD))
    return ledger


def test_what_is_merged_bears_the_name_of_who_received_it(
    peopled: StreetLedger, committee: Committee, street: Street, stick: Path
) -> None:
    desk = seated(peopled, CLERK).desk
    [received] = receive(desk, [committee.sends(stick)], street.receipts, street.key)
    assert received.error is None
    [hazard] = peopled.ids("hazard", Query())
    assert {each.who for each in history(peopled.store.reader(), "hazard", hazard)} == {CLERK}


def test_who_only_reads_receives_nothing_and_is_told_who_may(
    peopled: StreetLedger, committee: Committee, street: Street, stick: Path
) -> None:
    desk = seated(peopled, READER).desk
    with pytest.raises(AppError, match="not_allowed") as refused:
        receive(desk, [committee.sends(stick)], street.receipts, street.key)
    assert "收件员、审核人、管理员" in sentence(refused.value) and "收件、核验退回" in sentence(refused.value)
    assert peopled.ids("hazard", Query()) == []


def test_only_an_administrator_changes_the_keys_of_the_street_and_is_named(peopled: StreetLedger) -> None:
    for name in (CLERK, READER):
        seated(peopled, name)
        for forbidden in (
            lambda: make_new_keys(peopled, Cause.LOST, "街道换上的新口令2026"),
            lambda: change_passphrase(peopled, PASSPHRASE, "街道换上的新口令2026"),
        ):
            with pytest.raises(AppError, match="not_allowed") as refused:
                forbidden()
            assert "更换街道的密钥和口令" in sentence(refused.value) and "管理员" in sentence(refused.value)
    assert make_new_keys(seated(peopled, ADMIN), Cause.LOST, "街道换上的新口令2026").who == ADMIN
    [entry] = history(peopled.store.reader(), "office", peopled.desk.office.code)
    assert (entry.who, entry.operation) == (ADMIN, "更换街道密钥（忘了口令或密钥丢失）")
    assert set(entry.after) == {"sign", "decrypt"} and entry.before != entry.after


def test_a_receiver_neither_suspends_a_key_nor_takes_a_package_out(
    peopled: StreetLedger, committee: Committee, street: Street, stick: Path
) -> None:
    desk = seated(peopled, CLERK).desk
    [received] = receive(desk, [committee.sends(stick)], street.receipts, street.key)
    for forbidden in (
        lambda: suspend(desk, committee.key.fingerprint, "换届"),
        lambda: roll_back(desk, received.package_id, "重报", street.key),
    ):
        with pytest.raises(AppError, match="not_allowed"):
            forbidden()
    seated(peopled, ADMIN)
    suspend(desk, committee.key.fingerprint, "换届")
    newest, *_ = roster_events.events_of(peopled.store.reader(), committee.code)
    assert (newest.what, newest.who) == (roster_events.SUSPENDED, ADMIN)


def test_a_desk_without_anybody_at_it_writes_nothing(
    peopled: StreetLedger, committee: Committee, street: Street, stick: Path
) -> None:
    package = committee.sends(stick)
    with pytest.raises(AppError, match="sign_in_needed"):
        receive(peopled.desk, [package], street.receipts, street.key)
    assert codes(receive(seated(peopled, CLERK).desk, [package], street.receipts, street.key)) == [""]


def test_the_street_calls_its_people_by_its_own_words(peopled: StreetLedger) -> None:
    signed_in = sign_in(peopled, CLERK, PASSWORD)
    assert signed_in.words(peopled.is_street) == "周洁（收件员）"
    seated(peopled, READER)
    denied = peopled.why_not(Right.TRUST)
    assert denied is not None and "登记村居" in sentence(denied)
