"""The state of the committees' chains in words: 第7包未收到，第8包已到. What stands here needs a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from db import street_chain
from db.code_links import home_of
from db.roster_events import settled_forks
from db.street_chain import Refusal
from desktop.exchange.chain import serial_list
from desktop.street.intake import place_of
from desktop.street.later_volumes import waiting_files
from desktop.street.street_ledger import StreetLedger, committee_names


class Need(StrEnum):
    """What kind of thing it is; the value is its word."""

    GAP = "缺包"
    FORK = "需人工核查"
    VOLUME = "附件待补"
    SKIPPED = "已跳过"
    REFUSED = "未收"


@dataclass(frozen=True)
class ChainNote:
    """One thing to see to: whose, of what kind, in a sentence, and since when ("" where that is not known)."""

    code: str
    name: str
    need: Need
    words: str
    at: str = ""


_FORKS = ("E_FORK", "E_CHAIN", "E_EPOCH_NEW", "E_EPOCH_OLD")
_FORK_WORDS = {
    "E_FORK": "第 {serial} 号来过两份不同的内容，可能恢复过备份或密钥被复制，请看“同号的包”页，打电话核实",
    "E_CHAIN": "第 {serial} 号与上一号接不上，请打电话核实是否恢复过备份",
    "E_EPOCH_NEW": "来了第 {epoch} 期的包，名册上还没有这一期，请核实后在名册更换密钥",
    "E_EPOCH_OLD": "来了已经结束的第 {epoch} 期的包，请核实",
}
_QUIET = ("E_LATE", "E_REPLAY")  # archived or harmless


def chain_notes(street: StreetLedger) -> list[ChainNote]:
    """Everything to see to, by committee code."""
    reader = street.store.reader()
    names, heads = committee_names(street), street_chain.heads(reader)
    found = [
        *_refused(street_chain.refusals(reader), heads, settled_forks(reader)),
        *_skipped(street_chain.skipped_serials(reader)),
        *_volumes(street_chain.awaited_volumes(reader)),
        *_early_volumes(street),
    ]
    notes = [ChainNote(code, names.get(code, code), need, words, at) for code, need, words, at in found]
    return sorted(notes, key=lambda each: (each.code, list(Need).index(each.need)))


Found = tuple[str, Need, str, str]


def _refused(
    refused: list[Refusal], heads: dict[str, tuple[int, int]], decided: Collection[str]
) -> Iterator[Found]:
    for each in refused:
        epoch, head = heads.get(each.code, (each.epoch, 0))
        if (
            each.error in _QUIET
            or each.package_id in decided
            or (each.error not in _FORKS and each.epoch == epoch and each.serial <= head)
        ):
            continue
        if each.error == "E_GAP":
            missing = tuple(range(head + 1, each.serial))
            if missing:
                words = f"第 {serial_list(missing)} 包未收到，第 {each.serial} 包已到"
            else:
                words = f"前面的包已收齐，请把第 {each.serial} 包再收一次"
            yield each.code, Need.GAP, words, each.at
        elif each.error in _FORKS:
            words = _FORK_WORDS[each.error].format(serial=each.serial, epoch=each.epoch)
            yield each.code, Need.FORK, words, each.at
        else:
            yield each.code, Need.REFUSED, f"第 {each.serial} 包没有收下（{each.error}），等村居重报", each.at


def _skipped(skipped: dict[str, list[int]]) -> Iterator[Found]:
    for code, serials in skipped.items():
        words = f"第 {serial_list(tuple(serials))} 包没有收到，已同意跳过；以后收到只存档"
        yield code, Need.SKIPPED, words, ""


def _volumes(awaited: list[tuple[str, int, int, int]]) -> Iterator[Found]:
    packages: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for code, serial, volume, count in awaited:
        packages.setdefault((code, serial), []).append((volume, count))
    for (code, serial), volumes in packages.items():
        numbers = "、".join(str(volume) for volume, _ in volumes)
        count = sum(count for _, count in volumes)
        yield code, Need.VOLUME, f"第 {serial} 包已收，第 {numbers} 卷（附件 {count} 个）还没有收到", ""


def _early_volumes(street: StreetLedger) -> Iterator[Found]:
    for file in waiting_files(street.desk):
        place = place_of(file)
        if place is not None:
            words = f"第 {place.serial} 包第 {place.volume} 卷先到，等第 1 卷"
            yield home_of(street.store.reader(), place.code), Need.VOLUME, words, ""
