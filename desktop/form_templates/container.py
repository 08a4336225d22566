"""Forms come from outside: what a form's file may hold is checked before anything reads it as a document."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from db.errors import AppError, EnvironmentProblem

LARGEST_FILE = 20 << 20
LARGEST_CONTENT = 100 << 20  # unpacked, all together
MOST_MEMBERS = 2000
_CHUNK = 1 << 16
SUFFIXES = (".xlsx", ".docx")
# What the libraries raise for a document whose parts do not fit together.
UNREADABLE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OverflowError, zipfile.BadZipFile,
)  # fmt: skip
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)
_OTHER_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.I)
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.I)
# Links that are clicked, and those that are left out when the form is filled.
_HARMLESS = (b"/hyperlink", b"/externalLinkPath", b"/attachedTemplate")
_MACROS = ("vbaproject.bin", "vbadata.xml")


def check_form_file(path: Path) -> None:
    """Raises AppError `form_kind_unknown`, `form_too_large`, `form_unreadable`, `form_with_macros`,
    `form_reaches_out`; EnvironmentProblem `file_unreadable`.

    Entities are refused (they can expand without end), and so is every link to a file elsewhere: a filled form must
    not fetch anything when the superior opens it.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise AppError("form_kind_unknown", name=path.name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise AppError("form_too_large", name=path.name)
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path.name)
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise AppError("form_unreadable", name=path.name) from error


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise AppError("form_too_large", name=name)
    left = LARGEST_CONTENT
    for member in members:
        if member.filename.lower().endswith(_MACROS):
            raise AppError("form_with_macros", name=name)
        content = _unpacked(archive, member, left, name)
        left -= len(content)
        if member.filename.lower().endswith((".xml", ".rels")):
            _check_xml(content, name)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, name: str) -> bytes:
    """A member's content, unpacked no further than what is left of the allowance, whatever its header claims."""
    pieces, size = [], 0
    with archive.open(member) as file:
        while piece := file.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise AppError("form_too_large", name=name)
            pieces.append(piece)
    return b"".join(pieces)


def _check_xml(content: bytes, name: str) -> None:
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:100]
    if is_wide or _OTHER_ENCODING.match(content) or _DOCTYPE.search(content):
        raise AppError("form_unreadable", name=name)
    for found in _OUTSIDE.finditer(content):
        if not any(kind in found.group() for kind in _HARMLESS):
            raise AppError("form_reaches_out", name=name)
