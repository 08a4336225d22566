"""The form of premises: what and where, who answers for it, licences, building and fittings."""

from __future__ import annotations

from db.spec.premises import usc_doubt
from db.spec.text import plain_digits
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor
from ui.forms.form import Form

_DOUBTS = {
    "usc_length": "统一社会信用代码应有 18 位，现在是 {length} 位。可以先保存，以后核对。",
    "usc_letters": "统一社会信用代码里不会有字母 I、O、S、V、Z 和符号，请看看是不是数字 1、0。可以先保存。",
    "usc_check_digit": "最后一位校验码对不上，可能抄错了一位；少数早期的真代码也会这样。可以先保存。",
}


def _behave(form: Form) -> None:
    code = form.editor("usc")

    def look_at_code(field: str) -> None:
        if field in ("", "usc"):
            typed = plain_digits(str(code.value() or "")).upper().replace(" ", "")
            doubt = usc_doubt(typed) if typed else None
            code.show_warning(_DOUBTS[doubt].format(length=len(typed)) if doubt else None)

    form.edited.connect(look_at_code)


PREMISES_FORM = Arrangement(
    groups=(
        Group("基本情况", (("name", "type"), ("address", "grid")), more=(("short_name",),)),
        Group(
            "人员",
            (("main_person", "phone"), ("employees",)),
            more=(("actual_controller", "legal_rep"), ("safety_officer", "dorm_people")),
        ),
        Group(
            "证照与分类",
            (("usc", "usc_status"), ("campaign_group",), ("flags",)),
            more=(("industry",), ("licences",), ("drill_rule", "self_check_rule"), ("rule_reason",)),
        ),
        Group(
            "建筑与设施",
            (("area_m2", "people_live_in"), ("floors", "floor_no"), ("gas_use",)),
            more=(
                ("gas_cylinders", "gas_alarm"), ("extinguishers", "smoke_alarm"), ("exits", "landlord"),
                ("lift_next_inspection_on", "opened_on"),
            ),
        ),
        Group("其他", (("note",), ("photos",))),
    ),
    kept=("grid", "type"),
    editors={"name": LineEditor, "usc": LineEditor, "short_name": LineEditor},
    behave=_behave,
)  # fmt: skip
