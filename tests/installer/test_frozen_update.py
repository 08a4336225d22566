"""The real built program, where there is one, updated for real: installed, started in a window, and gone back from.

`python3 installer/bootstrap.py build` makes it; the update is the same build under a higher number.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from desktop import paths
from desktop.office import Office
from desktop.updates.places import PROGRAM, SUFFIX
from desktop.version import VERSION
from installer import deb, update_package
from tests.fake_program import PLATFORM, Publisher

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (deb.FROZEN / PROGRAM).is_file(), reason="no built program in dist"),
]
KEYS, NUMBER = "_internal/desktop/updates/publisher_keys.pub", "_internal/desktop/version.py"
NEWER = "9.0.1"
# Passes the self-test and does not open a window: what only the first start shows.
BREAKS = '#!/bin/sh\n[ "$1" = --self-test ] && exit 0\nexit 3\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, publisher: Publisher) -> Path:
    """Two copies of the build that trust the publisher: installed, and newer with a higher number."""
    folder = tmp_path_factory.mktemp("built")
    for name in ("installed", "newer"):
        copy = shutil.copytree(deb.FROZEN, folder / name, symlinks=True)
        (copy / KEYS).write_text(publisher.line, encoding="utf-8")
    number = folder / "newer" / NUMBER
    number.write_text(number.read_text("utf-8").replace(f'"{VERSION}"', f'"{NEWER}"'), encoding="utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A user who had the ledger open last."""
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "settings"))
    paths.remember_database(office.database)
    office.close()
    return {
        **os.environ, "VILLAGE_LEDGER_VERSIONS": str(tmp_path / "versions"), "PYTHONIOENCODING": "utf-8",
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip


def packed(built: Path, publisher: Publisher, folder: str = "newer") -> Path:
    command = ["--key", str(publisher.key), "--folder", str(built / folder), "--to", str(built / "stick")]
    assert update_package.main([*command, "--version", NEWER, "--minimum", VERSION]) == 0
    return built / "stick" / f"{update_package.NAME}-{NEWER}-{PLATFORM}{SUFFIX}"


def pointer_of(environment: dict[str, str]) -> dict[str, object]:
    file = Path(environment["VILLAGE_LEDGER_VERSIONS"], "current.json")
    kept: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def run(built: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(built / "installed" / PROGRAM), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )


def wait_in_window(built: Path, environment: dict[str, str], until: dict[str, object], number: str) -> None:
    """Start the window, wait until the pointer says so, and see which program runs; then end it."""
    child = subprocess.Popen([str(built / "installed" / PROGRAM)], env=environment, start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while not until.items() <= pointer_of(environment).items():
            assert time.monotonic() < deadline and child.poll() is None, pointer_of(environment)
            time.sleep(0.2)
        running = subprocess.run(["pgrep", "-s", str(child.pid), "-a"], capture_output=True, text=True).stdout
        assert number in running
    finally:
        os.killpg(child.pid, 9)
        child.wait()


def test_the_built_program_is_updated_and_goes_back(
    built: Path, publisher: Publisher, environment: dict[str, str]
) -> None:
    done = run(built, environment, "update", "install", str(packed(built, publisher)))
    assert done.returncode == 0, done.stderr
    wait_in_window(built, environment, {"current": NEWER, "trial": ""}, f"versions/{NEWER}/{PROGRAM}")
    again = run(built, environment, "update", "check", str(packed(built, publisher)))
    assert f"已经是 {NEWER} 版" in again.stderr  # commands are run by the new version
    assert run(built, environment, "--self-test").returncode == 0
    assert run(built, environment, "update", "back").stdout.startswith(f"已退回 {VERSION}")
    assert run(built, environment, "update", "check", str(packed(built, publisher))).returncode == 0


def test_a_broken_build_is_not_taken_and_one_that_breaks_later_is_gone_back_from(
    built: Path, publisher: Publisher, environment: dict[str, str]
) -> None:
    broken = shutil.copytree(built / "newer", built / "broken", symlinks=True)
    library = next((broken / "_internal/PySide6/Qt/lib").glob("libQt6Widgets.so*"))
    library.unlink()
    for link in [each for each in broken.rglob("*") if each.is_symlink() and not each.exists()]:
        link.unlink()
    refused = run(built, environment, "update", "install", str(packed(built, publisher, "broken")))
    assert refused.returncode == 1 and "自检没有通过" in refused.stderr
    assert not (Path(environment["VILLAGE_LEDGER_VERSIONS"]) / NEWER).exists()

    later = shutil.copytree(built / "newer", built / "later", symlinks=True)
    (later / PROGRAM).write_text(BREAKS)
    assert (
        run(built, environment, "update", "install", str(packed(built, publisher, "later"))).returncode == 0
    )
    wait_in_window(built, environment, {"current": "", "why": ""}, f"installed/{PROGRAM}")
    assert "update_nothing_before" in run(built, environment, "update", "back").stderr
