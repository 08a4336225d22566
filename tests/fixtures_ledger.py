"""Fixtures of a ledger: a clock that stands still, an open database, and the office of 章浜社区居委会."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db.clock import FixedClock
from db.store import Store, open_store
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories

PASSPHRASE = "章浜社区的安全口令2026"
START = datetime(2026, 11, 23, 9, 30)


@pytest.fixture
def clock() -> FixedClock:
    """Monday 2026-11-23, 09:30 in China, until a test moves it."""
    return FixedClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """An empty database in a temporary file."""
    opened = open_store(tmp_path / DATABASE_NAME, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new ledger, closed; made once, because a key's passphrase is slow on purpose."""
    folder = tmp_path_factory.mktemp("template") / "台账"
    Office.create(
        folder / DATABASE_NAME,
        committee=factories.COMMITTEE,
        clerk=factories.CLERK,
        lead=factories.LEAD,
        passphrase=PASSPHRASE,
        clock=FixedClock(START),
    ).close()
    return folder


@pytest.fixture
def office(office_template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """The ledger of 章浜社区居委会 in a temporary folder: clerk 王芳, lead 陈建国."""
    folder = shutil.copytree(office_template, tmp_path / "台账")
    opened = Office.open(folder / DATABASE_NAME, clock)
    yield opened
    opened.close()
