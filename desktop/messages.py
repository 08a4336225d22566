"""Every message id as a Chinese sentence: what happened and what to do. The only place where ids become words."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from typing import Any

from db.errors import Cancelled, InvalidRecord, LedgerError, Problem
from desktop.archive_sentences import ARCHIVE_SENTENCES
from desktop.exchange.sentences import PACKAGE_SENTENCES
from desktop.importing.sentences import IMPORT_SENTENCES
from desktop.keeping_sentences import KEEPING_SENTENCES
from desktop.opening_sentences import OPENING_SENTENCES
from desktop.people_sentences import PEOPLE_SENTENCES
from desktop.programme_sentences import PROGRAMME_SENTENCES
from desktop.street_sentences import STREET_SENTENCES
from desktop.updates.sentences import UPDATE_SENTENCES

_FIELD_SENTENCES = {
    "required": "请填写“{label}”，这一项必填。",
    "text_expected": "“{label}”应当是文字。",
    "text_too_long": "“{label}”最多 {limit} 字，现在有 {length} 字。请写短一些，或把其余内容写进备注。",
    "phone_unreadable": "“{label}”里的“{typed}”不像电话号码。请只填数字，几个号码用顿号隔开。",
    "whole_number_expected": "“{label}”要填整数，“{typed}”读不出来。",
    "number_expected": "“{label}”要填数字，“{typed}”读不出来。",
    "number_too_small": "“{label}”不能小于 {minimum}。",
    "number_too_large": "“{label}”不能大于 {maximum}。",
    "date_unreadable": "“{label}”里的“{typed}”读不出是哪一天。请写成 2026-11-03 或 2026年11月3日。",
    "date_not_existing": "“{label}”：没有 {typed} 这一天。请核对日期。",
    "date_year_missing": "“{label}”：{typed} 是哪一年？请把年份写全，例如 2026-11-03。",
    "date_day_missing": "“{label}”：{typed} 缺少日。请写到哪一天。",
    "date_before": "“{label}”不能早于“{other}”。请核对两个日期。",
    "time_missing": "“{label}”还缺时间，例如 {typed} 14:30。",
    "time_unreadable": "“{label}”里的时间“{typed}”读不出来。请写成 14:30。",
    "choice_there_already": "列表里已经有“{word}”{state}，不用再加。请换一个说法。",
    "choice_unknown": "“{label}”里没有“{typed}”这个选项。请从列表中选择。",
    "yes_or_no_expected": "“{label}”请填“是”或“否”，“{typed}”读不出来。",
    "reference_unknown": "“{label}”：没有找到“{typed}”，或者有重名。请先登记，或改用编号。",
    "attachments_expected": "“{label}”要放照片或扫描件，不能直接填文字。请用添加照片。",
    "rows_expected": "“{label}”应当是一行一行的内容。",
    "field_unknown": "没有“{name}”这一项。请核对名称。",
    "field_written_by_step": "“{label}”由办理步骤（整改、复查、销号等）登记，不能直接填写。",
    "override_reason_missing": "最终等级与计算等级不同，请写明调整的理由。",
    "campaign_missing_reason": "还有 {count} 处场所没有评估。请先评估，或写明为什么没有评估。",
    "campaign_minutes_missing": "请写下会议纪要，或附上会议纪要的扫描件。",
    "direct_rule_is_red": "符合直判规则的，风险等级就是重大（红）。要定其他等级，请改用别的评价方法。",
    "checklist_unanswered": "清单还有 {count} 个问题没有回答（“{what}”等）。请选“是”“否”或“不适用”。",
    "checklist_question_unknown": "清单里没有“{what}”这个问题。请核对编码。",
    "factor_outside_table": "“{label}”只能取 {allowed}。",
    "drill_starts_on_another_day": "开始时间与演练日期不是同一天。请核对。",
    "more_attended_than_expected": "参演人数多于应到人数。请核对。",
    "children_headcount_only": "有学生、幼儿参加的演练只记人数，不收集签到表和姓名（个人信息保护法第二十八条）。请去掉签到表，填参演人数。",
    "drill_not_postponed": "延期的新日期要晚于原计划的 {planned}。请核对。",
    "more_came_than_expected": "到场人数多于应到人数。请核对。",
    "more_passed_than_came": "合格人数多于到场人数。请核对。",
    "premises_named_twice": "这个场所前面已经列过。请去掉重复的一行。",
    "number_is_masked": "“{label}”是隐去了数字的写法，存不了。请填完整的证号。",
    "deaths_without_accident": "填了死亡人数，事故起数却是 0。请核对。",
    "accident_type_superseded": "{since} 起发生的事故用2025版事故类型，1986版请留空。",
    "usc_length": "统一社会信用代码应当是 18 位。可以先保存，标为待核。",
    "usc_letters": "统一社会信用代码里不会有 I、O、S、V、Z。是不是把 0 写成了 O、把 1 写成了 I？可以先保存，标为待核。",
    "usc_check_digit": "统一社会信用代码的校验位对不上，可能抄错了一位。请核对；确实如此可以保存，标为待核。",
    "committee_code_invalid": "单位代码应当是 12 位数字。没有正式代码时，可先用所在街道的 9 位代码加 3 位暂定编号。",
    "rectification_evidence_missing": "请写明整改情况，或附上整改后的照片。",
    "rechecked_by_rectifier": "复查人不能是整改责任人本人。请换一位复查。",
    "closed_by_rechecker": "销号要由复查人以外的第二个人审核。请换一位。",
    "failed_recheck_reason_missing": "复查不合格时，请写明原因。",
    "setting_out_of_range": "“{label}”要在 {minimum} 到 {maximum} 之间。",
    "escalation_evidence_missing": "请填上报文号或平台编号；电话、当面上报的，在“上报情况”里写明接报人。",
    "level_needs_department_answer": "疑似重大或重大隐患要改为一般，请先用“登记部门判定”记下部门的答复：哪个部门、哪一天、文号或答复人。",
    "extension_after_expiry": "延期要在原期限 {deadline} 到期之前批准。已经逾期的，请如实保留逾期，抓紧整改。",
    "extension_not_later": "延期后的日期要晚于原期限 {deadline}。",
    "void_not_by_lead": "合并或作废要由分管领导（{lead}）批准。",
    "merged_into_itself": "不能合并到它自己。请选另一条隐患。",
    "merge_target_not_open": "要合并到的隐患没有找到，或已经办结。请选一条还没有办结的隐患。",
    "photo_used_elsewhere": "这张照片已经用在：{where}。请看看是不是选错了。可以照样保存。",
    "photo_taken_early": "照片拍摄于 {taken}，比排查日期 {found} 早得多。请核对；确实如此，可在“照片说明”里写明原因。可以照样保存。",
    "photo_after_is_before": "整改后的照片与整改前是同一张。请换上整改后拍的照片。可以照样保存。",
    "found_after_step": "“排查日期”不能晚于已登记的办理日期 {day}。请核对。",
    "failed_recheck_deadline_missing": "复查不合格时，请定一个新的整改期限。",
    "inspection_starts_on_another_day": "开始时间与检查日期不是同一天。请核对。",
    "items_without_result": "还有 {count} 项没有结果，从第 {first} 项起。请逐项选合格、不合格或不适用；都没有问题的，可按“其余全部合格”。",
    "failed_items_unhandled": "第 {numbers} 项不合格，还没有转为隐患。请先转为隐患，或写明不转的原因。",
}

_STEP_SENTENCES = {
    "rectification_plan_missing": "还没有落实整改：请先登记整改措施、责任单位、责任人和期限。",
    "recheck_already_passed": "复查已经合格，接下来是销号。",
    "recheck_missing": "还没有合格的复查记录，不能销号。请先登记复查。",
    "department_signoff_missing": "重大（含疑似重大）隐患要由负有监管职责的部门审核把关后才能销号。请先登记部门意见：审核部门、文号、审核人、日期和扫描件。",
    "major_cannot_be_fixed_on_the_spot": "重大（含疑似重大）隐患不能即查即改，请按整改、复查、部门审核的步骤办理。",
    "five_commitments_missing": "重大（含疑似重大）隐患要先做到五落实，还缺：{missing}。请点“修改”补齐，或先登记上报再落实整改。",
    "supervision_order_open": "还有 {count} 份督办单没有解除，不能办结。请先在“督办单”里登记反馈和解除。",
    "order_feedback_missing": "还没有登记整改反馈，不能解除。请先登记反馈。",
    "extension_without_deadline": "还没有定整改期限，谈不上延期。请先落实整改。",
    "step_not_for_this_record": "{no} 用不到“{step}”这一步。",
    "drill_archive_incomplete": "还不能归档，缺少：{missing}。",
    "drill_issues_open": "还不能归档：有 {count} 个问题没有改完。请登记完成日期，或转为隐患，或写明结转到哪里。",
    "drill_nothing_to_improve": "没有待改进的问题，可以直接归档。",
    "drill_scheme_incomplete": "演练方案还没有写全，缺少：{missing}。请先修改计划，补上方案。",
    "measure_failed_already": "这条措施已经标为失效，不再重复登记隐患。",
    "risk_is_closed_not_deleted": "{no} 已经管控或复评过，不能删除。风险源没有了，请用“关闭风险”并写明原因，记录会一直保留。",
    "training_archive_incomplete": "还不能归档，缺少：{missing}。",
    "step_unknown": "没有“{step}”这个步骤。可用的步骤：{known}。",
    "step_not_from_here": "{no} 现在是“{status}”，不能做“{step}”。",
}

_RECORD_SENTENCES = {
    "invalid_record": "有 {count} 处需要修改，没有保存。",
    "record_not_found": "没有找到“{what}”。请核对编号。",
    "record_retired": "{no} 在回收站里。请先恢复再修改。",
    "record_changed_meanwhile": "这条记录在您打开之后被 {who} 于 {at} 改过，没有保存。请先看一眼新内容，再把您的修改填上去。",
    "record_type_unknown": "没有“{what}”这类记录。可用的有：{known}。",
    "attachment_unknown": "找不到附件 {what}。请重新添加。",
    "file_empty": "“{name}”是空文件，没有添加。请换一个文件。",
    "file_too_large": "“{name}”超过 {limit_mb} MB，没有添加。请先压缩或分开保存。",
    "photo_heic": "“{name}”是 HEIC 格式，本机读不了。请在手机相机设置里选“兼容性最佳”，或转成 JPG 再添加。",
    "photo_too_large": "“{name}”的尺寸太大，没有添加。请先缩小再添加。",
    "photo_unreadable": "“{name}”不是能读的照片，可能已损坏。请换一张，或转成 JPG 再添加。",
    "merge_with_itself": "同一家场所不能与自己合并。请选另一家。",
    "not_merged": "{no} 没有合并过，不用撤销。",
    "merge_moved_on": "不能撤销 {no} 的合并：这些记录在合并之后又改过——{records}。请逐条修改“所属场所”，或先撤销后来的那次合并。",
    "merged_not_restored": "{no} 已{reason}，不能从回收站恢复。请打开对方的一户一档，用“撤销合并”。",
    "state_unknown": "没有“{what}”这个状态。可用的有：{known}。",
    "return_exists": "{month}的月报已经有了（{no}）。请打开它；已经签发的，用“更正”做下一版。",
    "return_before_plan": "月报从{first}起（行动方案 2024 年 4 月印发）。请核对月份。",
    "return_month_fixed": "月报的月份不能改。请另建一份。",
    "return_is_fixed": "{no} 已经审核或签发，文字不再改动。签发前可以先退回草稿；签发后请用“更正”。",
    "return_kept": "{no} 已经签发，不能删除。有错请用“更正”做下一版。",
    "return_not_correctable": "{no} 还没有签发，直接修改就可以，不用更正。",
    "rollup_period_unknown": "读不出“{typed}”是哪一期。请写成 2026Q4（季）、2026H2（半年）、2026（年）或 2026-11（月）。",
    "return_is_first": "{no} 是这个月的第一版，没有可以对照的上一版。",
    "correction_reason_missing": "更正版还没有写更正理由。请点“修改”，写明为什么更正，再汇总。",
    "clock_behind": "电脑时间是 {now}，比台账里最近一次记录或程序发布的年份（{known}）还早，不能签发。请先把电脑的日期时间调对，再签发。",
    "period_unreadable": "期间“{typed}”应当写成 2026-11。",
    "characters_missing": "这些字字库里没有，打印时用编码方框代替：{characters}。",
    "json_line_unreadable": "第 {line} 行不是一条完整的记录（JSON）。请检查引号和括号。",
    "assignment_unreadable": "“{what}”应当写成 名称=内容。",
    "attachment_field_unknown": "这类记录没有可放照片的“{what}”。",
    "passphrase_file_unreadable": "读不了口令文件 {name}。请确认文件还在。",
    "item_is_not_failed": "第 {number} 项不是不合格项，或检查内容已有改动，没有登记隐患。请刷新后再试。",
    "item_has_hazard": "第 {number} 项已经转为隐患 {no}，没有重复登记。",
    "no_failed_items_left": "{no} 没有还要转为隐患的不合格项。",
    "view_name_missing": "请给视图起个名字。",
    "view_name_too_long": "视图名称最多 {limit} 字，现在有 {length} 字。",
    "view_name_taken": "已经有叫“{name}”的视图。请换一个名字；要改它的内容，请先打开它，再用“更新”。",
    "committee_unknown": "没有代码为 {code} 的村居。请核对，或加上名称用暂定代码。",
}

_EXCHANGE_SENTENCES = {
    "street_not_trusted": "还没有登记街道的登记表，封包时不知道交给谁。请先在“报送”页登记街道登记表。",
    "street_sheet_wrong_kind": "这是村居的登记码，不是街道的。请扫描街道发来的登记表。",
    "committee_sheet_wrong_kind": "这是街道的登记码，不是村居的。请扫描村居交来的登记表。",
    "sheet_code_differs": "登记表上的代码是 {found}，与填写的 {expected} 不同。请核对后再登记。",
    "enrolled_with_another_key": "{name}（{code}）已经登记过另一把密钥，没有改动。请先与该村居核实是否换了密钥；确实换了的，在“名册”页点“更换密钥…”。",
    "value_malformed": "“{label}”的写法不符合报送格式。",
    "nothing_to_report": "没有需要报送的记录：上次报送以后没有新的变化。",
    "package_unknown": "本机没有编号为 {what} 的报送包。请核对回执是不是本单位的。",
    "not_a_receipt": "这不是回执文件。请选择街道发来的回执（文件名以 .hz.zip 结尾）。",
    "not_an_office": "这个数据库不是街道端的：{name}。请先用 street init 建立。",
    "preflight_no_photo_before": "没有整改前照片，建议补上。",
    "preflight_restored": "恢复备份以后还没有导入过回执，号码可能与已交的包重复。请先导入街道最近的回执（双击看怎么办）。",
    "preflight_return_unsigned": "{month}月报还没有签发，数字可能还会变，不会随这个包报送。请签发后再报。",
    "preflight_returned": "街道退回：{remark}。还没有修改，请先改好。",
    "preflight_overdue": "整改期限是 {due}，已经逾期，请先核实进展。",
    "preflight_major_without_place": "疑似重大隐患还没有写明具体位置。",
    "preflight_few_drill_photos": "演练照片只有 {count} 张，建议不少于 {advised} 张。",
    "preflight_failed_items_left": "有 {count} 项不合格还没有转为隐患。",
    "preflight_review_overdue": "应在 {due} 前复评，还没有复评。",
    "folder_not_empty": "文件夹 {name} 不是空的，没有动它。请换一个新的或空的文件夹。",
    "target_not_a_folder": "写出的位置 {name} 不是文件夹。请重新选择。",
    "report_number_missing": "请用 --number 指明要打印哪一条，如 JH-2026-0001。",
    "risk_number_missing": "风险告知卡一次打印一个风险点。请用 --number 写明编号，例如 FX-2026-0001。",
    "documents_missing": "没有要打印的内容。请先登记记录。",
    "no_document_of_type": "{label}没有单独的打印表。请打印列表。",
    "print_not_kept": "这次打印没有留底，以后不能凭校验码核对。",
    "column_unknown": "没有“{name}”这一列。可用的有：{known}。",
    "page_code_unreadable": "“{typed}”不是校验码。校验码是页脚里“本页校验码”后面的 {length} 个字母和数字，没有 0、O、1、I、L。请照纸上的再输一次。",
}

_SPREADSHEET_SENTENCES = {
    "too_many_rows": "有 {count} 条，一张表最多 {most} 行。请先用筛选减少条数。",
    "sheet_not_written": "没有写成 {name}（{reason}）。文件可能正在 Excel 或 WPS 里打开；请先关闭它，或换个名字、换个文件夹。",
    "rows_text_unreadable": "“{label}”一行一条，请写成“{example}”。",
    "tip_not_from_sheet": "举报不能从表格登记：举报人要另外保密登记。请在“举报”页新增。",
    "sheet_of_other_type": "“{name}”里是{found}，不是{asked}。请按{found}导入。",
    "form_kind_unknown": "“{name}”不是能填的表样。请用 Excel 的 .xlsx 或 Word 的 .docx；旧的 .xls、.doc 请先另存为新格式。",
    "form_unreadable": "“{name}”打不开，可能已损坏或加了密码。请在 Excel 或 Word 里打开后另存一份再试。",
    "form_too_large": "“{name}”太大，没有打开。表样请不要超过 20 MB。",
    "form_with_macros": "“{name}”里带有宏，没有打开。请另存为不带宏的 .xlsx 或 .docx。",
    "form_reaches_out": "“{name}”里有指向外部文件的图片或对象，没有打开。请先在 Word 或 Excel 里去掉这些链接。",
    "form_without_marks": "“{name}”里没有找到 {{{{字段}}}} 这样的标记。请在要填的格子里写上，例如 {{{{隐患描述}}}}。",
    "form_too_many_photos": "所选记录一共有 {count} 张照片，这张表样一次最多放 {most} 张。请先用筛选减少条数，或把表样里的照片标记删去。",
    "form_too_many_records": "选了 {count} 条，这张表样一次最多填 {most} 条。请先用筛选减少条数。",
    "form_marks_unknown": "这些标记没有对应的栏目，原样留着：{marks}。",
    "form_unknown": "没有叫“{name}”的自带表样。可用的有：{known}。",
    "sheet_format_unknown": "不能写成“{what}”格式。请用 .xlsx 或 .csv。",
}

_MACHINE_SENTENCES = {
    "sqlite_too_old": "本机的 SQLite（{found}）太旧，至少要 {needed}。请使用安装包里的程序。",
    "not_our_database": "{name} 不是本程序的数据文件，或已经损坏。请选择正确的文件，或恢复备份（菜单“台账”→“备份与恢复…”）。",
    "newer_database": "数据文件由更新版本的程序写过（第 {found} 版，本程序只认到第 {known} 版）。请升级本程序后再打开，数据没有改动。",
    "database_damaged": "数据文件有损坏（{reason}）。请恢复备份（菜单“台账”→“备份与恢复…”）；损坏的文件会另存一份。",
    "database_locked": "数据文件正被别的程序占用，没有保存。请关闭其他窗口或等几秒再试。",
    "database_missing": "没有找到数据文件 {name}。请核对位置，或先建立台账。",
    "database_exists": "{name} 已经是一个数据文件，没有覆盖。请打开它，或换一个位置。",
    "not_a_committee": "{name} 里还没有登记单位。请先完成首次设置。",
    "disk_unreadable": "磁盘读写出错（{reason}），没有保存。请检查磁盘或 U 盘是否插好，再试一次。",
    "folder_read_only": "{name} 不能写入，没有保存。请换一个有权限的位置，或去掉只读。",
    "disk_full": "磁盘满了，{name} 没有写成，已有的数据没有改动。请清理空间或换一个位置后再试。",
    "file_unreadable": "读不了 {name}（{reason}）。请确认文件还在、没有被占用，再试一次。",
    "committee_list_unreadable": "村居名录文件读不出来，可能已损坏。请重新安装本程序，或手工填写名称和代码。",
    "committee_list_missing": "村居名录文件缺失。请重新安装本程序，或手工填写名称和代码。",
}

_TIP_SENTENCES = {
    "reporter_name_missing": "请填写举报人姓名；不愿留姓名的，请勾选“匿名”。",
    "tipster_in_field": "“{label}”里有举报人的姓名或联系方式。请改掉再保存，举报人只写在“举报人”那一栏。",
    "tipster_in_text": "没有输出：{numbers} 等 {count} 条记录的文字里有举报人的姓名或联系方式。请先打开改掉，再打印或报送。",
    "preflight_tipster": "“{label}”里有举报人的姓名或联系方式。请打开记录改掉，再打印或报送。",
    "preflight_phone_in_text": "“{label}”里有像手机号码的数字，请确认可以公开。",
    "tips_not_comparable": "这台电脑（或这个系统帐户）还不能核对 {count} 件举报的保密信息。请分管领导在“举报”页的“举报保密”里点“恢复核对”，输入口令后再打印或报送。",
    "tips_key_missing": "还没有设定举报保密口令，不能登记举报人。请分管领导先在“举报”页的“举报保密”里设定；匿名举报可以先登记。",
    "tips_passphrase_is_the_other": "举报保密口令不能与报送密钥的口令相同。请另定一个。",
    "tip_photos_only": "举报里只放现场照片（JPG、PNG 等）。信件、文档里常带有姓名，请不要放进来。",
    "tip_hazard_missing": "举报属实，还没有生成隐患，也没有转办。请先生成隐患或转办，再登记答复。",
    "tip_not_confirmed": "{no} 还没有核实属实，不能生成隐患。请先登记核实结果。",
    "tip_has_hazard": "{no} 已经生成过隐患。",
    "tip_without_identity": "这件举报没有留下举报人身份，或已经清除。",
    "tip_reason_missing": "请写明理由（至少 4 个字），会记入操作历史。",
    "tip_identity_other_key": "这件举报是用另一把密钥封存的，现在的口令打不开。请找出当时的密钥文件 tips.key。",
    "tip_identity_damaged": "封存的举报人信息被改动过或已损坏，打不开。请恢复备份（菜单“台账”→“备份与恢复…”）。",
    "tip_purge_too_early": "{no} 还不能清除身份：要先办结，并登记奖励情况。",
    "tip_already_purged": "{no} 的举报人身份已经清除。",
    "tip_purge_unsettled": "举报人身份已经清除；另一个窗口正在读数据，请关闭程序一次，让旧数据彻底抹去。",
}

_LOOK_INTO_IT = "请查明原因，需要时恢复备份（菜单“台账”→“备份与恢复…”，或 main.py restore）。"
_CHECK_SENTENCES = {
    "check_database_damaged": "数据文件有损坏：{what}。请恢复备份（菜单“台账”→“备份与恢复…”，或 main.py restore）。",
    "check_log_altered": "操作日志第 {what} 条被改动过。" + _LOOK_INTO_IT,
    "check_log_removed": "操作日志缺少第 {what} 条。" + _LOOK_INTO_IT,
    "check_log_inserted": "操作日志第 {what} 条与前一条接不上。" + _LOOK_INTO_IT,
    "check_record_altered": "记录 {what} 在程序之外被改动过。" + _LOOK_INTO_IT,
    "check_record_removed": "记录 {what} 在程序之外被删除。" + _LOOK_INTO_IT,
    "check_attachment_altered": "附件“{what}”的内容被改动过。" + _LOOK_INTO_IT,
    "check_attachment_missing": "附件“{what}”的文件不见了。" + _LOOK_INTO_IT,
}

SENTENCES: Mapping[str, str] = {
    **PACKAGE_SENTENCES, **_FIELD_SENTENCES, **_STEP_SENTENCES, **_RECORD_SENTENCES, **_EXCHANGE_SENTENCES,
    **_SPREADSHEET_SENTENCES, **_MACHINE_SENTENCES, **_TIP_SENTENCES, **_CHECK_SENTENCES, **PROGRAMME_SENTENCES,
    **IMPORT_SENTENCES, **KEEPING_SENTENCES, **ARCHIVE_SENTENCES, **PEOPLE_SENTENCES, **STREET_SENTENCES,
    **UPDATE_SENTENCES, **OPENING_SENTENCES,
}  # fmt: skip


# What the system says in English of a file or disk that fails.
_REASONS: Mapping[object, str] = {
    os.strerror(number): words
    for number, words in {
        errno.EIO: "读写出错", errno.ENOSPC: "磁盘已满", errno.EACCES: "没有权限", errno.EPERM: "没有权限",
        errno.EROFS: "只读，写不进去", errno.ENOENT: "找不到", errno.ENOTDIR: "不是文件夹", errno.EISDIR: "是文件夹",
        errno.ENODEV: "设备已拔出", errno.ENXIO: "设备已拔出", errno.EBUSY: "正被占用", errno.EFBIG: "文件太大",
        errno.ENAMETOOLONG: "文件名太长", errno.EEXIST: "已有同名文件",
    }.items()
}  # fmt: skip
_REASONS_OF_SQLITE: Mapping[str, str] = {
    "disk I/O error": "读写出错", "unable to open database file": "打不开", "database is locked": "正被占用",
    "database disk image is malformed": "内容已经打乱", "file is not a database": "不是数据文件",
    "database or disk is full": "磁盘已满", "attempt to write a readonly database": "只读，写不进去",
    "foreign_key_check": "记录之间对不上",
}  # fmt: skip


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


def message(message_id: str, params: Mapping[str, object]) -> str:
    """The sentence of a message id with its parameters put in. KeyError for an id without a sentence."""
    reason = params.get("reason")
    words = {} if reason is None else {"reason": _reason_words(str(reason))}
    return SENTENCES[message_id].format_map(_Blank({**params, **words}))


def _reason_words(reason: str) -> str:
    """What the system or SQLite says in English, in Chinese; several lines of SQLite's own check as what they come to."""
    known = _REASONS.get(reason) or _REASONS_OF_SQLITE.get(reason)
    if known is None and (reason.startswith("***") or "\n" in reason):
        return "内容自检不通过"
    return known or reason


def problem_sentence(problem: Problem) -> str:
    """The sentence of one problem; child rows are counted as people do, from 1."""
    sentence = message(problem.message_id, problem.params)
    return sentence if problem.row is None else f"第 {problem.row + 1} 行：{sentence}"


def sentence(error: BaseException) -> str:
    """What the clerk is told of an error; our own faults get a sentence that says the records are safe."""
    if isinstance(error, InvalidRecord):
        return "；".join(problem_sentence(each).rstrip("。") for each in error.problems) + "。"
    if isinstance(error, LedgerError):
        return message(error.message_id, error.params)
    if isinstance(error, Cancelled):
        return "已取消，没有改动。"
    return "程序出了意外，已保存的数据不受影响。请重试；如仍出现，请把问题报告交给维护人员。"
