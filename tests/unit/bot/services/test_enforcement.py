"""One effect at a time: whatever happens to a call, the effect is settled for what is known."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.sandbox.errors import SlowDown
from adapters.sandbox.faults import Call
from bot.domain.action import ActionKind, only_removal
from bot.domain.case import CaseState
from bot.domain.effect import Effect
from bot.domain.message import ChatRef
from bot.domain.verdict import ALBUM, Outcome, Verdict
from bot.domain.work import LEASE
from bot.services import enforcement as module
from tests.contract.books_rig import REMOVAL, claimed, decision, new_item, received, sending
from tests.unit.bot.services.bench import CLASS, LEAD, STAFF, Bench


async def due(bench: Bench, kind: ActionKind) -> Effect:
    """Decide about a bad picture and return the claimed effect of a kind."""
    bench.post(b"bad")
    await bench.receive()
    await bench.books.queue.decide("w", await claimed(bench.books), decision())
    removal = await sending(bench.books, ActionKind.TAKEDOWN)
    if kind is ActionKind.TAKEDOWN:
        return removal
    await bench.enforcement.carry_out("w", removal)
    return await sending(bench.books, kind)


async def state(bench: Bench, kind: ActionKind) -> str:
    """Return where an effect stands, as far as the outside can see."""
    ends = [entry.what for entry in await bench.books.audit.entries()]
    for what in ends:
        if f'"kind":"{kind}"' in what:
            return what.partition('"state":"')[2].partition('"')[0]
    bench.clock.move(timedelta(minutes=2))
    return "again" if await bench.books.outbox.claim((kind,), "other") else "held"


Break = Callable[[Bench, pytest.MonkeyPatch], None]


def raises(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise KeyError("an adapter with a bug")

    for call in ("take_down", "say", "tell"):
        monkeypatch.setattr(bench.adapter, call, fail)


def stalls(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def wait(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(module, "_CALL_SECONDS", 0.02)
    for call in ("take_down", "say", "tell"):
        monkeypatch.setattr(bench.adapter, call, wait)


@pytest.mark.parametrize("breaks", [raises, stalls])
@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        (ActionKind.TAKEDOWN, "again"),
        (ActionKind.ALERT, "again"),
        # Nobody knows whether it arrived, and a pupil is told at most once.
        (ActionKind.NOTICE, "unknown"),
        (ActionKind.GROUP_LINE, "unknown"),
    ],
)
async def test_a_call_of_which_nothing_is_known(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, breaks: Break, kind: ActionKind, ends: str
) -> None:
    effect = await due(bench, kind)
    breaks(bench, monkeypatch)
    await bench.enforcement.carry_out("w", effect)
    assert await state(bench, kind) == ends


async def test_a_notice_that_was_not_sent_yet_is_tried_again(bench: Bench) -> None:
    effect = await due(bench, ActionKind.NOTICE)
    bench.world.faults.fail(Call.RIGHTS, SlowDown(timedelta(seconds=3)))
    await bench.enforcement.carry_out("w", effect)
    assert await state(bench, ActionKind.NOTICE) == "again"
    assert bench.said(Call.TELL) == []


async def test_after_a_lost_lease_the_other_worker_goes_on(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    effect = await due(bench, ActionKind.TAKEDOWN)
    bench.clock.move(LEASE)
    await bench.books.outbox.recover("w")
    other = await sending(bench.books, ActionKind.TAKEDOWN, "other")
    await bench.enforcement.carry_out("w", effect)
    assert "the lease was lost" in caplog.text
    await bench.enforcement.carry_out("other", other)
    assert await state(bench, ActionKind.TAKEDOWN) == "done"
    assert len([deed for deed in bench.world.log if deed.call is Call.TAKE_DOWN]) == 1


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        (ActionKind.ALERT, Call.SAY),
        (ActionKind.NOTICE, Call.TELL),
        (ActionKind.GROUP_LINE, Call.SAY),
    ],
)
async def test_after_a_move_the_words_go_to_where_the_people_are(
    bench: Bench, kind: ActionKind, call: Call
) -> None:
    effect = await due(bench, kind)
    new = ChatRef(CLASS.platform, "class-new")
    bench.world.store.chats[new.chat] = replace(
        bench.world.store.chats[CLASS.chat], id=new.chat, title="7B, moved"
    )
    await bench.books.chats.move(CLASS, new)
    await bench.enforcement.carry_out("w", effect)
    (deed,) = [one for one in bench.world.log if one.call is call]
    where = {ActionKind.ALERT: STAFF.chat}.get(kind, new.chat)
    assert deed.chat == where
    if kind is ActionKind.ALERT:
        assert "chat=7B, moved" in deed.text


async def test_a_removal_is_tried_where_the_message_was_posted(bench: Bench) -> None:
    effect = await due(bench, ActionKind.TAKEDOWN)
    await bench.books.chats.move(CLASS, ChatRef(CLASS.platform, "class-new"))
    await bench.enforcement.carry_out("w", effect)
    (deed,) = [one for one in bench.world.log if one.call is Call.TAKE_DOWN]
    assert deed.chat == CLASS.chat
    assert await state(bench, ActionKind.TAKEDOWN) == "done"


@pytest.mark.parametrize(("reason", "ends"), [(ALBUM, "cancelled"), ("bank:known", "done")])
async def test_a_mistake_calls_off_its_album_but_not_what_is_bad_itself(
    bench: Bench, reason: str, ends: str
) -> None:
    found = [received(one, CLASS, new_item(one, CLASS, album="a")) for one in ("1", "2")]
    await bench.books.inbox.take_in(CLASS.platform, found, None)
    hit = await bench.books.queue.decide("w", await claimed(bench.books), decision())
    late = await claimed(bench.books)
    verdict = Verdict(Outcome.REMOVE, reason, ())
    below = replace(decision(), verdict=verdict, plan=only_removal(REMOVAL), parent=hit)
    number = await bench.books.queue.decide("w", late, below)
    assert hit
    assert number
    assert await bench.books.cases.set_state(hit, CaseState.FALSE_ALARM, LEAD)
    for _ in range(2):
        removal = await sending(bench.books, ActionKind.TAKEDOWN)
        await bench.enforcement.carry_out("w", removal)
    stand = [await bench.books.outbox.of_case(one) for one in (hit, number)]
    assert [effects[0].state for effects in stand] == ["cancelled", ends]
    # Nobody hears of a removal that was called off, and no person is called for it.
    assert [one.state for one in stand[0][1:]] == ["pending", "cancelled", "cancelled"]


async def test_an_effect_without_its_case_is_an_error_for_the_operator(bench: Bench) -> None:
    effect = Effect(1, 99, ActionKind.ALERT, 1, bench.clock.now())
    with pytest.raises(LookupError, match="case 99"):
        await bench.enforcement.carry_out("w", effect)
    assert bench.world.log == []
