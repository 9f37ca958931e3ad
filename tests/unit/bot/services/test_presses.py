"""A press goes to the handler of its verb, and its answer to whom it concerns."""

import logging
from collections.abc import Mapping
from datetime import timedelta

import pytest

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.errors import NotSupported, PrivateClosed, SlowDown, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.world import World
from bot.domain.action import ActionResult
from bot.domain.capability import Capability
from bot.domain.event import CommandGiven, Press
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from bot.services.platforms import Platform, Platforms
from bot.services.presses import PressDesk
from bot.services.pressing import PressAnswer, PressHandler
from bot.services.seal import Seal, button_key
from bot.services.speaking import Speaker
from tests.fakes import START
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, STAFF, Bench

TOO_OLD = "en/press-too-old"


class Ringing(SandboxAdapter):
    """A sandbox whose buttons wait for an answer, as on other platforms."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.replies: list[str] = []

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> ActionResult:
        self.replies.append(speech.text)
        return await super().reply(asked, speech)


class Desk:
    """A press desk with handlers that note what they get."""

    def __init__(self, bench: Bench) -> None:
        self.pressed: list[tuple[str, str]] = []
        self.platform = Ringing(bench.world)
        self.seal = Seal(button_key(b"k" * 32), bench.clock)
        parts = Platform(
            self.platform, self.platform, self.platform, self.platform, self.platform, self.platform
        )
        self._desk = PressDesk(
            self.seal,
            self._handlers(),
            bench.policies,
            Speaker(Platforms([parts])),
            bench.answers,
        )

    async def press(
        self, action: str, *, chat: ChatRef = STAFF, reply: str = "", sealed: bool = True
    ) -> None:
        token = self.seal.close(action) if sealed else action
        await self._desk.handle(Press(chat, LEAD if chat == STAFF else ANA, START, token, reply))

    def _handlers(self) -> Mapping[str, PressHandler]:
        async def openly(press: Press, rest: str) -> PressAnswer | None:
            self.pressed.append((press.actor.id, rest))
            return PressAnswer(Speech("for all"), openly=True)

        async def alone(press: Press, rest: str) -> PressAnswer | None:
            self.pressed.append((press.actor.id, rest))
            return PressAnswer(Speech("for one"))

        async def meaningless(press: Press, rest: str) -> PressAnswer | None:
            return None

        return {"open": openly, "alone": alone, "void": meaningless}


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench)


def heard(bench: Bench) -> list[tuple[Call, str, str]]:
    return [(deed.call, deed.target or deed.chat, deed.text) for deed in bench.world.log]


async def test_a_press_reaches_its_handler_with_what_follows_the_verb(
    bench: Bench, desk: Desk
) -> None:
    await desk.press("alone:a:b=c")
    await desk.press("alone:1", chat=CLASS)
    assert desk.pressed == [("lead", "a:b=c"), ("ana", "1")]


async def test_an_open_answer_stands_in_the_adults_own_chat_and_nowhere_else(
    bench: Bench, desk: Desk
) -> None:
    await desk.press("open:1")
    await desk.press("open:1", chat=CLASS)
    await desk.press("alone:1")
    assert heard(bench) == [
        (Call.SAY, "staff", "for all"),
        (Call.TELL, "ana", "for all"),
        (Call.TELL, "lead", "for one"),
    ]


@pytest.mark.parametrize(
    ("action", "sealed"),
    [
        ("void:1", True),
        ("unknown:1", True),
        ("", True),
        (":", True),
        ("open:1", False),
        ("open:1.zzzzz.AAAAAAAAAAAAAAAAAAAAAA", False),
        ("öffne:1", False),
        ("x" * 5000, False),
    ],
)
async def test_a_press_without_meaning_is_answered_in_private_and_does_nothing(
    bench: Bench, desk: Desk, caplog: pytest.LogCaptureFixture, action: str, sealed: bool
) -> None:
    with caplog.at_level(logging.DEBUG):
        await desk.press(action, sealed=sealed)
    assert desk.pressed == []
    assert heard(bench) == [(Call.TELL, "lead", TOO_OLD)]
    (line,) = [one.getMessage() for one in caplog.records if one.name.startswith("bot.")]
    assert line == "chat staff: a press had no effect"


async def test_a_button_that_is_too_old_does_nothing(bench: Bench, desk: Desk) -> None:
    token = desk.seal.close("open:1")
    bench.clock.move(timedelta(hours=2))
    await desk.press(token, sealed=False)
    assert (desk.pressed, bench.said(Call.TELL)) == ([], [TOO_OLD])


async def test_every_button_is_let_rest_also_when_the_answer_went_elsewhere(
    bench: Bench, desk: Desk
) -> None:
    for action in ("open:1", "alone:1", "void:1"):
        await desk.press(action, reply="waits")
    assert desk.platform.replies == ["", "for one", TOO_OLD]
    # Where nothing waits there is nothing to let rest.
    await desk.press("open:1")
    assert len(desk.platform.replies) == 3


@pytest.mark.parametrize("refusal", [NotSupported(), PrivateClosed()], ids=lambda one: one.code)
async def test_where_a_press_cannot_be_answered_the_next_private_way_is_taken(
    bench: Bench, desk: Desk, refusal: NotSupported | PrivateClosed
) -> None:
    bench.world.store.chats[CLASS.chat].capabilities |= {Capability.DM}
    # The reply itself, and the whisper inside the chat.
    bench.world.faults.fail(Call.TELL, refusal, times=2)
    await desk.press("alone:1", chat=CLASS)
    assert heard(bench) == [(Call.TELL, "ana", "for one")]


async def test_without_a_private_way_there_is_silence(bench: Bench, desk: Desk) -> None:
    bench.world.faults.fail_always(Call.TELL, PrivateClosed())
    await desk.press("alone:1", chat=CLASS)
    await desk.press("alone:1")
    assert heard(bench) == []


@pytest.mark.parametrize("refusal", [Unreachable(), SlowDown(timedelta(seconds=1))])
async def test_an_answer_that_may_have_arrived_is_not_said_twice(
    bench: Bench, desk: Desk, refusal: Unreachable | SlowDown
) -> None:
    bench.world.faults.fail(Call.TELL, refusal)
    await desk.press("alone:1", chat=CLASS)
    assert heard(bench) == []
