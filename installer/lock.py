"""Writes installer/locked.json: every library that is shipped, with its version and the hash of its file, for each system.

Run by hand inside .venv when requirements change: `python installer/lock.py`; it needs the network. bootstrap.py then installs
exactly these files (pip --require-hashes). What is kept is pip's own report; where a file came from is not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from installer import bootstrap

PYTHONS = ("3.11", "3.12", "3.13")
# How pip calls a system, newest glibc first; what markers are told of it.
SYSTEMS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "linux-x86_64": (
        tuple(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)) + ("manylinux2014_x86_64", "manylinux1_x86_64"),
        {"sys_platform": "linux", "platform_machine": "x86_64", "platform_system": "Linux", "os_name": "posix"},
    ),
    "linux-aarch64": (
        tuple(f"manylinux_2_{minor}_aarch64" for minor in range(31, 16, -1)) + ("manylinux2014_aarch64",),
        {"sys_platform": "linux", "platform_machine": "aarch64", "platform_system": "Linux", "os_name": "posix"},
    ),
    "win32-x86_64": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_machine": "AMD64", "platform_system": "Windows", "os_name": "nt"},
    ),
}  # fmt: skip


def main() -> int:
    """Resolve for every system and Python, and write the file."""
    targets = [(system, python) for system in SYSTEMS for python in PYTHONS]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda each: resolved(bootstrap.requirements("runtime"), *each), targets)
    locked = {f"{system}-{python}": lines for (system, python), lines in zip(targets, found, strict=True)}
    text = json.dumps(locked, indent=0, sort_keys=True) + "\n"
    (bootstrap.ROOT / "installer" / "locked.json").write_text(text, encoding="utf-8")
    return 0


def resolved(wanted: list[str], system: str, python: str) -> list[str]:
    """`name==version --hash=sha256:…` of everything that is needed; asks again until no marker of the system misses any.

    Raises SystemExit when something has no wheel there.
    """
    from packaging.requirements import Requirement

    marks = environment(system, python)
    asked = {str(_bare(each)) for line in wanted if fits(each := Requirement(line), marks)}
    while True:
        report = pip_report(sorted(asked), system, python)
        known = {_plain(each["metadata"]["name"]) for each in report}
        missing = {
            str(_bare(need))
            for each in report
            for text in each["metadata"].get("requires_dist", [])
            if fits(need := Requirement(text), marks) and _plain(need.name) not in known
        }
        if not missing - asked:
            kept = [each for each in report if not _is_foreign(each, report, asked, marks)]
            return sorted(_line(each) for each in kept if _plain(each["metadata"]["name"]) != "pip")
        asked |= missing


def environment(system: str, python: str) -> dict[str, str]:
    """What a marker is asked on that system."""
    return {
        **SYSTEMS[system][1], "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip


def fits(requirement: Any, marks: dict[str, str]) -> bool:
    """Whether a requirement holds on that system."""
    return requirement.marker is None or bool(requirement.marker.evaluate(marks))


def _is_foreign(
    each: dict[str, Any], report: list[dict[str, Any]], asked: set[str], marks: dict[str, str]
) -> bool:
    """Whether pip took something in only because this computer needs it, and the other system does not."""
    from packaging.requirements import Requirement

    name = _plain(each["metadata"]["name"])
    wanted = {_plain(Requirement(line).name) for line in asked}
    wanted |= {
        _plain(need.name)
        for other in report
        for text in other["metadata"].get("requires_dist", [])
        if fits(need := Requirement(text), marks)
    }
    return name not in wanted


def pip_report(lines: list[str], system: str, python: str) -> list[dict[str, Any]]:
    """What pip would install there."""
    platforms = [word for tag in SYSTEMS[system][0] for word in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [
            sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--dry-run",
            "--ignore-installed", "--only-binary", ":all:", "--python-version", python, "--implementation", "cp",
            "--abi", f"cp{python.replace('.', '')}", "--abi", "abi3", "--abi", "none",
            *platforms, "--target", folder, "--report", str(report), *lines,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, env=_plain_pip())
        if done.returncode:
            raise SystemExit(f"{system} {python}: {done.stderr[-2000:]}")
        return list(json.loads(report.read_text(encoding="utf-8"))["install"])


def _plain_pip() -> dict[str, str]:
    """The registry's own files only, not those that this computer keeps or prefers."""
    own = {"PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT", "PIP_NO_INDEX"}
    return {**{k: v for k, v in os.environ.items() if k not in own}, "PIP_CONFIG_FILE": os.devnull}


def _line(each: dict[str, Any]) -> str:
    meta, hashes = each["metadata"], each["download_info"]["archive_info"]["hashes"]
    return f"{_plain(meta['name'])}=={meta['version']} --hash=sha256:{hashes['sha256']}"


def _bare(requirement: Any) -> Any:
    requirement.marker = None
    return requirement


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    raise SystemExit(main())
