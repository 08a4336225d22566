"""A third party checks a package without this program: the commands of format §16 and the public tools."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from desktop.exchange.allowed_signers import allowed_signers_text
from desktop.exchange.verify import verify
from tests.desktop.exchange.forge import (
    COMMITTEE_KEY,
    ENTRY,
    HEADER,
    OFFICE_SIGN_KEY,
    expectation,
    good_package,
    named_entries,
    zipped,
)
from tests.desktop.exchange.golden_packages import GOLDEN

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


def test_we_accept_a_bag_whose_manifests_and_signature_outside_tools_made(tmp_path):
    """sha256sum writes both manifests, ssh-keygen signs; only the container is ours, for `zip` writes no canonical one."""
    require("bash", "sha256sum", "ssh-keygen")
    bag = tmp_path / HEADER.bag_name
    for name, content in named_entries(good_package()):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.name.startswith(("manifest", "tagmanifest")):
            path.write_bytes(content)
    (tmp_path / "sign.key").write_bytes(
        COMMITTEE_KEY.private_key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    )
    (tmp_path / "sign.key").chmod(0o600)
    by_hand = (
        "set -e; find data -type f | LC_ALL=C sort | xargs sha256sum > manifest-sha256.txt;"
        " sha256sum bagit.txt bag-info.txt package.json manifest-sha256.txt > tagmanifest-sha256.txt;"
        " ssh-keygen -q -Y sign -f ../sign.key -n slp-package-v1 tagmanifest-sha256.txt"
    )
    subprocess.run(["bash", "-c", by_hand], cwd=bag, check=True, capture_output=True)
    names = ("bagit.txt", "bag-info.txt", "package.json", "manifest-sha256.txt", "tagmanifest-sha256.txt")
    payload = sorted(each.relative_to(bag).as_posix() for each in bag.rglob("data/**/*") if each.is_file())
    entries = [
        (f"{HEADER.bag_name}/{each}", (bag / each).read_bytes())
        for each in (*names, f"{names[-1]}.sig", *payload)
    ]
    (tmp_path / "p.zip").write_bytes(zipped(entries))
    assert verify(tmp_path / "p.zip", expectation()).header == HEADER


@pytest.mark.parametrize(
    ("name", "namespace", "signer"),
    [
        ("330106001000-e01-000001-v01.hz.zip", "slp-receipt-v1", OFFICE_SIGN_KEY),
        ("330106001000-e01-000002-v01.zip", "slp-package-v1", OFFICE_SIGN_KEY),
        ("330106001001-e01-000002-v02.zip", "slp-package-v1", COMMITTEE_KEY),
        ("330106001001-e01-000001-v01.key.zip", "slp-keynotice-v1", COMMITTEE_KEY),
    ],
)
def test_outside_tools_check_receipts_volumes_notices_and_what_is_sent_down(
    tmp_path, name, namespace, signer
):
    require("bash", "unzip", "ssh-keygen", "sha256sum")
    code = name[:12]
    shutil.copyfile(GOLDEN / name, tmp_path / "p.zip")
    (tmp_path / "allowed_signers").write_text(f'{code} namespaces="{namespace}" {signer.public_line}\n')
    (tmp_path / "committee.pub").write_text(signer.public_line + "\n")
    command = HAND_CHECK.replace("slp-package-v1", namespace)
    checked = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
