from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop import paths

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="where documents are is told by a file on Linux alone"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    (tmp_path / ".config").mkdir()
    return tmp_path


def documents_are(home: Path, name: str) -> Path:
    (home / ".config" / "user-dirs.dirs").write_text(f'XDG_DOCUMENTS_DIR="$HOME/{name}"\n', encoding="utf-8")
    (home / name).mkdir(parents=True)
    return home / name


def test_a_ledger_is_offered_a_place_in_what_the_system_calls_documents(home: Path) -> None:
    documents = documents_are(home, "文档")
    assert paths.default_data_folder() == documents / "村居安全台账"


def test_documents_that_a_cloud_disk_copies_away_are_no_place_for_a_ledger(home: Path) -> None:
    documents_are(home, "OneDrive/文档")
    assert paths.default_data_folder() == home / "村居安全台账"


def test_without_a_folder_for_documents_it_is_the_users_own_folder(home: Path) -> None:
    assert paths.default_data_folder() == home / "村居安全台账"
