"""Sizes, periods and stages of a package in the clerk's words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ui.models.marks import Mark
from ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop.exchange.own_packages import OwnPackage
    from ui.submission.package_work import Order

FIRST_PERIOD = (2024, 4)
_KIB, _MIB, _GIB = 1024, 1024**2, 1024**3

_STATES = {
    "sealed": ("已封包未写出", Tone.WAITING), "unfinished": ("写出未完成，请重新写出", Tone.DANGER),
    "written": ("已写出", Tone.ACTIVE), "accepted": ("街道已接收", Tone.DONE),
    "partial": ("部分接收", Tone.WAITING), "rejected": ("被退回", Tone.DANGER), "held": ("街道暂存待核", Tone.WAITING),
}  # fmt: skip


def size_text(count: int) -> str:
    """A number of bytes as people say it: 640 KB, 2.3 MB, 14.2 GB."""
    if count < _MIB:
        return f"{-(-count // _KIB)} KB"
    return f"{count / _MIB:.1f} MB" if count < _GIB else f"{count / _GIB:.1f} GB"


def period_words(period: str) -> str:
    """2026-11 as 2026年11月."""
    year, _, month = period.partition("-")
    return f"{year}年{int(month)}月"


def periods_until(today: date) -> list[str]:
    """The months that can be reported, this one first, back to April 2024."""
    count = (today.year - FIRST_PERIOD[0]) * 12 + today.month - FIRST_PERIOD[1]
    months = [FIRST_PERIOD[0] * 12 + FIRST_PERIOD[1] - 1 + each for each in range(max(count, 0) + 1)]
    return [f"{each // 12}-{each % 12 + 1:02d}" for each in reversed(months)]


def moment_words(stamp: str) -> str:
    """2026-11-23T09:30:00+08:00 as 2026-11-23 09:30."""
    return stamp[:16].replace("T", " ")


def state_mark(package: OwnPackage) -> Mark:
    """How far a package got, as a pill, with the reason when the street left something out."""
    word, tone = _STATES[package.state]
    if package.reason:
        word = f"{word}：{package.reason}"
    elif package.returned:
        word = f"{word}（退回 {package.returned} 条）"
    elif package.missing_volumes:
        word = f"{word}：缺第 {'、'.join(map(str, package.missing_volumes))} 卷"
    elif package.conflicts:
        word = f"{word}（{package.conflicts} 条有冲突）"
    return Mark(word, tone, is_pill=True)


def mail_subject(committee: str, order: Order, files: int, check_code: str) -> str:
    """A subject that tells the street what comes, without a word of the contents: the code stands on the slip too."""
    count = f"，共 {files} 个文件" if files > 1 else ""
    return (
        f"{committee} {period_words(order.period)}报送包 第 {order.serial} 号{count}（校验码 {check_code}）"
    )


def deadline_words(days: int) -> str:
    """How long until the month's return is due on the 27th."""
    return f"27日前还有 {days} 天" if days else "今天是27日报送截止日"
