"""What a message knows of itself, and how little it knows of people."""

from dataclasses import FrozenInstanceError, fields

import pytest

from bot.domain.event import Posted
from bot.domain.message import Actor, ActorKind, ChatRef, MediaItem, MessageRef
from bot.domain.signal import Failure, OpaqueReason, Screening, failed
from bot.domain.speech import Button, Picker, Saying, Speech
from tests.unit.bot.domain.builders import NOW, REF

ANA = Actor(ActorKind.USER, "ana")


def test_a_message_is_edited_from_its_second_version_on() -> None:
    assert not Posted(REF, ANA, NOW).edited
    assert Posted(REF, ANA, NOW, revision="1").edited


def test_a_message_knows_its_chat() -> None:
    assert MessageRef("sandbox", "7b", "1").chat_ref == ChatRef("sandbox", "7b")


def test_equal_ids_of_two_platforms_are_two_messages() -> None:
    assert MessageRef("sandbox", "7b", "1") != MessageRef("other", "7b", "1")


def test_a_sender_has_an_id_and_no_name() -> None:
    assert [field.name for field in fields(Actor)] == ["kind", "id"]


def test_what_is_said_has_no_field_that_could_carry_a_picture() -> None:
    assert [field.name for field in fields(Speech)] == ["text", "buttons", "pickers", "key"]
    assert [field.name for field in fields(Button)] == ["label", "action", "private"]
    assert [field.name for field in fields(Picker)] == ["label", "action", "offers"]


def test_a_saying_starts_without_values_of_its_own() -> None:
    one, two = Saying("help-page"), Saying("help-page")
    one.values["name"] = "x"
    assert two.values == {}


def test_nothing_learnt_is_a_failure_and_not_an_empty_screening() -> None:
    nothing = failed("fetch", OpaqueReason.UNFETCHABLE)
    assert nothing == Screening((Failure("fetch", OpaqueReason.UNFETCHABLE),))


def test_facts_cannot_be_changed_after_the_fact() -> None:
    item = MediaItem("photo", "key", "handle")
    with pytest.raises(FrozenInstanceError):
        item.key = "other"  # type: ignore[misc]  # that it is refused is the point
