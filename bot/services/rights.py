"""Who may do what. The platform is asked at every call: nothing about a person is stored."""

from bot.domain.capability import Role
from bot.domain.command import Who
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.people_ports import PeopleBook
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk


class Rights:
    """Answers whether a person may give a command or press a button here and now."""

    def __init__(self, platforms: Platforms, policies: PolicyDesk, people: PeopleBook) -> None:
        self._platforms = platforms
        self._policies = policies
        self._people = people

    async def may(self, who: Who, chat: ChatRef, actor: Actor) -> bool:
        """Say whether this person may do something that needs `who` in a guarded chat.

        An adult is a member of the chat that gets the guarded chat's alerts, or in office. A
        chat's own admin may be a pupil and is no adult.
        """
        if who is Who.ANYONE:
            return True
        # Behind an anonymous admin, a channel or a bot there may be anyone.
        if actor.kind is not ActorKind.USER:
            return False
        if await self.is_in_office(chat.platform, actor) or await self._is_adult(chat, actor):
            return True
        return who is Who.ADMIN_OR_ADULT and await self._role(chat, actor) is Role.ADMIN

    async def is_in_office(self, platform: str, actor: Actor) -> bool:
        """Say whether this is the safeguarding lead or an adult on duty."""
        return any(one.actor == actor for one in await self._people.in_office(platform))

    async def is_admin(self, chat: ChatRef, actor: Actor) -> bool:
        """Say whether this is an admin of a chat now, with or without a mask."""
        return await self._role(chat, actor) is Role.ADMIN

    async def _is_adult(self, chat: ChatRef, actor: Actor) -> bool:
        adults = (await self._policies.now(chat)).adults_of(chat)
        return adults is not None and await self._role(adults, actor) is not Role.OUTSIDER

    async def _role(self, chat: ChatRef, actor: Actor) -> Role:
        return await self._platforms[chat.platform].moderation.role(chat, actor)
