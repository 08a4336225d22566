"""Good files made bad, always in the same way: by what happens to files, and by what somebody does to them."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator

Spoiled = tuple[str, bytes]  # what was done, and the file
_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha">%s]>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(98, 107)
)
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BOMB_MIB = 700


def spoil_anything(content: bytes, seed: int) -> Iterator[Spoiled]:
    """What may befall any file: cut short, emptied, overwritten, mistaken for another."""
    rng = random.Random(seed)
    size = len(content)
    yield "empty", b""
    yield "one byte", content[:1]
    yield "blanks", b" \r\n\t" * 50
    for percent in (3, 50, 97):
        yield f"cut at {percent} %", content[: size * percent // 100]
    yield "last byte missing", content[:-1]
    yield "zeros of its size", bytes(min(size, 1 << 20))
    yield "noise of its size", rng.randbytes(min(size, 1 << 20))
    yield "head overwritten", bytes(64) + content[64:]
    yield "middle overwritten", content[: size // 2] + bytes(512) + content[size // 2 + 512 :]
    yield "tail overwritten", content[:-200] + bytes(200)
    for count in (1, 8, 64):
        yield f"{count} bytes flipped", _flipped(content, count, rng)
    yield "twice after itself", content + content
    yield "something after it", content + b"--\r\nsent by mail\r\n"
    yield "something before it", b"MIME-Version: 1.0\r\n\r\n" + content
    yield "a web page", b"<html><body><h1>404 Not Found</h1></body></html>"
    yield "a text", "这不是数据文件。\r\n".encode("gb18030")
    yield "line ends changed", content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    yield "a program", b"MZ" + rng.randbytes(4000)
    yield "another archive", b"Rar!\x1a\x07\x00" + rng.randbytes(2000)


def _flipped(content: bytes, count: int, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(count):
        changed[rng.randrange(len(changed))] ^= 1 + rng.randrange(255)
    return bytes(changed)


def spoil_archive(content: bytes, victim: str) -> Iterator[Spoiled]:
    """What may befall a ZIP of parts; `victim` is the part that matters most."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    yield "no part at all", _packed({})
    yield f"without {victim}", _changed(content, victim, None)
    yield f"{victim} empty", _changed(content, victim, b"")
    yield f"{victim} noise", _changed(content, victim, b"\xff\x00<&" * 500)
    yield "a bomb", _changed(content, victim, _zeros())
    yield "entities without end", _changed(content, victim, _LAUGHS + b"<x>&j;</x>")
    yield "an entity from outside", _changed(content, victim, _OUTSIDE + b"<x>&a;</x>")
    yield "elements without end", _changed(content, victim, b"<?xml version='1.0'?>" + b"<a>" * 300_000)
    yield "names that climb out", _changed(content, "../../../tmp/x", b"x")
    yield "an absolute name", _changed(content, "/etc/x", b"x")
    yield "30,000 parts", _packed({f"p{number}": b"" for number in range(30_000)})
    yield "said to be encrypted", _with_flag(content)
    yield "sizes that lie", _lying(content)
    yield "an unknown packing", _unknown_packing(content)
    if len(names) > 1:
        yield "first part missing", _changed(content, names[0], None)
        yield "last part missing", _changed(content, names[-1], None)


def _changed(content: bytes, part: str, replaced: bytes | None | Callable[[], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts.pop(part, None)
    if replaced is not None:
        parts[part] = replaced() if callable(replaced) else replaced
    return _packed(parts)


def _packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, each in parts.items():
            archive.writestr(zipfile.ZipInfo(name), each, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _zeros() -> Callable[[], bytes]:
    return lambda: bytes(BOMB_MIB << 20)


def _with_flag(content: bytes) -> bytes:
    """The first part's flag of encryption set, in both of its headers."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def _lying(content: bytes) -> bytes:
    """The last part's unpacked size said to be four gigabytes."""
    changed, place = bytearray(content), content.rindex(b"PK\x01\x02")
    changed[place + 24 : place + 28] = b"\xfe\xff\xff\xff"
    return bytes(changed)


def _unknown_packing(content: bytes) -> bytes:
    changed, place = bytearray(content), content.rindex(b"PK\x01\x02")
    changed[place + 10 : place + 12] = b"\x63\x00"
    return bytes(changed)


def spoil_picture(png: bytes) -> Iterator[Spoiled]:
    """Pictures that are too large, lie about their size, or are of another kind than their name says."""
    yield "60,000 by 60,000", _png(60_000, 60_000, b"")
    yield "a bomb of 19,000 by 9,000", _png(19_000, 9_000, _rows(19_000, 9_000))
    yield "no width", _png(0, 10, b"")
    yield "text that bursts", _with_text(png)
    for kind, head in {
        "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0", "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "PSD": b"8BPS\0\x01", "a film": b"\0\0\0\x18ftypmp42", "GIF": b"GIF89a\xff\xff\xff\xff\xf7\0\0",
        "TIFF": b"II*\0\xff\xff\xff\x7f", "ICO": b"\0\0\x01\0\xff\xff", "BMP": b"BM\xff\xff\xff\x7f" + b"\xff" * 60,
        "WebP": b"RIFF\xff\xff\xff\x7fWEBPVP8 ", "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n", "EPS": b"%!PS-Adobe-3.0 EPSF",
    }.items():  # fmt: skip
        yield f"{kind} by another name", head + bytes(300)


def _png(width: int, height: int, pixels: bytes) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def _rows(width: int, height: int) -> bytes:
    packing = zlib.compressobj(1)
    pieces = [packing.compress(bytes(width + 1)) for _ in range(height)]
    return b"".join((*pieces, packing.flush()))


def _with_text(png: bytes) -> bytes:
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200 << 20), 1))
    return png[:33] + bomb + png[33:]


def spoil_sheet(content: bytes) -> Iterator[Spoiled]:
    """Workbooks whose parts are well-formed and say what cannot be."""
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(part)
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    far = b"<sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row><row r='1'><c r='A1'><v>1</v></c></row>"
    yield "a cell in the last corner", _changed(content, part, head + far + b"</sheetData></worksheet>")
    wrong = b"<sheetData><row r='x'><c r='%%%'><v>1</v></c></row></sheetData></worksheet>"
    yield "cells without a place", _changed(content, part, head + wrong)
    strings = b"<sheetData><row r='1'><c r='A1' t='s'><v>99999999</v></c></row></sheetData></worksheet>"
    yield "texts that are not there", _changed(content, part, head + strings)
    dates = b"<sheetData><row r='1'><c r='A1' s='99999'><v>1e308</v></c></row></sheetData></worksheet>"
    yield "styles that are not there", _changed(content, part, head + dates)
    yield "a merged range without end", _changed(content, part, sheet.replace(
        b"</sheetData>", b"</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"))  # fmt: skip
    yield "a long name of a sheet", _changed(content, "xl/workbook.xml", b"<workbook>" + b"x" * 100_000)
    long = (
        b"<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>%s</t></is></c></row></sheetData></worksheet>"
    )
    yield "a cell of 20 MB", _changed(content, part, head + long % (b"A" * (20 << 20)))


def spoil_table(content: bytes) -> Iterator[Spoiled]:
    """Tables of plain text as they come out of other programs."""
    yield "UTF-16", content.decode("utf-8-sig", "replace").encode("utf-16")
    yield "UTF-32", content.decode("utf-8-sig", "replace").encode("utf-32")
    yield "Big5", "編號,場所,地址\r\n1,老張麵館,夏陽大道\r\n".encode("big5")
    yield "one line of 20 MB", b"a" * (20 << 20)
    yield "100,000 columns", b",".join([b"x"] * 100_000) + b"\n" + content
    yield "a quote that never ends", b'a,"b\n' + content * 20
    yield "NUL between the letters", content.replace(b",", b"\0,")
    yield "a million empty lines", b"\n" * 1_000_000
    yield "formulas", b'a,b\r\n=cmd|\' /C calc\'!A0,"=HYPERLINK(""http://x"")"\r\n'


def spoil_json(content: bytes) -> Iterator[Spoiled]:
    """JSON that is well-formed and not what was asked for, or meant to burst."""
    yield from {
        "null": b"null",
        "a list": b"[]",
        "a number": b"1e999",
        "a text": b'"x"',
        "an empty object": b"{}",
        "brackets without end": b"[" * 200_000,
        "objects without end": b'{"a":' * 100_000,
        "not a number": b"NaN",
        "a key twice": b'{"format": 1, "format": 2}',
        "half a character": b'{"a": "\\ud800"}',
        "digits without end": b"1" * 200_000,
    }.items()
    for word in (b'"', b":", b"}", b"1"):
        yield f"without {word.decode()}", content.replace(word, b"", 1)
    yield "every text a number", _numbers_for_texts(content)
    yield "every number a text", content.replace(b": 1", b': "x"')


def _numbers_for_texts(content: bytes) -> bytes:
    import json

    return json.dumps(_as_numbers(json.loads(content.decode("utf-8-sig")))).encode()


def _as_numbers(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_numbers(each) for each in value]
    return 7 if isinstance(value, str) else value


def spoil_database(content: bytes) -> Iterator[Spoiled]:
    """Backups with torn pages, and databases of others."""
    page = 4096
    for number in (0, 1, 2, 5, len(content) // page // 2, len(content) // page - 1):
        start = number * page
        yield f"page {number} torn", content[:start] + b"\xa5" * page + content[start + page :]
    yield "a newer one", content[:60] + (99).to_bytes(4, "big") + content[64:]
    yield "of another program", content[:68] + b"GPKG" + content[72:]
    yield "fewer pages than it says", content[: len(content) // page // 2 * page]
    yield "a page size of its own", content[:16] + b"\0\x03" + content[18:]
    yield "only its first page", content[:page]
