"""The form of premises: what and where, who answers for it, licences, building and fittings. It says at once when a
credit code looks wrong and when the premises may be there already; neither blocks."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from db.spec.premises import plain_usc, usc_doubt, usc_suggestion
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor
from ui.forms.editors.credit_code import CodeNoteEditor
from ui.forms.editors.twins import TwinsEditor
from ui.forms.form import Form, Hold

LOOK_MS = 200  # after the last key
_COMPARED = ("", "name", "short_name", "address", "phone", "usc", "distinct_from")
_DOUBTS = {
    "usc_length": "统一社会信用代码应有 18 位，现在是 {length} 位。可以先保存，以后核对。",
    "usc_letters": "统一社会信用代码里不会有字母 I、O、S、V、Z 和符号，请看看是不是数字 1、0。可以先保存。",
    "usc_check_digit": "最后一位校验码对不上，可能抄错了一位；少数早期的真代码也会这样。可以先保存。",
}


def _behave(form: Form) -> None:
    _watch_code(form)
    _watch_twins(form)


def _watch_code(form: Form) -> None:
    code, note, status = form.editor("usc"), form.editor("usc_note"), form.editor("usc_status")
    assert isinstance(note, CodeNoteEditor)
    note.correction_wanted.connect(lambda meant: _correct(form, meant))

    def look(field: str) -> None:
        if field not in ("", "usc", "usc_note"):
            return
        typed = plain_usc(str(code.value() or ""))
        doubt = usc_doubt(typed) if typed else None
        if field == "usc" and note.value() and typed != confirmed[0]:
            note.set_value(None)  # what was said is said of another code
        confirmed[0] = typed if note.value() else ""
        if field == "usc" and status.value() in (None, "held", "to_verify"):
            status.set_value(("to_verify" if doubt else "held") if typed else None)
        note.offer(usc_suggestion(typed) if doubt else None)
        is_asked = doubt and not note.value()
        code.show_warning(_DOUBTS[doubt].format(length=len(typed)) if doubt and is_asked else None)
        for widget in (form.label("usc_note"), note):
            widget.setVisible(bool(doubt))

    confirmed = [""]
    form.edited.connect(look)
    look("")


def _correct(form: Form, meant: str) -> None:
    code = form.editor("usc")
    code.set_value(meant)
    code.changed.emit()
    code.input_widget().setFocus()


def _watch_twins(form: Form) -> None:
    panel = form.editor("distinct_from")
    assert isinstance(panel, TwinsEditor)
    form.label("distinct_from").name_label().setText("可能重复")
    timer = QTimer(panel)
    timer.setSingleShot(True)
    timer.setInterval(LOOK_MS)

    def show() -> None:
        for widget in (form.label("distinct_from"), panel):
            widget.setVisible(panel.is_wanted())

    def look() -> None:
        timer.stop()
        panel.look(form.values(), form.record_id)
        show()

    def hold() -> Hold | None:
        look()
        likely = panel.likely() if form.record_id is None else []
        if not likely:
            return None
        names = "、".join(f"{each.no} {each.name}" for each in likely)
        words = f"很可能已经登记过：{names}。请先打开看一眼；确实不是同一家也可以保存，程序会记下。"
        return Hold(words, "不是同一家，保存", lambda: panel.tell_apart(likely))

    def follow(name: str) -> None:
        if name in _COMPARED:
            show()
            timer.start()

    timer.timeout.connect(look)
    form.edited.connect(follow)
    form.hold = hold
    show()


PREMISES_FORM = Arrangement(
    groups=(
        Group(
            "基本情况",
            (("name", "type"), ("address", "grid"), ("distinct_from",)),
            more=(("short_name",), ("latitude", "longitude")),
        ),
        Group(
            "人员",
            (("main_person", "phone"), ("employees",)),
            more=(("actual_controller", "legal_rep"), ("safety_officer", "dorm_people")),
        ),
        Group(
            "证照与分类",
            (("usc", "usc_status"), ("usc_note",), ("campaign_group",), ("flags",)),
            more=(
                ("industry",), ("licences",), ("standardisation_level", "standardisation_expires_on"),
                ("drill_rule", "self_check_rule"), ("rule_reason",),
            ),
        ),
        Group(
            "房东与承租人",
            (("landlord", "landlord_phone"),),
            more=(("landlord_premises",), ("lessees",)),
        ),
        Group(
            "建筑与设施",
            (("area_m2", "people_live_in"), ("floors", "floor_no"), ("gas_use",)),
            more=(
                ("gas_supplier", "gas_cylinders"), ("gas_alarm", "gas_shutoff"), ("extinguishers", "exits"),
                ("smoke_alarm", "fire_alarm"), ("sprinkler", "is_monitored"), ("opened_on",),
            ),
        ),
        Group(
            "电梯、充电与自建房",
            (),
            more=(
                ("lift_reg_no", "lift_maintainer"), ("lift_next_inspection_on",), ("ebike_spots", "ebike_chargers"),
                ("ebike_indoor",), ("self_built_storeys", "self_built_usage"), ("self_built_appraisal",),
            ),
        ),
        Group("其他", (("note",), ("photos",))),
    ),
    kept=("grid", "type"),
    editors={
        "name": LineEditor, "usc": LineEditor, "short_name": LineEditor, "usc_note": CodeNoteEditor,
        "distinct_from": TwinsEditor, "lift_reg_no": LineEditor,
    },
    behave=_behave,
)  # fmt: skip
