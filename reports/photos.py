"""Photos on paper: upright, never stretched, two side by side, each with number, caption, time and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from reports.chinese_text import char_widths
from reports.flow import Whole
from reports.line_breaking import break_lines
from reports.paper import MM, Paper
from reports.print_context import PrintContext
from reports.table import BODY_SIZE, LEADING
from reports.typefaces import SONG

_COLUMN_GAP = 6 * MM
_PICTURE_HEIGHT = 62 * MM
_FRAME_HEIGHT = 30 * MM  # of the empty frame in place of an unreadable photo
_CAPTION_GAP = 1.5 * MM
_BELOW = 3 * MM
_LONGEST_SIDE_PX = 1000  # about 300 dpi at the printed size
_JPEG_QUALITY = 85


@dataclass(frozen=True)
class Picture:
    """A photo ready for paper: JPEG without any metadata, and its size in pixels."""

    jpeg: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Captioned:
    """A photo (None: its file is missing or unreadable), the lines under it and the hash of its file."""

    picture: Picture | None
    caption: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class PhotoRow(Whole):
    """Up to two photos side by side with their captions, never parted from them."""

    photos: tuple[Captioned, ...]
    width: float

    @property
    def height(self) -> float:
        """Height in points."""
        return (
            self.picture_height
            + _CAPTION_GAP
            + max(len(each.caption) for each in self.photos) * LEADING
            + _BELOW
        )

    @property
    def picture_height(self) -> float:
        """Height of the taller picture in points; that of an empty frame when there is none."""
        return max(_size_on_paper(each.picture, column_width(self.width))[1] for each in self.photos)

    @property
    def texts(self) -> tuple[str, ...]:
        """The captions, and the hash that stands for each photo."""
        return tuple(text for each in self.photos for text in (*each.caption, each.sha256))

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Pictures centred in their half of the page, captions below."""
        width, height = column_width(self.width), self.picture_height
        for index, each in enumerate(self.photos):
            left = x + index * (width + _COLUMN_GAP)
            _draw_picture(paper, each.picture, left, top + height, width)
            for row, line in enumerate(each.caption):
                line_top = top + height + _CAPTION_GAP + row * LEADING
                paper.write_centred(left + width / 2, line_top, line, SONG, BODY_SIZE)


def column_width(room: float) -> float:
    """Width of one of the two columns of photos."""
    return (room - _COLUMN_GAP) / 2


def photo_rows(
    attachments: Sequence[Mapping[str, Any]],
    place: str,
    width: float,
    context: PrintContext,
    word: str = "照片",
) -> list[PhotoRow]:
    """The photos of a record in rows of two, numbered 照片1, 照片2, …"""
    captioned = [
        _captioned(each, number, word, place, width, context) for number, each in enumerate(attachments, 1)
    ]
    return [PhotoRow(tuple(captioned[start : start + 2]), width) for start in range(0, len(captioned), 2)]


def _captioned(
    attachment: Mapping[str, Any], number: int, word: str, place: str, width: float, context: PrintContext
) -> Captioned:
    sha256 = attachment["sha256"]
    caption = _caption(word, number, attachment, place, width)
    return Captioned(load_picture(context.attachment_path(sha256)), caption, sha256)


def load_picture(path: Path) -> Picture | None:
    """The photo upright, small enough for paper, without its metadata; None when it is unreadable."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (2 * _LONGEST_SIDE_PX, 2 * _LONGEST_SIDE_PX))
            image = _on_white(ImageOps.exif_transpose(opened))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    image.thumbnail((_LONGEST_SIDE_PX, _LONGEST_SIDE_PX))
    stream = BytesIO()
    image.save(stream, "JPEG", quality=_JPEG_QUALITY)
    return Picture(stream.getvalue(), *image.size)


def _on_white(image: Any) -> Any:
    from PIL import Image

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _caption(
    word: str, number: int, attachment: Mapping[str, Any], place: str, width: float
) -> tuple[str, ...]:
    taken_at = (attachment.get("taken_at") or "").replace("T", " ")[:16]
    facts = "　".join(filter(None, (taken_at, place)))
    text = "\n".join(filter(None, (f"{word}{number}　{attachment.get('caption') or ''}".strip("　"), facts)))
    return tuple(break_lines(text, column_width(width) / BODY_SIZE, char_widths(SONG)))


def _size_on_paper(picture: Picture | None, width: float) -> tuple[float, float]:
    """The size in points at which a picture fits its column without being stretched."""
    if not picture:
        return width, _FRAME_HEIGHT
    scale = min(width / picture.width_px, _PICTURE_HEIGHT / picture.height_px)
    return picture.width_px * scale, picture.height_px * scale


def _draw_picture(paper: Paper, picture: Picture | None, left: float, bottom: float, width: float) -> None:
    wide, high = _size_on_paper(picture, width)
    if picture:
        paper.picture(picture.jpeg, left + (width - wide) / 2, bottom - high, wide, high)
        return
    paper.frame(left, bottom - high, wide, high)
    paper.write_centred(left + wide / 2, bottom - high / 2 - BODY_SIZE / 2, "照片文件缺失或无法读取")
