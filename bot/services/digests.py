"""Alerts with all that can be done about them: sent at once, or opened out of a list of several."""

from collections.abc import Mapping

from bot.domain.case import Case
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import ChatRef
from bot.domain.restraint import offered
from bot.domain.speech import Speech
from bot.services.finding import CaseFinder, Found
from bot.services.notices import Writer
from bot.services.platforms import Platform, Platforms
from bot.services.pressing import PressAnswer, PressHandler
from bot.services.speaking import possible


async def alert_about(
    platform: Platform, writer: Writer, case: Case, chat: ChatRef, language: str
) -> Speech:
    """Return the alert about a case in a chat, by the id that the chat has now."""
    title = await platform.moderation.title(chat)
    more = offered(await possible(platform, chat), case.actor) != ()
    return writer.alert(case, title, language, more=more)


class DigestPresses:
    """Opens one case of several that were told together."""

    def __init__(self, finder: CaseFinder, platforms: Platforms, writer: Writer) -> None:
        self._finder = finder
        self._platforms = platforms
        self._writer = writer

    @property
    def handlers(self) -> Mapping[str, PressHandler]:
        """The handlers by verb."""
        return {"case": self.open}

    async def open(self, press: Press, rest: str) -> PressAnswer | None:
        """Tell the adults of a case as an alert of its own would have."""
        found = await self._finder.find(press, rest, Who.ADULT)
        if not isinstance(found, Found):
            return found
        platform = self._platforms[found.chat.platform]
        speech = await alert_about(platform, self._writer, found.case, found.chat, found.language)
        return PressAnswer(speech, openly=True)
