"""No scenario is skipped by accident: what each platform lacks is written down here, by name."""

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.scene import Trait
from tests.conformance.scenes import SCENES

SHAPES_OF_TELEGRAM = {
    "animation",
    "custom_emoji",
    "external_reply",
    "forward",
    "live_still",
    "live_video",
    "poll_explanation",
    "poll_option",
    "poll_question",
    "rich_message",
    "sticker",
    "video",
    "video_cover",
    "video_note",
}
SHAPES_NOT_ON_DISCORD = {
    "external_reply",
    "live_still",
    "live_video",
    "poll_explanation",
    "poll_option",
    "poll_question",
    "video_cover",
    "video_note",
}
NOT_HERE = {
    "sandbox": {
        "test_a_bad_picture_is_removed_wherever_it_stands": SHAPES_OF_TELEGRAM,
        "test_an_innocent_picture_was_seen_and_stands_wherever_it_is": SHAPES_OF_TELEGRAM,
        "test_every_sender_is_scanned_the_chats_own_admin_too": {"linked_channel"},
        "test_nobody_commands_from_behind_another_name": {"linked_channel"},
        "test_what_cannot_be_fetched_is_told_to_the_adults_and_stands": {"paid_media", "story"},
        "test_a_strict_chat_has_what_cannot_be_fetched_removed": {"paid_media", "story"},
        "test_one_bad_picture_takes_its_whole_album_along": {"album"},
        "test_an_innocent_album_stands": {"album"},
        "test_a_reaction_with_a_bad_picture_is_told_to_the_adults": {"reaction"},
        "test_a_chat_that_moves_keeps_its_policy_and_its_adults": {"migration"},
        "test_a_chat_that_moves_while_the_bot_is_away_is_followed": {"migration"},
        "test_a_forwarded_command_is_nobodys_command": {"forwarded_command"},
        "test_the_adults_hear_when_somebody_else_takes_the_bots_updates_away": {"second_receiver"},
        "test_whoever_never_wrote_to_the_bot_learns_why_by_opening_its_private_chat": {
            "private_needs_a_start"
        },
    },
    "telegram": {},
    "discord": {
        "test_a_bad_picture_is_removed_wherever_it_stands": SHAPES_NOT_ON_DISCORD,
        "test_an_innocent_picture_was_seen_and_stands_wherever_it_is": SHAPES_NOT_ON_DISCORD,
        "test_every_sender_is_scanned_the_chats_own_admin_too": {"anonymous_admin"},
        "test_an_anonymous_admins_command_waits_for_an_admins_press": {"anonymous_admin"},
        "test_what_cannot_be_fetched_is_told_to_the_adults_and_stands": {"paid_media", "story"},
        "test_a_strict_chat_has_what_cannot_be_fetched_removed": {"paid_media", "story"},
        "test_one_bad_picture_takes_its_whole_album_along": {"album"},
        "test_an_innocent_album_stands": {"album"},
        "test_a_chat_that_moves_keeps_its_policy_and_its_adults": {"migration"},
        "test_a_chat_that_moves_while_the_bot_is_away_is_followed": {"migration"},
        "test_a_forwarded_command_is_nobodys_command": {"forwarded_command"},
        "test_words_that_are_edited_into_a_command_are_none": {"edited_command"},
        "test_the_adults_hear_when_somebody_else_takes_the_bots_updates_away": {"second_receiver"},
        "test_whoever_never_wrote_to_the_bot_learns_why_by_opening_its_private_chat": {
            "private_needs_a_start"
        },
        "test_a_message_that_is_too_old_to_be_deleted_calls_a_person": {"delete_age"},
        "test_a_pause_of_pictures_is_told_to_the_class_and_ends_with_a_click": {"media_lock"},
    },
}


def scenarios() -> Iterator[tuple[str, set[Trait]]]:
    """Yield every scenario of this folder with all that it may need."""
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.conformance.{file.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and "scene" in inspect.signature(function).parameters:
                yield name, set(_needs(getattr(function, "pytestmark", [])))


def _needs(marks: list[pytest.Mark]) -> Iterator[Trait]:
    for mark in marks:
        given = mark.args[1] if mark.name == "parametrize" else mark.args
        values = [value for one in given for value in (one if isinstance(one, tuple) else (one,))]
        yield from (value for value in values if isinstance(value, Trait))


@pytest.mark.parametrize("platform", SCENES)
def test_exactly_what_is_written_down_is_skipped(platform: str) -> None:
    has, _ = SCENES[platform]
    found = dict(scenarios())
    assert len(found) > 40
    missing = {name: {str(one) for one in needs - has} for name, needs in found.items()}
    assert {name: lacks for name, lacks in missing.items() if lacks} == NOT_HERE[platform]
