from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from db.errors import AppError
from desktop.photos import LARGEST_FILE, LONG_SIDE, as_attachment, prepare

PHOTOS = Path(__file__).resolve().parents[1] / "data" / "photos"
LANDSCAPES = sorted(PHOTOS.glob("orientation-landscape-*.jpg"))
ORIENTATION, TAKEN, GPS = 0x0112, 0x9003, 0x8825


def picture(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as opened:
        opened.load()
        return opened


def encoded(photo: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    output = io.BytesIO()
    photo.save(output, kind, **more)
    return output.getvalue()


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """A sky that is red on the left, over a green ground: no turn of it looks like another."""
    photo = Image.new("RGB", (width, height), (40, 60, 220))
    photo.paste((30, 160, 40), (0, height // 2, width, height))
    photo.paste((220, 30, 30), (0, 0, width // 2, height // 2))
    return photo


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255."""
    size = (160, 120)
    both = ImageChops.difference(one.convert("RGB").resize(size), other.convert("RGB").resize(size))
    return max(ImageStat.Stat(both).mean)


def with_place_and_time(photo: Image.Image, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "PHONE-MAKER"
    exif.get_ifd(0x8769)[TAKEN] = "2026:11:09 14:05:33"
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 9.0, 4.0), 3: "E", 4: (121.0, 6.0, 59.0)})
    return encoded(photo, exif=exif, comment=b"secret comment")


def refusal(content: bytes, name: str = "照片.jpg") -> AppError:
    with pytest.raises(AppError) as refused:
        prepare(content, name)
    assert refused.value.params["name"] == name
    return refused.value


@pytest.mark.parametrize("path", LANDSCAPES, ids=lambda path: path.stem)
def test_a_phone_photo_of_any_orientation_stands_upright(path: Path) -> None:
    reference = picture((PHOTOS / "orientation-landscape-1.jpg").read_bytes())
    upright = picture(prepare(path.read_bytes(), path.name).content)
    assert upright.width > upright.height
    wrong = [difference(upright.transpose(turn), reference) for turn in Image.Transpose]
    assert difference(upright, reference) < 5 < min(wrong)


def test_a_portrait_photo_stands_upright() -> None:
    content = (PHOTOS / "orientation-portrait-6.jpg").read_bytes()
    lying = picture(content)
    upright = picture(prepare(content, "a.jpg").content)
    assert lying.width > lying.height and upright.height > upright.width
    assert difference(upright, lying.transpose(Image.Transpose.ROTATE_270)) < 5


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_of_the_eight_orientations_is_turned_back(orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = scene() if orientation == 1 else scene().transpose(turns[orientation])
    upright = picture(prepare(with_place_and_time(stored, orientation), "a.jpg").content)
    assert upright.size == (640, 480)
    assert difference(upright, scene()) < 5


@pytest.mark.parametrize("path", sorted(PHOTOS.glob("*.jpg")), ids=lambda path: path.stem)
def test_a_photo_is_at_most_1600_pixels_and_says_nothing_of_itself(path: Path) -> None:
    prepared = prepare(path.read_bytes(), path.name)
    assert prepared.suffix == "jpg"
    assert max(picture(prepared.content).size) <= LONG_SIDE
    assert_bare(prepared.content)


def assert_bare(content: bytes) -> None:
    kept = picture(content)
    assert dict(kept.getexif()) == {} and not dict(kept.getexif().get_ifd(GPS))
    assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(kept.info)
    for trace in (b"Exif", b"GPS", b"http://ns.adobe.com", b"secret comment", b"PHONE-MAKER"):
        assert trace not in content


def test_a_twelve_megapixel_photo_shrinks_in_its_proportions() -> None:
    assert picture(prepare(encoded(scene(4000, 3000)), "a.jpg").content).size == (1600, 1200)


def test_a_small_photo_is_not_enlarged() -> None:
    assert picture(prepare(encoded(scene(300, 200)), "a.jpg").content).size == (300, 200)


@pytest.mark.parametrize("orientation", [1, 6])
def test_where_a_photo_was_taken_is_dropped_and_when_is_kept(orientation: int) -> None:
    content = with_place_and_time(scene(), orientation)
    assert picture(content).getexif().get_ifd(GPS)
    prepared = prepare(content, "a.jpg")
    assert prepared.taken_at == "2026-11-09T14:05:33"
    assert_bare(prepared.content)


def test_a_screenshot_keeps_its_sharpness_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PHONE-MAKER"
    prepared = prepare(encoded(scene(), "PNG", exif=exif), "截图.png")
    assert prepared.suffix == "png"
    assert difference(picture(prepared.content), scene()) == 0
    assert_bare(prepared.content)


def test_a_large_png_becomes_a_jpeg() -> None:
    noise = Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(900 * 900 * 3))
    assert prepare(encoded(noise, "PNG"), "a.png").suffix == "jpg"


def test_transparency_becomes_white_paper() -> None:
    noise = Image.frombytes("RGBA", (900, 900), random.Random(1).randbytes(900 * 900 * 4))
    noise.putalpha(0)
    kept = prepare(encoded(noise, "WEBP", lossless=True, exact=True), "a.webp")
    assert kept.suffix == "jpg"
    assert picture(kept.content).convert("RGB").getpixel((450, 450)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_colour_mode_are_read(mode: str) -> None:
    source = Image.new("I;16", (20, 10)) if mode == "I;16" else scene(20, 10).convert(mode)
    assert prepare(encoded(source, "PNG"), "a.png").suffix == "png"


def test_a_print_shops_cmyk_photo_is_read() -> None:
    kept = picture(prepare(encoded(scene().convert("CMYK")), "a.jpg").content)
    assert kept.mode == "RGB" and difference(kept, scene()) < 40


@pytest.mark.parametrize(
    ("text", "taken_at"),
    [
        ("2026:11:09 14:05:33", "2026-11-09T14:05:33"),
        ("2026-11-09 14:05", "2026-11-09T14:05:00"),
        ("0000:00:00 00:00:00", None),
        ("2026:13:45 99:99:99", None),
        ("2026:02:30 10:00:00", None),
        ("", None),
        ("昨天", None),
    ],
)
def test_the_time_of_a_photo_is_a_real_moment_or_none(text: str, taken_at: str | None) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[TAKEN] = text
    assert prepare(encoded(scene(), exif=exif), "a.jpg").taken_at == taken_at


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"heif"])
def test_an_iphones_heic_is_named_as_such(brand: bytes) -> None:
    header = struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0mif1heic"
    assert refusal(header + b"\0" * 100, "IMG_0001.HEIC").message_id == "photo_heic"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"").message_id == "file_empty"


def test_a_text_file_renamed_to_jpg_is_refused() -> None:
    assert refusal("这是一个文本文件".encode()).message_id == "photo_unreadable"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9])
def test_a_truncated_jpeg_is_refused(share: float) -> None:
    content = (PHOTOS / "orientation-landscape-1.jpg").read_bytes()
    assert refusal(content[: int(len(content) * share)]).message_id == "photo_unreadable"


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(b"\0" * 1000)
    chunks = b"".join(
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each))
        for each in (chunk, pixels, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("side", [11_000, 14_000, 60_000])
def test_a_small_file_that_claims_to_be_enormous_is_refused_unread(side: int) -> None:
    assert refusal(png_header(side, side), "a.png").message_id == "photo_too_large"


def test_a_file_larger_than_a_package_may_hold_is_refused() -> None:
    refused = refusal(b"\xff\xd8" + bytes(LARGEST_FILE))
    assert (refused.message_id, refused.params["limit_mb"]) == ("file_too_large", 64)


def test_postscript_is_not_run() -> None:
    assert (
        refusal(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n").message_id
        == "photo_unreadable"
    )


@pytest.mark.parametrize(
    ("name", "head"), [("扫描.pdf", b"%PDF-1.7"), ("表.XLSX", b"PK\x03\x04"), ("文.docx", b"PK\x03\x04")]
)
def test_a_scan_or_office_file_is_kept_as_it_is(name: str, head: bytes) -> None:
    prepared = prepare(head + b"...", name)
    assert (prepared.content, prepared.suffix, prepared.taken_at) == (
        head + b"...",
        name.rpartition(".")[2].lower(),
        None,
    )


def test_an_archive_under_another_name_is_no_photo() -> None:
    assert refusal(b"PK\x03\x04...", "照片.zip").message_id == "photo_unreadable"


def test_the_row_of_an_attachment_says_what_was_kept() -> None:
    content = encoded(scene())
    prepared = prepare(content, "a.jpg")
    row = as_attachment(prepared, "a" * 64, len(prepared.content), "一.jpg")
    assert (row.mime, row.suffix, row.name) == ("image/jpeg", "jpg", "一.jpg")
    assert row.crc32 == zlib.crc32(prepared.content)
    assert row.source_sha256 == prepared.source_sha256 != row.sha256


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_damaged_picture_is_read_or_refused_in_words(kind: str) -> None:
    rng = random.Random(7)
    whole = with_place_and_time(scene(64, 48)) if kind == "JPEG" else encoded(scene(64, 48), kind)
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(rng.randrange(1, 12)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        try:
            prepare(bytes(content), "a")
        except AppError as refused:
            assert refused.message_id in ("photo_unreadable", "photo_too_large", "photo_heic")
