"""What the street's window says of what went wrong, by message id."""

from __future__ import annotations

from collections.abc import Mapping

STREET_SENTENCES: Mapping[str, str] = {
    "street_reads_only": "街道端只查看、打印和导出村居的记录，不能改动。需要更正的，请在收件时退回，由村居更正后再报。",
    "street_keys_locked": "街道的密钥还没有解锁。请先输入口令。",
    "sealed_to_former_key": "这个包是加密给街道以前的密钥的，现在的密钥打不开。请村居先按“换街道登记表…”登记街道的新登记表，再在“历史”里把这个包“重新写出…”，交来再收；号码和内容都不变。",
    "street_keys_cause": "换两把新密钥要同时写 --new 和 --cause（rotation、lost 或 stolen）；只换口令用 --passphrase。",
    "street_keys_passphrases": "请用 --passphrase-file 给出现在的口令，用 --new-passphrase-file 给出新口令。忘了口令的，原因写 lost，不用现在的口令。",
    "key_not_active": "{name} 的这把密钥现在不在用，不用暂停。",
    "key_not_suspended": "{name} 的这把密钥没有暂停，不用恢复。已更换或作废的密钥不能恢复，请登记新的登记表。",
    "same_key_again": "这张登记表上还是 {name} 原来的密钥，没有更换。请让村居重新生成密钥后再交登记表。",
    "sheet_epoch_differs": "登记表上是第 {found} 期，这种情况应当是第 {expected} 期。请看清更换原因：只有数据丢失、重新建账才加一期。",
    "code_was_anothers": "代码 {code} 是 {name} 用过的（现在的代码是 {now}），不能再给别的单位。请核对登记表；确实是同一单位换了代码的，选中它按“变更代码…”。",
    "key_is_of_another_code": "这把密钥登记在 {name}（{code}）名下。是它换了代码的，请在名册选中它，按“变更代码…”，不要另登记一个村居。",
    "code_not_changed": "登记表上的代码 {code} 就是 {name} 现在的代码，没有变更。",
    "code_key_differs": "登记表上的密钥不是 {name} 在用的那把，不能只凭它换代码。密钥也换了的，请选更换原因；不是的话，请勿登记，打电话核实。",
    "code_of_a_street": "{code} 是街道（镇）的代码，不能给村居用。请核对登记表。",
    "reason_needed": "请先写明原因，以后查得到。",
    "reason_too_long": "原因写得太长：最多 {limit} 个字，现在 {length} 个。请写短一些。",
    "report_is_asked": "这个村居本来就要求报送，不用恢复。",
    "committee_unknown": "没有代码为 {code} 的村居：名册里没有，本街道的村居名单里也没有。请核对 12 位代码。",
    "fork_unknown": "没有找到这份同号的包：{what}。请刷新后再试。",
    "draft_at_street": "这份月报还没有编制，没有固定的数据，街道不能打印。请村居编制、签发后再报来。",
    "no_notices_of_hazard": "这条隐患还没有报来文书（告知单、上报单等）。",
    "committee_needed": "街道里各村居的编号会相同。请用 --committee 写明村居的 12 位代码。",
    "no_paper_of_street": "{name} 不能按一个村居打印。可以打印的有：{known}。",
    "no_packages_found": "这里没有找到报送包：{name}。请确认插的是村居交来的 U 盘，或选中报送包文件（.zip、.zip.age）。",
}
