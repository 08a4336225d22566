"""Spoiled files of every kind the program reads: each is answered with one Chinese sentence, quickly and in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.py")


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_no_spoiled_file_ends_in_anything_but_a_sentence() -> None:
    answer = subprocess.run(
        [sys.executable, str(RUN), "--few"], capture_output=True, text=True, check=False, timeout=600
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert " files tried, 0 wrong" in answer.stdout
