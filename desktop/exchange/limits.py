"""What an SLP-1 package may weigh (format §13); the sealer and the verifier read the same numbers."""

from __future__ import annotations

from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB

TAG_FILE_BYTES: Final = {
    "bagit.txt": 64,
    "bag-info.txt": 4 * KIB,
    "package.json": 64 * KIB,
    "manifest-sha256.txt": 8 * MIB,
    "tagmanifest-sha256.txt": KIB,
    "tagmanifest-sha256.txt.sig": KIB,
}
ENTRY_NAME_BYTES: Final = 160
PAYLOAD_FILES: Final = 20_000
PAYLOAD_FILE_BYTES: Final = 64 * MIB
PACKAGE_BYTES: Final = 2048 * MIB
RECORDS_PER_FILE: Final = 200_000
RECORD_LINE_BYTES: Final = 256 * KIB
RECORD_DEPTH: Final = 64
SERIAL_MAX: Final = 999_999
EPOCH_MAX: Final = 99
VOLUMES_MAX: Final = 99
RECIPIENTS_MAX: Final = 8
PARTY_NAME_CHARACTERS: Final = 80
STAGING_SPACE_FACTOR: Final = 2
AGE_HEADER_BYTES: Final = 16 * KIB
AGE_HEADER_LINES: Final = 64
CHUNK_BYTES: Final = 512 * KIB
