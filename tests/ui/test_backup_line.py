from __future__ import annotations

import pytest

from desktop.backups import BackupState
from ui.backup_line import state_words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (BackupState(None, True, True), "备份：还没有（只在本机）"),
        (BackupState(0, False, False), "备份：今天"),
        (BackupState(1, False, True), "备份：昨天（只在本机）"),
        (BackupState(30, True, False), "备份：30 天前（太久了）"),
        (BackupState(30, False, False), "备份：30 天前"),
    ],
)
def test_the_state_in_words(state: BackupState, words: str) -> None:
    assert state_words(state) == words
