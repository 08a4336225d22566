"""A street and two committees of it, open in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.clock import FixedClock
from tests.desktop.street.exchange_kit import Committee, Street, forged, open_committee, open_street
from tests.desktop.street.receiving_kit import Forge


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key files that unlock at once; what they protect is tested with the format."""
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)


@pytest.fixture
def street(tmp_path: Path, clock: FixedClock) -> Iterator[Street]:
    opened = open_street(tmp_path / "街道", clock)
    yield opened
    opened.desk.close()


@pytest.fixture
def committee(tmp_path: Path, clock: FixedClock, street: Street) -> Iterator[Committee]:
    """章浜社区居委会, enrolled, with one hazard."""
    opened = open_committee(tmp_path / "村居", clock)
    street.enrols(opened)
    opened.adds()
    yield opened
    opened.office.close()


@pytest.fixture
def neighbour(tmp_path: Path, clock: FixedClock, street: Street) -> Iterator[Committee]:
    """Another committee of the same street, enrolled, with one hazard."""
    opened = open_committee(tmp_path / "邻居", clock, "310118001001", "青松社区居委会")
    street.enrols(opened)
    opened.adds()
    yield opened
    opened.office.close()


@pytest.fixture
def forge(committee: Committee, street: Street, stick: Path) -> Forge:
    """Writes a package that the committee signs over whatever it likes."""

    def write(records: dict[str, list[dict[str, Any]]], name: str = "forged.zip", **changes: Any) -> Path:
        return forged(stick / name, changes.pop("by", committee), street, records, **changes)

    return write
