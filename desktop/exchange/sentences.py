"""Chinese sentences of everything `desktop.exchange` can raise: what happened and what to do.
`desktop.messages` imports them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE_SENTENCES: Final[Mapping[str, str]] = {
    "E_TRUNCATED": (
        "文件损坏：文件不完整，后面一段没有拷贝过来。请回到原电脑重新写出，安全弹出后再拷贝一次。"
    ),
    "E_ZIP_PROFILE": (
        "文件损坏：{entry} 处的内容与报送包格式对不上。请用原文件重新拷贝；不要用压缩软件另存或修改。"
    ),
    "E_DECRYPT_BODY": "文件损坏：解密到一半时内容对不上。请用原文件重新拷贝一次。",
    "E_PAYLOAD_HASH": (
        "文件损坏：{entry} 的内容与清单不一致。请用原文件重新拷贝；如仍出现，请对方重新写出。"
    ),
    "E_WRONG_RECIPIENT": (
        "不是发给本单位的（或文件头损坏）：用本单位的密钥打不开。请核对来件单位，或请对方重新写出。"
    ),
    "E_NOT_FOR_US": "不是发给本单位的：收件单位写的是“{names}”。请退回来件单位，核对后重新封包。",
    "E_UNKNOWN_SIGNER": "来源不可信：签名的密钥 {key} 没有登记。请先凭盖章的登记单登记该单位，再导入。",
    "E_SIGNATURE": "来源不可信：防篡改签名核对不通过，内容可能被改过。请勿使用，联系来件单位重新写出。",
    "E_IDENTITY": (
        "来源不可信：文件自称的单位“{name}”（{sender}）与登记的密钥不是同一家。请勿使用，联系该单位核实；"
        "是该单位换了代码的，先凭新登记表在名册“变更代码”，再收这个包。"
    ),
    "E_KEY_REVOKED": "来源不可信：{name} 的这把密钥已作废（泄露）。请对方凭新登记单登记新密钥后重新封包。",
    "E_KEY_RETIRED": (
        "来源不可信：{name} 的这把密钥已停用，只认到第 {last_serial} 号。请对方用新密钥重新封包。"
    ),
    "E_REPLAY": "已收过：第 {serial} 号以前已经导入，本次没有重复导入。不需要再做什么。",
    "E_GAP": "缺少前面的包：第 {serial_list} 号还没有收到。请先向来件单位要来这些包，再导入本包。",
    "E_WAIT_MAIN": (
        "缺少前面的包：这是第 {serial} 号的附件分卷，主包还没有收到。已放在一边，请先导入主包（v01）。"
    ),
    "E_FORK": (
        "需人工核查：第 {serial} 号以前收过另一份不同的内容，可能是恢复了旧备份或密钥被复制。请电话联系来"
        "件单位核实。"
    ),
    "E_CHAIN": "需人工核查：第 {serial} 号没有接在上一号之后。请电话联系来件单位，核对交接单上的包编号。",
    "E_EPOCH_OLD": (
        "需人工核查：这是第 {epoch} 期的旧包，登记的已是第 {enrolled} 期。请与来件单位核实后存档，不要导入。"
    ),
    "E_EPOCH_NEW": (
        "需人工核查：对方已启用第 {epoch} 期，本机登记的是第 {enrolled} 期。请先凭新的盖章登记单重新登记。"
    ),
    "E_VERSION": "软件需升级：这个文件由更新的版本生成（{found}），本机还不能读。请升级本软件后再导入。",
    "E_SPACE": "空间不够：需要 {needed_mib} MB，只剩 {free_mib} MB。请清理磁盘或换一个位置后再试。",
    "E_WRITE_VERIFY": "写出后核对不一致：{name} 在这个盘上读回来与写入的不同。请换一个 U 盘重新写出。",
    "E_MERGE": "没有导入：合并到台账时出错，原有数据没有改动。请重试；如仍出现，请导出问题报告求助。",
    "E_LIMIT": "内容不合规：{entry} 超过了报送包允许的大小或数量。请减少附件或分几次报送后重新封包。",
    "E_FORMAT": "内容不合规：这不是报送包或回执（{found}）。请核对是否选错了文件。",
    "E_DECRYPT_HEADER": "内容不合规：加密文件头核对不通过。请用原文件重新拷贝；如仍出现，请对方重新写出。",
    "E_NAME": "内容不合规：含有不允许的文件名 {entry}。请勿使用，联系来件单位用本软件重新封包。",
    "E_SIG_FORMAT": "内容不合规：签名文件的写法不对。请用原文件重新拷贝；如仍出现，请对方重新写出。",
    "E_ALG": "内容不合规：签名用了不允许的算法（{found}）。请对方用本软件重新封包。",
    "E_SIG_NAMESPACE": (
        "内容不合规：文件的用途不对（{found}），报送包和回执不能互相代替。请核对是否选错了文件。"
    ),
    "E_TAG_HASH": (
        "内容不合规：包内清单与签名的内容不一致，可能被改过。请用原文件重新拷贝，或请对方重新写出。"
    ),
    "E_BAGIT": "内容不合规：{entry} 与包内说明不一致。请对方用本软件重新封包。",
    "E_JSON": "内容不合规：包内说明（package.json）的写法不对。请对方用本软件重新封包。",
    "E_ALG_POLICY": "内容不合规：签名套件与登记时的要求不一致（{found}）。请对方按登记单的要求重新封包。",
    "E_LATE": "这是当时缺号的第 {serial} 号，后面的包已经包含其中的变更。只存档，不合并，不需要再做什么。",
    "E_VOLUME": "内容不合规：这个附件分卷不属于已收到的第 {serial} 号主包。请核对来件，或请对方重新写出。",
    "E_MANIFEST": "内容不合规：包内文件清单第 {line} 行写法不对。请对方用本软件重新封包。",
    "E_FILE_SET": (
        "内容不合规：包内文件与清单不符（{entry}），有多出或缺少的文件。请用原文件重新拷贝，不要往包里加"
        "文件。"
    ),
    "E_TRAILING": "内容不合规：文件末尾多出了内容。请用原文件重新拷贝；不要用别的软件修改报送包。",
    "E_RECORD": "内容不合规：{entry} 第 {line} 行的记录不符合要求。请对方升级软件并重新封包。",
    "E_COUNTS": "内容不合规：{entry} 的条数与包内说明不一致（写 {stated}，实有 {found}）。请对方重新封包。",
    "W_NAME_CHANGED": "来件单位的名称是“{name}”，登记的是“{enrolled}”。请核实是否更名。",
    "W_FORMER_CODE": "这个包用的是该单位原来的代码 {code}，现在是 {now}；已算作同一单位。",
    "W_GAP": "缺第 {serial_list} 号，但本包已包含此前的全部变更，可以导入；缺的号以后收到只存档。",
    "W_AHEAD": (
        "回执对应的第 {serial} 号在本机没有记录，本机可能恢复过旧备份；将按回执从第 {next_serial} 号继续。"
    ),
    "package_encrypted": (
        "{name} 是加密的报送包，只有收件街道的解密密钥能打开。请在街道端核对，或用未加密的文件核对。"
    ),
    "nothing_to_send": "没有要下发的内容。请先新增要下发的任务、督办单、资料等。",
    "down_nobody_chosen": "还没有选下发给谁。请勾选村居。",
    "down_order_elsewhere": "督办单“{title}”的隐患是{name}的，没有下发。请勾选{name}，或把这张督办单移出清单。",
    "down_nothing_for": "清单里没有给{name}的内容，没有下发。请不要勾选{name}，或再新增内容。",
    "street_key_unknown": (
        "没有读入，什么也没有改动：这个{what}的签名密钥 {key} 不是登记表上街道的那把。街道换了密钥的，请向街道要新的盖章登记表，"
        "在“报送”页按“换街道登记表…”登记，再读入这个{what}。街道没有换过密钥的，请勿使用，打电话核实。"
    ),
    "superior_key_unknown": (
        "没有读入，什么也没有改动：这个{what}的签名密钥 {key} 不是登记表上上级的那把。上级换了密钥的，请要新的盖章登记表，"
        "重新登记上级以后再读入。上级没有换过密钥的，请勿使用，打电话核实。"
    ),
    "down_package_unknown": "没有找到这个下发包。请刷新后再试。",
    "committee_not_enrolled": "还没有登记 {code}，不能下发给它。请先凭盖章的登记单登记。",
    "down_line_unusable": "第 {line} 行的 {name} 不能下发。请核对字段名；照片和附件、程序算出的内容不能下发。",
    "down_item_unusable": "没有收下：第 {number} 项 {label}“{title}”本机收不了（{reason}）。全部没有收下，请联系街道更正。",
    "down_taken_already": "第 {serial} 号下发包已经收下过，没有重复收下。",
    "epoch_unusable": "第 {typed} 轮不能用。请照最后一张登记表上的“密钥轮次”填，从 1 到 98。",
    "epoch_has_packages": "本机已经封过包，不能换轮次。只有数据全部丢失、重新建台账之后才换。",
    "notice_needed": "定期更换要有旧密钥签的换钥通知文件（.key.zip）。没有时按“遗失”办理。",
    "notice_names_another": "换钥通知里的新密钥与登记表上的不是同一把。请勿登记，联系该单位核实。",
    "record_too_long": "{no} 的明细太多、太长，一条记录放不进报送包。请分成几条记录，或把长的说明改成附件。",
    "own_code_malformed": "代码“{typed}”不能用：用小写字母开头，只用小写字母、数字和下划线，最多 40 个。不填也可以。",
    "own_code_shipped": "“{word}”列表里已经有了，不用再加。",
    "package_not_merged": "没有合并过包编号 {what} 的报送包。请用“street packages”查看已收到的包。",
    "record_not_in_package": "这个报送包里没有编号 {what} 的记录。请核对编号，或查看该单位的其他报送包。",
    "remark_unusable": "{no} 的退回说明不能用：请写 1 到 {limit} 个字，不要换行。",
    "package_rolled_back": "包编号 {what} 的报送包已经撤回，不能再核验或撤回。该村居会在下一包里重新报送。",
    "replayed_rolled_back": "第 {serial} 号以前收过，后来撤回了，没有重新合并。请村居导入撤回的回执，随下一包重新报送。",
    "record_number_ambiguous": "这个包里有几条记录的编号都是 {no}。请改用记录的 id（见“street preview --json”）。",
    "returns_too_many": "要退回的记录有 {count} 条，一张回执写不下。请缩短退回说明，或整包退回（用同一句说明）。",
    "contradiction_unknown": "没有编号 {what} 的冲突。请用“street conflicts”查看还没处理的冲突。",
    "contradiction_settled": "{no} 的这处冲突已经处理过。",
    "number_not_settled": "{no} 这个编号已被另一条记录占用，不能两条都进台账。请退回，由村居核对后重新登记。",
    "field_not_in_contradiction": "另一份里没有“{name}”。请核对字段名。",
    "decisions_unreadable": '{name} 读不懂。应为 JSON：{{"包编号": {{"记录编号": "退回说明"}}}}。',
    "returns_of_many": "给了几个报送包，不知道退回的是哪一包的记录。请一次只收一包，或用 --decisions 按包编号写明。",
    "written_file_differs": (
        "{name} 与写出时读回的内容对不上：可能在盘上损坏了，或不是本机写出的文件。请在“历史”里重新写出。"
    ),
    "passphrase_file_needed": "给了解密密钥，还需要它的口令。请用 --passphrase-file 指出口令文件。",
    "volume_limit_too_small": "分卷大小应在 {smallest} 到 {largest} MB 之间。请换一个大小后再试。",
    "passphrase_wrong": "口令不对。请检查大小写和输入法后重新输入；口令无法找回。",
    "passphrase_too_short": "口令太短。请用至少 10 个字符，或用空格隔开的 5 个中文词。",
    "key_file_missing": "没有找到密钥文件 {name}。请插入存放密钥的 U 盘，或先生成密钥。",
    "key_file_damaged": "密钥文件 {name} 读不出来。请改用备份的密钥文件；没有备份时凭新登记单重新登记。",
    "key_file_exists": "已经有密钥文件 {name}，没有覆盖。确实要换密钥时，请先把旧文件移走保存。",
    "public_key_unreadable": "这不是一行完整的公钥。请整行复制以 ssh-ed25519 开头的内容。",
    "enrolment_unreadable": "登记码认不出来。请对准二维码重新扫描，或检查是否漏输了一段。",
    "enrolment_checksum": "登记码有误（校验不对）。请重新扫描，或逐段核对后重新输入。",
    "digit_groups_incomplete": "核对数字应为 8 组、每组 5 位，现在有 {count} 位数字。请照登记单输入完整。",
    "allowed_signers_line": "名册文件第 {line} 行认不出来，没有使用这份名册。请重新从街道导出名册。",
    "attachment_altered": "附件“{name}”在封包后被改动或损坏，没有写出。请从备份恢复该附件后再试。",
    "attachment_missing": "找不到附件“{name}”，没有写出。请从备份恢复该附件后再试。",
    "disk_full": "磁盘满了，{name} 没有写成，半截文件已删除。请清理空间或换一个位置后再试。",
    "write_failed": "没有写成 {name}（{reason}）。请确认 U 盘已插好、没有写保护，再试一次。",
    "file_unreadable": "读不了 {name}（{reason}）。请确认文件还在、U 盘没有拔出，再试一次。",
}
