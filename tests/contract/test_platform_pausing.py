"""What every platform's adapter must do: pause the media of a whole chat, and give it back."""

from datetime import timedelta

import pytest

from bot.domain.action import ActionOutcome
from bot.domain.capability import Capability
from bot.domain.pause import EVERYTHING, Kinds, MediaKind, Rooms
from tests.contract.platform_rig import PICTURE, Rig, needs

PHOTOS = frozenset({MediaKind.PHOTOS})


async def rules(rig: Rig) -> Rooms:
    look = await rig.platform.media_rules(rig.chat)
    assert look.result.outcome is ActionOutcome.OK
    assert look.rooms
    return look.rooms


async def lock(rig: Rig, kinds: Kinds = EVERYTHING) -> Rooms:
    """Pause these kinds; return what the chat allowed before."""
    before = await rules(rig)
    closed = {room: rig.platform.without_media(one, kinds) for room, one in before.items()}
    result = await rig.platform.set_media_rules(rig.chat, closed)
    assert result.outcome is ActionOutcome.OK
    # What is set is what is read: else a pause would not know its own work again.
    assert await rules(rig) == closed
    return before


async def test_a_pause_leaves_words_and_is_given_back_as_it_was(rig: Rig) -> None:
    await needs(rig, Capability.PAUSE_MEDIA)
    before = await lock(rig)
    assert await rig.can_post(rig.ben)
    assert not await rig.can_post(rig.ben, [PICTURE])
    assert (await rig.platform.set_media_rules(rig.chat, before)).outcome is ActionOutcome.OK
    assert await rules(rig) == before
    assert await rig.can_post(rig.ben, [PICTURE])


async def test_a_pause_that_is_set_twice_is_given_back_once(rig: Rig) -> None:
    await needs(rig, Capability.PAUSE_MEDIA)
    before = await lock(rig)
    closed = await lock(rig)
    assert {room: rig.platform.without_media(one, EVERYTHING) for room, one in closed.items()} == (
        closed
    )
    await rig.platform.set_media_rules(rig.chat, before)
    assert await rig.can_post(rig.ben, [PICTURE])


async def test_one_kind_is_paused_by_itself(rig: Rig) -> None:
    await needs(rig, Capability.PAUSE_KINDS)
    found = await rules(rig)
    (room,) = found
    links = rig.platform.without_media(found[room], frozenset({MediaKind.LINKS}))
    photos = rig.platform.without_media(found[room], PHOTOS)
    every = rig.platform.without_media(found[room], EVERYTHING)
    assert len({links, photos, every, found[room]}) == 4
    await lock(rig, frozenset({MediaKind.LINKS}))
    assert await rig.can_post(rig.ben, [PICTURE])
    await lock(rig, PHOTOS)
    assert not await rig.can_post(rig.ben, [PICTURE])


async def test_without_the_right_nothing_is_paused_and_the_capability_says_so(rig: Rig) -> None:
    await needs(rig, Capability.PAUSE_MEDIA)
    before = await rules(rig)
    await rig.take_right_to_restrain()
    result = await rig.platform.set_media_rules(
        rig.chat,
        {room: rig.platform.without_media(one, EVERYTHING) for room, one in before.items()},
    )
    assert result.outcome in {ActionOutcome.FORBIDDEN, ActionOutcome.UNSUPPORTED}
    assert Capability.PAUSE_MEDIA not in await rig.platform.capabilities(rig.chat)
    assert await rig.can_post(rig.ben, [PICTURE])


async def test_a_right_to_pause_that_is_missing_is_on_the_check_list(rig: Rig) -> None:
    await needs(rig, Capability.PAUSE_MEDIA)
    await rig.take_right_to_restrain()
    wrong = [check for check in await rig.platform.checks(rig.chat) if not check.ok]
    assert wrong
    assert all(check.fix and not check.needed for check in wrong)


async def test_a_request_to_wait_is_passed_on(rig: Rig) -> None:
    await needs(rig, Capability.PAUSE_MEDIA)
    before = await rules(rig)
    wait = timedelta(seconds=7)
    await rig.ask_to_wait(wait)
    look = await rig.platform.media_rules(rig.chat)
    done = await rig.platform.set_media_rules(rig.chat, before)
    for result in (look.result, done):
        assert (result.outcome, result.retry_after) == (ActionOutcome.LATER, wait)


@pytest.mark.parametrize("kinds", [EVERYTHING, PHOTOS], ids=["all", "photos"])
async def test_a_lost_answer_is_an_outcome_and_never_an_exception(rig: Rig, kinds: Kinds) -> None:
    await needs(rig, Capability.PAUSE_MEDIA)
    before = await rules(rig)
    closed = {room: rig.platform.without_media(one, kinds) for room, one in before.items()}
    await rig.lose_next_answer()
    lost = {ActionOutcome.UNREACHABLE, ActionOutcome.LATER}
    assert (await rig.platform.media_rules(rig.chat)).result.outcome in lost
    assert (await rig.platform.set_media_rules(rig.chat, closed)).outcome in lost
