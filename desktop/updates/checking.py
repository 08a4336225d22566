"""Looking at an update before anything is written: signer, system, number, ledger, every file, room. Any thread."""

from __future__ import annotations

import platform
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db.errors import AppError, EnvironmentProblem
from db.migrations import SCHEMA_VERSION, schema_version
from db.reading import connect_for_reading
from desktop import paths
from desktop.disks import nearest_existing
from desktop.exchange.public_keys import fingerprint
from desktop.jobs import Token
from desktop.updates import places
from desktop.updates.container import UpdatePackage, opened_package
from desktop.updates.manifest import MIB, Manifest
from desktop.updates.publisher import trusted_keys
from desktop.version import VERSION

SYSTEM_WORDS = {
    "linux-x86_64": "Linux（x86-64）", "linux-aarch64": "Linux（ARM64）", "windows-x86_64": "Windows（64 位）",
}  # fmt: skip
_SPARE_BYTES = 64 * MIB  # for the database's backup and what the self-test writes


@dataclass(frozen=True)
class Offer:
    """An update that may be installed: where it is, what it says, who signed it, and the schema of the ledger now (None:
    no ledger yet)."""

    file: Path
    manifest: Manifest
    signer: str
    schema: int | None

    @property
    def migrates(self) -> bool:
        """Whether the first start changes the form of the ledger."""
        return self.schema is not None and self.manifest.schema > self.schema


def check_update(file: Path, *, allow_older: bool = False, token: Token | None = None) -> Offer:
    """Look at all of a package; writes nothing.

    Raises AppError `update_not_frozen`, `update_no_publisher`, `update_wrong_platform`, `update_same_version`,
    `update_older`, `update_too_far`, `update_older_data`, `update_needs_newer_system`, `update_no_room` and those of
    `opened_package` and `signed_manifest`; Cancelled.
    """
    if not places.is_frozen():
        raise AppError("update_not_frozen")
    trusted, token = trusted_keys(), token or Token()
    with opened_package(file) as package:
        manifest, signer = package.signed_manifest(trusted)
        schema = ledger_schema()
        _refuse_unfitting(manifest, allow_older, schema)
        read_all(package, manifest, token)
    refuse_without_room(manifest)
    return Offer(file, manifest, fingerprint(signer), schema)


def ledger_schema(database: Path | None = None) -> int | None:
    """The schema of the ledger that this computer opens; one above ours for a newer one, None without a readable ledger."""
    database = database or paths.remembered_database()
    if database is None:
        return None
    try:
        with closing(connect_for_reading(database)) as connection:
            return schema_version(connection)
    except EnvironmentProblem as error:
        found = error.params.get("found")
        return found if error.message_id == "newer_database" and isinstance(found, int) else None


def read_all(package: UpdatePackage, manifest: Manifest, token: Token) -> None:
    """Every file against its size and hash."""
    done = 0
    for file in manifest.files:
        for piece in package.content(file):
            token.check()
            done += len(piece)
            token.report(done // 1024, max(manifest.size // 1024, 1), "核对")


def refuse_without_room(manifest: Manifest) -> None:
    """AppError `update_no_room` when the disk of the versions does not hold one more."""
    folder = places.versions_folder()
    needed = manifest.size + _SPARE_BYTES
    free = shutil.disk_usage(nearest_existing(folder)).free
    if free < needed:
        raise AppError("update_no_room", needed=-(-needed // MIB), free=free // MIB, place=str(folder))


def _refuse_unfitting(manifest: Manifest, allow_older: bool, schema: int | None) -> None:
    ours = places.platform_name()
    if manifest.platform != ours:
        found = SYSTEM_WORDS.get(manifest.platform, manifest.platform)
        raise AppError("update_wrong_platform", found=found, ours=SYSTEM_WORDS.get(ours, ours))
    if manifest.version == VERSION:
        raise AppError("update_same_version", version=VERSION)
    if not allow_older and not places.is_newer(manifest.version, VERSION):
        raise AppError("update_older", found=manifest.version, ours=VERSION)
    if places.is_newer(manifest.minimum, VERSION):
        raise AppError("update_too_far", minimum=manifest.minimum, ours=VERSION)
    known = SCHEMA_VERSION if schema is None else schema
    if manifest.schema < known and (schema is not None or not allow_older):
        raise AppError("update_older_data", version=manifest.version, found=known)
    _refuse_older_system(manifest.glibc)


def _refuse_older_system(needed: str) -> None:
    name, found = platform.libc_ver()
    if name == "glibc" and needed and _numbers(found) < _numbers(needed):
        raise AppError("update_needs_newer_system", needed=needed, found=found)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdecimal()]
