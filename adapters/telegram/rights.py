"""What the bot and the people are in a chat now: asked of Telegram, never taken from a message."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.telegram.ephemeral import Whispers
from adapters.telegram.errors import (
    FIX_DELETE,
    FIX_NOT_IN_CHAT,
    FIX_RESTRICT,
    FIX_SUPERGROUP,
    Refusal,
    check_answered,
)
from adapters.telegram.identity import Identity
from adapters.telegram.moves import Moves
from bot.domain.capability import Capabilities, Capability, ChatCheck, Role
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.ports import Clock

# A right that was taken away is noticed at the latest after this, and at once where Telegram
# tells of it or refuses a call.
_FRESH_SECONDS = 30.0
_ADMINS = ("creator", "administrator")
_RESTRAINTS = frozenset({Capability.MUTE, Capability.KICK, Capability.BAN, Capability.LOCK_MEDIA})
_PAUSES = frozenset({Capability.PAUSE_MEDIA, Capability.PAUSE_KINDS})
# What Telegram gives to every bot in every chat. It keeps updates for 24 hours.
_ALWAYS = frozenset(
    {
        Capability.DM_IF_STARTED,
        Capability.BUTTONS,
        Capability.SLASH,
        Capability.EDIT_EVENTS,
        Capability.GAP_REPLAY,
        # A group is read by its members; a class and its adults are groups of their own.
        Capability.CONFIDENTIAL,
    }
)


def is_private(chat: ChatRef) -> bool:
    """Say whether this is a one-to-one chat: its id is the person's, a group's is negative."""
    return not chat.chat.startswith("-")


@dataclass(frozen=True, slots=True)
class Standing:
    """What Telegram says about a chat and about the bot in it.

    Attributes:
        kind: ``group``, ``supergroup``, ``channel`` or ``private``.
        protected: Members cannot save or forward what is posted.
    """

    kind: str
    present: bool
    admin: bool
    may_delete: bool
    may_restrict: bool
    protected: bool


_ABSENT = Standing("", False, False, False, False, False)


class Rights:
    """Answers what may be done in a chat, and by whom."""

    def __init__(self, moves: Moves, identity: Identity, whispers: Whispers, clock: Clock) -> None:
        self._moves = moves
        self._identity = identity
        self._whispers = whispers
        self._clock = clock
        self._known: dict[str, tuple[float, Standing]] = {}
        # In memory only: what chats are called is stored nowhere.
        self._titles: dict[str, str] = {}
        self._changes = 0

    def forget(self, chat: ChatRef, title: str = "") -> None:
        """Ask anew next time: something about the chat's members or rights has changed.

        `title` is what the news called the chat: after the last of it nobody can be asked.
        """
        self._known.pop(chat.chat, None)
        self._changes += 1
        if title:
            self._titles[chat.chat] = title

    async def standing(self, chat: ChatRef) -> Standing:
        """Return how the bot stands in a chat; absent where Telegram will not speak of it.

        Raises:
            TryLater: Telegram did not say.
        """
        asked_at, changes = self._clock.monotonic(), self._changes
        if chat.chat in self._known:
            at, known = self._known[chat.chat]
            if asked_at - at < _FRESH_SECONDS:
                return known
        try:
            found = await self._ask(chat)
        except Refusal as refusal:
            check_answered(refusal)
            found = _ABSENT
        if changes == self._changes:
            # Else the answer may be from before the change that we were told of meanwhile.
            self._known[chat.chat] = asked_at, found
        return found

    async def capabilities(self, chat: ChatRef) -> Capabilities:
        """Return what the bot may do in a chat now; nothing where it is not.

        Raises:
            TryLater: Telegram did not say.
        """
        if is_private(chat):
            return _ALWAYS
        standing = await self.standing(chat)
        if not standing.present:
            return frozenset()
        may = set(_ALWAYS)
        if standing.may_delete:
            may.add(Capability.DELETE)
        if standing.kind == "supergroup" and standing.may_restrict:
            may |= _RESTRAINTS | _PAUSES
        if standing.kind != "channel" and await self._whispers.supported(chat.chat):
            may.add(Capability.EPHEMERAL)
        return frozenset(may)

    async def title(self, chat: ChatRef) -> str:
        """Return a chat's title; its id where it has none or Telegram never said.

        Whoever put the bot out also took away its right to ask: the adults who are told of it must
        still read which chat it was.
        """
        try:
            found = await self._moves.call("getChat", chat.chat)
        except Refusal:
            return self._titles.get(chat.chat, chat.chat)
        self._titles[chat.chat] = str(found.get("title") or chat.chat)
        return self._titles[chat.chat]

    async def role(self, chat: ChatRef, actor: Actor) -> Role:
        """Ask what this person is in a chat at this moment.

        Raises:
            TryLater: Telegram did not say; that makes nobody an outsider.
        """
        if actor.kind is ActorKind.ANONYMOUS_ADMIN and actor.id == chat.chat:
            # Only an admin can speak as the chat itself.
            return Role.ADMIN
        if actor.kind is not ActorKind.USER:
            return Role.OUTSIDER
        if is_private(chat):
            return Role.MEMBER if actor.id == chat.chat else Role.OUTSIDER
        try:
            member = await self._moves.call("getChatMember", chat.chat, user_id=actor.id)
        except Refusal as refusal:
            check_answered(refusal)
            return Role.OUTSIDER
        if member.get("status") in _ADMINS:
            return Role.ADMIN
        return Role.MEMBER if _is_in(member) else Role.OUTSIDER

    async def checks(self, chat: ChatRef) -> tuple[ChatCheck, ...]:
        """Return what must be right in a chat, each with how it stands and how to fix it.

        Raises:
            TryLater: Telegram did not say.
        """
        self.forget(chat)
        standing = await self.standing(chat)
        present = _check("check-telegram-present", standing.present, FIX_NOT_IN_CHAT)
        if not standing.present:
            return (present,)
        try:
            sees_all = standing.admin or await self._reads_groups()
            other_bots = await self._has_other_bots(chat)
        except Refusal as refusal:
            check_answered(refusal)
            sees_all, other_bots = standing.admin, False
        whispers = await self._whispers.supported(chat.chat)
        return (
            present,
            _check("check-delete", standing.may_delete, FIX_DELETE),
            _check("check-telegram-sees-all", sees_all, "fix-telegram-privacy"),
            *_advice(standing, whispers, other_bots),
        )

    async def _ask(self, chat: ChatRef) -> Standing:
        found = await self._moves.call("getChat", chat.chat)
        me = await self._moves.call("getChatMember", chat.chat, user_id=self._identity.id)
        owner = me.get("status") == "creator"
        return Standing(
            kind=str(found.get("type", "")),
            present=_is_in(me),
            admin=me.get("status") in _ADMINS,
            may_delete=owner or me.get("can_delete_messages") is True,
            may_restrict=owner or me.get("can_restrict_members") is True,
            protected=found.get("has_protected_content") is True,
        )

    async def _reads_groups(self) -> bool:
        """Whether privacy mode is off, so that the bot gets messages without being an admin."""
        me = await self._identity.look()
        return me.get("can_read_all_group_messages") is True

    async def _has_other_bots(self, chat: ChatRef) -> bool:
        # Without the parameter (Bot API 10.0) the other bots are left out.
        admins = await self._moves.call("getChatAdministrators", chat.chat, return_bots=True)
        users = [admin.get("user", {}) for admin in admins]
        return any(
            user.get("is_bot") and str(user.get("id")) != self._identity.id for user in users
        )


def _is_in(member: dict[str, Any]) -> bool:
    """Whether somebody is in a chat; a restricted member may have left it."""
    status = member.get("status")
    if status == "restricted":
        return member.get("is_member") is True
    return status in (*_ADMINS, "member")


def _check(text: str, ok: bool, fix: str, *, needed: bool = True) -> ChatCheck:
    return ChatCheck(text, ok, "" if ok else fix, needed)


def _advice(standing: Standing, whispers: bool, other_bots: bool) -> Iterator[ChatCheck]:
    """Yield what the bot can do without, but not as well."""
    supergroup = standing.kind == "supergroup"
    for text, ok, fix in (
        ("check-telegram-supergroup", supergroup, FIX_SUPERGROUP),
        ("check-telegram-restrict", standing.may_restrict, FIX_RESTRICT),
        ("check-telegram-protected", standing.protected, "fix-telegram-protected"),
        ("check-telegram-ephemeral", whispers, "fix-telegram-ephemeral"),
    ):
        yield _check(text, ok, fix, needed=False)
    if other_bots:
        # No method tells whether bot-to-bot mode is on; without it their messages go unseen.
        yield _check("check-telegram-bots", ok=False, fix="fix-telegram-bots", needed=False)
