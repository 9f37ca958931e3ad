"""The real bot before the fake Discord, and a class with its adults."""

import sys
from pathlib import Path

from tests.conformance.process import BotProcess, Server, Tally
from tests.discord.client import BOT_PERMISSIONS
from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Guild, Message


class DiscordProcess(BotProcess):
    """A bot whose platform is the fake Discord."""

    def __init__(self, folder: Path, fake: FakeDiscord, *command: str, **more: str) -> None:
        addresses = (fake.api_url, fake.gateway_url, fake.cdn_url)
        known = Server(
            {"UPSTANDER_DISCORD__TOKEN": fake.token},
            arrivals=lambda: fake.gateway.identifies,
            calls=lambda: len(fake.log),
        )
        usual = (sys.executable, "-m", "tests.discord.run_bot", *addresses, "run")
        super().__init__(folder, known, *(command or usual), **more)


class ServerOfAClass(Tally[Message]):
    """A class on a server, its adults in a closed channel of it, and what they have to look at."""

    def __init__(self, fake: FakeDiscord) -> None:
        super().__init__()
        self.fake = fake
        self.world = world = fake.world
        self.pupils = [world.new_user(f"Pupil{number}") for number in range(5)]
        self.admin, self.lead = world.new_user("Cleo"), world.new_user("Lead")
        self.guild = self.found("7B")
        readers = [self.admin, self.lead]
        self.staff = world.new_channel(self.guild, "safeguarding", readers=readers)

    def found(self, title: str) -> Guild:
        """Found one more server with the same pupils."""
        guild = self.world.new_guild(title, members=[*self.pupils, self.lead], admins=[self.admin])
        self.world.add_bot(guild, BOT_PERMISSIONS)
        return guild

    async def name_the_adults(self, bot: BotProcess) -> None:
        """Choose the adults' channel in the bot's steps, as an admin does."""
        await bot.until(lambda: bool(self.world.backend.commands.get(None)), "list of commands")
        self.world.slash(self.admin, self.guild.general, "guard setup")
        await bot.until(lambda: bool(self._menus()), "the steps")
        steps, menu = self._menus()[-1]
        self.world.select(self.admin, steps, menu, [self.staff])
        await bot.until(lambda: bool(self.world.said(self.staff)), "word to the adults")
        await bot.quiet()

    def post(self, data: bytes, *, bad: bool, channel: Channel | None = None) -> Message:
        """Let the next pupil post a picture."""
        pupil = self.pupils[len(self.posted) % len(self.pupils)]
        place = channel or self.guild.general
        message = self.world.post(place, pupil, "", files=[("photo.jpg", data)])
        self.posted.append((message, bad))
        return message

    def stands(self, message: Message) -> bool:
        return self.world.stands(message)

    def notes(self) -> list[str]:
        return [text for pupil in self.pupils for text in self.world.said_privately(pupil)]

    def lines(self) -> list[str]:
        return self.world.said(self.guild.general)

    def alerts(self) -> list[str]:
        return self.world.said(self.staff)

    def _menus(self) -> list[tuple[Message, str]]:
        seen = self.world.private(self.admin)
        return [(one, str(menu["custom_id"])) for one in seen for menu in one.menus[:1]]
