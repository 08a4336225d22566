"""What is shipped is installed from the very files that were tried, on every system that has them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from installer import bootstrap, lock

LOCKED = json.loads((Path(__file__).parents[2] / "installer" / "locked.json").read_text(encoding="utf-8"))
LINE = re.compile(r"[a-z0-9-]+==[0-9a-z.+]+ --hash=sha256:[0-9a-f]{64}")


@pytest.mark.parametrize(
    "target", [f"{system}-{python}" for system in lock.SYSTEMS for python in lock.PYTHONS]
)
def test_every_requirement_is_locked_with_a_hash_for_every_system(target: str) -> None:
    from packaging.requirements import Requirement

    system, python = target.rsplit("-", 1)
    marks = lock.environment(system, python)
    for group in lock.GROUPS:
        lines = LOCKED[target][group]
        assert all(LINE.fullmatch(line) for line in lines)
        versions = dict(line.split()[0].split("==") for line in lines)
        for text in lock.lockable(group):
            if lock.fits(wanted := Requirement(text), marks):
                name = wanted.name.lower().replace("_", "-")
                assert wanted.specifier.contains(versions[name]), (target, text)


@pytest.mark.parametrize("target", LOCKED)
def test_what_two_groups_need_is_one_version(target: str) -> None:
    lines = {line for group in lock.GROUPS for line in LOCKED[target][group]}
    assert len(lines) == len({line.split("==")[0] for line in lines})


def test_everything_that_is_shipped_is_locked() -> None:
    assert lock.lockable("runtime") == bootstrap.requirements("runtime")
    assert [each for each in bootstrap.requirements("dev") if bootstrap.is_source_only(each)] == [
        "bagit>=1.9"
    ]


def test_no_registry_is_named() -> None:
    assert "://" not in json.dumps(LOCKED)


def test_a_requirement_that_is_not_locked_leaves_all_of_them_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyproject.toml", "installer/locked.json"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((bootstrap.ROOT / name).read_bytes())
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "wheels_fit", lambda: True)
    assert bootstrap.locked("runtime") and bootstrap.locked("dev") and bootstrap.locked("installer")
    project = tmp_path / "pyproject.toml"
    changed = project.read_text(encoding="utf-8").replace('"segno>=1.6.6"', '"segno>=1.6.6", "humanize>=4"')
    project.write_text(changed, encoding="utf-8")
    assert bootstrap.locked("runtime") == []


def test_an_older_c_library_takes_what_it_can_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    for version, fits in (("2.27", False), ("2.28", True), ("2.36", True)):
        monkeypatch.setattr(bootstrap.platform, "libc_ver", lambda version=version: ("glibc", version))
        monkeypatch.setattr(bootstrap.platform, "machine", lambda: "x86_64")
        assert bootstrap.wheels_fit() is fits


def test_the_locked_files_are_installed_by_their_hashes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "run_quietly", lambda command, sentence: called.append(command))
    bootstrap.install_locked(["segno==1.6.6 --hash=sha256:" + "0" * 64])
    assert {"--require-hashes", "--no-deps", "-r"} <= set(called[0])
