"""求助包 helps from afar and names nobody."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.errors import EnvironmentProblem
from db.migrations import SCHEMA_VERSION
from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop.crash import crash_report, report_folder
from desktop.help_bundle import write_help_bundle
from desktop.office import Office
from tests import factories
from tests.fixtures_people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
MARKS = ("甄标记", "13877776666", "标记路九号", "标记面馆", "标记照片")


@pytest.fixture
def marked_office(filled_office: Office) -> Office:
    """A ledger with records of many kinds, and people, places and files that bear marks."""
    office = filled_office
    office.add("person", {"name": MARKS[0], "post": "clerk", "phone": MARKS[1]})
    office.add(
        "premises",
        factories.premises(
            name=MARKS[3], address=MARKS[2], main_person=MARKS[0], phone=MARKS[1], landlord=MARKS[0], usc=None
        ),
    )
    office.add("hazard", factories.hazard(description=f"{MARKS[0]}家门口堆物", location=MARKS[2]))
    office.attach((ROOT / "tests/data/photos").glob("*.jpg").__next__().read_bytes(), f"{MARKS[4]}.jpg")
    office.appoint(clerk=MARKS[0], lead=factories.LEAD)
    return office


def whole_text(file: Path) -> str:
    with zipfile.ZipFile(file) as bundle:
        return "\n".join([each + "\n" + bundle.read(each).decode() for each in bundle.namelist()])


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def personal_texts(office: Office) -> set[str]:
    """Everything that stands in a personal field of any record."""
    return {
        text
        for table, record_type in RECORD_TYPES.items()
        for record in office.rows(table, office.ids(table, Query()))
        for field in record_type.fields
        if field.personal or field.sensitive
        for text in texts_of(record[field.name])
        if len(text) > 1
    }


def test_it_says_what_helps(marked_office: Office, tmp_path: Path) -> None:
    file = write_help_bundle(marked_office, tmp_path / "求助.zip")
    with zipfile.ZipFile(file) as bundle:
        told = json.loads(bundle.read("概况.json"))
    assert told["数据文件"]["user_version"] == str(SCHEMA_VERSION) and told["各表条数"]["person"] >= 3
    assert told["本单位设定"]["rectify_days"] == 15 and told["完好检查"] == {}
    assert told["组件"]["sqlite-utils"] and told["系统"]["sqlite"]


def test_damage_is_counted_by_kind_only(marked_office: Office, tmp_path: Path) -> None:
    kept = next(each for each in marked_office.attachments.folder.rglob("*") if each.is_file())
    kept.write_bytes(b"x")
    text = whole_text(write_help_bundle(marked_office, tmp_path / "求助.zip"))
    assert '"check_attachment_altered": 1' in text and MARKS[4] not in text


def test_no_personal_data_is_in_it(
    marked_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "设置"))
    report_folder().mkdir(parents=True)
    try:
        raise ValueError(f"{MARKS[0]} {MARKS[1]}")
    except ValueError as error:
        report = crash_report(type(error), error.__traceback__)
        (report_folder() / "20261123-093000.txt").write_text(report, encoding="utf-8")
    text = whole_text(write_help_bundle(marked_office, tmp_path / "求助.zip"))
    assert "ValueError" in text
    committee = marked_office.committee
    forbidden = {
        *MARKS,
        committee["name"],
        committee["code"],
        committee["phone"],
        str(Path.home()),
        str(tmp_path),
    }
    forbidden |= personal_texts(marked_office)
    assert len(forbidden) > 10 and [each for each in forbidden if each in text] == []


def test_it_is_written_whole_or_not_at_all(marked_office: Office, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="write_failed"):
        write_help_bundle(marked_office, tmp_path / "没有的文件夹" / "求助.zip")
    assert not list(tmp_path.glob("*.part"))


def test_the_command_line_makes_one_too(peopled_office: Office, tmp_path: Path) -> None:
    password = tmp_path / "密码.txt"
    password.write_text(PASSWORD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "main.py", "help-bundle", "--db", str(peopled_office.database), "--out",
         str(tmp_path / "求助.zip"), "--as", factories.CLERK, "--password-file", str(password)],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert factories.CLERK not in whole_text(tmp_path / "求助.zip")
