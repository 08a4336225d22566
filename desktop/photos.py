"""Photos and scans as they come from phones: turned upright, made small, freed of where they were taken."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from datetime import datetime
from typing import TYPE_CHECKING

from db.attachments import MIME_TYPES, Attachment
from db.errors import AppError, EnvironmentProblem
from db.value import Value

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

LONG_SIDE = 1600
LARGEST_FILE = 64 << 20  # SLP-1 §13: one file
_LARGEST_PIXELS = 120_000_000
_JPEG_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")  # and not, say, PostScript, which runs programs
_HEIC_BRANDS = (
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"hevm",
    b"hevs",
    b"heif",
    b"mif1",
    b"msf1",
)
_TAKEN, _TAKEN_DIGITIZED, _TAKEN_CHANGED, _EXIF_FOLDER = 0x9003, 0x9004, 0x0132, 0x8769


class Prepared(Value):
    """A content ready to be kept: its bytes, file suffix, and when the photo was taken (ISO, no zone), if it says."""

    content: bytes
    suffix: str
    taken_at: str | None
    source_sha256: str


def read(source: Path | bytes, name: str = "") -> tuple[bytes, str]:
    """The content and the name of a chosen file, or of a picture that was pasted.

    Raises AppError `file_too_large`, EnvironmentProblem `file_unreadable`.
    """
    if isinstance(source, bytes):
        return source, name or "粘贴的图片.png"
    try:
        if source.stat().st_size > LARGEST_FILE:
            raise AppError("file_too_large", name=source.name, limit_mb=LARGEST_FILE >> 20)
        return source.read_bytes(), name or source.name
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=source.name, reason=error.strerror) from error


def prepare(content: bytes, name: str) -> Prepared:
    """A photo as an upright copy of at most 1600 px without GPS, or a scan (pdf, xlsx, docx) as it is.

    Raises AppError `file_empty`, `file_too_large`, `photo_heic`, `photo_too_large`, `photo_unreadable`.
    """
    if not content:
        raise AppError("file_empty", name=name)
    if len(content) > LARGEST_FILE:
        raise AppError("file_too_large", name=name, limit_mb=LARGEST_FILE >> 20)
    import hashlib

    source = hashlib.sha256(content).hexdigest()
    if suffix := _document_suffix(content, name):
        return Prepared(content, suffix, None, source)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise AppError("photo_heic", name=name)
    upright, suffix, taken_at = _upright(content, name)
    return Prepared(upright, suffix, taken_at, source)


def as_attachment(prepared: Prepared, sha256: str, size: int, name: str) -> Attachment:
    """The row of a content that was kept."""
    return Attachment(
        sha256, size, zlib.crc32(prepared.content), MIME_TYPES[prepared.suffix], prepared.suffix, name,
        prepared.taken_at, prepared.source_sha256,
    )  # fmt: skip


def _document_suffix(content: bytes, name: str) -> str | None:
    suffix = name.rpartition(".")[2].lower()
    if content.startswith(b"%PDF-"):
        return "pdf"
    return suffix if content.startswith(b"PK\x03\x04") and suffix in ("xlsx", "docx") else None


def _upright(content: bytes, name: str) -> tuple[bytes, str, str | None]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd EXIF and large pictures are judged below
            with Image.open(io.BytesIO(content), formats=_FORMATS) as photo:
                if photo.width * photo.height > _LARGEST_PIXELS:
                    raise AppError("photo_too_large", name=name)
                photo.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is read at a fraction of its size
                taken_at = _taken_at(photo)
                upright = ImageOps.exif_transpose(photo)
                upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
                keeps_png = photo.format == "PNG"
                return (*_encoded(upright, keeps_png), taken_at)
    except Image.DecompressionBombError as error:
        raise AppError("photo_too_large", name=name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise AppError("photo_unreadable", name=name) from error


def _encoded(photo: Image, keeps_png: bool) -> tuple[bytes, str]:
    """PNG for small screenshots, JPEG for the rest; neither carries metadata."""
    output = io.BytesIO()
    if keeps_png:
        _bare(photo).save(output, "PNG", optimize=True)
        if output.tell() <= 1 << 20:
            return output.getvalue(), "png"
        output = io.BytesIO()
    _on_white(photo).save(output, "JPEG", quality=_JPEG_QUALITY)
    return output.getvalue(), "jpg"


def _bare(photo: Image) -> Image:
    mode = "RGBA" if photo.mode in ("RGBA", "LA", "PA", "P") else "RGB"
    bare = photo.convert(mode)
    bare.info.clear()
    return bare


def _on_white(photo: Image) -> Image:
    from PIL import Image as images

    if photo.mode in ("RGBA", "LA", "PA", "P"):
        layered = photo.convert("RGBA")
        ground = images.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    bare = photo.convert("RGB")
    bare.info.clear()
    return bare


def _taken_at(photo: Image) -> str | None:
    exif = photo.getexif()
    details = exif.get_ifd(_EXIF_FOLDER)
    text = details.get(_TAKEN) or details.get(_TAKEN_DIGITIZED) or exif.get(_TAKEN_CHANGED)
    found = re.match(
        r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?", str(text or "").strip()
    )
    if not found:
        return None
    try:
        return datetime(*(int(each) for each in found.groups(default="0"))).isoformat()  # type: ignore[arg-type]
    except ValueError:  # a camera whose clock was never set
        return None
