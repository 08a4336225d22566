"""A slice of the soak: some hundred deeds at random, killed and restored in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.py")


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_some_hundred_deeds_leave_what_the_model_says() -> None:
    answer = subprocess.run(
        [sys.executable, str(RUN), "--deeds", "300", "--seed", "20261125"],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "deeds, no difference" in answer.stdout
