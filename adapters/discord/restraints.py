"""Mutes, kicks and bans: carried out only because a person clicked, and only below the bot."""

from datetime import timedelta
from typing import assert_never

import discord

from adapters.discord.api import Api
from adapters.discord.errors import (
    FIX_NOT_HERE,
    FIX_RESTRAIN,
    FIX_TARGET_ABOVE,
    FIX_TARGET_IS_ADMIN,
    FIX_TARGET_IS_OWNER,
    Forbidden,
    Gone,
    Refusal,
    to_result,
)
from adapters.discord.rights import Rights
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Restraint
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ActorKind, ChatRef

# https://discord.com/developers/docs/resources/guild#modify-guild-member; a little less for clocks.
_LONGEST_MUTE = timedelta(days=28) - timedelta(minutes=5)
_SHORTEST_MUTE = timedelta(minutes=1)
_REASON = "An adult pressed the button under an alert."
_RIGHTS = {
    Restraint.MUTE: "moderate_members",
    Restraint.UNMUTE: "moderate_members",
    Restraint.KICK: "kick_members",
    Restraint.BAN: "ban_members",
}
_PERSONS = (ActorKind.USER, ActorKind.BOT)


class Restrainer:
    """Carries out what an adult chose to do about a sender."""

    def __init__(self, api: Api, rights: Rights) -> None:
        self._api = api
        self._rights = rights

    async def apply(
        self,
        restraint: Restraint,
        chat: ChatRef,
        actor: Actor,
        *,
        lasts: timedelta,
        undo: str = "",  # noqa: ARG002 - nothing here needs to be remembered to be undone
    ) -> ActionResult:
        """Carry out a restraint; see `Restraints.apply`."""
        right = _RIGHTS.get(restraint)
        if right is None or actor.kind not in _PERSONS or not actor.id.isdecimal():
            return ActionResult(ActionOutcome.UNSUPPORTED)
        try:
            guild = self._rights.guild(chat)
            if guild is None:
                raise Forbidden(FIX_NOT_HERE)
            if not getattr(guild.me.guild_permissions, right):
                raise Forbidden(FIX_RESTRAIN)
            await self._carry_out(restraint, guild, actor, lasts)
        except TryLater as wait:
            return ActionResult(ActionOutcome.LATER, retry_after=wait.after)
        except Refusal as refusal:
            return to_result(refusal, FIX_TARGET_ABOVE)
        return ActionResult(ActionOutcome.OK)

    async def _carry_out(
        self, restraint: Restraint, guild: discord.Guild, actor: Actor, lasts: timedelta
    ) -> None:
        try:
            member = await self._rights.member(guild, actor)
        except Gone:
            if restraint is not Restraint.BAN:
                raise
            # Who has left can still be kept out.
            await self._ban(guild, int(actor.id))
            return
        _check_target(restraint, guild, member)
        match restraint:
            case Restraint.MUTE:
                for_ = min(max(lasts, _SHORTEST_MUTE), _LONGEST_MUTE)
                await self._api.call(lambda _: member.timeout(for_, reason=_REASON))
            case Restraint.UNMUTE:
                await self._api.call(lambda _: member.timeout(None, reason=_REASON))
            case Restraint.KICK:
                await self._api.call(lambda _: member.kick(reason=_REASON))
            case Restraint.BAN:
                await self._ban(guild, member.id)
            case Restraint.LOCK_MEDIA | Restraint.UNLOCK_MEDIA:
                raise Forbidden(FIX_RESTRAIN)  # `apply` has refused them.
            case other:
                assert_never(other)

    async def _ban(self, guild: discord.Guild, person: int) -> None:
        # Their messages stay: only what was decided about is removed, and the proof of it is kept.
        await self._api.call(
            lambda _: guild.ban(discord.Object(person), delete_message_seconds=0, reason=_REASON)
        )


def _check_target(restraint: Restraint, guild: discord.Guild, member: discord.Member) -> None:
    """Refuse without a call what Discord would refuse, with the sentence that helps.

    Raises:
        Forbidden: This member is out of the bot's reach.
    """
    if member.id == guild.owner_id:
        raise Forbidden(FIX_TARGET_IS_OWNER)
    muting = restraint in (Restraint.MUTE, Restraint.UNMUTE)
    if muting and member.guild_permissions.administrator:
        raise Forbidden(FIX_TARGET_IS_ADMIN)
    if member.top_role >= guild.me.top_role:
        raise Forbidden(FIX_TARGET_ABOVE)
