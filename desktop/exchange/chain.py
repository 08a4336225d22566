"""The order of packages of one sender: what is next, what was seen, what was skipped (format §8). Pure
rules, no storage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop.exchange.header import PackageHeader
from desktop.exchange.refusals import PackageRefused, PackageWarning


@dataclass(frozen=True)
class ChainState:
    """What the receiver remembers of one sender.

    `serial` and `head_id` are those of the last merged package (0 and None before the first); `ids` are the
    merged serials, `missing` the skipped ones with the id they must have where it is known, `volumes` the
    merged volumes.
    """

    epoch: int
    serial: int = 0
    head_id: str | None = None
    ids: Mapping[int, str] = field(default_factory=dict)
    missing: Mapping[int, str | None] = field(default_factory=dict)
    volumes: Mapping[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class ChainVerdict:
    """The state once the package is merged, and what the operator has to confirm."""

    state: ChainState
    warnings: tuple[PackageWarning, ...] = ()


def judge(
    state: ChainState, header: PackageHeader, package_id: str, *, accept_gap: bool = False
) -> ChainVerdict:
    """Gives the verdict for a package that may be merged now.

    Refuses E_EPOCH_OLD, E_EPOCH_NEW, E_WAIT_MAIN, E_VOLUME, E_REPLAY, E_LATE, E_FORK, E_CHAIN, E_GAP. A gap
    is accepted only when the operator says so and `base` shows that nothing can be lost (format §8 rule 5).
    """
    if header.epoch != state.epoch:
        code = "E_EPOCH_OLD" if header.epoch < state.epoch else "E_EPOCH_NEW"
        raise PackageRefused(code, epoch=header.epoch, enrolled=state.epoch)
    if header.volume > 1:
        return _judge_volume(state, header)
    if header.serial <= state.serial:
        _refuse_passed_serial(state, header.serial, package_id)
    if header.serial > state.serial + 1:
        return _judge_gap(state, header, package_id, accept_gap)
    if header.prev != state.head_id:
        raise PackageRefused("E_CHAIN", serial=header.serial)
    return ChainVerdict(_advanced(state, header.serial, package_id))


def _judge_volume(state: ChainState, header: PackageHeader) -> ChainVerdict:
    serial = header.serial
    if serial > state.serial:
        raise PackageRefused("E_WAIT_MAIN", serial=serial)
    if state.ids.get(serial) != header.main:
        raise PackageRefused("E_VOLUME", serial=serial)
    merged = state.volumes.get(serial, frozenset())
    if header.volume in merged:
        raise PackageRefused("E_REPLAY", serial=serial)
    return ChainVerdict(replace(state, volumes={**state.volumes, serial: merged | {header.volume}}))


def _refuse_passed_serial(state: ChainState, serial: int, package_id: str) -> None:
    if state.ids.get(serial) == package_id:
        raise PackageRefused("E_REPLAY", serial=serial)
    if serial in state.missing and state.missing[serial] in (None, package_id):
        raise PackageRefused("E_LATE", serial=serial)
    raise PackageRefused("E_FORK", serial=serial)


def _judge_gap(state: ChainState, header: PackageHeader, package_id: str, accept_gap: bool) -> ChainVerdict:
    skipped = tuple(range(state.serial + 1, header.serial))
    params: dict[str, object] = {"serials": skipped, "serial_list": serial_list(skipped)}
    nothing_is_lost = header.base <= state.serial
    if not (accept_gap and nothing_is_lost):
        raise PackageRefused("E_GAP", **params, nothing_is_lost=nothing_is_lost)
    missing = {**state.missing, **dict.fromkeys(skipped), skipped[-1]: header.prev}
    advanced = replace(_advanced(state, header.serial, package_id), missing=missing)
    return ChainVerdict(advanced, (PackageWarning("W_GAP", params),))


def serial_list(serials: tuple[int, ...]) -> str:
    """Gives the serials as a clerk reads them: single ones joined, a long run as first–last."""
    if len(serials) > 3 and serials[-1] - serials[0] == len(serials) - 1:
        return f"{serials[0]}–{serials[-1]}"
    return "、".join(map(str, serials))


def _advanced(state: ChainState, serial: int, package_id: str) -> ChainState:
    return replace(
        state,
        serial=serial,
        head_id=package_id,
        ids={**state.ids, serial: package_id},
        volumes={**state.volumes, serial: frozenset({1})},
    )
