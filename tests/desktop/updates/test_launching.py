"""What a started version inherits, and which one is chosen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.updates import launching
from desktop.updates.places import in_order, is_newer, is_version, platform_name, versions_folder
from desktop.updates.pointer import Pointer, pointer_file, read_pointer, write_pointer


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = (tmp_path / "installed").resolve()
    monkeypatch.setattr("sys.executable", str(folder / "village-safety-ledger"))
    monkeypatch.setenv("VILLAGE_LEDGER_VERSIONS", str(tmp_path / "versions"))
    return folder


def test_nothing_of_the_old_programs_own_folder_reaches_the_new_one(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = str(own_folder / "_internal")
    for name, text in {
        "LD_LIBRARY_PATH": inside, "LD_LIBRARY_PATH_ORIG": "/usr/lib/own", "_PYI_APPLICATION_HOME_DIR": inside,
        "QT_PLUGIN_PATH": f"{inside}/PySide6/plugins", "PATH": os.pathsep.join([inside, "/usr/bin"]), "EMPTY": "",
        launching.PART: "tried",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, text)
    left = launching.environment("chosen")
    assert left["LD_LIBRARY_PATH"] == "/usr/lib/own" and left["PATH"] == "/usr/bin"
    assert left["EMPTY"] == "" and left[launching.PART] == "chosen"
    assert not {"LD_LIBRARY_PATH_ORIG", "QT_PLUGIN_PATH", "_PYI_APPLICATION_HOME_DIR"} & left.keys()
    assert launching.PART not in launching.environment("")


def test_a_pointer_of_a_later_program_is_read_as_far_as_it_is_understood() -> None:
    assert read_pointer() == Pointer()
    write_pointer(Pointer(current="0.5.0", installed="0.4.0", installed_schema=4, is_restored=True))
    assert read_pointer() == Pointer(current="0.5.0", installed="0.4.0", installed_schema=4, is_restored=True)
    pointer_file().write_text('{"current": "0.6.0", "trial": 3, "more": {}}', encoding="utf-8")
    assert read_pointer() == Pointer(current="0.6.0")
    for damaged in ("", "[]", "3", "null", "\x00", "[" * 100_000):
        pointer_file().write_text(damaged, encoding="utf-8")
        assert read_pointer() == Pointer()


def test_numbers_are_compared_as_numbers() -> None:
    assert is_newer("0.10.0", "0.9.9") and not is_newer("0.9.0", "0.9.0")
    assert in_order("0.5") == () and not is_version("01.2.3") and not is_version("1.2.3\n")
    assert platform_name().count("-") == 1


def test_the_users_own_folder_is_where_the_system_keeps_such(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VILLAGE_LEDGER_VERSIONS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert versions_folder() == tmp_path / "data" / "village-safety-ledger" / "versions"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert versions_folder() == tmp_path / "local" / "VillageSafetyLedger" / "versions"


def test_ctrl_c_on_windows_is_the_started_versions_affair(
    own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "versions" / "9.0.0"
    newer.mkdir(parents=True)
    (newer / "village-safety-ledger.exe").write_bytes(b"MZ")
    write_pointer(Pointer(current="9.0.0", installed=launching.VERSION))
    started: list[list[str]] = []

    class Child:
        """A version that says 3 when Ctrl+C was heard."""

        def __init__(self, command: list[str], env: dict[str, str]) -> None:
            started.append(command)
            self.interrupted = False

        def wait(self) -> int:
            if not self.interrupted:
                self.interrupted = True
                raise KeyboardInterrupt
            return 3

    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("subprocess.Popen", Child)
    assert launching.handed_on(["list", "hazard"]) == 3
    assert started == [[str(newer / "village-safety-ledger.exe"), "list", "hazard"]]
