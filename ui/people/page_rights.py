"""What of the window is closed to a role: pages that it may not see, commands that it may not use, and who may. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop.office import Office
from desktop.people.permissions import Right
from ui.navigation import PageEntry
from ui.widgets.message_bar import MessageBar
from ui.widgets.navigation_list import NavigationList

_PAGES = {"tip": Right.SEE_TIPS}
_COMMANDS = {
    **dict.fromkeys(
        ("new", "new_fixed", "open", "copy", "bulk_change", "delete", "import_table", "paste_rows"), Right.EDIT
    ),
    **dict.fromkeys(("export_table", "fill_form"), Right.EXPORT),
}  # fmt: skip


def refuse_page(office: Office, key: str, bar: MessageBar) -> bool:
    """Whether a page is closed to the one at the desk, which is told."""
    denied = office.why_not(_PAGES[key]) if key in _PAGES else None
    if denied:
        bar.tell_fault(denied)
    return denied is not None


def close_pages(
    office: Office, entries: Sequence[PageEntry], navigation: NavigationList, menus: Sequence[QMenu]
) -> None:
    """Let the pages rest that are closed to the one at the desk, with the reason in their tooltips."""
    for place, entry in enumerate(entries):
        if reason := denied_words(office, _PAGES.get(entry.key)):
            item = navigation.item(place)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(reason)
            action = next(each for menu in menus for each in menu.actions() if each.text() == entry.label)
            action.setEnabled(False)
            action.setToolTip(reason)


def denied_commands(office: Office) -> dict[str, str]:
    """The commands of a list that the one at the desk may not use, each with the sentence that says who may."""
    reasons = {right: denied_words(office, right) for right in set(_COMMANDS.values())}
    return {name: reasons[right] for name, right in _COMMANDS.items() if reasons[right]}


def denied_words(office: Office, right: Right | None) -> str:
    """The sentence that says who may, where the one at the desk may not; "" where they may."""
    denied = office.why_not(right) if right else None
    if denied is None:
        return ""
    from desktop.messages import sentence

    return sentence(denied)
