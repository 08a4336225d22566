"""What an update brings and what will happen, as the window and the command line say it."""

from __future__ import annotations

from desktop.updates.checking import SYSTEM_WORDS, Offer
from desktop.updates.manifest import MIB
from desktop.updates.places import is_newer, versions_folder
from desktop.updates.pointer import WAITING, Pointer
from desktop.version import VERSION


def facts(offer: Offer) -> list[tuple[str, str]]:
    """What was found: heading and words."""
    manifest = offer.manifest
    return [
        ("版本", f"{VERSION} → {manifest.version}（{manifest.made_on} 发布）"),
        ("适用系统", SYSTEM_WORDS.get(manifest.platform, manifest.platform)),
        ("签名者", f"本程序的发布者，指纹 {offer.signer}"),
        ("数据文件", _data(offer)),
        (
            "占用空间",
            f"{max(manifest.size // MIB, 1)} MB，{len(manifest.files)} 个文件都已核对，装在 {versions_folder()}",
        ),
    ]


def steps(offer: Offer) -> list[str]:
    """What will happen."""
    is_older = not is_newer(offer.manifest.version, VERSION)
    return [
        f"{offer.manifest.version} 装在 {VERSION} 旁边，{VERSION} 保留不动。",
        "新版本先在这台电脑上自检；不通过就不换。",
        "重新打开程序时先备份台账，再启动新版本。",
        f"新版本打不开，自动退回 {VERSION}，台账恢复成更新前的样子。",
        *(["这是旧版本，装上以后新版本的功能就没有了。"] if is_older else []),
    ]


def told_outcome(pointer: Pointer) -> str:
    """What became of the last update, to be told once; "" when there is nothing to tell."""
    if not pointer.why:
        return ""
    if pointer.trial == WAITING:
        return pointer.why
    words = f"更新到 {pointer.left} 没有成功，已自动退回 {VERSION}：{pointer.why.rstrip('。')}。"
    if pointer.is_restored:
        words += "台账已恢复成更新前的样子，新版本改过的那一份另存在旁边。"
    return words


def _data(offer: Offer) -> str:
    if offer.migrates:
        return f"会从第 {offer.schema} 版升级到第 {offer.manifest.schema} 版，升级前自动备份"
    return "格式不变"
