from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.commands import run_command
from desktop.console import speak_utf8

RARE = "䶮㐂𠮷"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("code_page", ["cp936", "cp1252"])
def test_a_letter_that_the_code_page_lacks_is_said(code_page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    pipe = io.TextIOWrapper(written, encoding=code_page)
    with pytest.raises(UnicodeEncodeError):
        pipe.write(RARE)
    monkeypatch.setattr(sys, "stdout", pipe)
    speak_utf8()
    print(RARE, flush=True)
    assert written.getvalue().decode("utf-8").splitlines() == [RARE]


def test_a_program_without_a_console_runs_its_command_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert run_command(["street", "schema", "-o", str(tmp_path / "架构.json")]) == 0
    assert (tmp_path / "架构.json").is_file()
    assert run_command(["check", "--db", str(tmp_path / "没有.db")]) == 1
    for stream in (sys.stdout, sys.stderr):
        stream.close()


def test_a_refusal_with_a_rare_letter_is_read_from_a_pipe_of_windows(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "check", "--db", str(tmp_path / f"{RARE}.db")],
        env={"PYTHONIOENCODING": "cp936", "HOME": str(tmp_path), "PATH": ""}, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 1 and RARE in done.stderr.decode("utf-8")
