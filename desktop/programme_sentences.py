"""The sentences about programmes, tasks and reviews, kept beside the rest in `desktop.messages`."""

from __future__ import annotations

PROGRAMME_SENTENCES = {
    "task_source_missing": "请选择任务依据的行动方案，或者本单位方案。",
    "task_is_done": "任务已经完成，期限不能再改。确实要改的，请先“重新办理”，写明原因。",
    "task_evidence_missing": "还没有佐证：请先关联台账里的记录，或附上文件，再确认完成。",
    "task_evidence_lost": "佐证里有 {count} 条记录已经删除。请先换成还在的记录。",
    "review_period_unknown": "“第几期”不对：季度专项督导填 1 到 4，半年进度评估填 1 或 2。",
    "review_period_fixed": "本期数据已经汇总，类型、年度和期数不能再改。要评另一期，请新增一条。",
    "approved_plan_scan_missing": "已审批的方案请附上扫描件。",
    "programme_key_twice": "编号 {key} 用了不止一次。每个条款、每项任务的编号只能用一次。",
    "programme_clause_unknown": "条款 {key} 不在方案的条款里。请核对编号。",
    "programme_day_unreadable": "“{typed}”读不出来：日期写成 06-30，每月的任务只写日，年度写成 2024,2025。",
    "programme_ledger_unknown": "条款 {key}：没有叫“{typed}”的台账。",
    "programme_where_unreadable": "条款 {key}：佐证的条件读不出来。",
    "programme_field_unknown": "条款 {key}：{label}台账里没有“{typed}”这一项。",
    "programme_file_not_ours": "“{name}”不是行动方案文件，没有导入。请向发给您文件的单位核对。",
    "programme_file_newer": "“{name}”是更新版本的方案文件（版本 {version}），本程序还读不了。请先更新程序。",
    "programme_unknown": "没有代号为“{what}”的行动方案。现有：{known}。",
    "programme_not_in_year": "《{name}》的期间不包括 {year} 年，没有生成任务。",
}
