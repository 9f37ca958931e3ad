"""What a command is about: which guarded chats, under which policy, and who may read the answer."""

from dataclasses import dataclass, replace

from bot.book_ports import ChatBook
from bot.domain.command import Who
from bot.domain.event import CommandGiven
from bot.domain.message import ChatRef
from bot.domain.policy import Policy
from bot.ports import Clock
from bot.services.policies import PolicyDesk
from bot.services.rights import Rights


@dataclass(frozen=True, slots=True)
class Scope:
    """What a command is about.

    Attributes:
        chats: The guarded chats that it may be about: one, or all that alert to this chat.
        openly: The answer may stand in the chat, which is private or the adults' own.
    """

    event: CommandGiven
    chats: tuple[ChatRef, ...]
    policy: Policy
    openly: bool

    @property
    def chat(self) -> ChatRef:
        """The one guarded chat."""
        return self.chats[0]


class Scopes:
    """Finds out what a command is about, and how much of that its giver has a right to."""

    def __init__(self, policies: PolicyDesk, rights: Rights, chats: ChatBook, clock: Clock) -> None:
        self._policies = policies
        self._rights = rights
        self._chats = chats
        self._clock = clock

    async def of(self, event: CommandGiven) -> Scope:
        """Return what a command may be about, whoever gives it."""
        here = event.ref.chat_ref
        guarded = tuple(await self._policies.guarded_from(here))
        if event.private and await self._rights.is_in_office(here.platform, event.actor):
            guarded = await self._all_guarded(here.platform)
        chats = guarded or (here,)
        policy = await self._policies.now(chats[0])
        return Scope(event, chats, policy, openly=bool(guarded) or event.private)

    async def _all_guarded(self, platform: str) -> tuple[ChatRef, ...]:
        """Return every chat of a platform with adults of its own, and its former ids."""
        found: dict[ChatRef, None] = {}
        for adults in await self._chats.adults(platform, self._clock.now()):
            found |= dict.fromkeys(await self._policies.guarded_from(adults))
        return tuple(found)

    async def allowed(self, who: Who, scope: Scope) -> Scope | None:
        """Return what is left of a scope for whoever gave the command; None if nothing is."""
        actor = scope.event.actor
        chats = [chat for chat in scope.chats if await self._rights.may(who, chat, actor)]
        return replace(scope, chats=tuple(chats)) if chats else None

    async def present(self, scope: Scope) -> Scope:
        """Return a scope with the present ids alone: under former ones there are only old cases."""
        return replace(scope, chats=tuple(await self._policies.present(scope.chats)))
