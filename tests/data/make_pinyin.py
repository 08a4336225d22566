"""Makes db/codes/pinyin.txt from pypinyin: one line a syllable with its tone, "zhang1 张章…", in the order of the alphabet.

Run it by hand when the order of Chinese is to change: `python tests/data/make_pinyin.py`. What is stored follows from the
file (the initials beside a record's search text), so a new file wants a new schema version that fills them again.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).resolve().parents[2] / "db" / "codes" / "pinyin.txt"
_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def plain(reading: str) -> tuple[str, int]:
    """A reading without its mark, and its tone (5: none): "zhāng" → ("zhang", 1); ü is v, which stands behind u."""
    letters, tone = [], 5
    for each in unicodedata.normalize("NFD", reading):
        if each in _TONES:
            tone = _TONES[each]
        elif each == "\u0308":
            letters[-1] = "v"
        elif each.isascii():
            letters.append(each)
    return "".join(letters), tone


def place(character: str) -> tuple[int, bytes]:
    """Where a character stands among those of its syllable: GB/T 2312 before GBK before the rest."""
    for rank, name in enumerate(("gb2312", "gbk", "gb18030")):
        with suppress(UnicodeEncodeError):
            return rank, character.encode(name)
    raise ValueError(character)


def lines() -> list[str]:
    """The lines of the file: characters of the basic plane by their usual reading, the common ones of a syllable first."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for code, readings in pinyin_dict.items():
        if 0x3400 <= code < 0x10000:
            found[plain(readings.split(",")[0])].append(chr(code))
    return [
        f"{syllable}{tone} {''.join(sorted(characters, key=place))}"
        for (syllable, tone), characters in sorted(found.items())
        if syllable
    ]


if __name__ == "__main__":
    TARGET.write_text("\n".join(lines()) + "\n", encoding="utf-8")
