"""Closing a year: what lies in its folder, that `sha256sum` agrees, and that a stopped or failed one leaves nothing."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from db.errors import AppError, Cancelled, EnvironmentProblem
from desktop.archiving import ABOUT, MANIFEST, ArchivedLedger, check_archive, folder_of, make_archive
from desktop.jobs import Token
from desktop.office import Office
from tests import factories
from tests.desktop.commands.command_line import photo_file, run


@pytest.fixture
def two_years(office: Office, tmp_path: Path) -> Office:
    photo = office.attach(photo_file(tmp_path / "现场.jpg"))
    other = office.attach(photo_file(tmp_path / "另一张.jpg", shade=200))
    office.add("hazard", factories.planned_hazard(found_on="2025-06-03", photo_before=[photo]))
    office.add("hazard", factories.hazard(photo_before=[other]))
    return office


def test_the_folder_holds_ledgers_database_photos_and_hashes(two_years: Office) -> None:
    made = make_archive(two_years, 2025)
    folder = folder_of(two_years, made)
    assert folder.name == "2025年度归档-310118001003" and made.records == 1
    names = sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
    assert "台账/01-隐患台账.pdf" in names and "安全台账.db" in names
    assert any(name.startswith("台账/") and "结转下年的未办结事项" in name for name in names)
    assert len([name for name in names if name.endswith(".jpg")]) == 1  # of that year alone
    about = (folder / ABOUT).read_text(encoding="utf-8-sig")
    assert "本年度记录：隐患 1 条" in about and "归档人：王芳" in about
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--strict", "-c", MANIFEST], cwd=folder, check=True, capture_output=True)
    assert check_archive(folder, made.manifest_sha256).is_whole


def test_a_second_closing_of_a_year_leaves_the_first_alone(two_years: Office) -> None:
    first, second = make_archive(two_years, 2025), make_archive(two_years, 2025)
    assert folder_of(two_years, second).name == "2025年度归档-310118001003-第2次"
    assert check_archive(folder_of(two_years, first), first.manifest_sha256).is_whole


def test_a_year_that_runs_and_one_without_records_are_refused(two_years: Office) -> None:
    for year, refusal in ((2026, "archive_year_running"), (2019, "archive_year_empty")):
        with pytest.raises(AppError, match=refusal):
            make_archive(two_years, year)


def test_one_that_was_stopped_leaves_no_half(two_years: Office) -> None:
    token = Token(lambda done, total, words: token.cancel() if done == 1 else None)
    with pytest.raises(Cancelled):
        make_archive(two_years, 2025, token)
    assert list((two_years.folder / "年度归档").iterdir()) == []


def test_what_is_marked_read_only_goes_too_where_windows_would_keep_it(
    two_years: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = os.unlink

    def as_on_windows(path: str, *, dir_fd: int | None = None) -> None:
        if not os.stat(path, dir_fd=dir_fd, follow_symlinks=False).st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "Access is denied", path)
        delete(path, dir_fd=dir_fd)

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "unlink", as_on_windows)
    monkeypatch.setattr("desktop.archiving.replace_durably", full)
    with pytest.raises(EnvironmentProblem, match="disk_full"):
        make_archive(two_years, 2025)
    assert list((two_years.folder / "年度归档").iterdir()) == []


def test_what_was_altered_missing_or_put_in_is_named(two_years: Office) -> None:
    made = make_archive(two_years, 2025)
    folder = folder_of(two_years, made)
    for each in folder.rglob("*"):
        each.chmod(0o700)
    (folder / ABOUT).write_text("别的", encoding="utf-8")
    next(folder.rglob("*.jpg")).unlink()
    (folder / "多余.txt").write_text("x", encoding="utf-8")
    found = check_archive(folder, made.manifest_sha256)
    assert found.altered == (ABOUT,) and found.missing[0].endswith(".jpg") and found.added == ("多余.txt",)
    (folder / MANIFEST).write_text("", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="archive_altered"):
        check_archive(folder, made.manifest_sha256)


def test_an_opened_archive_takes_no_writes_and_stays_as_it_is(two_years: Office) -> None:
    made = make_archive(two_years, 2025)
    folder = folder_of(two_years, made)
    ledger = ArchivedLedger(folder, made.manifest_sha256)
    with pytest.raises(AppError, match="archive_read_only"):
        ledger.office.add("hazard", factories.hazard())
    ledger.close()
    assert check_archive(folder, made.manifest_sha256).is_whole
    (folder / "安全台账.db").chmod(0o600)
    (folder / "安全台账.db").write_bytes(b"x")
    with pytest.raises(EnvironmentProblem, match="archive_altered"):
        ArchivedLedger(folder, made.manifest_sha256)


def test_the_commands_make_list_check_and_print(two_years: Office, tmp_path: Path) -> None:
    two_years.add("training", factories.training(date="2012-03-01", year_focus=None))
    two_years.close()
    database = two_years.database
    made = run("archive", "make", "--db", database, "--year", 2025, cwd=tmp_path)
    assert made.code == 0, made.err
    folder = Path(made.lines[0])
    assert run("archive", "check", folder, cwd=tmp_path).code == 0
    assert str(folder) in run("archive", "list", "--db", database, cwd=tmp_path).out
    carried = run("archive", "carried", "--db", database, "--year", 2025, "-o", "结转.pdf", cwd=tmp_path)
    assert "YH-2025-0001" in carried.out and (tmp_path / "结转.pdf").read_bytes().startswith(b"%PDF")
    due = run("archive", "due", "--db", database, "-o", "销毁.pdf", cwd=tmp_path)
    assert "PX-2012-0001" in due.out and "10年" in due.out
    assert (tmp_path / "销毁.pdf").read_bytes().startswith(b"%PDF")
    next(folder.rglob("*.jpg")).unlink()
    broken = run("archive", "check", folder, cwd=tmp_path)
    assert broken.code == 1 and "不见了：" in broken.err
