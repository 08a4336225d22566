from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import bootstrap

ROOT = Path(__file__).parent.parent.parent
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux loader or an X server")


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own, with our pyproject.toml and no environment yet."""
    root = tmp_path / "村居 台账"
    root.mkdir()
    shutil.copy(ROOT / "pyproject.toml", root)
    monkeypatch.setattr(bootstrap, "ROOT", root)
    monkeypatch.setattr(bootstrap, "VENV", root / ".venv")
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", root / ".venv/bin/python")
    return root


@pytest.fixture
def steps(copied: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What prepare_venv does to the environment; the environment is this Python under another name."""
    done: list[str] = []

    def create() -> None:
        done.append("create")
        bin_folder = copied / ".venv/bin"
        shutil.rmtree(copied / ".venv", ignore_errors=True)
        bin_folder.mkdir(parents=True)
        starter = bin_folder / "python"
        starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        starter.chmod(0o755)

    monkeypatch.setattr(bootstrap, "create_venv", create)
    monkeypatch.setattr(bootstrap, "install_requirements", lambda lines: done.append(f"install {len(lines)}"))
    return done


def fake_python(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def bootstrap_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in _DISPLAY_NAMES}
    return subprocess.run(
        [sys.executable, str(ROOT / "installer/bootstrap.py"), *arguments],
        env={**kept, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


_DISPLAY_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def test_an_old_python_can_read_the_file_and_say_so() -> None:
    text = (ROOT / "installer/bootstrap.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 7))


@pytest.mark.parametrize(
    ("version", "fits"),
    [((3, 7), False), ((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False), ((), False)],
)
def test_python_3_11_to_3_13_fit(version: tuple[int, ...], fits: bool) -> None:
    assert bootstrap.is_fitting(version) is fits


@on_linux
def test_the_first_fitting_python_that_starts_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_python(tmp_path, "python3.11", "echo 'not installed' >&2; exit 127")
    fake_python(tmp_path, "python3.12", "echo 3 9")
    fake_python(tmp_path, "python3.13", "echo 3 13")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.find_fitting_python() == [str(tmp_path / "python3.13")]


@on_linux
def test_a_machine_without_a_fitting_python_is_told_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.version_info", (3, 9, 2, "final", 0))
    assert bootstrap.main(["run"]) == 1
    assert "需要 Python 3.11 至 3.13" in capsys.readouterr().err


@on_linux
def test_another_python_takes_over_with_the_same_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    record = f'{{ printf "%s\\n" "$@" > "{seen}"; exit 7; }}'
    fake_python(tmp_path, "python3.12", f'[ "$1" = -c ] && echo 3 12 || {record}')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.version_info", (3, 9, 2, "final", 0))
    assert bootstrap.main(["run", "demo", "示例"]) == 7
    assert seen.read_text(encoding="utf-8").splitlines()[1:] == ["run", "demo", "示例"]


@on_linux
def test_a_missing_library_or_program_names_its_package() -> None:
    libraries = {"libc6": "libc.so.6", "libabsent1": "libabsent.so.1"}
    programs = {"dash": "sh", "absent": "no-such-program"}
    missing = bootstrap.missing_packages(libraries, programs)
    assert [package for package in missing if package != bootstrap.VENV_PACKAGE] == ["libabsent1", "absent"]


@on_linux
def test_who_may_not_install_gets_the_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "may_install", lambda: False)
    monkeypatch.setattr(bootstrap, "has_apt", lambda: True)
    with pytest.raises(bootstrap.SetupProblem) as refused:
        bootstrap.prepare_system({"libabsent1": "libabsent.so.1"}, {})
    lines = [line for line in str(refused.value).splitlines() if "apt-get" in line]
    assert len(lines) == 1 and lines[0].endswith(" libabsent1")


def test_the_packages_command_prints_what_is_probed(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["packages", "test"]) == 0
    printed = capsys.readouterr().out.split()
    tables = (bootstrap.CORE_LIBRARIES, bootstrap.WINDOW_LIBRARIES, bootstrap.TEST_PROGRAMS)
    assert set(printed) == {bootstrap.VENV_PACKAGE}.union(*tables)


def test_the_readme_gives_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    given = set(re.findall(r"installer/bootstrap\.py (\w+)", readme))
    known = set(re.findall(r"installer/bootstrap\.py (\w+)", bootstrap.USAGE))
    assert {"run", "test"} <= given <= known


@on_linux
def test_a_second_start_installs_nothing(steps: list[str]) -> None:
    bootstrap.prepare_venv(["runtime"])
    assert [step.split()[0] for step in steps] == ["create", "install"]
    steps.clear()
    bootstrap.prepare_venv(["runtime"])
    assert steps == []


@on_linux
def test_the_tests_add_their_tools_to_the_same_environment(steps: list[str]) -> None:
    bootstrap.prepare_venv(["runtime"])
    steps.clear()
    bootstrap.prepare_venv(["runtime", "dev"])
    assert steps == [f"install {len(bootstrap.requirements('dev'))}"]
    steps.clear()
    bootstrap.prepare_venv(["runtime"])
    assert steps == []


@on_linux
@pytest.mark.parametrize(
    ("old", "new"), [("reportlab>=5.1", "reportlab>=5.0"), ('"hypothesis>=6"', '"hypothesis>=5"')]
)
def test_changed_requirements_rebuild_the_environment(
    copied: Path, steps: list[str], old: str, new: str
) -> None:
    bootstrap.prepare_venv(["runtime", "dev"])
    steps.clear()
    pyproject = copied / "pyproject.toml"
    pyproject.write_text(pyproject.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    bootstrap.prepare_venv(["runtime", "dev"])
    assert [step.split()[0] for step in steps] == ["create", "install"]


@on_linux
def test_other_changes_of_pyproject_rebuild_nothing(copied: Path, steps: list[str]) -> None:
    bootstrap.prepare_venv(["runtime"])
    steps.clear()
    with (copied / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.other]\nline = 1\n")
    bootstrap.prepare_venv(["runtime"])
    assert steps == []


@on_linux
@pytest.mark.parametrize("broken", ["installed.json", "bin/python"])
def test_a_half_made_environment_is_rebuilt(copied: Path, steps: list[str], broken: str) -> None:
    bootstrap.prepare_venv(["runtime"])
    steps.clear()
    (copied / ".venv" / broken).write_text("{")
    bootstrap.prepare_venv(["runtime"])
    assert [step.split()[0] for step in steps] == ["create", "install"]


@on_linux
def test_an_interrupted_installation_is_not_taken_for_a_whole_one(
    copied: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_lines: list[str]) -> None:
        raise bootstrap.SetupProblem("offline")

    with monkeypatch.context() as offline:
        offline.setattr(bootstrap, "install_requirements", fails)
        with pytest.raises(bootstrap.SetupProblem):
            bootstrap.prepare_venv(["runtime"])
    steps.clear()
    bootstrap.prepare_venv(["runtime"])
    assert [step.split()[0] for step in steps] == ["create", "install"]


def test_a_failing_step_ends_in_a_sentence_and_its_last_lines() -> None:
    with pytest.raises(bootstrap.SetupProblem) as refused:
        bootstrap.run_quietly(
            [sys.executable, "-c", "print('no route to host'); raise SystemExit(2)"], "下载失败。"
        )
    assert str(refused.value) == "下载失败。\nno route to host"


@on_linux
def test_without_a_display_the_window_is_refused_in_words() -> None:
    done = bootstrap_process("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("没有图形界面")


@on_linux
def test_a_display_that_cannot_be_opened_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", Path(sys.executable))
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":47931")
    with pytest.raises(bootstrap.SetupProblem, match="图形界面打不开"):
        bootstrap.refuse_unusable_display()


@pytest.fixture
def x_server() -> Iterator[str]:
    """The name of a display of its own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        yield f":{number.readline().strip()}"
    server.terminate()
    server.wait()


@on_linux
def test_a_display_that_opens_is_accepted(x_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", Path(sys.executable))
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", x_server)
    bootstrap.refuse_without_display()
    bootstrap.refuse_unusable_display()


@pytest.mark.parametrize(("platform", "needed"), [("", True), ("xcb", True), ("offscreen", False)])
@on_linux
def test_a_chosen_platform_decides_whether_a_display_is_needed(platform: str, needed: bool) -> None:
    assert bootstrap.needs_display({"QT_QPA_PLATFORM": platform}) is needed


@pytest.mark.parametrize(("returned", "code"), [(0, 0), (3, 3), (-6, 134), (-15, 143)])
def test_a_signal_becomes_the_exit_code_of_a_shell(returned: int, code: int) -> None:
    assert bootstrap.exit_code(returned) == code


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["runn"], 2), (["--help"], 0)])
def test_an_unknown_command_shows_the_usage(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(arguments) == code
    shown = capsys.readouterr()
    assert "installer/bootstrap.py run" in shown.out + shown.err
