"""Workbooks as committees keep them, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

HEADS = ("序号", "排查时间", "隐患位置", "隐患具体内容", "等级", "整改责任人", "整改期限", "备注")


def hazard_row(number: int, **changes: Any) -> list[Any]:
    """One row under HEADS."""
    row = {
        "serial": number, "day": "2026.3.5", "place": f"佳乐苑{number}号楼", "text": "楼道堆放杂物", "level": "一般",
        "person": "张伟明", "deadline": "2026年3月12日", "note": "",
    } | changes  # fmt: skip
    return list(row.values())


def save(path: Path, *sheets: tuple[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of sheets given as (name, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def picture(colour: str = "red") -> bytes:
    """A small PNG."""
    held = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(held, "PNG")
    return held.getvalue()


def with_anchored_picture(path: Path, rows: Sequence[Sequence[Any]], cell: str) -> Path:
    """A workbook in which a picture lies on a cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    sheet.add_image(SheetImage(io.BytesIO(picture("blue"))), cell)
    book.save(path)
    return path


_CELL_IMAGES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<etc:cellImages xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">
<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_0A1B2C3D"/><xdr:cNvPicPr/></xdr:nvPicPr>
<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage></etc:cellImages>"""
_CELL_IMAGE_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/></Relationships>"""


def with_cell_picture(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """A workbook as WPS saves it: where a row says DISPIMG, the picture is kept in the cell."""
    save(path, ("Sheet1", rows))
    parts = {
        "xl/cellimages.xml": _CELL_IMAGES,
        "xl/_rels/cellimages.xml.rels": _CELL_IMAGE_RELATIONS,
        "xl/media/image1.png": picture(),
    }
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


DISPIMG = '=DISPIMG("ID_0A1B2C3D",1)'


def rewritten(path: Path, part: str, content: bytes) -> Path:
    """The same workbook with another content of one part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in parts.items():
            archive.writestr(name, each)
    return path
