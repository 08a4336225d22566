"""Fixtures of tips: the key of who told and its passphrase, and settings of this user that hold the comparing key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import paths
from desktop.office import Office
from desktop.tips.reporter import Reporter

TIPS_PASSPHRASE = "举报 身份 只给 领导 查看"
TIPSTER_NAME, TIPSTER_PHONE = "欧阳䶮清", "13761234098"
TIPSTER = Reporter(False, TIPSTER_NAME, "137 6123 4098", wants_reply=True, wants_reward=True)


def traces(words: tuple[str, ...], content: bytes) -> list[str]:
    """The words that stand in these bytes, in any of the encodings a file may have."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return [word for word in words if any(word.encode(each) in content for each in encodings)]


def files_naming(words: tuple[str, ...], *folders: Path) -> list[Path]:
    """The files below these folders whose name or content has one of the words, as `grep -a` would find it."""
    files = [each for folder in folders for each in sorted(folder.rglob("*")) if each.is_file()]
    return [each for each in files if traces(words, each.read_bytes() + str(each).encode())]


@pytest.fixture(scope="session")
def tips_key_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key file of who told; made once, because its passphrase is slow on purpose."""
    from desktop.exchange.signing_key import create_key

    path = tmp_path_factory.mktemp("tips") / "tips.key"
    create_key(path, TIPS_PASSPHRASE)
    return path


@pytest.fixture
def own_settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This user's settings of the program, apart from the ledger."""
    folder = tmp_path / "本机设置"
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(folder))
    return folder


@pytest.fixture
def tips_office(office: Office, own_settings_folder: Path, tips_key_template: Path) -> Iterator[Office]:
    """The office with the key of who told."""
    shutil.copyfile(tips_key_template, paths.tips_key_file(office.database))
    yield office
