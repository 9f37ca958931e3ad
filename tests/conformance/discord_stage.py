"""What the scenarios that only Discord has are played on: one school, and the bot's house."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conformance.discord_scene import DiscordScene, School, discord
from tests.conformance.house import House
from tests.conformance.scene import Who
from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Guild, Message, Person
from tests.discord.world import World


@dataclass(frozen=True)
class Stage:
    """Everything that a scenario of Discord's own may need."""

    scene: DiscordScene
    house: House

    @property
    def school(self) -> School:
        return self.scene.school

    @property
    def fake(self) -> FakeDiscord:
        return self.school.fake

    @property
    def world(self) -> World:
        return self.school.world

    @property
    def guild(self) -> Guild:
        return self.scene.guild

    @property
    def general(self) -> Channel:
        return self.guild.general

    def person(self, who: Who) -> Person:
        return self.school.persons[who]

    def photo(self, channel: Channel, data: bytes, who: Who = Who.ANA) -> Message:
        return self.world.post(channel, self.person(who), "look", files=[("photo.png", data)])

    async def gone(self, *messages: Message) -> None:
        await self.house.gone(*(self.school.keep(one) for one in messages))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with discord() as scene:
        yield Stage(scene, House(scene, tmp_path / "data"))
