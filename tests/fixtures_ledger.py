"""Fixtures of a ledger: a clock that stands still, an open database, and the office of 章浜社区居委会."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db.clock import FixedClock
from db.store import Store, open_store
from desktop.office import Office
from tests import factories

PASSPHRASE = "章浜社区的安全口令2026"


@pytest.fixture
def clock() -> FixedClock:
    """Monday 2026-11-23, 09:30 in China, until a test moves it."""
    return FixedClock(datetime(2026, 11, 23, 9, 30))


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """An empty database in a temporary file."""
    opened = open_store(tmp_path / "安全台账.db", clock)
    yield opened
    opened.close()


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """The ledger of 章浜社区居委会 in a temporary folder: clerk 王芳, lead 陈建国."""
    opened = Office.create(
        tmp_path / "台账" / "安全台账.db",
        committee=factories.COMMITTEE,
        clerk=factories.CLERK,
        lead=factories.LEAD,
        passphrase=PASSPHRASE,
        clock=clock,
    )
    yield opened
    opened.close()
