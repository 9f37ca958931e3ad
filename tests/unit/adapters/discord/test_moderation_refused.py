"""What is gone or refused is known without asking, and somebody who was faster is no failure."""

import asyncio

import pytest

from adapters.discord import moderation as module
from adapters.discord.ids import message, server
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.message import MessageRef, place
from tests.discord.client import until
from tests.discord.faults import Kind
from tests.unit.adapters.discord.live import ONE, Live

OK, GONE = ActionOutcome.OK, ActionOutcome.GONE
FORBIDDEN = ActionResult(ActionOutcome.FORBIDDEN, fix="fix-discord-delete")


async def test_what_discord_said_is_gone_is_not_asked_for_again(live: Live) -> None:
    post = live.post()
    live.world.delete(post, live.group.ana)
    await until(lambda: post.id in live.adapter._deletions._deleted)
    assert await live.take_down(post) == [GONE]
    assert await live.adapter.is_visible(live.ref(post)) is False
    assert live.fake.log == []


async def test_what_is_gone_is_gone_also_where_the_bot_may_not_delete(live: Live) -> None:
    """Nobody is told to put a right right for a message that does not stand any more."""
    post = live.post()
    live.world.delete(post, live.group.ana)
    await live.without("manage_messages")
    assert await live.take_down(post) == [GONE]
    assert live.fake.log == []


async def test_somebody_who_was_faster_is_no_failure(live: Live) -> None:
    first, taken = live.post(), live.post()
    running = await live.under_way(first)
    going = asyncio.create_task(live.adapter.take_down(live.ref(taken)))
    live.world.delete(taken, live.group.ana)
    await until(lambda: taken.id in live.adapter._deletions._deleted)
    live.fake.faults.heal()
    await running
    assert (await going).outcome is GONE
    assert live.fake.calls("DELETE", f"/channels/*/messages/{taken.id}") == []


async def test_a_removal_whose_own_answer_was_lost_is_not_said_to_be_somebody_elses(
    live: Live,
) -> None:
    """aiohttp sends a DELETE once more by itself if the connection was cut."""
    assert await live.take_down(live.post()) == [OK]
    post = live.post()
    live.fake.faults.fail("DELETE", ONE, Kind.LOST)
    outcome = (await live.take_down(post))[0]
    assert outcome is not GONE
    assert not live.world.stands(post)
    live.adapter._deletions._deleted.clear()
    assert await live.take_down(post) == [GONE]


async def test_a_bulk_of_deletions_by_a_person_is_remembered_whole(live: Live) -> None:
    posts = [live.post(f"{number}") for number in range(3)]
    ids = [one.id for one in posts]
    live.world.backend.bulk_delete_messages(live.group.general.id, ids)
    await until(lambda: set(ids) <= set(live.adapter._deletions._deleted))
    assert await live.take_down(*posts) == [GONE] * 3
    assert live.fake.log == []


def test_what_is_remembered_of_deletions_has_an_end(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_KNOWN", 3)
    live.adapter._deletions.note_deleted(*range(1, 6))
    assert list(live.adapter._deletions._deleted) == [3, 4, 5]


# --- what is not even asked for


async def test_what_the_bot_may_not_do_is_refused_without_a_call(live: Live) -> None:
    post = live.post()
    await live.without("manage_messages")
    assert await live.adapter.take_down(live.ref(post)) == FORBIDDEN
    assert live.fake.log == []
    assert live.world.stands(post)


async def test_where_the_bot_is_not_any_more_nothing_is_asked_for(live: Live) -> None:
    post = live.post()
    elsewhere = message(server(live.group.guild.id + 1), post.channel_id, post.id)
    result = await live.adapter.take_down(elsewhere)
    assert result == ActionResult(ActionOutcome.FORBIDDEN, fix="fix-discord-not-here")
    assert live.fake.log == []


async def test_without_news_discord_itself_is_asked(live: Live) -> None:
    post = live.post()
    await live.cut()
    assert await live.take_down(post) == [OK]


async def test_a_channel_that_nobody_knows_is_left_to_discord(live: Live) -> None:
    unknown = message(live.chat, live.group.general.id + 1, 5)
    assert (await live.adapter.take_down(unknown)).outcome is GONE


@pytest.mark.parametrize(
    "ref",
    [
        place(server(1), "chat"),
        MessageRef("discord", "1", "12"),
        MessageRef("discord", "1", "x/y"),
        MessageRef("discord", "1", ""),
    ],
    ids=["a place", "no channel", "no numbers", "nothing"],
)
async def test_what_is_no_message_can_neither_be_removed_nor_seen(
    live: Live, ref: MessageRef
) -> None:
    assert await live.adapter.take_down(ref) == ActionResult(ActionOutcome.UNSUPPORTED)
    assert await live.adapter.is_visible(ref) is None
    assert live.fake.log == []


async def test_the_second_refusal_makes_no_call_until_rights_change(live: Live) -> None:
    post = live.post()
    live.fake.faults.fail("DELETE", ONE, Kind.REFUSE, every=True, status=403, code=50013)
    for _ in range(3):
        assert await live.adapter.take_down(live.ref(post)) == FORBIDDEN
    assert len(live.fake.calls("DELETE", ONE)) == 1
    # Another channel is another matter.
    other = live.post(channel=live.group.guild.system)
    assert await live.adapter.take_down(live.ref(other)) == FORBIDDEN
    assert len(live.fake.calls("DELETE", ONE)) == 2
    live.fake.faults.heal()
    await live.told()  # Channels came and went: who may do what where is no longer sure.
    assert await live.take_down(post) == [OK]


@pytest.mark.parametrize("status", [500, 403])
async def test_where_discord_does_not_show_a_message_nobody_knows_whether_it_stands(
    live: Live, status: int
) -> None:
    post = live.post()
    kind = Kind.REFUSE if status == 403 else Kind.RESET
    live.fake.faults.fail("GET", ONE, kind, every=True, status=status)
    assert await live.adapter.is_visible(live.ref(post)) is None
    live.fake.faults.heal()
