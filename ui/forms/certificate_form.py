"""The form of a special-work certificate: whose it is, what it allows, until when. A number that is there already asks
first; it does not block, because one person's certificates bear one number."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor
from ui.forms.editors.masked import MaskedEditor
from ui.forms.form import Form, Hold


def _behave(form: Form) -> None:
    passed: set[str] = set()

    def hold() -> Hold | None:
        from desktop.certificates import same_number_words

        typed = str(form.value("number") or "")
        known = same_number_words(form.desk.office, typed, form.record_id)
        if not known or typed in passed:
            return None
        words = f"这个证号已经登记过：{known}。同一个人的几类证书证号相同；确实是另一张证书也可以保存。"
        return Hold(words, "是另一张证书，保存", lambda: passed.add(typed))

    form.hold = hold


CERTIFICATE_FORM = Arrangement(
    groups=(
        Group("持证人", (("person", "phone"), ("premises",), ("post",))),
        Group(
            "证书",
            (
                ("category", "item"), ("number", "issued_by"), ("first_issued", "valid_from"),
                ("valid_until", "review_due"), ("scan",),
            ),
            more=(("note",),),
        ),
    ),
    kept=("premises", "issued_by", "category", "item"),
    editors={"person": LineEditor, "number": MaskedEditor},
    behave=_behave,
)  # fmt: skip
