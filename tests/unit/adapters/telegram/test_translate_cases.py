"""Adults answer an alert with a command, which is then about its case."""

import pytest

from tests.unit.adapters.telegram.test_translate_people import CHAT, command, only_command


@pytest.mark.parametrize(
    ("writer", "meant"),
    [
        ({"is_bot": True, "username": "Some_Bot"}, "/ack C-0042"),
        # Anybody can write a number, and any bot.
        ({"is_bot": False, "username": "some_bot"}, "/ack"),
        ({"is_bot": True, "username": "other_bot"}, "/ack"),
        ({"is_bot": True}, "/ack"),
    ],
)
def test_a_command_under_an_alert_of_the_bots_own_is_about_its_case(
    writer: dict[str, object], meant: str
) -> None:
    chat = {"id": int(CHAT), "type": "supergroup", "title": "7B"}
    alert = {"message_id": 9, "chat": chat, "date": 1, "text": "Case C-0042 in 7B."}
    answered = alert | {"from": {"id": 7002, "first_name": "Bot"} | writer}
    raw = command("/ack", reply_to_message=answered)
    assert only_command(raw, "some_bot").text == meant
    assert only_command(raw).text == "/ack"
