"""A file that a virus scanner holds for a moment gets its name all the same; one that stays held is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db import patience
from db.attachments import AttachmentFolder
from db.errors import EnvironmentProblem


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A scanner that holds every new file as many times as its one number says."""
    left = [3]
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise PermissionError(13, "held")
        real(source, target)

    monkeypatch.setattr(patience, "_TRIES", 5)
    monkeypatch.setattr(patience, "_PAUSE_S", 0.0)
    monkeypatch.setattr(patience.os, "replace", replace)
    return left


def test_a_file_held_for_a_moment_is_tried_again(tmp_path: Path, scanner: list[int]) -> None:
    sha256, _, _ = AttachmentFolder(tmp_path).keep(b"photo", "jpg")
    assert AttachmentFolder(tmp_path).path(sha256, "jpg").read_bytes() == b"photo"


def test_one_that_stays_held_is_told_and_leaves_nothing(tmp_path: Path, scanner: list[int]) -> None:
    scanner[0] = 99
    with pytest.raises(EnvironmentProblem, match="folder_read_only"):
        AttachmentFolder(tmp_path).keep(b"photo", "jpg")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
