"""An address that has ended is renewed once, from the message that shows the file."""

from dataclasses import replace

import pytest

from bot.domain.errors import MediaUnavailable, TryLater
from bot.domain.message import MediaItem, MessageRef, place
from tests.discord.faults import CDN, Kind
from tests.unit.adapters.discord.live import PICTURE, Live


async def first_item(live: Live) -> tuple[MessageRef, MediaItem]:
    """Post a picture and return it as the adapter would name it."""
    posted = live.picture()
    raw = live.world.dresser.dress(live.world.message_json(posted.stored))
    (file,) = raw["attachments"]
    key = f"attachment:{file['id']}"
    return live.ref(posted), MediaItem("attachments.0", key, file["url"], len(PICTURE))


async def test_an_address_that_ended_is_renewed_from_its_message(live: Live) -> None:
    ref, found = await first_item(live)
    (attachment,) = live.world.backend.messages[live.group.general.id].values()
    live.world.expire_urls(live.world.message_of(attachment))
    assert await live.adapter.fetch(ref, found, 1000) == PICTURE
    assert len(live.fake.calls("CDN")) == 2
    assert len(live.fake.calls("GET", "/channels/*/messages/*")) == 1


@pytest.mark.parametrize("status", [403, 404])
async def test_it_is_renewed_once_and_not_for_ever(live: Live, status: int) -> None:
    ref, found = await first_item(live)
    live.fake.faults.fail(CDN, "*", Kind.REFUSE, every=True, status=status)
    with pytest.raises(MediaUnavailable, match="gone"):
        await live.adapter.fetch(ref, found, 1000)
    assert len(live.fake.calls("CDN")) == 2
    assert len(live.fake.calls("GET", "/channels/*/messages/*")) == 1


async def test_a_message_that_is_gone_has_no_new_address(live: Live) -> None:
    ref, found = await first_item(live)
    live.fake.faults.fail(CDN, "*", Kind.REFUSE, every=True, status=404)
    gone = replace(ref, message=f"{live.group.general.id}/5")
    for place_ in (gone, place(live.chat, "chat")):
        with pytest.raises(MediaUnavailable):
            await live.adapter.fetch(place_, found, 1000)
    assert len(live.fake.calls("CDN")) == 2


async def test_a_message_that_shows_something_else_by_now_has_no_new_address(live: Live) -> None:
    ref, found = await first_item(live)
    live.fake.faults.fail(CDN, "*", Kind.REFUSE, status=404)
    with pytest.raises(MediaUnavailable):
        await live.adapter.fetch(ref, replace(found, key="attachment:5"), 1000)
    assert len(live.fake.calls("CDN")) == 1


async def test_a_message_that_cannot_be_read_now_is_read_later(live: Live) -> None:
    ref, found = await first_item(live)
    live.fake.faults.fail(CDN, "*", Kind.REFUSE, status=404)
    live.fake.faults.fail("GET", "/channels/*", Kind.RESET, every=True)
    with pytest.raises(TryLater):
        await live.adapter.fetch(ref, found, 1000)
    live.fake.faults.heal()
    assert await live.adapter.fetch(ref, found, 1000) == PICTURE


async def test_what_is_no_attachment_has_no_other_address(live: Live) -> None:
    posted, emoji = live.picture(), MediaItem("emoji", "emoji:5.png", "cdn:emojis/5.png")
    with pytest.raises(MediaUnavailable, match="gone"):
        await live.adapter.fetch(live.ref(posted), emoji, 1000)
    assert live.fake.calls("GET", "/channels/*") == []


async def test_a_download_that_breaks_off_is_tried_later(live: Live) -> None:
    ref, found = await first_item(live)
    live.fake.faults.fail(CDN, "*", Kind.LOST)
    with pytest.raises(TryLater):
        await live.adapter.fetch(ref, found, 1000)
    assert await live.adapter.fetch(ref, found, 1000) == PICTURE
