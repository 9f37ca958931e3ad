"""Discord lists the commands in every language, and the core carries out all that it lists."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord.commands import declare, sync
from adapters.discord.interactions import CASE_MENU, GROUP, REPORT_MENU
from adapters.discord.startup import introduce
from bot.domain.command_words import USAGE, parse_command, read_change
from bot.domain.menu import Menu, MenuEntry
from bot.domain.policy import Mode
from bot.services.menus import menus
from config.phrasebook import Phrasebook
from tests.discord.client import client_of
from tests.discord.faults import Kind
from tests.discord.fixture import judged
from tests.discord.server import FakeDiscord

MENUS = menus(Phrasebook("UTC"))
# https://discord.com/developers/docs/interactions/application-commands: descriptions and names.
MOST_CHARS, MOST_NAME = 100, 32
MANAGE_GUILD, MANAGE_MESSAGES = 1 << 5, 1 << 13
SPANISH = {"es-ES", "es-419"}
# What only adults choose is translated into Spanish alone.
FOR_PUPILS = SPANISH | {"de", "fr", "it", "pt-BR"}
FOR_ALL = ("help", "about", "privacy", "helpline", "hashhelp", "withdraw", "appeal")
Payload = dict[str, Any]


@dataclass
class Told:
    """A client that told the fake its commands, and what the fake keeps of them."""

    server: FakeDiscord
    client: discord.Client
    tree: app_commands.CommandTree[discord.Client]

    def sent(self) -> list[Payload]:
        (call,) = [one for one in self.server.log if one.path.endswith("/commands")]
        assert (call.method, call.status) == ("PUT", 200)
        assert len(call.body) > 0
        found: list[Payload] = call.body
        return found


@pytest.fixture
async def told() -> AsyncIterator[Told]:
    async with judged() as server, client_of(server) as client:
        tree = declare(client, MENUS)
        await sync(tree, MENUS)
        yield Told(server, client, tree)


def described(node: Payload) -> list[Payload]:
    """Return a command and all its parts that have a description."""
    found = [node] if "description" in node else []
    for option in node.get("options", []):
        found += described(option)
    return found


def by_name(payloads: list[Payload]) -> dict[str, Payload]:
    return {one["name"]: one for one in payloads}


async def test_a_group_for_those_who_manage_commands_for_all_and_two_menus(
    told: Told,
) -> None:
    sent = by_name(told.sent())
    assert set(sent) == {GROUP, *FOR_ALL, REPORT_MENU, CASE_MENU}
    allowed = {name: one.get("default_member_permissions") for name, one in sent.items()}
    assert {name: rights for name, rights in allowed.items() if rights is not None} == {
        GROUP: MANAGE_GUILD,
        CASE_MENU: MANAGE_MESSAGES,
    }
    on_messages = {name for name, one in sent.items() if one["type"] == 3}
    assert on_messages == {REPORT_MENU, CASE_MENU}


async def test_what_concerns_a_server_is_not_offered_in_private(told: Told) -> None:
    sent = by_name(told.sent())
    assert all(sent[name]["dm_permission"] is False for name in (GROUP, REPORT_MENU, CASE_MENU))
    assert all(sent[name]["dm_permission"] for name in FOR_ALL)


# Admins of a class may be pupils, and read these in their language.
PAUSES = ("lock", "unlock", "panic")


async def test_every_description_fits_in_every_language(told: Told) -> None:
    parts = [part for one in told.sent() for part in described(one)]
    assert len(parts) > 15
    commands = [part for part in parts if part.get("type") in (None, 1) or "options" in part]
    assert len(commands) > 10
    for part in parts:
        texts = [part["description"], *(part.get("description_localizations") or {}).values()]
        assert all(0 < len(text) <= MOST_CHARS for text in texts)
        assert len(part["name"]) <= MOST_NAME
    for command in commands:
        told_to = FOR_PUPILS if command["name"] in {*FOR_ALL, *PAUSES} else SPANISH
        assert set(command["description_localizations"]) == told_to
        assert command["description"] not in command["description_localizations"].values()


@pytest.mark.parametrize("menu", MENUS, ids=[menu.language for menu in MENUS])
def test_no_text_is_so_long_that_it_would_be_cut(menu: Menu) -> None:
    entries = [*menu.everyone, *menu.admins, *menu.adults, *menu.private]
    assert len(entries) > 10
    assert all(0 < len(entry.text) <= MOST_CHARS for entry in entries)


async def test_a_text_that_is_too_long_is_cut_and_costs_no_command() -> None:
    long = tuple(
        Menu(language, (MenuEntry("help", language * 99),), (), ()) for language in ("en", "es")
    )
    async with judged() as server, client_of(server) as client:
        tree = declare(client, long)
        await sync(tree, long)
        sent = by_name(server.log[-1].body)
    assert sent["help"]["description"] == ("en" * 99)[:MOST_CHARS]
    assert set(sent["help"]["description_localizations"].values()) == {("es" * 99)[:MOST_CHARS]}
    # Without a text the word has to do.
    assert sent["about"]["description"] == "about"


async def test_every_command_that_is_listed_is_one_that_the_core_carries_out(told: Told) -> None:
    sent = by_name(told.sent())
    words = {option["name"] for option in sent[GROUP]["options"]}
    # Other names of "falsealarm", "policy preset" and "lock" are for those who type them, and so is
    # the code of an office: a group holds 25 words.
    typed = {"allowhash", "threshold", "locks", "lead"}
    assert words | {*FOR_ALL, "report"} == set(USAGE) - typed
    assert all(parse_command(f"/{word}", frozenset()) is not None for word in words)


async def test_choices_are_those_that_the_core_reads(told: Told) -> None:
    (group,) = (one for one in told.sent() if one["name"] == GROUP)
    options = {one["name"]: by_name(one["options"]) for one in group["options"]}
    modes = [one["value"] for one in options["mode"]["value"]["choices"]]
    assert modes == [one.value for one in Mode]
    assert set(options["policy"]) == {"field", "value"}
    fields = [one["value"] for one in options["policy"]["field"]["choices"]]
    assert set(fields) == {"mode", "preset", "opaque", "links", "digest", "language"}
    values = ("alert", "standard", "strict", "review", "ignore", "remove", "on", "en")
    for field in fields:
        assert any(read_change(field, value, frozenset({"en"})) for value in values)
    # The core reads every value as a text; see `interactions`.
    kinds = {one["type"] for option in options.values() for one in option.values()}
    assert kinds == {3}
    required = [one.get("required") for option in options.values() for one in option.values()]
    assert not any(required)


async def test_commands_that_cannot_be_told_hold_nothing_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with judged() as server, client_of(server) as client:
        server.faults.fail("PUT", "/applications/*/commands", Kind.REFUSE, status=403, code=50001)
        tree = declare(client, MENUS)
        with caplog.at_level(logging.WARNING):
            await introduce(tree, MENUS)
        assert "forbidden" in caplog.text
        await introduce(tree, MENUS)
        assert server.log[-1].status == 200


async def test_commands_that_the_library_cannot_write_hold_nothing_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with discord.Client(intents=discord.Intents.none()) as client:
        # Nobody has logged in, so there is no application to write them for.
        await introduce(declare(client, MENUS), MENUS)
    assert "the commands cannot be written" in caplog.text


async def test_a_whole_code_fits_behind_its_command(told: Told) -> None:
    (option,) = by_name(told.sent())["hashhelp"]["options"]
    assert option["max_length"] >= 1936
