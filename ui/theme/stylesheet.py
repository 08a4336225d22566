"""The style sheet: what the palette cannot say. Fusion draws the rest."""

from __future__ import annotations

from string import Template

from ui.theme.tokens import Tokens

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px; }
QMainWindow, QDialog { background: $ground; }
QScrollArea { border: 1px solid transparent; background: transparent; }
QScrollArea:focus { border: 1px solid $accent; border-radius: 4px; }
QScrollArea > QWidget > QWidget { background: transparent; }
QFrame#raised, QWidget#raised { background: $raised; }
QLabel#title { font-size: ${title_size}pt; }
QLabel#muted, QLabel#hint { color: $muted; }
QLabel#danger { color: $danger; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
    background: $raised; border: 1px solid $line; border-radius: 4px; padding: 0 8px; min-height: 30px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border-color: $accent; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($chevron); width: 12px; height: 12px; }
QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px;
    background: $raised; }
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid $accent; border-radius: 8px;
    background: $raised; }
QCheckBox::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 3px;
    background: $raised; }
QCheckBox::indicator:checked {
    border-color: $accent; background: $accent; image: url($check); }
QRadioButton::indicator:focus, QCheckBox::indicator:focus { border-color: $text; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $ground; }
QPushButton, QToolButton#action {
    background: $raised; border: 1px solid $line; border-radius: 4px; padding: 0 12px; min-height: 30px; }
QPushButton:hover, QToolButton#action:hover { background: $hovered; border-color: $muted; }
QPushButton:pressed, QToolButton#action:pressed { background: $selected; }
QPushButton:focus, QToolButton#action:focus { border-color: $accent; }
QPushButton:disabled, QToolButton#action:disabled {
    background: $ground; color: $muted; border-style: dashed; }
QPushButton#primary, QToolButton#primary {
    background: $accent; color: $on_accent; border: 1px solid $accent; border-radius: 4px;
    padding: 0 12px; min-height: 30px; }
QPushButton#primary:hover, QToolButton#primary:hover { border-color: $text; }
QPushButton#primary:focus, QToolButton#primary:focus { border: 2px solid $text; }
QPushButton#primary:disabled, QToolButton#primary:disabled { background: $ground; color: $muted; border: 1px dashed $line; }
QPushButton#link {
    background: transparent; border: none; color: $accent; padding: 0 4px;
    text-align: left; min-height: 24px; }
QPushButton#link:hover { text-decoration: underline; }
QPushButton#link:disabled { color: $muted; background: transparent; border: none; }
QPushButton#link:focus { border: 1px solid $accent; }
QToolButton#flat { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 3px 7px; }
QToolButton#flat:hover { background: $hovered; }
QToolButton#flat:focus, QToolButton:focus { border: 1px solid $accent; border-radius: 4px; }
QToolButton#filter {
    background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px 20px 4px 8px; }
QToolButton#filter:hover, QToolButton#filter:focus { border-color: $line; background: $raised; }
QToolButton#filter[filtering="true"] { color: $accent; }
QToolButton#filter::menu-indicator { image: url($chevron); width: 10px; height: 10px;
    subcontrol-position: right center; right: 6px; }
QToolButton#action[popupMode="2"] { padding-right: 24px; }
QToolButton#action[popupMode="2"]::menu-indicator { image: url($chevron); width: 10px; height: 10px;
    subcontrol-position: right center; right: 8px; }
QFrame#chip { background: $selected; border-radius: 4px; }
QFrame#chip QToolButton { border: none; background: transparent; padding: 0 4px; }
QFrame#bar { background: $selected; border: 1px solid $accent; border-radius: 4px; }
QFrame#bar[kind="problem"] { background: $danger_wash; border-color: $danger; }
QListWidget { background: $raised; border: 1px solid $line; border-radius: 4px; outline: none; padding: 4px; }
QListWidget::item { min-height: 26px; border-radius: 4px; color: $text; }
QListWidget::item:selected { background: $selected; color: $text; }
QListWidget#navigation { background: $ground; border: none; outline: none; padding: 4px; }
QListWidget#navigation::item { min-height: 0; padding-left: 8px; border-radius: 4px; color: $text;
    border-left: 3px solid transparent; }
QListWidget#navigation::item:hover { background: $hovered; }
QListWidget#navigation::item:selected {
    background: $selected; color: $text; border-left: 3px solid $accent; }
QListWidget#navigation::item:selected:focus { border: 1px solid $accent; border-left: 3px solid $accent; }
QFrame#card { background: $raised; border: 1px solid $line; border-radius: 6px; }
QFrame#card:focus { border-color: $accent; }
QPushButton#card {
    background: $raised; border: 1px solid $line; border-radius: 6px; padding: 0; text-align: left; }
QPushButton#card:hover, QPushButton#card:focus { border-color: $accent; }
QPushButton#row, QPushButton#bare { border: none; background: transparent; }
QPushButton#bare { min-height: 0; }
QTabBar::tab { padding: 6px 16px; border: none; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { background: $selected; }
QPushButton#photo { background: $ground; border: 1px solid $line; padding: 0; color: $muted; }
QPushButton#photo:hover, QPushButton#photo:focus { border-color: $accent; }
QFrame#hairline { background: $line; max-height: 1px; min-height: 1px; }
QTableView { background: $raised; border: 1px solid $line; border-radius: 4px; outline: none; }
QTableView:focus, QTreeView:focus, QListView:focus, QTextBrowser:focus { border-color: $accent; }
QTableView#pinned { border: none; border-right: 1px solid $line; border-radius: 0; }
QHeaderView { background: $raised; }
QHeaderView::section { background: $raised; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 0 8px; min-height: 32px; }
QHeaderView::section:hover { color: $text; background: $hovered; }
QHeaderView::up-arrow, QHeaderView::down-arrow {
    width: 10px; height: 10px; subcontrol-position: center right; right: 4px; }
QHeaderView::up-arrow { image: url($arrow_up); }
QHeaderView::down-arrow { image: url($arrow_down); }
QSplitter::handle { background: transparent; }
QMenuBar { background: $ground; border-bottom: 1px solid $line; padding: 2px; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: $selected; color: $text; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $ground; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 0 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle {
    background: $handle; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def stylesheet(tokens: Tokens, point_size: float) -> str:
    """The style sheet in these colours; titles stand one step above `point_size`."""
    from ui.icons import ICON_FOLDER
    from ui.theme.tokens import Tone

    shade = "dark" if tokens.is_dark else "light"
    colours = {name: value for name, value in vars(tokens).items() if isinstance(value, str)}
    arrows = {
        name: (ICON_FOLDER / f"{name}-{shade}.svg").as_posix()
        for name in ("chevron", "arrow_up", "arrow_down", "check")
    }
    return _SHEET.substitute(
        colours,
        **arrows,
        title_size=point_size + 3.5,
        danger_wash=tokens.inks[Tone.DANGER].wash,
        handle="#49565a" if tokens.is_dark else "#c3cccd",
    )
