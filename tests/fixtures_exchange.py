"""Fixtures of the exchange: a street that takes packages in and answers, and the window's page 报送 at work with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from db.clock import FixedClock
    from desktop.office import Office
    from desktop.street.street_office import StreetDesk

STREET_CODE, STREET_NAME, STREET_PASSPHRASE = "310118001000", "夏阳街道办事处", "街道办公室的口令2026"


@dataclass(frozen=True)
class Street:
    """A street office and the folder its receipts go to."""

    desk: StreetDesk
    folder: Path

    def answer(self, office: Office, package: Path) -> Path:
        """Take a package of that committee in, and give the receipt's file."""
        from desktop import paths
        from desktop.documents import committee_sheet_text
        from desktop.exchange.signing_key import load_key
        from desktop.street.receiving import receive

        committee = office.committee
        self.desk.enrol(committee_sheet_text(office), code=committee["code"], name=committee["name"])
        key, decrypt_key = (
            load_key(file(self.desk.store.path), STREET_PASSPHRASE)
            for file in (paths.sign_key_file, paths.decrypt_key_file)
        )
        (received,) = receive(self.desk, [package], self.folder, key, decryption_keys=[decrypt_key])
        assert received.receipt, received.error
        return received.receipt

    def check(self, package_id: str, returns: dict[str, str]) -> Path:
        """Check the records of a merged package, send some back, and give the receipt's file."""
        from desktop import paths
        from desktop.exchange.signing_key import load_key
        from desktop.street.answering import write_receipts
        from desktop.street.checked_records import check_records

        key = load_key(paths.sign_key_file(self.desk.store.path), STREET_PASSPHRASE)
        answer = check_records(self.desk, package_id, returns, key)
        return write_receipts([answer], self.folder)[answer.row.id]

    def send(self, office: Office, items: dict[str, list[dict[str, Any]]]) -> Path:
        """Send something down to that committee, and give the file."""
        from desktop import paths
        from desktop.documents import committee_sheet_text
        from desktop.exchange.signing_key import load_key
        from desktop.street.sending_down import send_down

        committee = office.committee
        self.desk.enrol(committee_sheet_text(office), code=committee["code"], name=committee["name"])
        key = load_key(paths.sign_key_file(self.desk.store.path), STREET_PASSPHRASE)
        [path] = send_down(self.desk, [committee["code"]], items, "2026-11", self.folder, key)
        return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The root of an empty stick."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def street(tmp_path: Path, clock: FixedClock) -> Iterator[Street]:
    """夏阳街道办事处 with its two keys."""
    from desktop.street.street_office import StreetDesk

    desk = StreetDesk.create(
        tmp_path / "街道" / "街道.db",
        code=STREET_CODE,
        name=STREET_NAME,
        passphrase=STREET_PASSPHRASE,
        clock=clock,
    )
    yield Street(desk, tmp_path / "回执")
    desk.close()
