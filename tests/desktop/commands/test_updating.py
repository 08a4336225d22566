"""update check, install and back on the command line, where people sign in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import paths
from desktop.commands import run_command
from desktop.office import Office
from tests.fixtures_people import ADMIN, PASSWORD


def test_where_people_sign_in_only_an_administrator_updates(
    seat: Callable[[str], Office],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    office = seat(ADMIN)
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "settings"))
    paths.remember_database(office.database)
    office.close()
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    for words, code in (
        ([], "sign_in_needed"),
        (["--as", "王芳", "--password-file", str(password)], "not_allowed"),
        (["--as", ADMIN, "--password-file", str(password)], "update_not_frozen"),
    ):
        assert run_command(["update", "install", str(tmp_path / "x.vslupdate"), *words]) == 1
        assert f"（{code}）" in capsys.readouterr().err
        assert run_command(["update", "back", *words]) == 1
        assert f"（{code}）" in capsys.readouterr().err
