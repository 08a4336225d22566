"""The few rules of style that only forms need, in the colours the program wears now."""

from __future__ import annotations

from ui.theme.tokens import Tone, tokens_now


def form_style() -> str:
    """A style sheet for one form: fields with a problem, sentences beside fields, headings."""
    tokens = tokens_now()
    warning = tokens.inks[Tone.WAITING].text
    return f"""
        QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {{
            border: 1px solid {tokens.danger}; }}
        QLabel[role="problem"], QLabel[overfull="true"] {{ color: {tokens.danger}; }}
        QLabel[role="warning"] {{ color: {warning}; }}
        QLabel[role="heading"] {{ color: {tokens.accent}; }}
        QLineEdit[readOnly="true"] {{ background: {tokens.ground}; }}
        QListWidget {{
            background: {tokens.raised}; border: 1px solid {tokens.line}; border-radius: 4px; padding: 4px; }}
        QListWidget::item {{ min-height: 32px; padding: 0 8px; border-radius: 4px; }}
        QListWidget::item:selected {{ background: {tokens.selected}; color: {tokens.text}; }}
        QToolButton#cell {{
            background: transparent; border: none; border-radius: 4px; padding: 0 6px; min-height: 30px;
            color: {tokens.muted}; }}
        QToolButton#cell:hover, QToolButton#cell:focus {{
            background: {tokens.hovered}; color: {tokens.text}; }}
        QToolButton#fold {{ background: transparent; border: none; color: {tokens.accent}; padding: 4px 0; }}
        QToolButton#fold:focus {{ text-decoration: underline; }}
    """
