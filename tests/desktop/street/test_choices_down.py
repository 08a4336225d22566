"""The street's own choices: kept at the street, sent down, renamed and stopped at the committees by sending again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.added_choices import forget_added_choices
from db.errors import AppError
from db.integrity import find_damage
from db.spec import CRITERION, OWN_CODE
from db.spec.code_tables import label_of
from desktop.exchange.incoming_down import read_down_package, take_in
from desktop.own_choices import (
    Entry,
    Origin,
    add_choice,
    choices,
    criteria_entries,
    rename_choice,
    stop_or_use,
    why_not,
)
from desktop.street.choices_down import pending, send
from desktop.street.street_ledger import StreetLedger
from tests import factories
from tests.desktop.street.exchange_kit import Committee, Street

LIST = "premises_flag"


@pytest.fixture
def ledger(street: Street) -> Iterator[StreetLedger]:
    yield StreetLedger(street.desk.store)
    forget_added_choices(street.desk.store)  # the desk closes the store


def words_of(ledger: StreetLedger) -> list[str]:
    found = pending(ledger)
    return [found.words_of(each.record) for each in choices(ledger, LIST) if each.record]


def got(committee: Committee) -> list[Entry]:
    return [each for each in choices(committee.office, LIST) if each.record]


def taken(committee: Committee, paths: list[Path]) -> None:
    [path] = [each for each in paths if each.parent.name == committee.code]
    take_in(committee.office, read_down_package(committee.office, path))


def test_what_is_added_renamed_and_stopped_reaches_every_committee(
    ledger: StreetLedger, street: Street, committee: Committee, neighbour: Committee, stick: Path
) -> None:
    tent = add_choice(ledger, LIST, "露营营地")
    ledger.add(CRITERION.table, factories.criterion())
    assert words_of(ledger) == ["未下发"]
    taken(committee, send(ledger, [committee.code], stick, street.key))
    assert words_of(ledger) == ["1 个村居未下发"]
    paths = send(ledger, [committee.code, neighbour.code], stick, street.key)
    for each in (committee, neighbour):
        taken(each, paths)
        [entry] = got(each)
        assert (entry.words, entry.origin) == ("露营营地", Origin.STREET)
        assert "街道" in why_not(each.office, entry)
        assert criteria_entries(each.office)[0].origin is Origin.STREET
    assert words_of(ledger) == ["已下发"]
    with pytest.raises(AppError, match="nothing_to_send"):
        send(ledger, [committee.code], stick, street.key)

    shop = committee.office.add("premises", factories.premises(flags="露营营地"))
    stop_or_use(ledger, OWN_CODE, rename_choice(ledger, tent, "帐篷营地"))
    paths = send(ledger, [committee.code, neighbour.code], stick, street.key)
    package = read_down_package(
        committee.office, next(each for each in paths if each.parent.name == committee.code)
    )
    assert [each.title for each in package.items] == ["场所标签：帐篷营地（停用）"]
    take_in(committee.office, package)
    [entry] = got(committee)
    assert (entry.words, entry.is_used) == ("帐篷营地", False)
    undone = committee.office.store.reader().execute("SELECT max(batch) FROM change").fetchone()[0]
    taken(neighbour, paths)  # the words of all ledgers that are open count
    assert label_of((LIST,), shop["flags"][0]) == "帐篷营地"
    assert words_of(ledger) == ["停用已下发"]
    committee.office.undo_operation(undone)
    assert [(each.words, each.is_used) for each in got(committee)] == [("露营营地", True)]
    for office in (committee.office, ledger):
        assert not list(find_damage(office.store.reader(), office.attachments))


def test_one_that_is_stopped_before_it_went_out_need_not_go_and_undoing_works_at_the_street(
    ledger: StreetLedger, street: Street, committee: Committee, stick: Path
) -> None:
    stop_or_use(ledger, OWN_CODE, add_choice(ledger, LIST, "露营营地"))
    with pytest.raises(AppError, match="nothing_to_send"):
        send(ledger, [committee.code], stick, street.key)
    batch = ledger.store.reader().execute("SELECT max(batch) FROM change").fetchone()[0]
    ledger.undo_operation(batch)
    assert [each.is_used for each in choices(ledger, LIST) if each.record] == [True]
    street.receives(committee.sends(stick))
    batch = ledger.store.reader().execute("SELECT batch FROM merge_batch").fetchone()[0]
    with pytest.raises(AppError, match="street_reads_only"):
        ledger.undo_operation(batch)


def test_committees_records_stay_closed_to_the_street(ledger: StreetLedger) -> None:
    with pytest.raises(AppError, match="street_reads_only"):
        ledger.add("hazard", factories.hazard())


def test_a_committee_that_changed_its_code_gets_them_too(
    ledger: StreetLedger, street: Street, committee: Committee, stick: Path
) -> None:
    from desktop.documents import committee_sheet_text
    from desktop.own_identity import change_identity
    from desktop.street.code_change import change_code

    home = committee.code
    change_identity(
        committee.office,
        code="310118001233",
        name="新苑居委会",
        changed_on=committee.office.today,
        reason="更名",
    )
    change_code(street.desk, committee_sheet_text(committee.office), home)
    add_choice(ledger, LIST, "露营营地")
    [receiver] = pending(ledger).receivers
    assert (receiver.home, receiver.code, receiver.lacking) == (home, "310118001233", 1)
    taken(committee, send(ledger, [receiver.home], stick, street.key))
    assert [each.words for each in got(committee)] == ["露营营地"]
