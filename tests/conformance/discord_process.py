"""The real bot before the fake Discord, and a class with its adults."""

import re
import sys
from collections import Counter
from pathlib import Path

from tests.conformance.process import BotProcess, Server
from tests.discord.client import BOT_PERMISSIONS
from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Guild, Message

_CASE = re.compile(r"C-\d{4,}")


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


class ServerOfAClass:
    """A class on a server, its adults in a closed channel of it, and what they have to look at."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.world = world = fake.world
        self.pupils = [world.new_user(f"Pupil{number}") for number in range(5)]
        self.admin, self.lead = world.new_user("Cleo"), world.new_user("Lead")
        self.guild = self.found("7B")
        readers = [self.admin, self.lead]
        self.staff = world.new_channel(self.guild, "safeguarding", readers=readers)
        self.posted: list[tuple[Message, bool]] = []

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

    @property
    def removed(self) -> int:
        """How many bad pictures nobody sees any more."""
        return sum(bad and not self.world.stands(one) for one, bad in self.posted)

    @property
    def left_up(self) -> int:
        """How many bad pictures still stand."""
        return sum(bad and self.world.stands(one) for one, bad in self.posted)

    @property
    def innocent_removed(self) -> int:
        """How many innocent pictures are gone."""
        return sum(not bad and not self.world.stands(one) for one, bad in self.posted)

    @property
    def double_notices(self) -> int:
        """How many notes to pupils and lines to the class there are too many."""
        cases = Counter(number for text in self._told for number in set(_CASE.findall(text)))
        lines = len(self.world.said(self.guild.general))
        return sum(cases.values()) - len(cases) + max(0, lines - self.removed)

    @property
    def noticed(self) -> int:
        """How many cases their senders were told of."""
        return len({one for text in self._told for one in _CASE.findall(text)})

    @property
    def alerted(self) -> int:
        """How many cases the adults have read of."""
        return len({one for text in self.world.said(self.staff) for one in _CASE.findall(text)})

    @property
    def _told(self) -> list[str]:
        return [text for pupil in self.pupils for text in self.world.said_privately(pupil)]

    def _menus(self) -> list[tuple[Message, str]]:
        seen = self.world.private(self.admin)
        return [(one, str(menu["custom_id"])) for one in seen for menu in one.menus[:1]]
