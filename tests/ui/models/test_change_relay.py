from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.office import Office
from tests import factories
from ui.models.change_relay import Changed, ChangeRelay


def test_a_write_is_told_on_this_thread_with_what_it_touched(qtbot: QtBot, office: Office) -> None:
    relay = ChangeRelay(office)
    with qtbot.waitSignal(relay.changed) as told:
        record = office.add("premises", factories.premises())
    changed: Changed = told.args[0]
    assert "premises" in changed.tables and record["id"] in changed.ids
    relay.stop()


def test_a_write_still_on_its_way_is_not_told_after_the_end(qtbot: QtBot, office: Office) -> None:
    relay, heard = ChangeRelay(office), []
    relay.changed.connect(heard.append)
    office.add("premises", factories.premises())
    relay.stop()
    other = ChangeRelay(office)
    with qtbot.waitSignal(other.changed):
        office.add("premises", factories.premises(name="新华五金店"))
    other.stop()
    assert heard == []
