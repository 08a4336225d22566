"""As whom a command acts, where the ledger asks people to sign in; in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.office import Office
from tests import factories
from tests.fixtures_people import PASSWORD, READER

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "密码.txt"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    return file


def run(office: Office, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", *words, "--db", str(office.database)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_a_command_needs_a_name_and_a_password_where_people_sign_in(
    peopled_office: Office, password_file: Path
) -> None:
    unnamed = run(peopled_office, "list", "person")
    assert (unnamed.returncode, unnamed.stdout) == (1, "") and "先登录" in unnamed.stderr
    no_file = run(peopled_office, "list", "person", "--as", READER)
    assert no_file.returncode == 1 and "password_file_missing" in no_file.stderr
    done = run(peopled_office, "list", "person", "--as", READER, "--password-file", str(password_file))
    assert done.returncode == 0 and factories.LEAD in done.stdout


def test_a_command_is_refused_what_the_one_it_acts_as_may_not(
    peopled_office: Office, password_file: Path
) -> None:
    acting = ("--as", READER, "--password-file", str(password_file))
    for words in (("set", "person", factories.LEAD, "title=主任"), ("list", "tip")):
        done = run(peopled_office, *words, *acting)
        assert done.returncode == 1 and "not_allowed" in done.stderr and "管理员" in done.stderr
    done = run(
        peopled_office, "set", "person", factories.LEAD, "title=主任",
        "--as", factories.CLERK, "--password-file", str(password_file),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert peopled_office.find("person", factories.LEAD)["updated_by"] == factories.CLERK


def test_scripts_for_a_ledger_without_sign_in_go_on_as_ever(office: Office) -> None:
    assert run(office, "set", "person", factories.LEAD, "title=主任").returncode == 0
