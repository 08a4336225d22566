"""Every way a package can be wrong: refused with its sentence before anything is written."""

from __future__ import annotations

import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db.errors import AppError, LedgerError
from db.migrations import SCHEMA_VERSION
from desktop.jobs import Token
from desktop.messages import sentence
from desktop.updates import checking, places
from desktop.updates import publisher as trust
from desktop.updates.checking import check_update
from desktop.updates.installing import install_update
from desktop.updates.manifest import is_safe_path, parsed_manifest
from desktop.version import VERSION
from installer import update_package
from tests.fake_program import Publisher, make_package, make_publisher

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def here(tmp_path: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This process as a frozen program that trusts the publisher; the folder of its versions, not made yet."""
    installed = tmp_path / "installed"
    installed.mkdir()
    (installed / "publisher_keys.pub").write_text(publisher.line, encoding="utf-8")
    monkeypatch.setattr(trust, "KEYS", installed / "publisher_keys.pub")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(installed / places.PROGRAM))
    monkeypatch.setenv("VILLAGE_LEDGER_VERSIONS", str(tmp_path / "versions"))
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "settings"))
    return tmp_path / "versions"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, publisher: Publisher) -> Path:
    return make_package(tmp_path_factory.mktemp("stick"), publisher, "9.0.0")


@pytest.fixture
def package(good: Path, tmp_path: Path) -> Path:
    """A package that may be spoiled."""
    return shutil.copy(good, tmp_path / good.name)


@pytest.fixture(autouse=True)
def nothing_written(here: Path) -> Iterator[None]:
    yield
    assert not here.exists() or list(here.iterdir()) == []


def refused(file: Path) -> str:
    with pytest.raises(LedgerError) as caught:
        check_update(file)
    assert sentence(caught.value).endswith("。")
    return caught.value.message_id


def repacked(
    package: Path, publisher: Publisher, change: Change, extra: Callable[[zipfile.ZipFile], object] = id
) -> Path:
    """The package with a changed manifest, signed again by the publisher."""
    with zipfile.ZipFile(package) as old:
        manifest = json.loads(old.read("update.json"))
        contents = {name: old.read(name) for name in old.namelist() if name.startswith("program/")}
    change(manifest)
    raw = json.dumps(manifest).encode()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("update.json", raw)
        new.writestr("update.json.sig", update_package.signed(raw, publisher.key))
        for name, content in contents.items():
            new.writestr(name, content)
        extra(new)
    return package


def test_a_good_package_is_told_of_and_nothing_is_written(here: Path, package: Path) -> None:
    offer = check_update(package)
    assert (offer.manifest.version, offer.manifest.schema, offer.schema) == ("9.0.0", SCHEMA_VERSION, None)
    assert offer.signer.startswith("SHA256:") and not offer.migrates


@pytest.mark.parametrize("at", [0.02, 0.3, 0.6, 0.97])
def test_an_altered_byte_is_found(here: Path, package: Path, at: float) -> None:
    content = bytearray(package.read_bytes())
    content[int(len(content) * at)] ^= 1
    package.write_bytes(content)
    assert refused(package) in ("update_damaged", "update_not_signed")


@pytest.mark.parametrize("kept", [0, 3, 0.5, 0.999])
def test_a_package_cut_short_is_found(here: Path, package: Path, kept: float) -> None:
    content = package.read_bytes()
    package.write_bytes(content[: int(kept if kept > 1 else len(content) * kept)])
    assert refused(package) in ("update_damaged", "update_not_a_package")


def test_bytes_added_behind_are_found(here: Path, package: Path) -> None:
    package.write_bytes(package.read_bytes() + b"more")
    assert refused(package) == "update_damaged"


def test_another_file_is_no_package(here: Path, tmp_path: Path) -> None:
    (tmp_path / "a.vslupdate").write_text("文字")
    assert refused(tmp_path / "a.vslupdate") == "update_not_a_package"
    with zipfile.ZipFile(tmp_path / "b.vslupdate", "w") as other:
        other.writestr("readme.txt", "x")
    assert refused(tmp_path / "b.vslupdate") == "update_not_a_package"
    assert refused(tmp_path / "gone.vslupdate") == "file_unreadable"


def test_another_signer_is_named_by_fingerprint(here: Path, tmp_path: Path) -> None:
    stranger = make_publisher(tmp_path, "stranger.key")
    package = make_package(tmp_path / "other", stranger, "9.0.0")
    with pytest.raises(AppError, match="update_wrong_signer") as caught:
        check_update(package)
    assert "SHA256:" in sentence(caught.value)


def test_a_signature_for_something_else_is_not_taken(
    here: Path, package: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_package, "NAMESPACE", "slp-package-v1")
    assert refused(repacked(package, publisher, id)) == "update_not_signed"


def test_a_program_without_a_publishers_key_takes_nothing(here: Path, package: Path) -> None:
    trust.KEYS.write_text("# nobody yet\n")
    assert refused(package) == "update_no_publisher"
    trust.KEYS.unlink()
    assert refused(package) == "update_no_publisher"


def test_the_source_tree_is_not_updated(here: Path, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", False)
    assert refused(package) == "update_not_frozen"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("platform", "linux-sparc", "update_wrong_platform"), ("version", VERSION, "update_same_version"),
        ("version", "0.0.9", "update_older"), ("minimum", "8.8.0", "update_too_far"), ("schema", SCHEMA_VERSION - 1, "update_older_data"),
        ("glibc", "9.1", "update_needs_newer_system"), ("format", "village-ledger-update-2", "update_unreadable"),
        ("version", "../9.0.0", "update_unreadable"), ("version", "9.0.0.part", "update_unreadable"),
        ("schema", True, "update_unreadable"), ("schema", "5", "update_unreadable"), ("files", None, "update_unreadable"),
        ("files", [], "update_unsafe"), ("links", {"a": "../../etc/passwd"}, "update_unsafe"),
        ("links", {"a": "/etc/passwd"}, "update_unsafe"), ("links", {"../a": "fake.json"}, "update_unsafe"),
        ("links", {"fake.json": "village-safety-ledger"}, "update_unsafe"), ("links", {"a": 3}, "update_unsafe"),
        ("links", {"_internal": "fake.json"}, "update_unsafe"),
    ],
)  # fmt: skip
def test_what_does_not_fit_or_is_not_safe_is_refused_though_it_is_signed(
    here: Path, package: Path, publisher: Publisher, name: str, value: object, told: str
) -> None:
    assert refused(repacked(package, publisher, lambda manifest: manifest.update({name: value}))) == told


@pytest.mark.parametrize(
    "path",
    [
        "../out", "a/../../out", "/etc/cron.d/x", "a//b", "./a", "C:/x", "a\\b", "con", "a/NUL.txt", "a.", "a ", "", "a\nb",
        "e\u0301", "x" * 300,
    ],
)  # fmt: skip
def test_a_path_that_leaves_the_folder_is_refused(
    here: Path, package: Path, publisher: Publisher, path: str
) -> None:
    assert not is_safe_path(path)

    def rename(manifest: dict[str, Any]) -> None:
        manifest["files"][0]["path"] = path

    assert refused(repacked(package, publisher, rename)) == "update_unsafe"


def test_names_that_are_one_on_windows_are_refused(here: Path, package: Path, publisher: Publisher) -> None:
    def double(manifest: dict[str, Any]) -> None:
        first = manifest["files"][0]
        manifest["files"].append({**first, "path": first["path"].upper()})

    assert refused(repacked(package, publisher, double)) == "update_unsafe"


def test_a_link_in_the_zip_is_refused(here: Path, package: Path, publisher: Publisher) -> None:
    content = b"/etc/passwd"

    def name_it(manifest: dict[str, Any]) -> None:
        import hashlib

        manifest["files"].append(
            {"path": "link", "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "executable": False}
        )  # fmt: skip

    def add(archive: zipfile.ZipFile) -> None:
        entry = zipfile.ZipInfo("program/link")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, content)

    assert refused(repacked(package, publisher, name_it, add)) == "update_unsafe"


def test_an_entry_that_nobody_signed_is_refused(here: Path, package: Path, publisher: Publisher) -> None:
    changed = repacked(package, publisher, id, lambda archive: archive.writestr("program/more", b"x"))
    assert refused(changed) == "update_damaged"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_is_there_twice_is_refused(here: Path, package: Path, publisher: Publisher) -> None:
    changed = repacked(package, publisher, id, lambda archive: archive.writestr("program/fake.json", b"{}"))
    assert refused(changed) == "update_damaged"


def test_a_bomb_is_refused_before_it_is_unpacked(here: Path, package: Path, publisher: Publisher) -> None:
    def bomb(archive: zipfile.ZipFile) -> None:
        with archive.open(zipfile.ZipInfo("program/bomb"), "w") as entry:
            entry.write(bytes(50 << 20))

    assert refused(repacked(package, publisher, id, bomb)) == "update_damaged"
    huge = {"path": "bomb", "size": 600 << 20, "sha256": "0" * 64, "executable": False}
    assert refused(repacked(package, publisher, lambda m: m["files"].append(huge))) == "update_too_large"
    many = [{**huge, "path": f"f{number}", "size": 1} for number in range(20_001)]
    assert refused(repacked(package, publisher, lambda m: m.update(files=many))) == "update_too_large"


def test_a_manifest_that_is_a_bomb_is_refused(here: Path, tmp_path: Path) -> None:
    file = tmp_path / "bomb.vslupdate"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("update.json", bytes(9 << 20))
        archive.writestr("update.json.sig", b"")
    assert refused(file) == "update_too_large"


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'"x"', b"[" * 100_000, b"\xff"])
def test_a_manifest_of_another_kind_is_refused(raw: bytes) -> None:
    with pytest.raises(AppError, match="update_unreadable"):
        parsed_manifest(raw)


def test_without_room_nothing_is_begun(here: Path, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(package.parent)
    monkeypatch.setattr(checking.shutil, "disk_usage", lambda folder: usage._replace(free=1 << 20))
    assert refused(package) == "update_no_room"


def installing_refused(package: Path, change: Callable[[], object]) -> str:
    offer = check_update(package)
    change()
    with pytest.raises(LedgerError) as caught:
        install_update(offer)
    assert sentence(caught.value)
    return caught.value.message_id


def test_a_package_changed_after_it_was_looked_at_is_not_installed(
    here: Path, package: Path, publisher: Publisher
) -> None:
    other = lambda: repacked(package, publisher, lambda manifest: manifest.update(notes="另一份"))  # noqa: E731
    assert installing_refused(package, other) == "update_damaged"
    assert (
        installing_refused(package, lambda: package.write_bytes(package.read_bytes()[:-30]))
        == "update_damaged"
    )


def test_a_stick_that_is_pulled_leaves_nothing(here: Path, package: Path) -> None:
    assert installing_refused(package, package.unlink) == "file_unreadable"


def test_a_disk_that_fills_up_leaves_nothing(
    here: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    assert installing_refused(package, lambda: monkeypatch.setattr(os, "fsync", full)) == "disk_full"


def test_a_place_that_cannot_be_written_is_told(
    here: Path, package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "in the way").write_text("x")
    monkeypatch.setenv("VILLAGE_LEDGER_VERSIONS", str(tmp_path / "in the way" / "versions"))
    assert installing_refused(package, lambda: None) == "update_cannot_write"


@pytest.mark.parametrize(
    ("fails", "told"), [("self-test", "update_self_test_failed"), ("not a program", "update_cannot_run")]
)
def test_a_version_that_fails_its_self_test_leaves_nothing(
    here: Path, tmp_path: Path, publisher: Publisher, fails: str, told: str
) -> None:
    package = make_package(tmp_path / "bad", publisher, "9.0.0", fails=fails)
    if fails == "not a program":
        repacked(package, publisher, lambda m: [each.update(executable=False) for each in m["files"]])
    with pytest.raises(AppError, match=told) as caught:
        install_update(check_update(package))
    assert sentence(caught.value).endswith("。")


def test_it_can_be_stopped_while_it_tries_itself(here: Path, tmp_path: Path, publisher: Publisher) -> None:
    from db.errors import Cancelled

    package = make_package(tmp_path / "slow", publisher, "9.0.0", fails="hanging self-test")
    offer = check_update(package)

    def stop(done: int, total: int, text: str) -> None:
        if text == "自检":
            token.cancel()

    token = Token(stop)
    with pytest.raises(Cancelled):
        install_update(offer, token)


def test_the_directory_of_a_zip_may_not_be_endless(here: Path, package: Path) -> None:
    content = bytearray(package.read_bytes())
    content[-14:-10] = (0xFFFF).to_bytes(2, "little") * 2
    package.write_bytes(content)
    assert refused(package) in ("update_too_large", "update_damaged")
