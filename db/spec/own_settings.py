"""本单位设定: numbers that are only practice, each with the default that ships and where it comes from.

The plan names no days for rectification, review or reporting (domain point 4); a committee sets its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.value import Value


class OwnSetting(Value):
    """One whole number a committee may set for itself."""

    key: str
    label: str
    default: int
    unit: str
    minimum: int = 0
    maximum: int = 999
    group: str = ""
    note: str = ""


OWN_SETTINGS: tuple[OwnSetting, ...] = (
    OwnSetting("rectify_days", "一般隐患整改期限", 15, "天", 1, 365, "隐患", "新登记的隐患按排查日期推算整改期限；各地多用 7、15、30 天"),
    OwnSetting("notify_days", "上账后告知责任单位", 1, "天", 0, 30, "隐患"),
    OwnSetting("recheck_days", "整改完成后复查", 3, "天", 0, 60, "隐患"),
    OwnSetting("escalate_hours", "疑似重大或重大隐患上报", 24, "小时", 1, 240, "隐患"),
    OwnSetting("supervise_after_days", "逾期多少天提示申请督办", 7, "天", 1, 365, "隐患"),
    OwnSetting("repeat_months", "多长时间内同一场所同类隐患算重复", 12, "个月", 1, 60, "隐患"),
    OwnSetting("photo_age_days", "照片早于排查日期多少天提醒", 7, "天", 0, 365, "隐患"),
    OwnSetting("review_months_red", "红色风险复评", 3, "个月", 1, 60, "风险"),
    OwnSetting("review_months_orange", "橙色风险复评", 6, "个月", 1, 60, "风险"),
    OwnSetting("review_months_yellow", "黄色风险复评", 12, "个月", 1, 60, "风险"),
    OwnSetting("review_months_blue", "蓝色风险复评", 12, "个月", 1, 60, "风险"),
    OwnSetting("drill_photos", "演练归档建议照片数", 3, "张", 1, 50, "演练与证照"),
    OwnSetting("certificate_days", "特种作业证到期提前提醒", 60, "天", 1, 365, "演练与证照", "到期或应复审前这么多天，列表里标“将到期”"),
    OwnSetting("certificate_soon_days", "特种作业证到期再次提醒", 30, "天", 0, 365, "演练与证照", "还剩这么多天起，列表里换成醒目的标记"),
    OwnSetting("licence_days", "证照到期提前提醒", 60, "天", 1, 365, "演练与证照"),
    OwnSetting("return_cutoff_day", "月报数据截止日", 25, "日", 1, 31, "月报", "每月统计到这一天；填 31 表示月末。方案没有规定，已有的月报不变"),
    OwnSetting("return_target_day", "月报目标日", 26, "日", 1, 31, "月报", "当天24时前报出；方案写“每月27日前”，是否含27日没有写明，按26日准备"),
    OwnSetting("return_hard_day", "月报截止日", 27, "日", 1, 31, "月报", "当天24时为最后期限。截止日不晚于数据截止日时，顺延到下一个月的这一天"),
    OwnSetting("return_first_year", "从哪一年起报月报", 2024, "年", 2024, 2100, "月报", "与下一项合起来是第一个要报的月份"),
    OwnSetting("return_first_month", "从哪个月起报月报", 4, "月", 1, 12, "月报", "方案2024年4月7日印发，默认从2024年4月起"),
    OwnSetting("tip_days", "举报办结期限", 60, "天", 1, 365, "举报", "按接报日期推算；外地规定多为 60 天，可延长 30 天"),
    OwnSetting("tip_purge_days", "办结并完成奖励后多少天清除举报人身份", 30, "天", 0, 365, "举报"),
    OwnSetting("backup_days", "多少天没有备份算太久", 7, "天", 1, 90, "备份", "改动过又超过这么多天没有备份的，工作台上用红字提醒"),
    OwnSetting("lock_minutes", "多少分钟没有操作就锁定窗口", 10, "分钟", 0, 480, "人员与权限", "开启登录以后才起作用；填 0 表示不自动锁定"),
    OwnSetting("retention_long_years", "风险清单、隐患台账、月报保管", 30, "年", 30, 200, "归档", "村级档案管理办法的期限为永久、30年、10年；重大隐患和事故永久保管。只能延长"),
    OwnSetting("retention_short_years", "检查、演练、培训记录保管", 10, "年", 10, 200, "归档", "从记录所属年度的次年起算。只能延长"),
)  # fmt: skip
_BY_KEY: Mapping[str, OwnSetting] = {each.key: each for each in OWN_SETTINGS}


def own_setting(key: str) -> OwnSetting:
    """The setting of that key; KeyError when there is none."""
    return _BY_KEY[key]
