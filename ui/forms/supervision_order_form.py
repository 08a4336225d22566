"""The form of a supervision order: which hazard, who orders what from whom, and until when."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group

SUPERVISION_ORDER_FORM = Arrangement(
    groups=(
        Group("督办哪条隐患", (("hazard",), ("action", "is_requested"))),
        Group(
            "谁下达、对谁",
            (
                ("issuer", "doc_no"),
                ("issued_on", "deadline"),
                ("to_unit", "to_person"),
                ("requirement",),
                ("scan",),
            ),
            more=(("note",),),
        ),
    ),
    kept=("issuer", "issued_on", "deadline"),
)
