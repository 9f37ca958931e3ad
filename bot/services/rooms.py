"""Tells the adults' own room from the other rooms of a chat that has several."""

from dataclasses import replace

from bot.domain.event import CommandGiven, Press
from bot.domain.message import ChatRef
from bot.services.policies import PolicyDesk


class Rooms:
    """Places what people ask for: in the adults' room if it came from there, else in its chat.

    A class that meets in many rooms is one chat with one policy, and one of its rooms may be where
    its adults get the alerts. Only there are their answers for all to read.
    """

    def __init__(self, policies: PolicyDesk) -> None:
        self._policies = policies

    async def placed(self, command: CommandGiven) -> CommandGiven:
        """Return a command as given in the adults' room, if that is where it was given."""
        if command.room is None or not await self._is_of_adults(command.room):
            return command
        return replace(command, ref=replace(command.ref, chat=command.room.chat))

    async def pressed(self, press: Press) -> Press:
        """Return a press as made in the adults' room, if that is where it was made."""
        if press.room is None or not await self._is_of_adults(press.room):
            return press
        return replace(press, chat=press.room)

    async def _is_of_adults(self, room: ChatRef) -> bool:
        return bool(await self._policies.guarded_from(room))
