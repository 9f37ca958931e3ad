"""What Discord refuses is understood by its code, then by its status, as the library raises it."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from adapters.discord import errors
from adapters.discord.errors import (
    FIX_TARGET_ABOVE,
    FIX_TOKEN,
    Forbidden,
    Gone,
    InvalidRequest,
    NotSent,
    PrivateClosed,
    Refusal,
    SlowDown,
    TooBig,
    Unauthorised,
    Unreachable,
    check_answered,
    read_refusal,
    to_result,
)
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.errors import TryLater

SOON = timedelta(seconds=1)


@dataclass
class Answer:
    """As much of an answer as the library's errors look at."""

    status: int
    reason: str = "Because"


def answered(status: int, code: int = 0) -> discord.HTTPException:
    """Return what the library raises for an answer, in the class that it would choose."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    answer = cast("aiohttp.ClientResponse", Answer(status))
    return kinds.get(status, kind)(answer, {"code": code, "message": "hello"} if code else "hello")


@pytest.mark.parametrize("code", [10003, 10004, 10007, 10008, 10013, 10015, 10062, 50083])
@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_is_not_there_any_more_is_gone_whatever_the_status(code: int, status: int) -> None:
    assert type(read_refusal(answered(status, code))) is Gone


@pytest.mark.parametrize("code", [50007, 50278])
@pytest.mark.parametrize("status", [400, 403])
def test_a_person_who_takes_no_private_messages_is_no_missing_right(code: int, status: int) -> None:
    refusal = read_refusal(answered(status, code))
    assert type(refusal) is PrivateClosed
    assert to_result(refusal, "fix").fix is None


@pytest.mark.parametrize("status", [400, 403, 429])
def test_who_opened_too_many_conversations_waits_a_minute(status: int) -> None:
    refusal = read_refusal(answered(status, 40003))
    assert isinstance(refusal, SlowDown)
    assert refusal.after == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, 0, Unauthorised),
        (403, 0, Forbidden),
        (403, 50001, Forbidden),
        (403, 50013, Forbidden),
        (404, 0, Gone),
        (429, 0, SlowDown),
        (500, 0, Unreachable),
        (502, 0, Unreachable),
        (503, 0, Unreachable),
        (599, 0, Unreachable),
        (400, 50035, InvalidRequest),
        (405, 0, InvalidRequest),
        (409, 0, InvalidRequest),
        (499, 0, InvalidRequest),
    ],
)
def test_without_a_code_of_its_own_the_status_decides(
    status: int, code: int, kind: type[Refusal]
) -> None:
    assert type(read_refusal(answered(status, code))) is kind


def test_a_fault_of_ours_is_logged_by_its_number_without_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        read_refusal(answered(400, 50035))
    assert "50035" in caplog.text
    assert "hello" not in caplog.text


def no_connection() -> aiohttp.ClientConnectorError:
    key = ConnectionKey("discord.invalid", 443, True, True, None, None, None)
    return aiohttp.ClientConnectorError(key, OSError("no route"))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (discord.RateLimited(7.5), SlowDown),
        (discord.LoginFailure("hello"), Unauthorised),
        (no_connection(), NotSent),
        (aiohttp.ServerDisconnectedError(), Unreachable),
        (aiohttp.ClientPayloadError(), Unreachable),
        (TimeoutError(), Unreachable),
        (ConnectionResetError(), Unreachable),
        (OSError(), Unreachable),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, BaseException) else "",
)
def test_what_gave_no_answer_is_understood(error: BaseException, kind: type[Refusal]) -> None:
    assert type(read_refusal(error)) is kind


def test_a_wait_that_discord_names_is_kept() -> None:
    assert read_refusal(discord.RateLimited(7.5)).after == timedelta(seconds=7.5)
    assert read_refusal(answered(429)).after == SOON


def test_a_refusal_stays_what_it_is() -> None:
    refusal = TooBig()
    assert read_refusal(refusal) is refusal


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), asyncio.CancelledError()])
def test_a_bug_and_a_cancelled_call_are_raised_on(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        read_refusal(error)
    assert raised.value is error


# --- what it means for the core

MEANINGS: list[tuple[Refusal, ActionResult]] = [
    (Gone(), ActionResult(ActionOutcome.GONE)),
    (Forbidden(), ActionResult(ActionOutcome.FORBIDDEN, fix="fix-here")),
    (Forbidden(FIX_TARGET_ABOVE), ActionResult(ActionOutcome.FORBIDDEN, fix=FIX_TARGET_ABOVE)),
    (Unauthorised(), ActionResult(ActionOutcome.FORBIDDEN, fix=FIX_TOKEN)),
    (PrivateClosed(), ActionResult(ActionOutcome.UNSUPPORTED)),
    (SlowDown(timedelta(seconds=9)), ActionResult(ActionOutcome.LATER, timedelta(seconds=9))),
    (NotSent(), ActionResult(ActionOutcome.LATER, SOON)),
    (Unreachable(), ActionResult(ActionOutcome.UNREACHABLE)),
    (TooBig(), ActionResult(ActionOutcome.UNSUPPORTED)),
    (InvalidRequest(), ActionResult(ActionOutcome.UNSUPPORTED)),
]


@pytest.mark.parametrize(("refusal", "result"), MEANINGS, ids=lambda one: type(one).__name__)
def test_each_refusal_has_an_outcome(refusal: Refusal, result: ActionResult) -> None:
    assert to_result(refusal, "fix-here") == result


@pytest.mark.parametrize("refusal", [SlowDown(SOON), NotSent(), Unreachable()])
def test_no_answer_is_tried_again_later(refusal: Refusal) -> None:
    with pytest.raises(TryLater) as raised:
        check_answered(refusal)
    assert raised.value.after == SOON


@pytest.mark.parametrize(
    "refusal", [Gone(), Forbidden(), PrivateClosed(), Unauthorised(), TooBig(), InvalidRequest()]
)
def test_an_answer_is_final(refusal: Refusal) -> None:
    check_answered(refusal)


def test_every_refusal_has_a_code_of_its_own_for_the_log() -> None:
    kinds = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, Refusal) and one is not Refusal
    ]
    assert len(kinds) > 8
    assert len({one.code for one in kinds}) == len(kinds)
