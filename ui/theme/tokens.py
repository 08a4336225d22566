"""Every colour and distance of the program, once for light and once for dark screens."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from db.value import Value

GRID = 4  # device-independent pixels; every distance is a multiple of it
GAP, FORM_GAP, GROUP_GAP, PAGE_MARGIN = GRID, 2 * GRID, 6 * GRID, 4 * GRID
ROW_HEIGHT = 32
NAVIGATION_WIDTH = 148
DETAIL_WIDTH = 360
POINT_SIZE, LARGE_POINT_SIZE = 10.5, 12.5


class Tone(StrEnum):
    """What a colour means; it is never the only sign of it."""

    NEUTRAL = "neutral"
    ACTIVE = "active"
    WAITING = "waiting"
    DANGER = "danger"
    DONE = "done"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


class Ink(Value):
    """The colour of a word, and the wash behind it when it is a pill."""

    text: str
    wash: str


class Tokens(Value):
    """One set of colours; every text colour keeps 4.5 : 1 on ground, raised and its wash."""

    is_dark: bool
    ground: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    danger: str
    hovered: str
    selected: str
    inks: Mapping[Tone, Ink]


LIGHT = Tokens(
    is_dark=False,
    ground="#f4f6f6",
    raised="#ffffff",
    line="#dbe1e1",
    text="#1c2627",
    muted="#566365",
    accent="#0c6464",
    on_accent="#ffffff",
    danger="#b0241c",
    hovered="#f0f4f4",
    selected="#d8eae8",
    inks={
        Tone.NEUTRAL: Ink("#465254", "#e6ebeb"),
        Tone.ACTIVE: Ink("#0c5d5d", "#d5eae7"),
        Tone.WAITING: Ink("#7a4a00", "#faecd0"),
        Tone.DANGER: Ink("#a8201a", "#fbe3e0"),
        Tone.DONE: Ink("#54605f", "#eceff0"),
        Tone.RED: Ink("#b3201a", "#fbe3e0"),
        Tone.ORANGE: Ink("#a04000", "#fce8d8"),
        Tone.YELLOW: Ink("#735800", "#f9f0c6"),
        Tone.BLUE: Ink("#1f569c", "#e0ebf8"),
    },
)

DARK = Tokens(
    is_dark=True,
    ground="#181d1e",
    raised="#202627",
    line="#384143",
    text="#e3e9e9",
    muted="#a3afb1",
    accent="#62c4bd",
    on_accent="#0c2223",
    danger="#ff9a90",
    hovered="#283031",
    selected="#21474a",
    inks={
        Tone.NEUTRAL: Ink("#c6d0d1", "#343d3f"),
        Tone.ACTIVE: Ink("#8fdcd5", "#1f4648"),
        Tone.WAITING: Ink("#f2cb84", "#463818"),
        Tone.DANGER: Ink("#ffaaa2", "#4e2522"),
        Tone.DONE: Ink("#b0babb", "#2c3435"),
        Tone.RED: Ink("#ffa49b", "#4e2522"),
        Tone.ORANGE: Ink("#ffb482", "#4a2d16"),
        Tone.YELLOW: Ink("#ebd06a", "#423a12"),
        Tone.BLUE: Ink("#9cc6f7", "#1e3652"),
    },
)


def tokens_now() -> Tokens:
    """The set worn now, asked of the application: the style sheet bends the palettes of widgets."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette_of(tokens: Tokens) -> QPalette:
    """The palette that carries these colours to every Qt widget."""
    role = QPalette.ColorRole
    palette = QPalette()
    for each, colour in (
        (role.Window, tokens.ground),
        (role.Base, tokens.raised),
        (role.AlternateBase, tokens.ground),
        (role.Button, tokens.raised),
        (role.WindowText, tokens.text),
        (role.Text, tokens.text),
        (role.ButtonText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.Mid, tokens.line),
        (role.BrightText, tokens.danger),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, _faded(tokens))
    return palette


def _faded(tokens: Tokens) -> QColor:
    colour = QColor(tokens.muted)
    colour.setAlpha(130)
    return colour
