"""A street's database is backed up whenever something came in or was enrolled, and comes back as the street's."""

from __future__ import annotations

from db.clock import FixedClock
from desktop.backups import back_up, needs_backup
from desktop.restoring import discard, look_into, restore
from desktop.street.street_ledger import StreetLedger, opened_ledger
from tests.desktop.street.exchange_kit import Committee, Street


def test_enrolling_is_worth_a_backup_and_the_street_comes_back(
    street: Street, committee: Committee, clock: FixedClock
) -> None:
    ledger = StreetLedger.open(street.desk.store.path, clock)
    backup = back_up(ledger)
    assert (backup.contents.committee, backup.contents.code) == (
        ledger.committee["name"],
        ledger.committee["code"],
    )
    assert not needs_backup(ledger)
    street.desk.enrol(street_sheet_of(committee), code=committee.code, name="章浜新名社区居委会")
    assert needs_backup(ledger)
    ledger.close()
    street.desk.close()
    preview = look_into(backup.file, backup.file.parents[2] / street.desk.store.path.name)
    restore(preview, street.desk.store.path, "街道")
    discard(preview)
    again = opened_ledger(street.desk.store.path, clock)
    assert again.is_street and again.title("roster", committee.code) == committee.office.committee["name"]
    again.close()


def street_sheet_of(committee: Committee) -> str:
    from desktop.documents import committee_sheet_text

    return committee_sheet_text(committee.office)
