"""Writes installer/locked.json: what is shipped, what builds it and what tests it, with version and hash, for each system.

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


GROUPS = ("runtime", "installer", "dev")


def main() -> int:
    """Resolve for every system and Python, and write the file."""
    targets = [(system, python) for system in SYSTEMS for python in PYTHONS]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda each: resolved(*each), targets))
    locked = {f"{system}-{python}": groups for (system, python), groups in zip(targets, found, strict=True)}
    text = json.dumps(locked, indent=0, sort_keys=True) + "\n"
    (bootstrap.ROOT / "installer" / "locked.json").write_text(text, encoding="utf-8")
    return 0


def resolved(system: str, python: str) -> dict[str, list[str]]:
    """For each group of requirements `name==version --hash=sha256:…` of everything that it needs, the groups resolved
    together; asks again until no marker of the system misses any.

    Raises SystemExit when something has no wheel there.
    """
    from packaging.requirements import Requirement

    marks = environment(system, python)
    wanted = {group: [Requirement(line) for line in lockable(group)] for group in GROUPS}
    asked = {str(_bare(each)) for lines in wanted.values() for each in lines if fits(each, marks)}
    while True:
        report = {
            _plain(each["metadata"]["name"]): each for each in pip_report(sorted(asked), system, python)
        }
        needs = {
            name: [need for text in each["metadata"].get("requires_dist", []) if fits(need := Requirement(text), marks)]
            for name, each in report.items()
        }  # fmt: skip
        missing = {
            str(_bare(need)) for found in needs.values() for need in found if _plain(need.name) not in report
        }
        if not missing - asked:
            return {
                group: sorted(_line(report[name]) for name in _reached(group_wants, needs, marks) - {"pip"})
                for group, group_wants in wanted.items()
            }
        asked |= missing


def lockable(group: str) -> list[str]:
    """The requirement lines of a group but for what is published as source only."""
    return [line for line in bootstrap.requirements(group) if not bootstrap.is_source_only(line)]


def _reached(wanted: list[Any], needs: dict[str, list[Any]], marks: dict[str, str]) -> set[str]:
    """The names that are needed by these requirements, and by what they need; what only this computer needs is left out."""
    found: set[str] = set()
    ahead = [_plain(each.name) for each in wanted if fits(each, marks)]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += [_plain(need.name) for need in needs[name]]
    return found


def environment(system: str, python: str) -> dict[str, str]:
    """What a marker is asked on that system."""
    return {
        **SYSTEMS[system][1], "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip


def fits(requirement: Any, marks: dict[str, str]) -> bool:
    """Whether a requirement holds on that system."""
    return requirement.marker is None or bool(requirement.marker.evaluate(marks))


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
