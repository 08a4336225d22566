"""The street's answer at the committee: what it marks as reported, and what it must never make us believe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import imported_receipts, packages
from db.desk_ids import returned_records
from db.errors import AppError
from db.packages import SealedRow, street_office
from db.spec.query import Query
from desktop import paths
from desktop.exchange.canonical_zip import container_chunks
from desktop.exchange.enrolment import OfficeSheet, office_text
from desktop.exchange.header import ED25519_ONLY, PackageHeader, Party
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import next_place, seal_package
from desktop.exchange.receipt import RECEIPT_COUNTS, Receipt, receipt_content
from desktop.exchange.seal import package_parts, seal
from desktop.exchange.signing_key import SigningKey, load_key
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from desktop.trust import trust_office
from tests import factories
from tests.desktop.exchange.forge import OFFICE_DECRYPT_KEY, OFFICE_SIGN_KEY, STRANGER_KEY, refused
from tests.fixtures_ledger import PASSPHRASE

STREET = Party("310118001000", "夏阳街道办事处", OFFICE_SIGN_KEY.fingerprint)
RECEIVED = "2026-11-23T10:00:00+08:00"


@pytest.fixture(scope="module")
def key(office_template: Path) -> SigningKey:
    return load_key(paths.sign_key_file(office_template / DATABASE_NAME), PASSPHRASE)


@pytest.fixture
def sealed(office: Office, key: SigningKey) -> SealedRow:
    """A package of two hazards for the trusted street."""
    keys = (OFFICE_SIGN_KEY.public_key, OFFICE_DECRYPT_KEY.public_key)
    trust_office(office, office_text(OfficeSheet(STREET.code, 1, *keys, date(2026, 11, 1))))
    office.register_all("hazard", [factories.hazard(), factories.hazard()])
    return seal_package(office, "2026-11", key)


class Answering:
    """Writes receipts as the street would, or as somebody else would."""

    def __init__(self, office: Office, key: SigningKey, folder: Path) -> None:
        self.to = Party(office.committee["code"], office.committee["name"], key.fingerprint)
        self.folder = folder

    def receipt(self, sealed: SealedRow, **changes: Any) -> Receipt:
        head = {"epoch": 1, "serial": sealed.serial, "id": sealed.id}
        answer = Receipt(
            package=sealed.id, epoch=1, serial=sealed.serial, volumes=[1], status="accepted", error=None,
            records={"hazard": {"new": 2, "same": 0, "conflict": 0}}, conflicts=[], missing_volumes=[],
            missing_serials=[], head=head, next_serial=sealed.serial + 1,
            key_status=[{"key": self.to.key, "status": "active"}],
            office_keys={"sign": STREET.key, "decrypt": OFFICE_DECRYPT_KEY.public_line}, received=RECEIVED,
        )  # fmt: skip
        return replace(answer, **changes)

    def write(self, receipt: Receipt, signer: SigningKey = OFFICE_SIGN_KEY, **changes: Any) -> Path:
        header = PackageHeader(
            kind="receipt", sender=STREET, to=(self.to,), epoch=1, serial=1, prev=None, base=0, ack=None, volume=1,
            volumes=1, main=None, period="2026-11", created=RECEIVED, suites=ED25519_ONLY, schema=1,
            software="村居安全台账", counts=RECEIPT_COUNTS,
        )  # fmt: skip
        content = receipt_content(receipt)
        made = seal(replace(header, **changes), [content], signer)
        path = self.folder / f"{made.package_id[:8]}.hz.zip"
        path.write_bytes(b"".join(container_chunks(package_parts(made, [content]))))
        return path


@pytest.fixture
def answering(office: Office, key: SigningKey, tmp_path: Path) -> Answering:
    return Answering(office, key, tmp_path)


def states(office: Office) -> list[str]:
    return [each["report_state"] for each in office.rows("hazard", office.ids("hazard", Query()))]


def test_an_accepting_receipt_marks_its_records(
    office: Office, sealed: SealedRow, answering: Answering
) -> None:
    imported = import_receipt(office, answering.write(answering.receipt(sealed)))
    assert (imported.reported, imported.period, imported.warnings) == (2, "2026-11", ())
    assert states(office) == ["reported", "reported"]
    [kept] = imported_receipts.receipts(office.store.reader())
    assert (kept.package_id, kept.status, kept.imported_by) == (sealed.id, "accepted", factories.CLERK)


def test_a_record_changed_since_is_reported_no_more(
    office: Office, sealed: SealedRow, answering: Answering, key: SigningKey
) -> None:
    office.change("hazard", office.ids("hazard", Query())[0], {"note": "封包后改的"})
    import_receipt(office, answering.write(answering.receipt(sealed)))
    assert sorted(states(office)) == ["changed", "reported"]
    second = seal_package(office, "2026-11", key)
    assert packages.confirmed_serial(office.store.reader(), 1) == 1
    assert b'"hazard":1' in second.header and b'"base":1' in second.header


def test_conflicting_records_are_left_out(office: Office, sealed: SealedRow, answering: Answering) -> None:
    conflict = office.ids("hazard", Query())[0]
    partial = answering.receipt(sealed, status="partial", conflicts=[conflict])
    assert import_receipt(office, answering.write(partial)).reported == 1
    assert office.get("hazard", conflict)["report_state"] == "sealed"
    assert returned_records(office.store.reader()) == [conflict]


@pytest.mark.parametrize("status", ["rejected", "held"])
def test_a_refusing_receipt_marks_nothing(
    office: Office, sealed: SealedRow, answering: Answering, status: str
) -> None:
    head = {"epoch": 1, "serial": 0, "id": None}
    answer = answering.receipt(sealed, status=status, error="E_RECORD", head=head, next_serial=1)
    assert import_receipt(office, answering.write(answer)).reported == 0
    assert states(office) == ["sealed", "sealed"]
    assert len(returned_records(office.store.reader())) == 2
    assert next_place(office.store.reader()) == (1, 2, sealed.id)


def test_a_receipt_counts_once_and_for_us_only(
    office: Office, sealed: SealedRow, answering: Answering
) -> None:
    path = answering.write(answering.receipt(sealed))
    import_receipt(office, path)
    with refused("E_REPLAY"):
        import_receipt(office, path)
    neighbour = replace(answering.to, code="310118001001")
    with refused("E_NOT_FOR_US"):
        import_receipt(
            office, answering.write(answering.receipt(sealed), to=(neighbour,), serial=2, prev="a" * 64)
        )


def test_only_the_pinned_key_counts(office: Office, sealed: SealedRow, answering: Answering) -> None:
    forged_sender = replace(STREET, key=STRANGER_KEY.fingerprint)
    with pytest.raises(AppError, match="street_key_unknown"):
        import_receipt(office, answering.write(answering.receipt(sealed), STRANGER_KEY, sender=forged_sender))
    assert states(office) == ["sealed", "sealed"]


def test_a_receipt_for_content_we_never_sealed_is_a_fork(
    office: Office, sealed: SealedRow, answering: Answering
) -> None:
    with refused("E_FORK"):
        import_receipt(office, answering.write(answering.receipt(sealed, package="b" * 64)))


def test_the_street_may_hold_another_package_under_our_serial(
    office: Office, sealed: SealedRow, answering: Answering
) -> None:
    """A restored backup sealed the serial again: the next package follows the one the street has."""
    head = {"epoch": 1, "serial": 1, "id": "c" * 64}
    answer = answering.receipt(sealed, status="rejected", error="E_FORK", head=head, next_serial=2)
    import_receipt(office, answering.write(answer))
    assert next_place(office.store.reader()) == (1, 2, "c" * 64)


def test_a_restored_backup_goes_on_behind_the_streets_head(
    office: Office, sealed: SealedRow, answering: Answering
) -> None:
    ahead = answering.receipt(sealed, package="d" * 64, serial=7, head={"epoch": 1, "serial": 7, "id": "d" * 64},
                              next_serial=8)  # fmt: skip
    imported = import_receipt(office, answering.write(ahead))
    assert ([each.code for each in imported.warnings], imported.reported, imported.period) == (
        ["W_AHEAD"],
        0,
        "",
    )
    assert next_place(office.store.reader()) == (1, 8, "d" * 64)


def test_a_head_of_another_epoch_is_not_followed(
    office: Office, sealed: SealedRow, answering: Answering
) -> None:
    answer = answering.receipt(sealed, head={"epoch": 2, "serial": 9, "id": "e" * 64}, next_serial=10)
    import_receipt(office, answering.write(answer))
    assert next_place(office.store.reader()) == (1, 2, sealed.id)


def test_a_new_decryption_key_is_taken_from_a_signed_receipt(
    office: Office, sealed: SealedRow, answering: Answering
) -> None:
    keys = {"sign": STREET.key, "decrypt": STRANGER_KEY.public_line}
    import_receipt(office, answering.write(answering.receipt(sealed, office_keys=keys)))
    street = street_office(office.store.reader())
    assert street is not None
    assert (street.decrypt_key, street.sign_key) == (STRANGER_KEY.public_line, OFFICE_SIGN_KEY.public_line)


def test_without_a_trusted_street_nothing_is_believed(office: Office, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="street_not_trusted"):
        import_receipt(office, tmp_path / "x.hz.zip")
