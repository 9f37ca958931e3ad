"""What `doctor` says about Discord: each trouble is a finding with a fix, none shows the token."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.doctor import _examine
from bot.cli.finding import Finding
from config.schema import DiscordSettings, Settings
from tests.discord.client import pointed_at
from tests.discord.faults import Kind
from tests.discord.fixture import judged
from tests.discord.rules import CONTENT, CONTENT_LIMITED, MEMBERS, MEMBERS_LIMITED
from tests.discord.server import FakeDiscord

# After the tests' Discord, which imports the client library without its warning.
from bot.cli.doctor_discord import discord_findings  # isort: skip


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with judged() as fake:
        with pointed_at(fake):
            yield fake


async def findings(discord: FakeDiscord, token: str = "") -> dict[str, Finding]:
    token = token or discord.token
    found = await discord_findings(Settings(discord=DiscordSettings(token=SecretStr(token))))
    assert found
    assert token not in str([asdict(finding) for finding in found])
    assert all(finding.ok or finding.fix for finding in found)
    return {finding.name.removeprefix("discord "): finding for finding in found}


async def test_all_is_well_and_the_invitation_is_given(discord: FakeDiscord) -> None:
    found = await findings(discord)
    assert list(found) == ["account", "messages", "members", "invitation"]
    assert all(finding.ok for finding in found.values())
    assert found["account"].detail == discord.world.bot.name
    assert found["invitation"].detail.startswith("https://discord.com/oauth2/authorize?client_id=")
    assert found["invitation"].detail.endswith("&scope=bot+applications.commands")
    assert {call.method for call in discord.log} == {"GET"}


async def test_the_whole_examination_names_the_platform_and_asks_it(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    given = DiscordSettings(token=SecretStr(discord.token))
    found = await _examine(Settings(data_dir=tmp_path, discord=given))
    findings = {finding.name: finding for finding in found}
    assert findings["platforms"].detail == "Discord"
    assert findings["discord account"].ok


@pytest.mark.parametrize("flags", [MEMBERS | CONTENT, MEMBERS_LIMITED | CONTENT_LIMITED])
async def test_the_intents_of_small_and_of_big_bots_are_seen(
    discord: FakeDiscord, flags: int
) -> None:
    discord.rules.flags = flags
    found = await findings(discord)
    assert "Intent is on" in found["messages"].detail
    assert "Intent is on" in found["members"].detail


async def test_hidden_contents_are_a_failure_with_the_switch_to_press(discord: FakeDiscord) -> None:
    discord.rules.flags = MEMBERS_LIMITED
    found = await findings(discord)
    assert [name for name, finding in found.items() if not finding.ok] == ["messages"]
    assert "switch on MESSAGE CONTENT INTENT" in found["messages"].fix
    assert "https://discord.com/developers/applications" in found["messages"].fix


async def test_without_members_all_is_well_but_for_their_pictures(discord: FakeDiscord) -> None:
    discord.rules.flags = CONTENT_LIMITED
    found = await findings(discord)
    assert all(finding.ok for finding in found.values())
    assert "profile pictures of members are not looked at" in found["members"].detail


async def test_a_refused_token_is_a_finding_with_the_way_to_a_new_one(discord: FakeDiscord) -> None:
    found = await findings(discord, token=f"{'M' * 26}.{'G' * 6}.{'b' * 38}")
    assert list(found) == ["account"]
    assert "reset it in the developer portal" in found["account"].fix


async def test_a_discord_that_gives_no_answer_is_a_finding(discord: FakeDiscord) -> None:
    discord.faults.fail("GET", "/users/@me", Kind.RESET, every=True)
    found = await findings(discord)
    assert list(found) == ["account"]
    assert "Make https://discord.com reachable" in found["account"].fix
