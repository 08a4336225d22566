"""Tips on the command line: what was told only, photos without their names, and papers that are looked through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.office import Office
from desktop.tips.registering import register_tip
from tests import factories
from tests.desktop.commands.command_line import photo_file, run
from tests.fixtures_tips import TIPSTER, TIPSTER_NAME, TIPSTER_PHONE, files_naming, traces


def test_a_tip_is_added_without_who_told_and_its_photo_without_its_name(
    tips_office: Office, tmp_path: Path
) -> None:
    tips_office.close()
    database, folder = tips_office.database, tmp_path / "照片"
    folder.mkdir()
    photo = photo_file(folder / f"{TIPSTER_NAME}.jpg")
    line = json.dumps(factories.tip(reporter={"name": TIPSTER_NAME, "contact": TIPSTER_PHONE})).encode()
    refused = run("add", "tip", "--db", database, "-", cwd=tmp_path, stdin=line)
    assert refused.code == 1 and not traces(
        (TIPSTER_NAME, TIPSTER_PHONE), (refused.out + refused.err).encode()
    )
    line = json.dumps(factories.tip(photos=[photo.name])).encode()
    assert run("add", "tip", "--db", database, "-", cwd=folder, stdin=line).code == 0
    added = run("attach", "tip", "JB-2026-0001", "--db", database, photo.name, cwd=folder)
    assert added.code == 0, added.err
    shown = run("show", "tip", "JB-2026-0001", "--db", database, "--json", cwd=tmp_path).records[0]
    assert [each["name"] for each in shown["photos"]] == ["举报照片1.jpg"]
    photo.unlink()
    assert files_naming((TIPSTER_NAME, TIPSTER_PHONE), tips_office.folder) == []


@pytest.mark.parametrize("report", ["hazard-ledger", "premises-file"])
def test_a_paper_that_would_name_a_tipster_is_not_made(
    tips_office: Office, own_settings_folder: Path, tmp_path: Path, report: str
) -> None:
    register_tip(tips_office, factories.tip(), TIPSTER)
    shop = tips_office.add("premises", factories.premises())
    tips_office.add("hazard", factories.hazard(premises=shop["id"], note=f"{TIPSTER_NAME}反映"))
    tips_office.close()
    number = ["--number", shop["no"] or shop["id"]] if report == "premises-file" else []
    answer = run("report", report, "--db", tips_office.database, *number, "-o", "out.pdf", cwd=tmp_path)
    assert answer.code == 1 and "没有输出" in answer.err and not (tmp_path / "out.pdf").exists()
    assert TIPSTER_NAME not in answer.err
