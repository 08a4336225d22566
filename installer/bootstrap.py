"""Sets the program up from its source tree and runs it: bootstrap.py run | test | lint | build | packages.

Standard library only. The file must at least parse under Python 3.7, so that an old Python gets a sentence.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SOURCE_ONLY = frozenset(("bagit",))  # a test asks it what it thinks of our packages
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)

# Debian package: the file in it that must load (a library) or be on PATH (a program).
CORE_LIBRARIES = {"libglib2.0-0": "libgthread-2.0.so.0"}
WINDOW_LIBRARIES = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
TEST_PROGRAMS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "poppler-utils": "pdftotext",
    "openssh-client": "ssh-keygen",
    "age": "age",
}
VENV_PACKAGE = "python3-venv"

USAGE = """用法：
  python3 installer/bootstrap.py run              打开程序窗口（Windows：py installer/bootstrap.py run）
  python3 installer/bootstrap.py run 命令 …       不开窗口执行一个命令
  python3 installer/bootstrap.py test [参数 …]    运行测试（pytest）
  python3 installer/bootstrap.py lint             检查代码（ruff、mypy，也按 Windows 检查）
  python3 installer/bootstrap.py build            做成不用 Python 就能运行的程序文件夹并自检
  python3 installer/bootstrap.py packages [test]  列出所需的 Debian 软件包"""


class SetupProblem(Exception):
    """The machine cannot run the program yet; the text says what happened and what to do."""


def main(arguments: list[str]) -> int:
    """The exit code of the command; a problem of the machine is one sentence and 1, a wrong command is 2."""
    command, rest = (arguments or [""])[0], arguments[1:]
    actions = {
        "run": run_program, "test": run_tests, "lint": run_lint, "build": build_program, "packages": print_packages,
    }  # fmt: skip
    if command not in actions:
        print(USAGE, file=sys.stdout if command in ("-h", "--help") else sys.stderr)
        return 0 if command in ("-h", "--help") else 2
    try:
        if command != "packages" and not is_fitting(sys.version_info[:2]):
            return restart_with_fitting_python(arguments)
        return actions[command](rest)
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1


def run_program(arguments: list[str]) -> int:
    """Opens the window; with arguments, runs that command without needing a screen."""
    if arguments:
        prepare_system(CORE_LIBRARIES, {})
        prepare_venv(["runtime"])
    else:
        refuse_without_display()
        prepare_system({**CORE_LIBRARIES, **WINDOW_LIBRARIES}, {})
        prepare_venv(["runtime"])
        refuse_unusable_display()
    return run_inside([str(ROOT / "main.py"), *arguments], os.getcwd())


def run_tests(arguments: list[str]) -> int:
    """Runs pytest with the arguments."""
    prepare_system({**CORE_LIBRARIES, **WINDOW_LIBRARIES}, TEST_PROGRAMS)
    prepare_venv(["runtime", "dev"])
    return run_inside(["-m", "pytest", *arguments], str(ROOT))


def run_lint(_arguments: list[str]) -> int:
    """Runs ruff and mypy over the tree, mypy as on Linux and as on Windows; all of them, so that one run shows everything."""
    prepare_system({}, {})
    prepare_venv(["runtime", "dev"])
    as_on_windows = ["mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32"]
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], as_on_windows)
    return max([run_inside(["-m", *check], str(ROOT)) for check in checks])


def build_program(_arguments: list[str]) -> int:
    """Makes the program folder with PyInstaller and runs its self-test."""
    prepare_system({**CORE_LIBRARIES, **WINDOW_LIBRARIES}, {})
    prepare_venv(["runtime", "installer"])
    return run_inside([str(ROOT / "installer" / "freeze.py")], str(ROOT))


def print_packages(arguments: list[str]) -> int:
    """Prints the Debian packages a bare machine needs, with `test` those of the tests too."""
    print(" ".join(debian_packages(with_tests=arguments == ["test"])))
    return 0


def debian_packages(with_tests: bool) -> list[str]:
    """The Debian packages of a machine with a bare Python."""
    tests = list(TEST_PROGRAMS) if with_tests else []
    return [VENV_PACKAGE, *CORE_LIBRARIES, *WINDOW_LIBRARIES, *tests]


def is_fitting(version: tuple[int, ...]) -> bool:
    """Whether the libraries exist for this Python."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def restart_with_fitting_python(arguments: list[str]) -> int:
    """Runs this file again under a Python of the right version, when the machine has one."""
    found = find_fitting_python()
    if found is None:
        raise SetupProblem(
            f"本程序需要 Python 3.11 至 3.13，现在这个是 {platform.python_version()}。"
            "请安装 Python 3.11 后再试。\n"
            f"(Python 3.11-3.13 is needed, this is {platform.python_version()}.)"
        )
    return exit_code(subprocess.call([*found, str(Path(__file__).resolve()), *arguments]))


def find_fitting_python() -> list[str] | None:
    """The command of a Python 3.11–3.13 that really starts, or None."""
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        launcher = ["py", f"-3.{minor}"] if os.name == "nt" else [f"python3.{minor}"]
        path = shutil.which(launcher[0])
        command = [path, *launcher[1:]] if path else None
        if command and is_fitting(version_of(command)):
            return command
    return None


def version_of(command: list[str]) -> tuple[int, ...]:
    """The (major, minor) the command reports; empty when it does not start."""
    ask = "import sys; print(sys.version_info[0], sys.version_info[1])"
    try:
        answer = subprocess.run([*command, "-c", ask], capture_output=True, text=True, timeout=30)
        return tuple(int(part) for part in answer.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ()


def base_python() -> str:
    """The Python outside our .venv: a .venv cannot be rebuilt from within."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        return sys.executable
    name = "python.exe" if os.name == "nt" else f"bin/python{sys.version_info[0]}.{sys.version_info[1]}"
    return str(Path(sys.base_prefix) / name)


def prepare_system(libraries: dict[str, str], programs: dict[str, str]) -> None:
    """Makes sure the libraries and programs exist: root on Debian gets them, others the line to run."""
    missing = missing_packages(libraries, programs)
    if not missing:
        return
    if may_install():
        install_packages(missing)
        missing = missing_packages(libraries, programs)
    if missing:
        raise SetupProblem(
            "系统缺少几个组件，请先在终端执行下面这一行，再重新启动：\n"
            "(Some system packages are missing; run this line, then start again.)\n"
            + (f"  {install_line(missing)}" if has_apt() else f"  {' '.join(missing)}")
        )


def missing_packages(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    """The Debian packages whose library does not load or whose program is not there; none off Linux."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for package, name in libraries.items() if not loads(name)]
    missing += [package for package, name in programs.items() if shutil.which(name) is None]
    has_venv = stamp_path().exists() or venv_works_in(base_python())
    return missing if has_venv else [VENV_PACKAGE, *missing]


def loads(library: str) -> bool:
    """Whether the dynamic loader finds the library and everything it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def venv_works_in(python: str) -> bool:
    """Whether this Python can make a virtual environment; Debian splits the needed modules off."""
    return subprocess.call([python, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) == 0


def has_apt() -> bool:
    """Whether this is a Debian or one of its children."""
    return shutil.which("apt-get") is not None


def may_install() -> bool:
    """Whether we are root on a Debian-like system."""
    return sys.platform != "win32" and has_apt() and os.geteuid() == 0


def install_line(packages: list[str]) -> str:
    """The one line that installs the packages."""
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def install_packages(packages: list[str]) -> None:
    """Installs Debian packages as root."""
    say("正在安装系统组件：" + " ".join(packages))
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    run_quietly([*apt, "update"], "软件源更新失败，请检查网络或软件源设置。")
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    run_quietly(install, f"系统组件安装失败，请手工执行：{install_line(packages)}")


def prepare_venv(groups: list[str]) -> None:
    """Makes .venv hold the requirements of the groups; it is made anew when it is broken or out of date."""
    wanted = fingerprints(groups)
    installed = read_stamp()
    if any(installed.get(group, mark) != mark for group, mark in wanted.items()) or not venv_starts():
        installed = {}
    absent = [group for group in groups if group not in installed]
    if not absent:
        return
    try:
        if not installed:
            create_venv()
        exact = sorted({line for group in absent for line in locked(group)})
        free = [
            line
            for group in absent
            for line in requirements(group)
            if not locked(group) or is_source_only(line)
        ]
        if exact:  # pip takes either hashes for all or for none
            install_locked(exact)
        if free:
            install_requirements(free)
        stamp_path().write_text(json.dumps({**installed, **wanted}), encoding="utf-8")
    except OSError as error:
        raise SetupProblem(
            f"无法在“{ROOT}”里写入运行环境，请把程序放到可以写入的文件夹。（{error}）"
        ) from error


def fingerprints(groups: list[str]) -> dict[str, str]:
    """For each group what its installation depends on: the requirements and the Python."""
    python = [sys.base_prefix, platform.python_version(), platform.machine()]
    return {
        group: hashlib.sha256(
            json.dumps([*python, *requirements(group), *locked(group)]).encode()
        ).hexdigest()
        for group in groups
    }


def requirements(group: str) -> list[str]:
    """The requirement lines of pyproject.toml for `runtime` or one of its dependency groups."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines: list[str] = (
        project["project"]["dependencies"] if group == "runtime" else project["dependency-groups"][group]
    )
    return lines


def locked(group: str) -> list[str]:
    """`name==version --hash=…` of the very files that were tried, as installer/lock.py wrote them down for this system;
    none for another system, an older C library, or once pyproject.toml names something that is not in it.
    """
    if not wheels_fit():
        return []
    try:
        kept = json.loads((ROOT / "installer" / "locked.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    machine = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    system = f"{sys.platform}-{machine}-{sys.version_info[0]}.{sys.version_info[1]}"
    lines: list[str] = kept.get(system, {}).get(group, [])
    known = {line.split("==")[0] for line in lines}
    named = {plain_name(line) for line in requirements(group) if not is_source_only(line)}
    return lines if named <= known else []


def is_source_only(line: str) -> bool:
    """Whether a requirement is published without a built file to be held against a hash; none that is shipped is."""
    return plain_name(line) in SOURCE_ONLY


def plain_name(line: str) -> str:
    """The name in a requirement line as it stands in the lock."""
    return re.split(r"[ ;<>=!~\[]", line)[0].lower().replace("_", "-")


def wheels_fit() -> bool:
    """Whether the C library is as new as the locked files need; on Windows there is none to ask."""
    if not sys.platform.startswith("linux"):
        return True
    name, version = platform.libc_ver()
    oldest = (2, 31) if platform.machine() == "aarch64" else (2, 28)
    return name == "glibc" and tuple(int(part) for part in version.split(".")[:2]) >= oldest


def stamp_path() -> Path:
    """The file that says which groups were installed completely."""
    return VENV / "installed.json"


def read_stamp() -> dict[str, str]:
    """Group → fingerprint of what was installed completely; empty for no or a half-made environment."""
    try:
        stamp = json.loads(stamp_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def venv_starts() -> bool:
    """Whether the Python of .venv really starts and finds its libraries; its base may be gone since."""
    ask = "import sys, importlib.util as u; sys.exit(not (u.find_spec('pip') and u.find_spec('PySide6')))"
    try:
        return subprocess.call([str(VENV_PYTHON), "-c", ask], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def create_venv() -> None:
    """Makes .venv from nothing; parts are never uninstalled, because the wheels of PySide6 share files."""
    say("正在准备运行环境，第一次约需几分钟……")
    stamp_path().unlink(missing_ok=True)
    make = [base_python(), "-m", "venv", "--clear", str(VENV)]
    run_quietly(make, f"运行环境创建失败。请删除“{VENV}”后再试；Debian、统信 UOS 上还需安装 {VENV_PACKAGE}。")


def install_requirements(lines: list[str]) -> None:
    """Installs the requirement lines into .venv."""
    say("正在下载程序组件……")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run_quietly(
        [*pip, *lines],
        "程序组件下载失败，请检查网络后再试；装好以后不再需要网络。\n"
        "(pip could not install the requirements; details below.)",
    )


def install_locked(lines: list[str]) -> None:
    """Installs exactly the files whose hashes are given into .venv."""
    say("正在下载程序组件，并逐个核对……")
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "locked.txt")
        listed.write_text("\n".join(lines), encoding="utf-8")
        pip = [
            str(VENV_PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
        ]
        run_quietly(
            [*pip, "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(listed)],
            "程序组件下载失败，或下载到的文件与发布时核对过的不一样，没有安装。请检查网络后再试。\n"
            "(pip could not install the locked requirements; details below.)",
        )


def needs_display(environment: dict[str, str]) -> bool:
    """Whether Qt would look for an X or Wayland display under this environment."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    return sys.platform.startswith("linux") and chosen in ("", "xcb", "wayland", "wayland-egl")


def refuse_without_display() -> None:
    """Raises SetupProblem where no graphical session can be meant."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if needs_display(dict(os.environ)) and not named:
        raise SetupProblem(
            "没有图形界面，窗口打不开。请在桌面环境里启动；"
            "不用窗口的命令见 python3 installer/bootstrap.py run --help。\n"
            "(No DISPLAY or WAYLAND_DISPLAY; commands with arguments need none.)"
        )


def refuse_unusable_display() -> None:
    """Raises SetupProblem when Qt cannot open the display; tried in a process of its own, since Qt aborts."""
    if not needs_display(dict(os.environ)):
        return
    attempt = subprocess.run(
        [str(VENV_PYTHON), "-c", "from PySide6 import QtGui, QtWidgets; QtGui.QGuiApplication([])"],
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
    )
    if attempt.returncode:
        lines = [line for line in attempt.stderr.strip().splitlines() if line.strip()] or ["?"]
        raise SetupProblem(
            "图形界面打不开，窗口无法显示。请确认已登录桌面、DISPLAY 设置正确，或重新登录后再试。\n"
            f"(Qt could not open the display: {lines[0]})"
        )


def run_inside(arguments: list[str], folder: str) -> int:
    """Runs the Python of .venv in the folder; gives its exit code, 128 + n when signal n ended it."""
    try:
        return exit_code(subprocess.call([str(VENV_PYTHON), *arguments], cwd=folder))
    except KeyboardInterrupt:
        return 130


def exit_code(returned: int) -> int:
    """What a shell would report for subprocess's return code."""
    return 128 - returned if returned < 0 else returned


def run_quietly(command: list[str], sentence: str) -> None:
    """Runs a step silently; raises SetupProblem with the sentence and the last lines when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
    )
    if done.returncode:
        raise SetupProblem("\n".join([sentence, *done.stdout.strip().splitlines()[-8:]]))


def say(sentence: str) -> None:
    """A word on progress; on stderr, because the output of a command belongs to the command."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    raise SystemExit(main(sys.argv[1:]))
