"""Volumes (分卷, format §7): which file carries which attachment, so that each fits into a mail and verifies alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from db.errors import AppError
from db.packages import VolumeRow
from desktop.exchange.age_files import encrypted_size
from desktop.exchange.bag import BAGIT, TAG_FILES, TagFiles
from desktop.exchange.canonical_zip import Entry, container_size
from desktop.exchange.header import PackageHeader
from desktop.exchange.limits import KIB, MIB, PACKAGE_BYTES, RECIPIENTS_MAX, VOLUMES_MAX
from desktop.exchange.payload_names import ATTACHMENT_INDEX
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.seal import PayloadContent, SealedPackage, seal

if TYPE_CHECKING:
    from db.attachments import Attachment
    from desktop.exchange.signing_key import SigningKey

SMALLEST_LIMIT: Final = MIB

# Tag files without the manifest take about 3 KiB; a line of the manifest and the headers of an entry 450 bytes.
_TAG_BYTES, _FILE_BYTES = 8 * KIB, 512


def limit_of(mib: int) -> int | None:
    """Gives the bytes of a limit in MiB, None for 0: no volumes. AppError `volume_limit_too_small`."""
    if not mib:
        return None
    if not SMALLEST_LIMIT <= mib * MIB <= PACKAGE_BYTES:
        raise AppError("volume_limit_too_small", smallest=SMALLEST_LIMIT // MIB, largest=PACKAGE_BYTES // MIB)
    return mib * MIB


def file_limit(limit: int) -> int:
    """Gives how large a container may be so that its encrypted file stays within `limit` bytes."""
    return limit - (encrypted_size(limit, RECIPIENTS_MAX) - limit)


def volume_of(attachments: Sequence[Attachment], record_bytes: int, limit: int | None) -> dict[str, int]:
    """Gives the volume of each attachment by sha256; all in the first when they fit there, or there is no limit.

    `record_bytes` is the size of the record files. Refuses E_LIMIT, naming the attachment larger than a volume.
    """
    sizes = {each.sha256: each.size + _FILE_BYTES for each in attachments}
    room = file_limit(limit) - _TAG_BYTES if limit else None
    if room is None or record_bytes + sum(sizes.values()) <= room:
        return dict.fromkeys(sizes, 1)
    if record_bytes > room:
        raise PackageRefused("E_LIMIT", entry="全部记录")
    placed, volume, filled = {}, 2, 0
    for each in attachments:
        if sizes[each.sha256] > room:
            raise PackageRefused("E_LIMIT", entry=f"附件“{each.name}”")
        if filled and filled + sizes[each.sha256] > room:
            volume, filled = volume + 1, 0
        placed[each.sha256], filled = volume, filled + sizes[each.sha256]
    if volume > VOLUMES_MAX:
        raise PackageRefused("E_LIMIT", entry=f"{volume} 个分卷")
    return placed


def seal_volumes(
    main: SealedPackage,
    header: PackageHeader,
    contents: Mapping[int, Sequence[PayloadContent]],
    key: SigningKey,
) -> list[VolumeRow]:
    """Gives volumes 2 and up of the package `main`: signed bags of attachments only, by `contents` (volume → files)."""
    rows = []
    for volume, files in sorted(contents.items()):
        own = replace(
            header,
            kind="attachments",
            volume=volume,
            main=main.package_id,
            counts={ATTACHMENT_INDEX: len(files)},
        )
        sealed = seal(own, files, key)
        tags = sealed.tags
        rows.append(
            VolumeRow(
                main.package_id, volume, sealed.package_id, sealed.bag_name, sealed_size(sealed, files),
                tags.package_json, tags.bag_info, tags.manifest, tags.tagmanifest, sealed.signature,
            )
        )  # fmt: skip
    return rows


def sealed_size(sealed: SealedPackage, payload: Sequence[PayloadContent]) -> int:
    """Gives the bytes of the container of a sealed package."""
    tags = sealed.tags
    own = (tags.bagit, tags.bag_info, tags.package_json, tags.manifest, tags.tagmanifest, sealed.signature)
    sizes = {name: len(each) for name, each in zip(TAG_FILES, own, strict=True)}
    sizes |= {each.file.path: each.file.size for each in payload}
    return container_size(Entry(f"{sealed.bag_name}/{name}", size, 0) for name, size in sizes.items())


def stored_volume(row: VolumeRow) -> SealedPackage:
    """Gives a volume as it was sealed."""
    tags = TagFiles(BAGIT, row.bag_info, row.header, row.manifest, row.tagmanifest)
    return SealedPackage(row.base_name, tags, row.signature)
