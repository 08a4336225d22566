"""The columns of the roster: whose key it is, whether it counts, and how far its packages came."""

from __future__ import annotations

from ui.models.marks import Mark
from ui.pages.submission.value_table import ValueColumn
from ui.submission.wording import moment_words
from ui.theme.tokens import Tone

_TONES = {"active": Tone.DONE, "retired": Tone.NEUTRAL, "revoked": Tone.DANGER}


def _mark(line: object) -> Mark:
    return Mark(line.status_word, _TONES[line.status], is_pill=True)  # type: ignore[attr-defined]


COLUMNS = (
    ValueColumn("代码", 118, lambda line: line.present_code),
    ValueColumn("名称", 220, lambda line: line.name),
    ValueColumn("原代码", 118, lambda line: "、".join(reversed(line.former_codes))),
    ValueColumn("密钥", 118, lambda line: _mark(line).word, _mark),
    ValueColumn("期次", 52, lambda line: str(line.epoch), is_number=True),
    ValueColumn("登记时间", 136, lambda line: moment_words(line.enrolled_at)),
    ValueColumn("已收到", 72, lambda line: f"第 {line.serial} 号" if line.serial else "—", is_number=True),
    ValueColumn(
        "最近收件", 136, lambda line: moment_words(line.received_at) if line.received_at else "还没有"
    ),
)
STRETCHED = 1
