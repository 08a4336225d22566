"""The rules of PDF/A-2b (ISO 19005-2) that can be checked on the bytes; docs/paper.md names the others."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageCms

from reports.colour_profile import srgb_profile
from reports.drill_log import drill_log
from reports.hazard_ledger import hazard_ledger
from reports.pdf_file import About, PdfFile
from tests.reports.pdf_reading import PdfBytes
from tests.reports.poppler import needs_poppler, saved
from tests.reports.sample_records import context, drill, hazard, photo

_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.fixture(scope="module")
def ledger() -> PdfBytes:
    return PdfBytes(hazard_ledger([hazard(index) for index in range(40)], context()).pdf)


@pytest.fixture(scope="module")
def photographed(tmp_path_factory: pytest.TempPathFactory) -> PdfBytes:
    """A drill log with a colour photo, a grey one, and the first one twice."""
    folder, files = tmp_path_factory.mktemp("photos"), []
    for name, mode in (("colour", "RGB"), ("grey", "L")):
        files.append(folder / f"{name}.jpg")
        Image.new(mode, (160, 120), 90).save(files[-1])
    photos = [photo(0, "现场"), photo(1, "清点"), photo(0, "再看一眼")]
    return PdfBytes(drill_log(drill(photos), context(attachment_path=lambda sha: files[int(sha, 16)])).pdf)


@pytest.fixture(scope="module", params=["ledger", "photographed"])
def file(request: pytest.FixtureRequest) -> PdfBytes:
    found: PdfBytes = request.getfixturevalue(request.param)
    return found


def test_the_file_begins_and_ends_as_an_archive_asks(file: PdfBytes) -> None:
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4,}", file.pdf)
    assert file.pdf.endswith(b"%%EOF\n")
    assert file.line_lengths == {19}  # and a line feed: twenty bytes an entry
    assert re.search(rb"/ID \[<([0-9a-f]{32})> <\1>\]", file.trailer)
    assert b"Encrypt" not in file.trailer


def test_every_object_stands_where_the_table_says_and_every_stream_is_as_long_as_it_says(
    file: PdfBytes,
) -> None:
    assert len(file.bodies()) == file.count - 1 > 10


def test_nothing_is_transparent_acts_by_itself_or_lies_outside_the_file(file: PdfBytes) -> None:
    heads = b"\n".join(body.split(b"stream\n")[0] for body in file.bodies())
    for key in (
        b"SMask", b"CA", b"ca", b"BM", b"JavaScript", b"JS", b"AA", b"OpenAction", b"LZWDecode", b"Interpolate", b"EmbeddedFile",
        b"Alternates", b"OPI", b"PS", b"Ref", b"XFA", b"Annots",
    ):  # fmt: skip
        assert not re.search(rb"/" + key + rb"\b", heads), key


def test_metadata_claim_the_level_and_say_the_same_as_the_info(file: PdfBytes) -> None:
    body = file.body(file.reference(file.catalog(), b"Metadata"))
    assert b"/Filter" not in body.split(b"stream\n")[0]
    tree = ElementTree.fromstring(body.split(b"stream\n", 1)[1])
    assert tree.findtext(f".//{_PDFAID}part") == "2" and tree.findtext(f".//{_PDFAID}conformance") == "B"
    info = file.body(file.reference(file.trailer, b"Info"))
    assert tree.findtext(f".//{_DC}title//{_RDF}li") == utf16(info, b"Title")
    assert tree.findtext(f".//{_DC}creator//{_RDF}li") == utf16(info, b"Author") == context().unit_name
    assert tree.findtext(f".//{_DC}description//{_RDF}li") == utf16(info, b"Subject")
    assert "徐小龙" not in body.decode()
    assert b"/Lang (zh-CN)" in file.catalog()


def utf16(body: bytes, key: bytes) -> str:
    found = re.search(rb"/" + key + rb" <FEFF([0-9A-F]*)>", body)
    assert found
    return bytes.fromhex(found[1].decode()).decode("utf-16-be")


def test_colours_are_told_by_an_embedded_profile_of_srgb(file: PdfBytes) -> None:
    catalog = file.catalog()
    assert b"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1" in catalog
    number = file.reference(catalog, b"DestOutputProfile")
    assert b"/N 3" in file.body(number) and file.stream(number) == srgb_profile()
    for body in file.bodies():
        space = re.search(rb"/ColorSpace (\S+)", body.split(b"stream\n")[0])
        assert space is None or space[1] in (b"/DeviceRGB", b"/DeviceGray")


def test_the_profile_is_one_that_a_colour_engine_takes_for_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert profile.profile.xcolor_space.strip() == "RGB" and profile.profile.device_class == "mntr"
    patches = Image.frombytes("RGB", (3, 1), bytes((255, 0, 0, 120, 130, 140, 255, 255, 255)))
    seen = ImageCms.profileToProfile(patches, profile, ImageCms.createProfile("sRGB"))
    assert isinstance(seen, Image.Image)
    assert all(abs(one - other) <= 6 for one, other in zip(patches.tobytes(), seen.tobytes(), strict=True))


def test_every_font_is_composite_embedded_and_as_wide_as_its_program_says(file: PdfBytes) -> None:
    fonts = [body for body in file.bodies() if b"/Subtype /CIDFontType2" in body]
    assert fonts
    for body in fonts:
        assert b"/Registry (Adobe) /Ordering (Identity) /Supplement 0" in body
        program = file.stream(
            file.reference(file.body(file.reference(body, b"FontDescriptor")), b"FontFile2")
        )
        glyphs = file.stream(file.reference(body, b"CIDToGIDMap"))
        advances, per_em = horizontal_advances(program)
        widths = stated_widths(body)
        for code in range(1, len(glyphs) // 2):
            (glyph,) = struct.unpack_from(">H", glyphs, 2 * code)
            assert abs(advances(glyph) * 1000 / per_em - widths.get(code, 1000.0)) <= 1


def stated_widths(body: bytes) -> dict[int, float]:
    runs = re.findall(rb"(\d+) \[([\d. ]+)\]", body.split(b"/W [", 1)[1])
    return {
        int(start) + place: float(width)
        for start, row in runs
        for place, width in enumerate(row.decode().split())
    }


def horizontal_advances(program: bytes):  # type: ignore[no-untyped-def]
    count = struct.unpack_from(">H", program, 4)[0]
    tables = {}
    for place in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", program, 12 + 16 * place)
        tables[tag] = offset
    metrics = struct.unpack_from(">H", program, tables[b"hhea"] + 34)[0]
    per_em = struct.unpack_from(">H", program, tables[b"head"] + 18)[0]
    at = tables[b"hmtx"]
    return (lambda glyph: struct.unpack_from(">H", program, at + 4 * min(glyph, metrics - 1))[0]), per_em


def test_no_text_shows_a_glyph_that_is_not_there(file: PdfBytes) -> None:
    for page in file.pages():
        for codes in re.findall(rb"<([0-9A-F]+)> Tj", b"\n".join(page)):
            assert len(codes) % 4 == 0
            assert "0000" not in {codes[place : place + 4].decode() for place in range(0, len(codes), 4)}


def test_the_same_photo_is_kept_once(photographed: PdfBytes) -> None:
    pictures = [body for body in photographed.bodies() if b"/Subtype /Image" in body]
    assert len(pictures) == 2
    drawn = b"".join(part for page in photographed.pages() for part in page)
    assert len(re.findall(rb"/P\d+ Do", drawn)) == 3


@pytest.mark.parametrize(
    ("mode", "space"), [("RGB", b"/DeviceRGB"), ("L", b"/DeviceGray"), ("CMYK", b"/DeviceCMYK")]
)
def test_a_picture_keeps_its_bytes_and_names_its_colours(mode: str, space: bytes) -> None:
    stream = io.BytesIO()
    Image.new(mode, (16, 12)).save(stream, "JPEG")
    file = PdfFile(About("图", "单位"))
    file.add_page((100, 100), f"/{file.picture(stream.getvalue())} Do")
    read = PdfBytes(file.finish())
    (picture,) = [body for body in read.bodies() if b"/Subtype /Image" in body]
    head, content = picture.split(b"stream\n", 1)
    assert content == stream.getvalue()
    assert b"/Width 16 /Height 12 /ColorSpace " + space in head
    assert (b"/Decode [1 0 1 0 1 0 1 0]" in head) == (mode == "CMYK")


@needs_poppler
def test_poppler_and_ghostscript_read_it_without_a_complaint(ledger: PdfBytes, tmp_path: Path) -> None:
    result = hazard_ledger([hazard(index) for index in range(40)], context())
    path = saved(result, tmp_path)
    assert subprocess.run(["pdfinfo", path], capture_output=True, check=True).stderr == b""
    if shutil.which("gs"):
        command = ["gs", "-dBATCH", "-dNOPAUSE", "-dPDFSTOPONERROR", "-q", "-sDEVICE=nullpage", str(path)]
        read = subprocess.run(command, capture_output=True, check=False)
        assert (read.returncode, read.stdout) == (0, b"")
