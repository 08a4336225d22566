"""The photos of records in a superior's form: upright, small enough for paper, without their metadata, a bounded number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from db.errors import AppError
from desktop.form_templates.form_values import FormValues
from desktop.form_templates.marks import MARK, photo_fields, read_mark

if TYPE_CHECKING:
    from reports.photos import Picture

MOST_OF_A_MARK = 6  # photos in one place; how many more there are is said in words
MOST_OF_A_FORM = 600  # some 100 MB; beyond, neither Excel nor Word opens the file in reasonable time
UNREADABLE = "（照片文件缺失或无法读取）"


@dataclass(frozen=True)
class Shown:
    """What goes into the place of a mark: pictures, and words for what cannot be shown there."""

    pictures: tuple[Picture, ...]
    words: str = ""


def refuse_too_many(values: FormValues, texts: Sequence[str]) -> None:
    """Raises AppError `form_too_many_photos` when these marks ask for more photos than a file can hold."""
    marks = [read_mark(values.record_type, each) for each in texts]
    count = sum(
        min(len(values.attachments(mark, place)), MOST_OF_A_MARK)
        for mark in marks
        if photo_fields(values.record_type, mark)
        for place in range(len(values.records))
    )
    if count > MOST_OF_A_FORM:
        raise AppError("form_too_many_photos", count=count, most=MOST_OF_A_FORM)


def shown_alone(values: FormValues, text: str, place: int) -> Shown | None:
    """The photos for a cell or paragraph that holds nothing but a mark of photos; None for every other text, and
    where there is no photo."""
    alone = MARK.fullmatch(text.strip())
    if not alone:
        return None
    mark = read_mark(values.record_type, alone.group(1))
    if not photo_fields(values.record_type, mark):
        return None
    attachments = values.attachments(mark, place)
    found = [_picture(values, each) for each in attachments[:MOST_OF_A_MARK]]
    pictures = tuple(each for each in found if each is not None)
    words = [UNREADABLE] if len(pictures) < len(found) else []
    if len(attachments) > MOST_OF_A_MARK:
        words.append(f"（另有 {len(attachments) - MOST_OF_A_MARK} 张）")
    return Shown(pictures, "".join(words)) if attachments else None


def _picture(values: FormValues, attachment: dict[str, Any]) -> Picture | None:
    from reports.photos import load_picture

    try:
        return load_picture(values.office.attachment_path(attachment["sha256"]))
    except AppError:
        return None


def fitted(picture: Picture, width: float, height: float) -> tuple[float, float]:
    """The size at which a picture fits a box without being stretched; nothing is made larger than its pixels."""
    scale = min(width / picture.width_px, height / picture.height_px, 1)
    return picture.width_px * scale, picture.height_px * scale


def stream(picture: Picture) -> BytesIO:
    """The picture as the libraries take it."""
    return BytesIO(picture.jpeg)
