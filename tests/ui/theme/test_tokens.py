"""Colours keep their contrast in light and dark (WCAG 2.1 §1.4.3: 4.5 : 1)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import DARK, LIGHT, Tokens


def luminance(colour: str) -> float:
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_words_keep_their_contrast_on_every_ground(tokens: Tokens) -> None:
    grounds = (tokens.ground, tokens.raised, tokens.hovered, tokens.selected)
    words = [(colour, ground) for colour in (tokens.text, tokens.muted) for ground in grounds]
    words += [(tokens.accent, ground) for ground in grounds] + [(tokens.on_accent, tokens.accent)]
    words += [(tokens.danger, tokens.ground), (tokens.danger, tokens.raised)]
    words += [
        (ink.text, ground)
        for ink in tokens.inks.values()
        for ground in (ink.wash, tokens.raised, tokens.selected)
    ]
    weak = [
        (one, other, round(contrast(one, other), 2)) for one, other in words if contrast(one, other) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_style_sheet_names_only_files_that_exist(tokens: Tokens) -> None:
    import re
    from pathlib import Path

    named = re.findall(r"url\(([^)]+)\)", stylesheet(tokens, 10.5))
    assert named and all(Path(each).is_file() for each in named)
