"""Alarms about moved chats and whole platforms: everybody who must hear them does, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.sandbox.errors import NotInChat, SlowDown
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.event import Membership, Moved, PlatformTrouble, TroubleKind
from bot.domain.message import ChatRef
from bot.domain.policy import Direction, PolicyRevision
from tests.contract.books_rig import DEFAULTS
from tests.unit.bot.services.bench import CLASS, LEAD, STAFF, Bench

NEW = ChatRef("sandbox", "class-7b-new")
OTHER_CLASS, OTHER_STAFF = ChatRef("sandbox", "class-8a"), ChatRef("sandbox", "staff-8a")
HOUR = timedelta(hours=1)


def moved(bench: Bench, old: ChatRef = CLASS, new: ChatRef = NEW) -> Moved:
    return Moved(old, new, bench.clock.now())


def outage(bench: Bench) -> PlatformTrouble:
    now = bench.clock.now()
    return PlatformTrouble("sandbox", TroubleKind.OUTAGE, now - HOUR, now)


async def add_school(bench: Bench) -> None:
    """A second class, whose adults read Spanish."""
    bench.world.store.chats[OTHER_STAFF.chat] = Chat(
        OTHER_STAFF.chat, "8A adults", ChatKind.ADULTS, {}
    )
    settings = replace(DEFAULTS, alerts_chat=OTHER_STAFF.chat, language="es")
    revision = PolicyRevision(OTHER_CLASS, 0, settings, bench.clock.now())
    await bench.books.policies.add(revision, Direction.STRONGER, LEAD)


def heard(bench: Bench) -> list[tuple[str, str]]:
    """Return who was told which text."""
    return [(deed.chat, deed.text.split()[0]) for deed in bench.world.log if deed.call is Call.SAY]


# --- moves ----------------------------------------------------------------------------------------


async def test_a_chat_is_guarded_under_its_new_id_and_the_adults_hear_of_it(bench: Bench) -> None:
    await bench.alarms.moved(moved(bench))
    assert heard(bench) == [(STAFF.chat, "en/adults-chat-moved")]
    assert (await bench.policies.now(NEW)).alerts_chat == STAFF.chat
    assert await bench.policies.guarded_from(STAFF) == [NEW, CLASS]
    assert await bench.policies.present([CLASS, NEW, STAFF]) == [NEW, STAFF]


async def test_a_move_that_is_told_twice_is_heard_once(bench: Bench) -> None:
    for _ in range(2):
        await bench.alarms.moved(moved(bench))
    assert len(heard(bench)) == 1


async def test_a_chat_is_guarded_at_once_though_the_adults_cannot_be_told_yet(
    bench: Bench,
) -> None:
    bench.world.faults.fail(Call.SAY, SlowDown(FIRST_WAIT))
    with pytest.raises(TryLater):
        await bench.alarms.moved(moved(bench))
    assert (await bench.policies.now(NEW)).alerts_chat == STAFF.chat
    assert heard(bench) == []
    await bench.alarms.moved(moved(bench))
    await bench.alarms.moved(moved(bench))
    assert heard(bench) == [(STAFF.chat, "en/adults-chat-moved")]


async def test_the_chat_of_the_adults_moves_without_a_word(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    new = ChatRef("sandbox", "staff-new")
    await bench.alarms.moved(moved(bench, STAFF, new))
    assert heard(bench) == []
    assert (await bench.policies.now(CLASS)).alerts_chat == new.chat
    assert caplog.text == ""


# --- what the bot sees and may do -----------------------------------------------------------------


def standing(bench: Bench, *lost: str, may_delete: bool = True, present: bool = True) -> Membership:
    return Membership(CLASS, present, bench.clock.now(), may_delete, lost=lost)


async def test_adults_hear_what_the_bot_sees_no_more_with_how_to_put_it_right(
    bench: Bench,
) -> None:
    await bench.alarms.membership(standing(bench, "fix-one", "fix-two"))
    assert heard(bench) == [(STAFF.chat, "en/adults-sees-less")]
    head, *fixes = bench.world.log[0].text.split("\n")
    assert "chat=Class 7B" in head
    assert f"time={bench.clock.now()}" in head
    assert fixes == ["en/fix-one", "en/fix-two"]


async def test_the_worst_is_said_and_once(bench: Bench) -> None:
    await bench.alarms.membership(standing(bench, "fix-one", may_delete=False))
    await bench.alarms.membership(standing(bench, "fix-one", may_delete=False, present=False))
    assert heard(bench) == [
        (STAFF.chat, "en/adults-cannot-delete"),
        (STAFF.chat, "en/adults-bot-removed"),
    ]
    assert "fix-one" not in "".join(deed.text for deed in bench.world.log)


async def test_what_is_as_it_should_be_is_no_news(bench: Bench) -> None:
    await bench.alarms.membership(standing(bench))
    assert heard(bench) == []
    assert '"event":"membership"' in (await bench.books.audit.entries())[-1].what


# --- whole platforms ------------------------------------------------------------------------------


async def test_every_chat_of_adults_hears_of_an_outage_in_its_language(bench: Bench) -> None:
    await add_school(bench)
    event = outage(bench)
    await bench.alarms.trouble(event)
    assert heard(bench) == [
        (STAFF.chat, "en/adults-outage"),
        (OTHER_STAFF.chat, "es/adults-outage"),
    ]
    assert f"since={event.since}" in bench.world.log[0].text
    assert f"until={event.until}" in bench.world.log[0].text
    entry = (await bench.books.audit.entries())[-1].what
    assert '"event":"platform_trouble"' in entry
    assert '"kind":"outage"' in entry


async def test_adults_hear_that_somebody_else_receives_what_the_bot_should_see(
    bench: Bench,
) -> None:
    event = replace(outage(bench), kind=TroubleKind.SECOND_RECEIVER)
    await bench.alarms.trouble(event)
    assert heard(bench) == [(STAFF.chat, "en/adults-second-receiver")]
    assert f"time={event.since}" in bench.world.log[0].text


async def test_adults_hear_that_messages_arrive_without_what_they_hold(bench: Bench) -> None:
    await add_school(bench)
    event = replace(outage(bench), kind=TroubleKind.HIDDEN_CONTENT)
    await bench.alarms.trouble(event)
    assert heard(bench) == [
        (STAFF.chat, "en/adults-hidden-content"),
        (OTHER_STAFF.chat, "es/adults-hidden-content"),
    ]
    assert f"time={event.since}" in bench.world.log[0].text


async def test_one_chat_that_has_to_wait_keeps_the_news_from_nobody_and_nobody_hears_it_twice(
    bench: Bench,
) -> None:
    await add_school(bench)
    bench.world.faults.fail(Call.SAY, SlowDown(FIRST_WAIT))
    with pytest.raises(TryLater):
        await bench.alarms.trouble(outage(bench))
    assert heard(bench) == [(OTHER_STAFF.chat, "es/adults-outage")]
    noted = len(await bench.books.audit.entries())
    await bench.alarms.trouble(outage(bench))
    assert sorted(heard(bench)) == [
        (STAFF.chat, "en/adults-outage"),
        (OTHER_STAFF.chat, "es/adults-outage"),
    ]
    assert len(await bench.books.audit.entries()) == noted + 1


async def test_a_chat_that_refuses_keeps_the_news_from_nobody(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await add_school(bench)
    bench.world.faults.fail(Call.SAY, NotInChat())
    await bench.alarms.trouble(outage(bench))
    assert heard(bench) == [(OTHER_STAFF.chat, "es/adults-outage")]
    assert "an announcement was refused" in caplog.text


async def test_the_next_outage_is_news_again(bench: Bench) -> None:
    await bench.alarms.trouble(outage(bench))
    bench.clock.move(HOUR)
    await bench.alarms.trouble(outage(bench))
    assert len(heard(bench)) == 2


async def test_trouble_on_another_platform_is_no_news_here(bench: Bench) -> None:
    await bench.alarms.trouble(replace(outage(bench), platform="other"))
    assert heard(bench) == []
