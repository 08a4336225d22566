"""The text of a monthly return as the program drafts it: the paragraphs of a data file, filled with the month's figures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("return_narrative.json")
_PLACE = re.compile(r"\{([a-zA-Z_.]+)\}")


@cache
def _paragraphs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))["paragraphs"]
    return found


def drafted_text(figures: Mapping[str, str]) -> str:
    """The paragraphs with these figures (by key), numbered; one whose figures are all 0 is worded otherwise or left out.

    KeyError when the file names a figure that is not there.
    """
    texts = []
    for each in _paragraphs():
        is_any = any(figures[key] != "0" for key in each["when"])
        text = each["text"] if is_any else each.get("otherwise")
        if text:
            texts.append(_PLACE.sub(lambda found: figures[found[1]], text))
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
