"""The form of a special-work certificate: whose it is, what it allows, until when."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor
from ui.forms.editors.masked import MaskedEditor

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
)  # fmt: skip
