"""A ledger in a folder, and commands that run there inside this process."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

import main
from tests.desktop.commands.command_line import passphrase_file
from tests.desktop.commands.in_a_folder import Commanded
from tests.fixtures_ledger import PASSPHRASE


@pytest.fixture
def folder(office_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the ledger of 章浜社区居委会 in `台账/`."""
    shutil.copytree(office_template, tmp_path / "台账")
    passphrase_file(tmp_path, PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def command(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Commanded:
    """Runs a command line in the folder: (exit code, output, error)."""

    def go(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="cp936") for _ in range(2))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="cp936"))
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            try:
                code = main.main([str(each) for each in arguments])
            except SystemExit as ended:
                code = int(ended.code or 0)
        out.flush()
        err.flush()
        return code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()  # type: ignore[attr-defined]

    return go
