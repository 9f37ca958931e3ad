"""Restraints: only what Discord takes, only below the bot, and the fix where it cannot be done."""

from datetime import timedelta

import pytest

from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Restraint
from bot.domain.effect import FIRST_WAIT
from bot.domain.message import CHAT_ITSELF, UNKNOWN_SENDER, Actor, ActorKind
from tests.discord.client import until
from tests.discord.faults import Kind
from tests.discord.state import Person
from tests.unit.adapters.discord.live import Live

HOUR = timedelta(hours=1)
OK = ActionResult(ActionOutcome.OK)
UNSUPPORTED = ActionResult(ActionOutcome.UNSUPPORTED)
ON_MEMBERS = [Restraint.MUTE, Restraint.UNMUTE, Restraint.KICK, Restraint.BAN]
RIGHTS = {
    Restraint.MUTE: "moderate_members",
    Restraint.UNMUTE: "moderate_members",
    Restraint.KICK: "kick_members",
    Restraint.BAN: "ban_members",
}
ACTS = [("PATCH", "/guilds/*/members/*"), ("DELETE", "/guilds/*/members/*"), ("PUT", "/guilds/*")]


async def apply(
    live: Live, restraint: Restraint, person: Person, lasts: timedelta = HOUR
) -> ActionResult:
    return await live.adapter.apply(restraint, live.chat, person.actor, lasts=lasts)


def forbidden(fix: str) -> ActionResult:
    return ActionResult(ActionOutcome.FORBIDDEN, fix=f"fix-discord-{fix}")


def acts(live: Live) -> int:
    """Return how often Discord was asked to do something to a member."""
    return sum(len(live.fake.calls(method, path)) for method, path in ACTS)


# --- how long


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (timedelta(hours=24), timedelta(hours=24), timedelta(hours=24)),
        (timedelta(0), timedelta(minutes=1), timedelta(minutes=1)),
        (timedelta(days=-3), timedelta(minutes=1), timedelta(minutes=1)),
        (timedelta(days=365), timedelta(days=27, hours=23), timedelta(days=28)),
    ],
    ids=["a day", "no time", "less than none", "a year"],
)
async def test_a_mute_lasts_between_a_minute_and_what_discord_takes(
    live: Live, asked: timedelta, least: timedelta, most: timedelta
) -> None:
    guild, ana = live.group.guild, live.group.ana
    assert await apply(live, Restraint.MUTE, ana, asked) == OK
    until = live.world.muted_until(guild, ana)
    assert until is not None
    lasts = until - live.world.clock.now()
    assert least - timedelta(seconds=5) < lasts <= most


async def test_an_unmute_of_somebody_who_is_not_muted_is_no_failure(live: Live) -> None:
    assert await apply(live, Restraint.UNMUTE, live.group.ana) == OK


async def test_a_ban_takes_no_message_along_and_no_restraint_names_who_clicked(live: Live) -> None:
    post = live.post()
    assert await apply(live, Restraint.BAN, live.group.ana) == OK
    assert live.world.stands(post)
    (call,) = live.fake.calls("PUT", "/guilds/*/bans/*")
    assert not (call.body or {}).get("delete_message_seconds")


async def test_other_bots_can_be_restrained_like_people(live: Live) -> None:
    other = live.world.new_user("Memebot", is_bot=True)
    live.world.join(live.group.guild, other)
    assert await apply(live, Restraint.MUTE, other) == OK
    assert live.world.is_muted(live.group.guild, other)


# --- who has left


async def test_who_has_left_can_still_be_kept_out(live: Live) -> None:
    guild, ana = live.group.guild, live.group.ana
    live.world.leave(guild, ana)
    assert await apply(live, Restraint.BAN, ana) == OK
    assert live.world.is_banned(guild, ana)
    assert acts(live) == 1


@pytest.mark.parametrize("restraint", [Restraint.MUTE, Restraint.UNMUTE, Restraint.KICK])
async def test_who_has_left_is_gone_for_the_rest(live: Live, restraint: Restraint) -> None:
    live.world.leave(live.group.guild, live.group.ana)
    assert await apply(live, restraint, live.group.ana) == ActionResult(ActionOutcome.GONE)
    assert acts(live) == 0


# --- who is out of reach


@pytest.mark.parametrize("restraint", ON_MEMBERS)
async def test_the_owner_is_out_of_reach(live: Live, restraint: Restraint) -> None:
    owner = live.group.guild.owner
    assert await apply(live, restraint, owner) == forbidden("target-is-owner")
    assert acts(live) == 0


@pytest.mark.parametrize(
    ("restraint", "result"),
    [
        (Restraint.MUTE, forbidden("target-is-admin")),
        (Restraint.UNMUTE, forbidden("target-is-admin")),
        (Restraint.KICK, OK),
        (Restraint.BAN, OK),
    ],
)
async def test_an_administrator_below_the_bot_is_kicked_and_banned_but_not_muted(
    live: Live, restraint: Restraint, result: ActionResult
) -> None:
    role = live.world.new_role(live.group.guild, "boss", ["administrator"])
    live.world.give_role(live.group.ben, role)
    await live.told()
    assert await apply(live, restraint, live.group.ben) == result
    assert acts(live) == (1 if result == OK else 0)


@pytest.mark.parametrize("restraint", ON_MEMBERS)
async def test_who_stands_above_the_bot_is_out_of_reach(live: Live, restraint: Restraint) -> None:
    role = live.world.new_role(live.group.guild, "council", [], above_bot=True)
    live.world.give_role(live.group.ana, role)
    await live.told()
    assert await apply(live, restraint, live.group.ana) == forbidden("target-above")
    assert acts(live) == 0
    # Roles are asked for each time: whoever steps down is in reach again.
    live.world.take_role(live.group.ana, role)
    assert await apply(live, restraint, live.group.ana) == OK


@pytest.mark.parametrize("restraint", ON_MEMBERS)
async def test_who_stands_beside_the_bot_is_out_of_reach(live: Live, restraint: Restraint) -> None:
    """Discord asks for a place above, not for the same one."""
    made = live.world.guild(live.group.guild)
    (own,) = (one for one in made.roles.values() if one.managed)
    live.world.backend.add_member_role(made.id, live.group.ana.id, own.id)
    await live.told()
    assert await apply(live, restraint, live.group.ana) == forbidden("target-above")
    assert acts(live) == 0


# --- what the bot lacks


@pytest.mark.parametrize("restraint", ON_MEMBERS)
async def test_each_restraint_needs_its_own_right_and_no_other(
    live: Live, restraint: Restraint
) -> None:
    others = set(RIGHTS.values()) - {RIGHTS[restraint]}
    assert len(others) == 2
    await live.without(RIGHTS[restraint])
    live.fake.log.clear()
    assert await apply(live, restraint, live.group.ana) == forbidden("restrain")
    # Nobody was even looked up.
    assert live.fake.log == []
    await live.without(*others)
    assert await apply(live, restraint, live.group.ana) == OK


@pytest.mark.parametrize(
    "actor",
    [
        Actor(ActorKind.WEBHOOK, "123"),
        Actor(ActorKind.CHANNEL, "123"),
        Actor(ActorKind.ANONYMOUS_ADMIN, "123"),
        CHAT_ITSELF,
        UNKNOWN_SENDER,
        Actor(ActorKind.USER, ""),
        Actor(ActorKind.USER, "-5"),
    ],
    ids=lambda actor: f"{actor.kind} {actor.id}",
)
@pytest.mark.parametrize("restraint", Restraint)
async def test_who_is_no_member_that_could_be_named_is_not_restrained(
    live: Live, restraint: Restraint, actor: Actor
) -> None:
    result = await live.adapter.apply(restraint, live.chat, actor, lasts=HOUR)
    assert result == UNSUPPORTED
    assert live.fake.log == []


@pytest.mark.parametrize("restraint", [Restraint.LOCK_MEDIA, Restraint.UNLOCK_MEDIA])
async def test_a_server_has_no_lock_of_media(live: Live, restraint: Restraint) -> None:
    assert await apply(live, restraint, live.group.ana) == UNSUPPORTED
    assert live.fake.log == []


async def test_where_the_bot_is_not_the_fix_says_so(live: Live) -> None:
    live.world.kick_bot(live.group.guild)
    client = live.adapter._api.client
    assert client is not None
    await until(lambda: not client.guilds)
    assert await apply(live, Restraint.MUTE, live.group.ana) == forbidden("not-here")


# --- what Discord answers


async def test_without_a_connection_nobody_is_touched_and_it_is_tried_again(live: Live) -> None:
    """Roles may have changed meanwhile: the old picture decides about nobody."""
    await live.cut()
    result = await apply(live, Restraint.MUTE, live.group.ana)
    assert result == ActionResult(ActionOutcome.LATER, retry_after=FIRST_WAIT)
    assert acts(live) == 0


async def test_a_refusal_that_nobody_foresaw_names_the_likeliest_fix_and_is_asked_for_anew(
    live: Live,
) -> None:
    live.fake.faults.fail("PATCH", "/guilds/*", Kind.REFUSE, status=403, code=50013)
    assert await apply(live, Restraint.MUTE, live.group.ana) == forbidden("target-above")
    # A person clicked: it is their click that counts, not what was refused before.
    assert await apply(live, Restraint.MUTE, live.group.ana) == OK


@pytest.mark.parametrize(
    ("kind", "outcome", "wait"),
    [(Kind.FLOOD, ActionOutcome.LATER, 7), (Kind.RESET, ActionOutcome.UNREACHABLE, None)],
)
@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_what_is_not_answered_is_passed_on(
    live: Live, method: str, kind: Kind, outcome: ActionOutcome, wait: int | None
) -> None:
    live.fake.faults.fail(method, "/guilds/*/members/*", kind, every=True, retry_after=wait or 0)
    result = await apply(live, Restraint.MUTE, live.group.ana)
    assert result.outcome is outcome
    assert result.retry_after == (None if wait is None else timedelta(seconds=wait))
    assert not live.world.is_muted(live.group.guild, live.group.ana)
    live.fake.faults.heal()
