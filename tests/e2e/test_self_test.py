"""The installed program tells by itself whether it works on this computer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_self_test_does_the_whole_job_and_leaves_nothing_behind(tmp_path: Path) -> None:
    # as a pipe of a Chinese Windows, which has no letter 䶮
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "cp936",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--self-test"],
        env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition("：")[0] for line in lines] == [
        "通过　建账、打印、封包、核验、回执", "通过　窗口", "通过　生僻字打印", "通过　加密和解密", "通过　表格",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []
