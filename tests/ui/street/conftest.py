"""The window of 夏阳街道办事处 with two enrolled committees, and the stick they bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from desktop.street.street_ledger import StreetLedger
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, open_committee, open_street
from ui.street.street_window import StreetWindow


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key files that unlock at once; what they protect is tested with the format."""
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)


@pytest.fixture
def street(tmp_path: Path, clock: FixedClock) -> Iterator[Street]:
    """The street's desk, nobody enrolled."""
    opened = open_street(tmp_path / "街道", clock)
    yield opened
    opened.desk.close()


@pytest.fixture
def committee(tmp_path: Path, clock: FixedClock) -> Iterator[Committee]:
    """章浜社区居委会 with one hazard, not enrolled."""
    opened = open_committee(tmp_path / "村居", clock)
    opened.adds()
    yield opened
    opened.office.close()


@pytest.fixture
def neighbour(tmp_path: Path, clock: FixedClock) -> Iterator[Committee]:
    """青松社区居委会 with one hazard, not enrolled."""
    opened = open_committee(tmp_path / "邻居", clock, "310118001001", "青松社区居委会")
    opened.adds()
    yield opened
    opened.office.close()


@pytest.fixture
def enrolled(street: Street, committee: Committee, neighbour: Committee) -> Street:
    """The street with both committees enrolled."""
    for each in (committee, neighbour):
        street.enrols(each)
    return street


@pytest.fixture
def ledger(street: Street, clock: FixedClock) -> Iterator[StreetLedger]:
    """The street's database as the window opens it, keys unlocked."""
    opened = StreetLedger.open(street.desk.store.path, clock)
    opened.keyring.unlock(PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot, ledger: StreetLedger, window_settings: QSettings) -> Iterator[StreetWindow]:
    """The street's window, shown."""
    made = StreetWindow(ledger, window_settings)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
