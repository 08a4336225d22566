"""Fixtures of the form tests."""

from __future__ import annotations

from io import BytesIO

import pytest


@pytest.fixture
def photo() -> bytes:
    """A small picture."""
    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (60, 40), "#8d6e63").save(content, "PNG")
    return content.getvalue()
