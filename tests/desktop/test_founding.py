"""A new ledger is there whole or not at all, and an attempt that was cut short is no obstacle."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.clock import FixedClock
from db.errors import AppError, EnvironmentProblem
from desktop import founding, paths
from desktop.exchange.signing_key import load_key
from desktop.office import Office
from desktop.street.street_office import StreetDesk
from tests import factories

PASSPHRASE = "章浜社区的安全口令2026"


def make(folder: Path, clock: FixedClock) -> Office:
    return Office.create(
        folder / paths.DATABASE_NAME, committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase=PASSPHRASE, clock=clock,
    )  # fmt: skip


def files_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


def test_what_a_power_cut_left_is_replaced_with_its_key(tmp_path: Path, clock: FixedClock) -> None:
    made = make(tmp_path / "一", clock)
    key = paths.sign_key_file(made.database)
    made.close()
    made.database.rename(made.database.with_name(f"{paths.DATABASE_NAME}.part"))  # cut before it got its name
    before = key.read_bytes()
    again = make(tmp_path / "一", clock)
    assert again.committee["name"] == factories.COMMITTEE["name"]
    again.close()
    assert key.read_bytes() != before and load_key(key, PASSPHRASE)
    assert not list((tmp_path / "一").glob("*.part*"))


def test_a_key_without_a_half_made_ledger_is_somebodys(tmp_path: Path, clock: FixedClock) -> None:
    made = make(tmp_path / "一", clock)
    key = paths.sign_key_file(made.database)
    made.close()
    made.database.unlink()
    before = key.read_bytes()
    with pytest.raises(AppError, match="key_file_exists"):
        make(tmp_path / "一", clock)
    assert key.read_bytes() == before and files_in(tmp_path / "一") == [key.name]


def test_a_name_that_cannot_be_given_leaves_nothing(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(founding, "replace_durably", refuse)
        with pytest.raises(EnvironmentProblem, match="write_failed"):
            make(tmp_path / "一", clock)
        with pytest.raises(EnvironmentProblem, match="write_failed"):
            StreetDesk.create(
                tmp_path / "二" / "街道.db", code="310118001000", name="夏阳街道办事处", passphrase=PASSPHRASE
            )
    assert files_in(tmp_path) == []
    make(tmp_path / "一", clock).close()


def test_a_ledger_that_is_there_is_left_alone(tmp_path: Path, clock: FixedClock) -> None:
    made = make(tmp_path / "一", clock)
    made.close()
    with pytest.raises(EnvironmentProblem, match="database_exists"):
        make(tmp_path / "一", clock)
    assert Office.open(made.database).committee["code"] == factories.COMMITTEE_CODE
