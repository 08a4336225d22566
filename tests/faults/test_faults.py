"""The disk fails in the middle of everything that writes: nothing confirmed is lost, and each failure has its sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disk import compiler

RUN = Path(__file__).with_name("run.py")


@pytest.mark.skipif(compiler() is None, reason="the failing disk needs Linux and a C compiler")
def test_a_disk_that_fails_anywhere_loses_nothing_and_the_work_can_be_done_again() -> None:
    answer = subprocess.run(
        [sys.executable, str(RUN), "--few"], capture_output=True, text=True, check=False, timeout=600
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert " faults tried, 0 wrong" in answer.stdout
