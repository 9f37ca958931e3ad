"""In private it is known that something was shown, and nothing by which it could be fetched."""

import pytest

from tests.unit.adapters.telegram.payloads import message_with
from tests.unit.adapters.telegram.test_translate_people import PRIVATE, only_command


@pytest.mark.parametrize(
    ("fields", "showed"),
    [
        ({"text": "hello"}, False),
        ({"text": "/help"}, False),
        # An emoji in the words is no picture, and what they answer is not theirs.
        ({"text": "x", "entities": [{"type": "custom_emoji", "custom_emoji_id": "5"}]}, False),
        (
            {
                "reply_to_message": {
                    "message_id": 1,
                    "chat": PRIVATE,
                    "date": 1,
                    "sticker": {"file_id": "f1"},
                }
            },
            False,
        ),
        ({"sticker": {"file_id": "f1"}, "text": None}, True),
        ({"video": {"file_id": "f1"}, "caption": "/help", "text": None}, True),
        ({"of_tomorrow": [{"inside": {"file_unique_id": "f1"}}]}, True),
        ({"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}}, True),
    ],
)
def test_in_private_it_is_known_that_something_was_shown_and_not_what(
    fields: dict[str, object], showed: bool
) -> None:
    event = only_command(message_with(chat=PRIVATE, **fields))
    assert event.showed is showed
    # Nothing in the event names a file, so nothing behind it could fetch one.
    assert "f1" not in repr(event)
