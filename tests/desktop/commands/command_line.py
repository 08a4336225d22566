"""Runs the real command line as people do: another process, real files, no display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[3]
PASSPHRASE = "章浜社区的安全口令2026"
_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@dataclass(frozen=True)
class Answer:
    """What a command answered: exit code, standard output and error as UTF-8."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


def run(
    *arguments: object, cwd: Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None
) -> Answer:
    """Run `main.py` with the arguments in a folder, without a display."""
    inherited = {name: value for name, value in os.environ.items() if name not in _SCREEN}
    finished = subprocess.run(
        [sys.executable, str(PROJECT / "main.py"), *map(str, arguments)],
        cwd=cwd, input=stdin, capture_output=True, env=inherited | dict(environment or {}), check=False, timeout=120,
    )  # fmt: skip
    return Answer(finished.returncode, finished.stdout.decode(), finished.stderr.decode())


def json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Records as JSON Lines."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


def passphrase_file(folder: Path, text: str = PASSPHRASE) -> Path:
    """A file with a passphrase, as an editor on Windows would save it."""
    path = folder / "口令.txt"
    path.write_bytes(f"{text}\r\n".encode("utf-8-sig"))
    return path


def photo_file(path: Path, shade: int = 90) -> Path:
    """A small real photo."""
    from PIL import Image

    Image.new("RGB", (320, 240), (shade, 120, 60)).save(path, "JPEG")
    return path
