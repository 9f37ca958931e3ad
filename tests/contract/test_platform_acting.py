"""What every platform's adapter must do: remove, restrain and speak."""

from datetime import timedelta

import pytest

from bot.domain.action import ActionOutcome
from bot.domain.capability import Capability, NoticeWay, Restraint, Role, notice_ladder
from bot.domain.errors import TryLater
from bot.domain.event import Press
from bot.domain.speech import Button, Speech
from tests.contract.platform_rig import PICTURE, SPEECH, Rig, events, needs, posted

HOUR = timedelta(hours=1)
# Of which no platform makes a short pop-up.
LONG = "only for you " * 40


# --- Moderation


async def test_a_takedown_removes_the_message_and_can_be_verified(rig: Rig) -> None:
    ref, *_ = await posted(rig)
    assert await rig.platform.is_visible(ref) is True
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.OK
    assert await rig.platform.is_visible(ref) is False


async def test_a_takedown_touches_no_other_message(rig: Rig) -> None:
    ref, other = await rig.post(rig.ana, "one"), await rig.post(rig.ana, "two")
    await rig.platform.take_down(ref)
    assert await rig.platform.is_visible(other) is True


async def test_a_second_takedown_finds_it_gone(rig: Rig) -> None:
    ref, *_ = await posted(rig)
    await rig.platform.take_down(ref)
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.GONE


async def test_a_message_of_the_chats_own_admin_is_taken_down_too(rig: Rig) -> None:
    ref = await rig.post(rig.cleo, "look", [PICTURE])
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.OK


async def test_a_missing_right_is_named_and_nothing_is_removed(rig: Rig) -> None:
    ref = await rig.post(rig.ana, "look")
    assert Capability.DELETE in await rig.platform.capabilities(rig.chat)
    await rig.take_right_to_delete()
    result = await rig.platform.take_down(ref)
    assert result.outcome is ActionOutcome.FORBIDDEN
    assert result.fix
    assert await rig.platform.is_visible(ref) is not False
    assert Capability.DELETE not in await rig.platform.capabilities(rig.chat)


async def test_a_request_to_wait_is_passed_on(rig: Rig) -> None:
    ref, _, (item,) = await posted(rig)
    wait = timedelta(seconds=7)
    await rig.ask_to_wait(wait)
    for result in (
        await rig.platform.take_down(ref),
        await rig.platform.say(rig.chat, SPEECH),
        await rig.platform.apply(Restraint.MUTE, rig.chat, rig.ana, lasts=HOUR),
    ):
        assert (result.outcome, result.retry_after) == (ActionOutcome.LATER, wait)
    with pytest.raises(TryLater) as asked:
        await rig.platform.fetch(ref, item, 1000)
    assert asked.value.after == wait


async def test_a_lost_answer_is_unreachable_and_never_an_exception(rig: Rig) -> None:
    ref, *_ = await posted(rig)
    await rig.lose_next_answer()
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.UNREACHABLE
    assert await rig.platform.is_visible(ref) is None
    assert await rig.platform.title(rig.chat) == rig.chat.chat
    muted = await rig.platform.apply(Restraint.MUTE, rig.chat, rig.ana, lasts=HOUR)
    assert muted.outcome in {ActionOutcome.UNREACHABLE, ActionOutcome.LATER}
    # Not an empty set: that would mean that the bot may do nothing here.
    with pytest.raises(TryLater):
        await rig.platform.capabilities(rig.chat)


async def test_a_lost_answer_makes_nobody_an_outsider(rig: Rig) -> None:
    """An adult would be told as a fact that they have no right."""
    await rig.lose_next_answer()
    with pytest.raises(TryLater):
        await rig.platform.role(rig.chat, rig.cleo)


async def test_a_chat_has_the_title_that_its_people_know(rig: Rig) -> None:
    assert await rig.platform.title(rig.chat) == rig.title


async def test_roles_are_asked_of_the_platform(rig: Rig) -> None:
    roles = [await rig.platform.role(rig.chat, who) for who in (rig.ana, rig.cleo, rig.stranger)]
    assert roles == [Role.MEMBER, Role.ADMIN, Role.OUTSIDER]


async def test_where_all_is_right_the_check_list_says_so(rig: Rig) -> None:
    checks = await rig.platform.checks(rig.chat)
    assert any(check.needed for check in checks)
    assert [check for check in checks if not check.ok or check.fix] == []
    assert len({check.text for check in checks}) == len(checks)


async def test_a_missing_right_is_on_the_check_list_with_its_fix(rig: Rig) -> None:
    before = {check.text for check in await rig.platform.checks(rig.chat)}
    await rig.take_right_to_delete()
    checks = await rig.platform.checks(rig.chat)
    assert {check.text for check in checks} == before
    (wrong,) = [check for check in checks if not check.ok]
    assert wrong.needed
    assert wrong.fix


async def test_a_check_list_that_nobody_can_fill_in_is_no_list(rig: Rig) -> None:
    await rig.lose_next_answer()
    with pytest.raises(TryLater):
        await rig.platform.checks(rig.chat)


# --- Restraints


async def apply(rig: Rig, restraint: Restraint, undo: str = "") -> str:
    """Restrain Ana, or her whole chat; return what undoes it."""
    result = await rig.platform.apply(restraint, rig.chat, rig.ana, lasts=HOUR, undo=undo)
    assert result.outcome is ActionOutcome.OK
    return result.undo


async def test_whoever_is_muted_cannot_post_until_it_is_lifted(rig: Rig) -> None:
    await needs(rig, Capability.MUTE)
    assert await rig.can_post(rig.ana)
    await apply(rig, Restraint.MUTE)
    assert not await rig.can_post(rig.ana)
    assert not await rig.can_post(rig.ana, [PICTURE])
    assert await rig.can_post(rig.ben)
    assert await rig.platform.role(rig.chat, rig.ana) is Role.MEMBER
    await apply(rig, Restraint.UNMUTE)
    assert await rig.can_post(rig.ana, [PICTURE])


async def test_whoever_is_put_out_may_come_back(rig: Rig) -> None:
    await needs(rig, Capability.KICK)
    await apply(rig, Restraint.KICK)
    assert await rig.platform.role(rig.chat, rig.ana) is Role.OUTSIDER
    await rig.come_back(rig.ana)
    assert await rig.can_post(rig.ana)
    assert await rig.platform.role(rig.chat, rig.ana) is Role.MEMBER


async def test_whoever_is_banned_stays_out(rig: Rig) -> None:
    await needs(rig, Capability.BAN)
    await apply(rig, Restraint.BAN)
    assert await rig.platform.role(rig.chat, rig.ana) is Role.OUTSIDER
    await rig.come_back(rig.ana)
    assert not await rig.can_post(rig.ana)


async def test_a_lock_of_media_leaves_words_and_is_undone_as_it_was(rig: Rig) -> None:
    await needs(rig, Capability.LOCK_MEDIA)
    undo = await apply(rig, Restraint.LOCK_MEDIA)
    assert await rig.can_post(rig.ben)
    assert not await rig.can_post(rig.ben, [PICTURE])
    # A second lock does not stand in the way of the first one's undo.
    await apply(rig, Restraint.LOCK_MEDIA)
    assert not await rig.can_post(rig.ben, [PICTURE])
    await apply(rig, Restraint.UNLOCK_MEDIA, undo)
    assert await rig.can_post(rig.ben, [PICTURE])


@pytest.mark.parametrize("restraint", [Restraint.MUTE, Restraint.KICK, Restraint.BAN])
async def test_an_admin_is_out_of_reach_and_the_fix_is_named(
    rig: Rig, restraint: Restraint
) -> None:
    result = await rig.platform.apply(restraint, rig.chat, rig.cleo, lasts=HOUR)
    assert result.outcome is ActionOutcome.FORBIDDEN
    assert result.fix
    assert await rig.can_post(rig.cleo, [PICTURE])
    assert await rig.platform.role(rig.chat, rig.cleo) is Role.ADMIN


@pytest.mark.parametrize(
    "restraint", [Restraint.MUTE, Restraint.KICK, Restraint.BAN, Restraint.LOCK_MEDIA]
)
async def test_without_the_right_nobody_is_restrained(rig: Rig, restraint: Restraint) -> None:
    await rig.take_right_to_restrain()
    result = await rig.platform.apply(restraint, rig.chat, rig.ana, lasts=HOUR)
    assert result.outcome in {ActionOutcome.FORBIDDEN, ActionOutcome.UNSUPPORTED}
    assert await rig.can_post(rig.ana, [PICTURE])


# --- Messenger


async def test_a_line_to_the_chat_is_seen_there_and_names_its_message(rig: Rig) -> None:
    result = await rig.platform.say(rig.chat, SPEECH)
    assert result.outcome is ActionOutcome.OK
    assert result.message
    assert await rig.lines() == ["calm words"]


async def test_a_private_note_is_seen_by_its_person_only(rig: Rig) -> None:
    ways = notice_ladder(await rig.platform.capabilities(rig.chat), rig.ben.kind)
    assert ways
    result = await rig.platform.tell(ways[0], rig.chat, rig.ben, SPEECH)
    assert result.outcome is ActionOutcome.OK
    assert await rig.private_lines(rig.ben) == ["calm words"]
    assert await rig.private_lines(rig.ana) == []
    assert await rig.lines() == []


async def test_a_way_that_the_chat_does_not_have_is_unsupported(rig: Rig) -> None:
    ways = notice_ladder(await rig.platform.capabilities(rig.chat), rig.ben.kind)
    missing = [way for way in NoticeWay if way not in ways]
    for way in missing:
        result = await rig.platform.tell(way, rig.chat, rig.ben, SPEECH)
        assert result.outcome is ActionOutcome.UNSUPPORTED
    assert await rig.private_lines(rig.ben) == []


async def pressed(rig: Rig) -> Press:
    """Let Ben press the button under a line to the whole chat."""
    await needs(rig, Capability.BUTTONS)
    await rig.platform.say(rig.chat, SPEECH)
    await rig.press(rig.ben, "Why?")
    (press,) = await events(rig, 1)
    assert isinstance(press, Press)
    return press


@pytest.mark.parametrize(
    "answer",
    [Speech("because"), Speech(LONG), Speech("choose", (Button("Ask", "appeal:1"),))],
    ids=["short", "long", "with a button"],
)
async def test_only_the_presser_sees_the_answer_to_a_press(rig: Rig, answer: Speech) -> None:
    press = await pressed(rig)
    assert (await rig.platform.reply(press, answer)).outcome is ActionOutcome.OK
    assert [line.strip() for line in await rig.private_lines(rig.ben)] == [answer.text.strip()]
    assert await rig.private_lines(rig.ana) == []
    assert await rig.lines() == ["calm words"]


async def test_an_answer_without_words_only_ends_the_press(rig: Rig) -> None:
    press = await pressed(rig)
    assert (await rig.platform.reply(press, Speech(""))).outcome is ActionOutcome.OK
    assert await rig.private_lines(rig.ben) == []
    assert await rig.lines() == ["calm words"]


async def test_the_limits_are_real_numbers(rig: Rig) -> None:
    assert rig.platform.limits.download_bytes > 0
    assert rig.platform.limits.text_chars > 0
