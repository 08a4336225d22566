"""Fixtures of updates: a publisher, and a computer with a small program installed that runs the real source."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from desktop.office import Office
    from tests.fake_program import Computer, Publisher


@pytest.fixture(scope="session")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """Whose updates the test programs take."""
    from tests.fake_program import make_publisher

    return make_publisher(tmp_path_factory.mktemp("publisher"))


@pytest.fixture
def computer(tmp_path: Path, publisher: Publisher, office: Office) -> Computer:
    """0.4.0 is installed, and the ledger of 章浜社区居委会 was open last; it is closed."""
    from desktop import paths
    from tests.fake_program import Computer, make_program

    settings = tmp_path / "设置"
    program = make_program(tmp_path / "installed", "0.4.0", publisher)
    environment = {
        **os.environ, "VILLAGE_LEDGER_VERSIONS": str(tmp_path / "versions"), "VILLAGE_LEDGER_SETTINGS": str(settings),
        "FAKE_LOG": str(tmp_path / "windows.log"), "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    database = office.database
    office.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VILLAGE_LEDGER_SETTINGS", str(settings))
        paths.remember_database(database)
    return Computer(program, publisher, tmp_path, environment)
