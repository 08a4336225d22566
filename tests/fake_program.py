"""A small program folder as freezing leaves it, which runs the real source as if it were frozen; packages made of it.

It differs from a built program in its number, its schema and how it fails, as told by a file of its own. What its windows
say goes into a log, and a window closes by itself once it stands.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.migrations import SCHEMA_VERSION
from desktop.updates import places
from installer import update_package

ROOT = Path(__file__).resolve().parents[1]
PLATFORM = places.platform_name()
PYTHON = sys.executable  # before a test says that it is another program

_SCRIPT = """#!{python}
import json, os, sys, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
told = json.loads((HERE / "fake.json").read_text(encoding="utf-8"))
sys.frozen, sys.executable = True, str(HERE / "village-safety-ledger")
sys.path.insert(0, {root!r})
import db.migrations
import desktop.version
from desktop.updates import publisher

desktop.version.VERSION = told["version"]
db.migrations.SCHEMA_VERSION = told["schema"]
publisher.KEYS = HERE / "publisher_keys.pub"


def log(*words):
    with open(os.environ["FAKE_LOG"], "a", encoding="utf-8") as file:
        print(told["version"], *words, file=file)


def kill_at(module, name):
    real = getattr(module, name)

    def killed_or(*given, **named):
        counter = Path(os.environ["FAKE_KILL"])
        left = int(counter.read_text()) - 1
        counter.write_text(str(left))
        if left == 0:
            os.kill(os.getpid(), 9)
        return real(*given, **named)

    setattr(module, name, killed_or)


if os.environ.get("FAKE_KILL"):
    from desktop.exchange import durable_files
    from desktop.updates import first_start, installing

    for module, name in (
        (installing, "create_exclusively"), (installing, "run_self_test"), (installing, "_put_in_place"),
        (installing.os, "replace"), (installing, "write_pointer"), (first_start, "write_pointer"),
        (first_start, "_backed_up"), (first_start, "_run_tried"), (first_start, "_put_back"),
    ):
        kill_at(module, name)

import main

if sys.argv[1:] == ["--self-test"] and told["fails"] != "real self-test":
    if told["fails"] == "hanging self-test":
        time.sleep(600)
    bad = told["fails"] == "self-test"
    print("没有通过　窗口" if bad else "通过　窗口", flush=True)
    sys.exit(bad)
if sys.argv[1:] == ["--which"]:
    from desktop.updates.launching import handed_on

    code = handed_on(["--which"])
    if code is None:
        print(told["version"])
    sys.exit(code or 0)


def watch_windows():
    import ui.idle_work
    import ui.start
    from PySide6.QtCore import QTimer
    from ui.widgets.message_bar import MessageBar

    tell_news = ui.idle_work.IdleWork.tell_news

    def tell(idle_work):
        tell_news(idle_work)
        window = idle_work.parent()
        bars = window.findChildren(MessageBar)
        log("window", *(bar.sentence.text() for bar in bars if bar.isVisible()))
        again = HERE / "again"
        if again.exists():
            again.unlink()
            window.start_again_wanted.emit()
        else:
            QTimer.singleShot(0, window.close)

    ui.idle_work.IdleWork.tell_news = tell
    real = ui.start.run_window

    def run_window(file=None):
        log("starts")
        if told["fails"] == "hang":
            time.sleep(600)
        return real(file)

    ui.start.run_window = run_window
    if told["fails"] == "start":
        def broken(self, office):
            raise RuntimeError("broken")
        ui.start.Session._open_window = broken
    if told["fails"] == "opening":
        from db.errors import EnvironmentProblem
        def refusing(database):
            raise EnvironmentProblem("disk_full", name=database.name)
        ui.start.opened_ledger = refusing


if not sys.argv[1:]:
    import builtins
    real_import = builtins.__import__

    def importing(name, *given, **named):
        module = real_import(name, *given, **named)
        if name == "ui.start" and not getattr(sys, "is_watched", False):
            sys.is_watched = True
            watch_windows()
        return module

    builtins.__import__ = importing
sys.exit(main.main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Publisher:
    """A key pair made for a test by ssh-keygen."""

    key: Path

    @property
    def line(self) -> str:
        return self.key.with_name(f"{self.key.name}.pub").read_text(encoding="utf-8")


def make_publisher(folder: Path, name: str = "publisher.key") -> Publisher:
    """A new one, without a passphrase."""
    key = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(key)], check=True)
    return Publisher(key)


def make_program(
    folder: Path,
    version: str,
    publisher: Publisher | None,
    *,
    fails: str = "",
    schema: int = SCHEMA_VERSION,
    again: bool = False,
) -> Path:
    """A program folder; gives its program."""
    (folder / "_internal" / "desktop").mkdir(parents=True)
    told = {"version": version, "schema": schema, "fails": fails}
    (folder / "fake.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "publisher_keys.pub").write_text(
        "# keys\n" + (publisher.line if publisher else ""), encoding="utf-8"
    )
    (folder / "_internal/desktop/version.py").write_text(f'VERSION = "{version}"\n', encoding="utf-8")
    (folder / "_internal/旧演练登记表.xls").write_bytes(os.urandom(5000))
    (folder / "_internal/libQt6Core.so.6").symlink_to("旧演练登记表.xls")
    program = folder / places.PROGRAM
    program.write_text(_SCRIPT.format(python=PYTHON, root=str(ROOT)), encoding="utf-8")
    program.chmod(0o755)
    return program


def make_package(
    to: Path,
    publisher: Publisher,
    version: str,
    *,
    minimum: str = "0.4.0",
    notes: str = "## 新的\n\n- 更好用。",
    **how: Any,
) -> Path:
    """The package of a new program, made by the publisher's own tool."""
    to.mkdir(parents=True, exist_ok=True)
    built = to / f"built-{version}"
    make_program(built, version, publisher, **how)
    (to / "notes.md").write_text(notes, encoding="utf-8")
    command = [
        "--key", str(publisher.key), "--folder", str(built), "--to", str(to), "--version", version,
        "--minimum", minimum, "--notes", str(to / "notes.md"), "--schema", str(how.get("schema", SCHEMA_VERSION)),
    ]  # fmt: skip
    assert update_package.main(command) == 0
    shutil.rmtree(built)
    return to / f"{update_package.NAME}-{version}-{PLATFORM}{places.SUFFIX}"


@dataclass(frozen=True)
class Computer:
    """A computer with a program installed and nothing updated yet. Made by the fixture `computer`."""

    program: Path
    publisher: Publisher
    place: Path
    environment: dict[str, str]

    @property
    def versions(self) -> Path:
        """Where versions stand."""
        return Path(self.environment["VILLAGE_LEDGER_VERSIONS"])

    def run(
        self, *arguments: str, program: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """What the icon or a command does."""
        return subprocess.run(
            [str(program or self.program), *arguments], env={**self.environment, **more}, capture_output=True,
            text=True, timeout=120,
        )  # fmt: skip

    def which(self) -> str:
        """The version that a command is run by."""
        return self.run("--which").stdout.strip()

    def log(self) -> list[str]:
        """What the windows said since the last look."""
        file = Path(self.environment["FAKE_LOG"])
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [line.strip() for line in lines]

    def package(self, version: str, **how: Any) -> Path:
        """A package on the stick."""
        return make_package(self.place / "stick", self.publisher, version, **how)
