"""Registering a tip: the ledger gets what was told, the envelope who told, and nothing crosses over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db import tips
from db.errors import AppError, InvalidRecord
from db.integrity import find_damage
from db.spec.query import Query
from desktop import paths
from desktop.exchange.signing_key import load_key
from desktop.form_values import suggestions
from desktop.messages import sentence
from desktop.office import Office
from desktop.tips.registering import (
    attach_tip_photo,
    hazard_from_tip,
    hazard_values,
    register_tip,
    released_content,
)
from desktop.tips.reporter import Reporter, from_bytes
from desktop.tips.sealing import unseal
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.fixtures_tips import (
    TIPS_PASSPHRASE,
    TIPSTER,
    TIPSTER_NAME,
    TIPSTER_PHONE,
    files_naming,
    traces,
)


def confirmed_tip(office: Office, **changes: Any) -> dict[str, Any]:
    tip = register_tip(office, factories.tip(**changes), TIPSTER)
    for name, typed in factories.tip_steps():
        tip = office.act("tip", tip["id"], name, typed)
    return tip


def problems(error: InvalidRecord) -> list[tuple[str | None, str]]:
    return [(each.field, each.message_id) for each in error.problems]


def test_who_told_is_in_the_envelope_and_in_no_file(tips_office: Office, tmp_path: Path) -> None:
    tip = register_tip(tips_office, factories.tip(), TIPSTER)
    sealed = tips.sealed_identity(tips_office.store.reader(), tip["id"])
    assert sealed is not None
    key = load_key(paths.tips_key_file(tips_office.database), TIPS_PASSPHRASE)
    assert from_bytes(unseal(key, tip["id"], sealed)) == TIPSTER
    tips_office.store.flush_log()
    assert files_naming((TIPSTER_NAME, TIPSTER_PHONE, "6123 4098"), tmp_path) == []
    assert list(find_damage(tips_office.store.reader(), tips_office.attachments)) == []


def test_the_search_completion_and_history_know_nobody(tips_office: Office) -> None:
    tip = register_tip(tips_office, factories.tip(), TIPSTER)
    for word in (TIPSTER_NAME, TIPSTER_PHONE):
        assert tips_office.ids("tip", Query(search=word)) == []
    assert suggestions(tips_office, "tip", "handler") == [factories.CLERK, factories.LEAD]
    told = repr([tip, tips_office.history("tip", tip["id"])])
    assert not traces((TIPSTER_NAME, TIPSTER_PHONE), told.encode())


def test_an_anonymous_tip_looks_like_any_other(tips_office: Office) -> None:
    named = register_tip(tips_office, factories.tip(), TIPSTER)
    unnamed = register_tip(tips_office, factories.tip(), Reporter())
    connection = tips_office.store.reader()
    lengths = {len(sealed.sealed) for _, sealed in tips.sealed_identities(connection)}
    assert len(lengths) == 1
    counts = connection.execute("SELECT tip, count(*) FROM tip_mark GROUP BY tip").fetchall()
    assert dict(counts) == {named["id"]: 12, unnamed["id"]: 12}


def test_without_a_key_only_an_anonymous_tip_is_taken(office: Office, own_settings_folder: Path) -> None:
    with pytest.raises(AppError, match="tips_key_missing"):
        register_tip(office, factories.tip(), TIPSTER)
    with pytest.raises(AppError, match="tips_key_missing"):
        register_tip(office, factories.tip(), Reporter(contact=TIPSTER_PHONE))
    assert office.count("tip", Query()) == 0
    assert register_tip(office, factories.tip(), Reporter(wants_reply=True))["no"] == "JB-2026-0001"
    assert not own_settings_folder.exists()


@pytest.mark.parametrize("field", ["target", "content"])
def test_what_was_told_may_not_name_who_told(tips_office: Office, tmp_path: Path, field: str) -> None:
    typed = factories.tip(**{field: f"后厨钢瓶，{TIPSTER_NAME}，电话 137-6123-4098"}, channel=None)
    with pytest.raises(InvalidRecord) as caught:
        register_tip(tips_office, typed, TIPSTER)
    assert problems(caught.value) == [(field, "tipster_in_field"), ("channel", "required")]
    assert not traces((TIPSTER_NAME, "6123"), sentence(caught.value).encode())
    assert tips_office.count("tip", Query()) == 0
    assert files_naming((TIPSTER_NAME, "6123-4098"), tmp_path) == []


def test_captions_are_words_too(tips_office: Office) -> None:
    photos = [factories.attachment(1, f"{TIPSTER_NAME}拍摄")]
    with pytest.raises(InvalidRecord, match="invalid_record"):
        register_tip(tips_office, factories.tip(photos=photos), TIPSTER)


def test_a_nameless_named_tip_is_told_with_the_rest(tips_office: Office) -> None:
    with pytest.raises(InvalidRecord) as caught:
        register_tip(tips_office, factories.tip(target=None, received_at="昨天"), Reporter(False))
    assert {each.field for each in caught.value.problems} == {"reporter_name", "target", "received_at"}


def test_no_later_change_or_step_brings_the_name_in(tips_office: Office) -> None:
    tip = register_tip(tips_office, factories.tip(), TIPSTER)
    with pytest.raises(InvalidRecord, match="invalid_record"):
        tips_office.change("tip", tip["id"], {"content": f"据{TIPSTER_NAME}反映"})
    step = {"screened_on": "2026-11-20", "screened_by": "陈建国", "screening": "不受理"}
    with pytest.raises(InvalidRecord) as caught:
        tips_office.act("tip", tip["id"], "screen", step | {"screening_reason": f"已回{TIPSTER_PHONE}"})
    assert problems(caught.value) == [("screening_reason", "tipster_in_field")]


def test_photos_lose_their_names_and_documents_are_not_taken(tips_office: Office, tmp_path: Path) -> None:
    photo = photo_file(tmp_path / f"{TIPSTER_NAME}微信图片.jpg")
    kept = attach_tip_photo(tips_office, photo)
    assert kept["name"] == "举报照片.jpg"
    register_tip(tips_office, factories.tip(photos=[kept]), TIPSTER)
    photo.unlink()
    assert files_naming((TIPSTER_NAME,), tmp_path) == []
    with pytest.raises(AppError, match="tip_photos_only"):
        attach_tip_photo(tips_office, b"%PDF-1.7 " + TIPSTER_NAME.encode())
    missing = tmp_path / f"{TIPSTER_NAME}.jpg"
    with pytest.raises(Exception, match="file_unreadable") as caught:
        attach_tip_photo(tips_office, missing)
    assert TIPSTER_NAME not in sentence(caught.value)


def test_a_confirmed_tip_becomes_a_hazard_that_says_no_more_than_its_source(tips_office: Office) -> None:
    tip = confirmed_tip(tips_office)
    assert released_content(tips_office, tip) == tip["content"]
    typed = factories.hazard(**hazard_values(tip) | {"source": "other"})
    hazard = hazard_from_tip(tips_office, tip["id"], typed)
    assert hazard["source"] == "tip" and tip["no"] not in repr(hazard) and tip["id"] not in repr(hazard)
    assert (hazard["found_by"], hazard["found_on"]) == (factories.RECHECKER, "2026-11-21")
    assert tips_office.get("tip", tip["id"])["hazard"] == hazard["id"]
    with pytest.raises(AppError, match="tip_has_hazard"):
        hazard_from_tip(tips_office, tip["id"], typed)
    assert tips_office.count("hazard", Query()) == 1


@pytest.mark.parametrize(
    "changes", [{"description": f"{TIPSTER_NAME}反映软管老化"}, {"found_by": TIPSTER_NAME}], ids=str
)
def test_a_hazard_that_names_who_told_is_not_made(tips_office: Office, changes: dict[str, str]) -> None:
    tip = confirmed_tip(tips_office)
    with pytest.raises(InvalidRecord) as caught:
        hazard_from_tip(tips_office, tip["id"], factories.hazard(**changes))
    assert problems(caught.value) == [(next(iter(changes)), "tipster_in_field")]
    assert tips_office.count("hazard", Query()) == 0


def test_only_a_confirmed_tip_becomes_a_hazard(tips_office: Office) -> None:
    tip = register_tip(tips_office, factories.tip(), TIPSTER)
    with pytest.raises(AppError, match="tip_not_confirmed"):
        hazard_from_tip(tips_office, tip["id"], factories.hazard())
    assert tips_office.count("hazard", Query()) == 0


def test_on_another_computer_nothing_is_taken_over_unchecked(
    tips_office: Office, own_settings_folder: Path
) -> None:
    tip = confirmed_tip(tips_office)
    for each in own_settings_folder.iterdir():
        each.unlink()
    for work in (
        lambda: released_content(tips_office, tip),
        lambda: hazard_from_tip(tips_office, tip["id"], factories.hazard()),
    ):
        with pytest.raises(AppError, match="tips_not_comparable"):
            work()
