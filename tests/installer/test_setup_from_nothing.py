from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def fresh_copy(tmp_path: Path) -> Path:
    """The tree as a clone would have it, in a path with Chinese and a space."""
    target = tmp_path / "村居 台账"
    left_out = shutil.ignore_patterns(
        ".venv", ".git", ".*_cache", "__pycache__", ".hypothesis", "build", "dist"
    )
    shutil.copytree(ROOT, target, ignore=left_out)
    return target


def bootstrap(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    return subprocess.run(
        [sys.executable, "installer/bootstrap.py", *arguments],
        cwd=root,
        env={**environment, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.slow
def test_one_command_sets_up_runs_and_mends_a_fresh_copy(fresh_copy: Path) -> None:
    first = bootstrap(fresh_copy, "run", "--help")
    assert first.returncode == 0, first.stderr
    assert "正在下载" in first.stderr and "正在" not in first.stdout

    second = bootstrap(fresh_copy, "run", "--help")
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == first.stdout

    (fresh_copy / ".venv" / "installed.json").unlink()
    mended = bootstrap(fresh_copy, "test", "-q", "tests/test_architecture.py", "-k", "sql")
    assert mended.returncode == 0, mended.stdout + mended.stderr
