"""Typed values of realistic records, as a clerk of 夏阳街道 enters them.

Keywords change a field or drop it (None).
"""

from __future__ import annotations

from typing import Any

COMMITTEE_CODE = "310118001003"
CLERK, LEAD, RECTIFIER, RECHECKER = "王芳", "陈建国", "张伟明", "李秀英"
COMMITTEE = {
    "code": COMMITTEE_CODE,
    "name": "章浜社区居委会",
    "street_name": "夏阳街道",
    "district_name": "青浦区",
    "phone": "021-59720000",
}
MINORITY_NAME = "阿卜杜热合曼·买买提依明·吐尔逊江"
RARE_NAME = "䶮㐂𠮷"

Typed = dict[str, Any]


def _merged(values: Typed, changes: Typed) -> Typed:
    return {name: value for name, value in (values | changes).items() if value is not None}


def premises(**changes: Any) -> Typed:
    """A small restaurant on the street front."""
    values = {
        "name": "老张面馆",
        "type": "小餐饮",
        "address": "夏阳大道88号",
        "grid": "第三网格",
        "main_person": RECTIFIER,
        "phone": "139 1688 0001",
        "employees": "约6人",
        "usc": "91330100799655058B",
        "flags": "九小场所、瓶装液化气",
        "area_m2": "120㎡",
        "gas_use": "瓶装液化气",
        "gas_cylinders": "2只",
        "smoke_alarm": "√",
    }
    return _merged(values, changes)


def risk(**changes: Any) -> Typed:
    """A risk point graded by LS: R = 3 × 4 = 12, yellow."""
    values = {
        "risk_point": "佳乐苑地下车库充电区",
        "location": "佳乐苑北区地下车库",
        "category": "电动自行车",
        "description": "电动自行车集中充电，线路过载时可能起火并产生浓烟",
        "accident_types": "火灾、触电",
        "method": "ls",
        "likelihood": "3",
        "severity": "4",
        "control_level": "村居",
        "responsible_unit": "佳乐苑物业服务中心",
        "responsible_person": RECTIFIER,
        "phone": "021-59720011",
        "assessed_on": "2026-11-02",
        "assessors": "王芳、陈建国",
        "measures": [
            {"kind": "人防", "text": "物业每日两次巡查并登记", "owner": RECTIFIER},
            {
                "kind": "技防",
                "text": "安装独立式烟感和过载断电装置",
                "owner": LEAD,
                "due": "2026-12-15",
                "cost": "3500元",
            },
        ],
    }
    return _merged(values, changes)


def hazard(**changes: Any) -> Typed:
    """A general hazard found on patrol, without a plan for its rectification yet."""
    values = {
        "found_on": "2026年11月3日",
        "source": "村居巡查",
        "location": "城中东路312弄5号楼二楼楼梯间",
        "category": "消防",
        "description": "二楼疏散通道堆放纸箱、泡沫等可燃物，安全出口上锁",
        "level": "一般",
        "found_by": CLERK,
        "basis": "消防法第二十八条",
    }
    return _merged(values, changes)


def planned_hazard(**changes: Any) -> Typed:
    """A hazard with measures, responsible unit and person, and a deadline; a major one with all five commitments."""
    is_general = changes.get("level", "一般") in ("一般", "general")
    return hazard(**((plan() if is_general else major_plan()) | changes))


def suspected_major(**changes: Any) -> Typed:
    """A suspected major hazard as it is reported at once: nothing but its description."""
    return _merged({"level": "疑似重大", "description": "地下室使用瓶装液化气，与住人房间相通"}, changes)


def plan(**changes: Any) -> Typed:
    """What the step `assign` asks for."""
    values = {
        "measures": "清理可燃物，开启安全出口，落实专人每日巡查",
        "rect_unit": "佳乐苑物业服务中心",
        "rect_person": RECTIFIER,
        "deadline": "2026-11-18",
    }
    return _merged(values, changes)


def major_plan(**changes: Any) -> Typed:
    """What the step `assign` asks for when the hazard is (suspected) major: the five commitments."""
    values = {
        "starts_on": "2026-11-05",
        "funds": "2.6",
        "funds_source": "责任单位自筹",
        "emergency_plan": "出现险情立即停用并撤离人员，电话报告街道城建中心",
    }
    return plan(**(values | changes))


def notification(**changes: Any) -> Typed:
    """What the step `notify` asks for."""
    return _merged(
        {"notified_on": "2026-11-04", "notified_to": RECTIFIER, "notify_mode": "当面告知"}, changes
    )


def escalation(**changes: Any) -> Typed:
    """What the step `escalate` asks for."""
    values = {
        "escalated_on": "2026-11-23",
        "escalated_to": "夏阳街道城建中心",
        "escalate_note": "电话报告，值班员接报",
    }
    return _merged(values, changes)


def judgement(**changes: Any) -> Typed:
    """What the step `judge` asks for: the department says that it is not major."""
    values = {
        "judge_result": "不属于重大隐患",
        "judge_unit": "夏阳街道城建中心",
        "judge_on": "2026-11-23",
        "judge_doc": "青夏城建函〔2026〕5号",
    }
    return _merged(values, changes)


def extension(**changes: Any) -> Typed:
    """What the step `extend` asks for."""
    values = {
        "new_deadline": "2026-12-10",
        "extension_on": "2026-11-17",
        "extension_reason": "定制防火门到货延迟",
        "extension_approved_by": LEAD,
    }
    return _merged(values, changes)


def voiding(**changes: Any) -> Typed:
    """What the step `void` asks for."""
    return _merged({"void_reason": "与前一条重复登记", "void_on": "2026-11-20", "void_by": LEAD}, changes)


def reopening(**changes: Any) -> Typed:
    """What the step `reopen` asks for."""
    values = {
        "reopened_on": "2026-11-20",
        "reopen_reason": "回头看发现通道又被占用",
        "reopened_by": LEAD,
        "new_deadline": "2026-12-01",
    }
    return _merged(values, changes)


def rectification(**changes: Any) -> Typed:
    """What the step `rectify` asks for."""
    return _merged({"rectified_on": "2026-11-10", "rect_note": "纸箱已清运，安全出口已开启"}, changes)


def passed_recheck(**changes: Any) -> Typed:
    """What the step `recheck` asks for when all is well."""
    return _merged({"recheck_on": "2026-11-12", "recheck_by": RECHECKER, "recheck_result": "合格"}, changes)


def failed_recheck(**changes: Any) -> Typed:
    """What the step `recheck` asks for when it is not."""
    values = {
        "recheck_on": "2026-11-12",
        "recheck_by": RECHECKER,
        "recheck_result": "不合格",
        "recheck_note": "通道仍有堆物",
        "new_deadline": "2026-11-25",
    }
    return _merged(values, changes)


def department_signoff(scan: list[Typed], **changes: Any) -> Typed:
    """What the step `sign_off` asks for; `scan` holds the attachments of the department's document."""
    values = {
        "dept_signoff_unit": "夏阳街道城建中心",
        "dept_signoff_doc_no": "青夏城建〔2026〕17号",
        "dept_signoff_person": "赵志刚",
        "dept_signoff_date": "2026-11-14",
        "dept_signoff_scan": scan,
    }
    return _merged(values, changes)


def close_out(**changes: Any) -> Typed:
    """What the step `close_out` asks for."""
    return _merged({"closed_on": "2026-11-15", "closed_by": LEAD}, changes)


def fix_on_spot(before: list[Typed], after: list[Typed], **changes: Any) -> Typed:
    """What the step `fix_on_spot` asks for, with the photos before and after."""
    values = {
        "photo_before": before,
        "photo_after": after,
        "rectified_on": "2026-11-03",
        "rect_note": "当场清理完毕",
        "rect_unit": "老张面馆",
        "rect_person": RECTIFIER,
        "closed_by": LEAD,
    }
    return _merged(values, changes)


def drill(**changes: Any) -> Typed:
    """An evacuation drill with its course, headcount by group and what was found."""
    values = {
        "topic": "章浜社区冬季高层住宅火灾疏散逃生演练",
        "date": "2026-11-09",
        "starts_at": "2026-11-09 14:00",
        "ends_at": "2026年11月9日下午3点10分",
        "place": "城中东路312弄5号楼",
        "organiser": "章浜社区居委会",
        "scenario": "高层疏散",
        "form": "实战",
        "content": "综合",
        "purpose": "检验性",
        "commander": LEAD,
        "plan_ref": "《章浜社区火灾事故应急预案》（2026年修订）",
        "recorder": CLERK,
        "process": "14:00宣布演练开始，模拟9层起火。\n14:06全部人员到达集合点。",
        "steps": [
            {
                "at": "14:00",
                "event": "9层住户起火，烟感报警",
                "action": "消控室核实并启动广播",
                "role": "物业消控室",
            },
            {
                "at": "14:06",
                "event": "人员到达集合点",
                "action": "清点人数，上报总指挥",
                "role": "疏散引导组",
            },
        ],
        "participant_groups": [{"group": "居民", "count": "86人"}, {"group": "志愿者", "count": "14"}],
        "should_attend": "120",
        "evacuation_seconds": "352秒",
        "assembly_point": "小区中心广场",
        "issues": [{"text": "7层常闭式防火门闭门器损坏", "owner": RECTIFIER, "due": "2026-11-20"}],
    }
    return _merged(values, changes)


def attachment(index: int, caption: str = "") -> Typed:
    """A reference to a photo as a record holds it; its file need not exist."""
    return {
        "sha256": f"{index:064x}",
        "name": f"IMG_{index:04d}.jpg",
        "caption": caption,
        "taken_at": "2026-11-09T14:05:00",
    }


def assessment_campaign(**changes: Any) -> Typed:
    """The round of 辨识评估 that the plan asks for in 2024–2025."""
    values = {
        "title": "2024—2025年安全风险辨识评估",
        "started_on": "2024-09-02",
        "due_on": "2025-12-31",
        "team": "陈建国、王芳、外聘专家",
        "method": "ls",
    }
    return _merged(values, changes)


def checklist(**changes: Any) -> Typed:
    """A short checklist for small restaurants."""
    values = {
        "name": "小餐饮用气检查表",
        "premises_types": "小餐饮",
        "items": [
            {"item": "燃气报警器通电并与切断阀联动", "category": "GAS"},
            {"item": "出口疏散门未锁、向外可开", "category": "FIRE"},
        ],
    }
    return _merged(values, changes)


def inspection(premises: str = "", **changes: Any) -> Typed:
    """A round in a restaurant: one item passed, one failed."""
    values = {
        "premises": premises,
        "subject": "节前燃气安全检查",
        "kind": "节前检查",
        "date": "2026-11-05",
        "led_by": LEAD,
        "inspectors": "陈建国、王芳",
        "items": [
            {
                "item": "燃气报警器通电并与切断阀联动",
                "result": "不合格",
                "note": "报警器未通电",
                "category": "GAS",
            },
            {"item": "出口疏散门未锁、向外可开", "result": "合格"},
        ],
    }
    return _merged(values, changes)


def supervision_order(hazard: str = "", **changes: Any) -> Typed:
    """An order of the street office on a hazard."""
    values = {
        "hazard": hazard,
        "action": "督办（挂牌）",
        "issuer": "夏阳街道安全生产委员会办公室",
        "doc_no": "青夏安委办督〔2026〕3号",
        "issued_on": "2026-11-06",
        "to_unit": "老张面馆",
        "to_person": RECTIFIER,
        "requirement": "11月20日前完成整改并报送整改情况",
        "deadline": "2026-11-20",
    }
    return _merged(values, changes)


def notice(hazard: str = "", **changes: Any) -> Typed:
    """A reminder to the unit in charge."""
    values = {
        "kind": "隐患告知（提醒）单",
        "hazard": hazard,
        "subject": "二楼疏散通道堆放杂物",
        "issued_on": "2026-11-05",
        "to_unit": "老张面馆",
        "body": "我居委会在检查中发现上述安全隐患，现予告知，请及时整改。",
        "issued_by": CLERK,
    }
    return _merged(values, changes)


def drill_plan(premises: str | None = None, **changes: Any) -> Typed:
    """A planned evacuation drill."""
    values = {
        "topic": "佳乐苑高层住宅疏散演练",
        "planned_on": "2026-11-09",
        "premises": premises,
        "scenario": "高层疏散",
        "form": "实战",
        "headcount": "60",
        "organiser": "章浜社区居委会",
    }
    return _merged(values, changes)


def document(**changes: Any) -> Typed:
    """The street's own plan, received."""
    values = {
        "title": "夏阳街道安全生产治本攻坚三年行动方案（2024—2026年）",
        "kind": "收文",
        "doc_no": "青夏街〔2024〕13号",
        "dated": "2024-04-07",
        "issuer": "夏阳街道办事处",
        "clause": "ORG-1",
    }
    return _merged(values, changes)


def training(premises: str | None = None, **changes: Any) -> Typed:
    """A session for the heads of premises that took place."""
    values = {
        "title": "2026年沿街商铺主要负责人安全培训",
        "kind": "主要负责人",
        "date": "2026-09-18",
        "hours": "4",
        "place": "章浜社区活动室",
        "organiser": "章浜社区居委会",
        "trainer": "周建平",
        "audience": "主要负责人",
        "content": "安全生产法主要负责人七项职责；重大事故隐患判定标准；用电用气安全",
        "assessment": "笔试",
        "headcount": "24",
        "passed": "23",
        "covered": [{"premises": premises, "presence": "主要负责人到场", "person": RECTIFIER}]
        if premises
        else None,
    }
    return _merged(values, changes)


def planned_training(**changes: Any) -> Typed:
    """A session that is still to come."""
    nothing_yet = {"headcount": None, "passed": None, "assessment": None, "date": "2026-12-10"}
    return training(**(nothing_yet | changes))


def publicity(**changes: Any) -> Typed:
    """The stall of the safety month."""
    values = {
        "title": "安全生产月咨询活动",
        "kind": "居民宣教",
        "occasion": "咨询日",
        "date": "2026-06-16",
        "place": "宜达广场",
        "organiser": "章浜社区居委会",
        "content": "发放燃气安全手册，现场答疑",
        "headcount": "约180人",
        "leaflets": "300",
        "entries": "进社区、进家庭",
    }
    return _merged(values, changes)


def special_work_certificate(premises: str | None = None, **changes: Any) -> Typed:
    """An electrician's certificate; its number holds a made-up identity number."""
    values = {
        "person": RECTIFIER,
        "premises": premises,
        "post": "物业电工",
        "category": "电工作业",
        "item": "低压电工作业",
        "number": "T310118198001011236",
        "issued_by": "上海市应急管理局",
        "valid_from": "2024-05-20",
    }
    return _merged(values, changes)


def accident(premises: str | None = None, **changes: Any) -> Typed:
    """A fall from height at work, reported within the hour."""
    values = {
        "title": "夏阳大道88号店招安装高处坠落",
        "happened_at": "2026-08-12 10:20",
        "known_at": "2026-08-12 10:35",
        "place": "夏阳大道88号门前",
        "premises": premises,
        "category": "工矿商贸",
        "is_production": "是",
        "type_2025": "高处坠落",
        "serious": "1",
        "loss": "8.5",
        "summary": "安装店招时梯子倾倒，作业人员从约3米处坠落。",
        "measures": "送医救治，停止作业，围挡现场。",
        "reported_at": "2026-08-12 11:05",
        "reported_to": "夏阳街道城运中心",
        "reported_by": CLERK,
    }
    return _merged(values, changes)


def programme(**changes: Any) -> Typed:
    """A small plan of two clauses: an evacuation drill each half-year, and a return each month."""
    clause = {"action": "主要任务", "says": "方案原文摘要", "asks": "村居要做的事"}
    values = {
        "key": "test-2027",
        "name": "夏阳街道安全生产后续行动方案（2027—2028年）",
        "doc_no": "青夏街〔2027〕2号",
        "from_on": "2027-01-01",
        "until_on": "2028-12-31",
        "clauses": [
            {"key": "N1", "label": "任务1 演练", "title": "疏散演练", **clause},
            {"key": "N2", "label": "任务2 月报", "title": "每月报送", **clause},
        ],
        "targets": [{"clause": "N1", "year": 2027, "due": "2027-12-31", "text": "演练全覆盖"}],
        "proofs": [{"clause": "N1", "ledger": "drill", "word": "演练", "where": ""}],
        "tasks": [
            {
                "clause": "N1",
                "key": "N1-1",
                "title": "组织疏散演练",
                "recurrence": "每半年",
                "owner": "safety_lead",
            },
            {
                "clause": "N2",
                "key": "N2-1",
                "title": "报送月报",
                "recurrence": "每月",
                "due": "26",
                "owner": "clerk",
            },
        ],
    }
    return _merged(values, changes)


def task(programme: str | None = None, **changes: Any) -> Typed:
    """An item of the task list, due at the end of the month."""
    values = {
        "title": "打通佳乐苑消防车通道",
        "programme": programme,
        "clause": "T18",
        "clause_title": "任务18 工程治理",
        "year": "2026",
        "target": "通道全部打通",
        "owner": LEAD,
        "start": "2026-11-01",
        "due": "2026-11-30",
    }
    return _merged(values, changes)


def period_review(**changes: Any) -> Typed:
    """The supervision of the fourth quarter."""
    values = {
        "kind": "季度专项督导",
        "year": "2026",
        "ordinal": "4",
        "date": "2026-11-20",
        "led_by": LEAD,
        "participants": "王芳、张伟明",
    }
    return _merged(values, changes)


def tip(**changes: Any) -> Typed:
    """A tip about a restaurant, without a word of who gave it."""
    values = {
        "received_at": "2026-11-20 15:20",
        "channel": "来电",
        "target": "城中东路88号一层面馆后厨",
        "content": "后厨两只液化气钢瓶放在灶台边，软管老化，没有报警器",
        "handler": CLERK,
    }
    return _merged(values, changes)


def tip_steps() -> list[tuple[str, Typed]]:
    """The steps of a confirmed tip up to its hazard."""
    return [
        ("screen", {"screened_on": "2026-11-20", "screened_by": LEAD, "screening": "受理核实"}),
        ("verify", {"verified_on": "2026-11-21", "verified_by": RECHECKER, "verify_result": "属实"}),
    ]


def monthly_return(**changes: Any) -> Typed:
    """The return of November 2026; text and figures are the program's."""
    return _merged({"month": "2026-11", "filled_by": CLERK, "phone": "021-59720000"}, changes)


def own_code(**changes: Any) -> Typed:
    """A label for premises that the street adds at all its committees."""
    values = {
        "list": "场所标签",
        "word": "密室逃脱、剧本娱乐",
        "code": "escape_room",
        "source": "青夏街安〔2026〕9号",
    }
    return _merged(values, changes)


def criterion(**changes: Any) -> Typed:
    """A point that the street passes on."""
    values = {
        "title": "电动自行车停放充电场所消防安全要点",
        "doc_no": "青夏街安〔2026〕11号",
        "in_force": "2026-11-01",
        "clause": "第3条",
        "kind": "法规依据",
        "text": "架空层集中充电的，与住宅之间要有防火分隔并能断电",
        "categories": "EBIKE",
        "words": "飞线 换电柜",
    }
    return _merged(values, changes)
