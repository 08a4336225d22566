"""Makes reports/fonts/XyFang.ttf and XyKai.ttf from the Fandol typefaces, as OpenType in a folder (Debian: texlive-lang-chinese).

Run it by hand when they are to change, in an environment that has fonttools: `python tests/data/make_typefaces.py FOLDER`.
The outlines become TrueType, because the PDF library embeds no others; what a printed letter never uses is left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).resolve().parents[2] / "reports" / "fonts"
_FACES = {
    "FandolFang-Regular.otf": ("XyFang", "XY Fang"),
    "FandolKai-Regular.otf": ("XyKai", "XY Kai"),
}
_FARTHEST = 2.0  # how far a curve may lie from the original, in thousandths of an em


def main(folder: Path) -> None:
    """Write both typefaces."""
    for source, (file_name, name) in _FACES.items():
        font = TTFont(folder / source)
        _reduce(font)
        _to_truetype(font)
        _rename(font, file_name, name)
        font.save(TARGET / f"{file_name}.ttf")


def _reduce(font: TTFont) -> None:
    """The characters stay; features, vertical forms and hints go."""
    options = Options(
        layout_features=[], hinting=False, desubroutinize=True, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14],
        drop_tables=["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG", "FFTM"], glyph_names=False,
    )  # fmt: skip
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=filter(_is_common, font.getBestCmap()))
    subsetter.subset(font)


def _is_common(point: int) -> bool:
    """Whether GB 2312 has the character, which a letter is written in; a rare one is drawn by the text typeface."""
    try:
        return bool(chr(point).encode("gb2312"))
    except UnicodeEncodeError:
        return chr(point) in "—·“”‘’…〔〕〇㎡"


def _to_truetype(font: TTFont) -> None:
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, _FARTHEST, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, outlines
    del font["CFF "]
    table.compile(font)
    for name, (advance, _) in list(font["hmtx"].metrics.items()):
        font["hmtx"][name] = (advance, getattr(table[name], "xMin", 0))
    profile = font["maxp"]
    profile.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements",
    ):  # fmt: skip
        setattr(profile, field, 0)
    profile.maxZones = 1
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"


def _rename(font: TTFont, file_name: str, name: str) -> None:
    """Names of its own, and that it was changed (GPL-3.0 section 5)."""
    table = font["name"]
    texts = {
        1: name, 2: "Regular", 4: name, 6: file_name,
        5: "Version 0.3; changed for this program: TrueType outlines, no features",
    }  # fmt: skip
    for number, text in texts.items():
        table.removeNames(nameID=number)
        table.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
