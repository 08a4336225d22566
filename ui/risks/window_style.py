"""The look of the tables and bars in the windows of the risk list, in the colours the program wears now."""

from __future__ import annotations

from ui.theme.tokens import tokens_now


def table_style() -> str:
    """Quiet rows with hairlines, a light selection, and a flat progress bar."""
    tokens = tokens_now()
    return f"""
        QTableWidget {{ selection-background-color: {tokens.selected}; selection-color: {tokens.text}; }}
        QTableWidget::item {{ padding: 0 8px; border-bottom: 1px solid {tokens.line}; }}
        QTableWidget::item:selected {{ background: {tokens.selected}; color: {tokens.text}; }}
        QProgressBar {{
            background: {tokens.raised}; border: 1px solid {tokens.line}; border-radius: 4px; text-align: center;
            min-height: 24px; max-height: 24px; }}
        QProgressBar::chunk {{ background: {tokens.selected}; border-radius: 3px; }}
    """
