"""关于: what is read out to whoever helps by telephone."""

from __future__ import annotations

from desktop.office import Office
from desktop.paths import sign_key_file
from desktop.version import VERSION
from ui.help_windows import about_lines


def test_about_tells_version_place_and_fingerprint(office: Office) -> None:
    told = dict(about_lines(office))
    assert (told["版本"], told["数据文件"]) == (VERSION, str(office.database))
    assert told["报送密钥"].startswith("SHA256:")


def test_a_missing_key_is_told_in_words(office: Office) -> None:
    sign_key_file(office.database).unlink()
    assert "SHA256" not in dict(about_lines(office))["报送密钥"]
