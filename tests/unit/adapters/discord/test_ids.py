"""Ids of Discord stand in the core's ids and come back out of them unchanged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import ids
from bot.domain.message import ChatRef, MessageRef
from bot.domain.raw_json import MalformedUpdate
from tests.fakes import START

IDS = st.integers(min_value=1, max_value=2**63 - 1)
NO_IDS: list[object] = [
    None,
    5,
    5.0,
    True,
    "",
    "0",
    "-5",
    "+5",
    " 5",
    "5 ",
    "5.0",
    "١٢٣",
    "²",
    [],
    {},
    "x",
]
TOO_LARGE: list[object] = [str(2**63), "9" * 20, "9" * 5000]


@pytest.mark.parametrize("value", NO_IDS + TOO_LARGE)
def test_what_can_be_no_id_is_none(value: object) -> None:
    assert ids.id_in({"id": value}, "id") == ""
    with pytest.raises(MalformedUpdate):
        ids.required_id({"id": value}, "id")


def test_an_absent_id_is_none() -> None:
    assert ids.id_in({}, "id") == ""


@given(IDS)
def test_an_id_is_taken_as_it_stands(number: int) -> None:
    assert ids.id_in({"id": str(number)}, "id") == str(number)
    assert ids.required_id({"id": str(number)}, "id") == str(number)


def test_an_id_says_when_it_was_made() -> None:
    # The example of Discord's own reference.
    assert ids.moment_of("175928847299117063") == datetime(
        2016, 4, 30, 11, 18, 25, 796000, tzinfo=UTC
    )


@given(st.datetimes(datetime(2015, 1, 1), datetime(2080, 1, 1)))  # noqa: DTZ001 - zone follows
def test_what_comes_after_the_last_id_before_a_time_is_all_that_can_be_made_at_it(
    naive: datetime,
) -> None:
    moment = naive.replace(tzinfo=UTC)
    last = ids.last_id_before(moment)
    first = ids.moment_of(last + 1)
    assert first <= moment < first + timedelta(milliseconds=1)
    # The very first one has no number beside its time.
    assert (last + 1) % 2**22 == 0 or last == 0


def test_before_discord_there_were_no_ids() -> None:
    assert ids.last_id_before(datetime(2001, 1, 1, tzinfo=UTC)) == 0
    assert ids.last_id_before(START) > 0


@given(IDS, IDS)
def test_chats_and_messages_say_of_what_they_are(one: int, other: int) -> None:
    server, room, alone = ids.server(one), ids.room(one, other), ids.private(one)
    assert (ids.guild_of(server), ids.channel_of(server), ids.person_of(server)) == (
        one,
        None,
        None,
    )
    assert (ids.guild_of(room), ids.channel_of(room), ids.person_of(room)) == (one, other, None)
    assert (ids.guild_of(alone), ids.channel_of(alone), ids.person_of(alone)) == (None, None, one)
    assert [ids.is_private(chat) for chat in (server, room, alone)] == [False, False, True]
    ref = ids.message(server, other, one)
    assert ref.chat_ref == server
    assert ref.is_message
    assert ids.place_of(ref) == (other, one)


@pytest.mark.parametrize(
    "text", ["", "5", "5/", "/5", "5/6/7", "@report:1", "x/y", "5/" + "9" * 99]
)
def test_what_names_no_message_has_no_place(text: str) -> None:
    assert ids.place_of(MessageRef("discord", "1", text)) is None


@pytest.mark.parametrize("text", ["", "@", "x", "١", "@x", "9" * 5000, "@" + "9" * 5000])
def test_what_is_no_chat_of_ours_is_none(text: str) -> None:
    chat = ChatRef("discord", text)
    assert (ids.guild_of(chat), ids.channel_of(chat), ids.person_of(chat)) == (None, None, None)
