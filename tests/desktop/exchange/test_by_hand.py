"""A third party checks a package without this program: the commands of format §16 and the public tools."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.exchange.allowed_signers import allowed_signers_text
from desktop.exchange.verify import verify
from tests.desktop.exchange.forge import (
    COMMITTEE_KEY,
    ENTRY,
    HEADER,
    expectation,
    good_package,
    named_entries,
    zipped,
)

HAND_CHECK = r"""
set -e -o pipefail
unzip -q p.zip -d x && cd x/*/
CODE=$(grep -o '"from":{"code":"[0-9]*"' package.json | grep -o '[0-9]\{12\}')
ssh-keygen -Y verify -f ../../allowed_signers -I $CODE -n slp-package-v1 \
    -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
sha256sum --strict -c tagmanifest-sha256.txt && sha256sum --strict --quiet -c manifest-sha256.txt
{ cut -c67- tagmanifest-sha256.txt manifest-sha256.txt; echo tagmanifest-sha256.txt; \
    echo tagmanifest-sha256.txt.sig; } | sort > ../want
find . -type f -o -type l | sed 's|^\./||' | sort | diff ../want -
sha256sum tagmanifest-sha256.txt
ssh-keygen -lf ../../committee.pub
"""


def require(*tools: str) -> None:
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {' '.join(missing)}")


def hand_check(folder: Path, package: bytes) -> subprocess.CompletedProcess[str]:
    require("bash", "unzip", "ssh-keygen", "sha256sum")
    (folder / "p.zip").write_bytes(package)
    (folder / "allowed_signers").write_text(allowed_signers_text([ENTRY]))
    (folder / "committee.pub").write_text(COMMITTEE_KEY.public_line + "\n")
    return subprocess.run(["bash", "-c", HAND_CHECK], cwd=folder, capture_output=True, text=True, check=False)


def test_the_commands_of_the_format_accept_a_package_and_print_its_id_and_fingerprint(tmp_path):
    checked = hand_check(tmp_path, good_package())
    assert checked.returncode == 0, checked.stderr
    assert verify(tmp_path / "p.zip", expectation()).package_id in checked.stdout
    assert COMMITTEE_KEY.fingerprint in checked.stdout


@pytest.mark.parametrize("ending", ["hazard.jsonl", "package.json", ".sig", "/manifest-sha256.txt", ".jpg"])
def test_the_commands_of_the_format_refuse_an_edited_file(tmp_path, ending):
    entries = [
        (name, one[:-4] + b"0" + one[-3:] if name.endswith(ending) else one)
        for name, one in named_entries(good_package())
    ]
    checked = hand_check(tmp_path, zipped(entries))
    assert checked.returncode != 0 or "FAILED" in checked.stdout


def test_the_commands_of_the_format_notice_a_file_too_many(tmp_path):
    entries = [*named_entries(good_package()), (f"{HEADER.bag_name}/data/more.txt", b"")]
    assert hand_check(tmp_path, zipped(entries)).returncode != 0


def test_bagit_py_validates_the_bag(tmp_path):
    pytest.importorskip("bagit")
    (tmp_path / "p.zip").write_bytes(good_package())
    shutil.unpack_archive(tmp_path / "p.zip", tmp_path / "x")
    command = [sys.executable, "-m", "bagit", "--validate", str(tmp_path / "x" / HEADER.bag_name)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_unzip_tests_the_container(tmp_path):
    require("unzip")
    (tmp_path / "p.zip").write_bytes(good_package())
    checked = subprocess.run(
        ["unzip", "-t", "p.zip"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0
    assert "No errors detected" in checked.stdout
