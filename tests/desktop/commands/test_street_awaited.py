"""`street report` while a committee's later volume has not come: what is not attached is said, and written out later."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.clock import Clock
from desktop.exchange.outgoing import seal_package
from desktop.exchange.writing_packages import write_volumes
from desktop.street.street_office import StreetDesk
from tests import factories
from tests.desktop.commands.command_line import passphrase_file, run
from tests.desktop.street.exchange_kit import PASSPHRASE, open_committee, open_street
from tests.desktop.street.test_volumes import noise


def test_a_street_goes_on_without_what_has_not_come_and_supplements_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    passphrase_file(tmp_path, PASSPHRASE)
    street, committee = open_street(tmp_path / "街道", Clock()), open_committee(tmp_path / "村居", Clock())
    street.enrols(committee)
    photos = [committee.office.attach(noise(number, tmp_path / f"现场{number}.jpg")) for number in range(2)]
    for photo in photos:
        committee.adds(factories.hazard(photo_before=[photo]))
    sealed = seal_package(committee.office, "2026-11", committee.key, volume_limit=120_000)
    first, second, _ = write_volumes(committee.office, sealed.id, tmp_path)
    street.receives(first)
    district = StreetDesk.create(
        tmp_path / "区" / "区.db", code="310118000000", name="青浦区应急管理局", passphrase=PASSPHRASE
    )
    sheet = district.keys().sheet_text
    for each in (district, street.desk, committee.office):
        each.close()
    database = ("--db", "街道/街道.db")
    up = tmp_path / "上报"
    up.mkdir()
    assert run("street", "trust", *database, sheet, "--name", "区", cwd=tmp_path).code == 0
    told = run(
        "street", "report", *database, "--to", "上报", "--period", "2026-11", "--passphrase-file", "口令.txt", cwd=tmp_path
    )  # fmt: skip
    assert told.code == 0, told.err
    assert "未随附" in told.err and "第 1 号包第 2 卷还没有收到" in told.err and "supplement" in told.err
    slip = run("report", "handover-slip", *database, "-o", "交接单.pdf", cwd=tmp_path)
    assert slip.code == 0, slip.err
    nothing = run("street", "supplement", *database, "--to", "上报", cwd=tmp_path)
    assert nothing.code == 0 and "还没有收到" in nothing.out
    received = run(
        "street", "receive", second, *database, "--to", "回执", "--passphrase-file", "口令.txt", cwd=tmp_path
    )
    assert received.code == 0, received.err
    done = run("street", "supplement", *database, "--to", "上报", cwd=tmp_path)
    assert "补写 1 卷" in done.out and len(list(up.glob("*-v02.zip"))) == 1
    assert not list(up.glob("*-v03.zip"))
