"""The sentences about updates, kept beside the rest in `desktop.messages`."""

from __future__ import annotations

_AGAIN = "请向发布单位重新拷贝一份。"

UPDATE_SENTENCES = {
    "update_not_frozen": "这是从源代码运行的程序，不用更新包。请更新源代码。",
    "update_no_publisher": "这个程序没有内置发布者的公钥，无法辨认更新包的真假，不能用更新包更新。请用新的安装程序更新。",
    "update_not_a_package": "{name} 不是本程序的更新包。请选择文件名以 .vslupdate 结尾的文件。",
    "update_damaged": "{name} 不完整或被改动过，没有安装。" + _AGAIN,
    "update_not_signed": "{name} 的签名对不上，可能被改动过，没有安装。" + _AGAIN,
    "update_wrong_signer": "更新包不是本程序的发布者签名的（签名者 {fingerprint}），没有安装。来历不明的更新包请不要使用。",
    "update_unreadable": "更新包的说明读不出来，可能是更新版本的格式，没有安装。" + _AGAIN,
    "update_unsafe": "更新包里有不该有的文件（{what}），没有安装。请不要使用这个更新包，并告诉发布单位。",
    "update_too_large": "更新包大得不正常，没有安装。" + _AGAIN,
    "update_wrong_platform": "更新包是给 {found} 用的，这台电脑是 {ours}。请换一个对应的更新包。",
    "update_same_version": "这台电脑上已经是 {version} 版，不用更新。",
    "update_older": "更新包是 {found} 版，比现在的 {ours} 版旧，没有安装。要退回旧版，请用“退回上一版”。",
    "update_too_far": "更新包只能从 {minimum} 版起更新，现在是 {ours} 版。请先更新到 {minimum} 版，或用安装程序更新。",
    "update_older_data": "{version} 版打不开第 {found} 版的数据文件，没有安装。要用旧版，请先恢复升级前的备份（菜单“台账”→“备份与恢复…”）。",
    "update_needs_newer_system": "更新包要较新的系统（glibc {needed}，本机 {found}），在这台电脑上运行不了。请向发布单位要适合本机的更新包。",
    "update_no_room": "磁盘空间不够：要 {needed} MB，{place} 只剩 {free} MB。请清理后再更新。",
    "update_cannot_write": "更新装不到 {place}（{reason}）。请检查这个位置能不能写入，或请管理电脑的人用安装程序更新。",
    "update_cannot_run": "这台电脑不让程序从用户自己的文件夹里运行（{reason}），更新没有换上。请管理电脑的人用安装程序更新。",
    "update_self_test_failed": "新版本在这台电脑上自检没有通过（{what}），没有换上，仍用现在的版本。请把这句话告诉发布单位。",
    "update_nothing_before": "没有可以退回的上一版：这台电脑上没有用更新包更新过。",
    "update_back_gone": "上一版 {version} 的程序文件不在了，不能退回。请用安装程序装回旧版。",
    "update_back_data_newer": "数据文件已经升级到第 {found} 版，{version} 版只认到第 {known} 版，退回去打不开。要退回，请先恢复升级前的备份（菜单“台账”→“备份与恢复…”），再退回。",
}
