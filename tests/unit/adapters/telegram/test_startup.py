"""What the bot tells Telegram about itself: menus by audience and language, rights, its link."""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.telegram.errors import NotSent
from adapters.telegram.startup import introduce, invite_link
from bot.domain.menu import Menu, MenuEntry
from tests.telegram.judge import Judge
from tests.unit.adapters.telegram.receiving import ScriptedApi


def menu(language: str) -> Menu:
    everyone, status = MenuEntry("help", f"help {language}"), MenuEntry("status", "how it stands")
    return Menu(language, (everyone,), (everyone, status), (MenuEntry("about", "what it is"),))


async def test_each_audience_gets_its_menu_in_each_language() -> None:
    api = ScriptedApi()
    await introduce(api, [menu("en"), menu("es")])
    told = {
        (one["scope"]["type"], one["language_code"]): [
            entry["command"] for entry in one["commands"]
        ]
        for one in api.asked("setMyCommands")
    }
    assert len(told) == len(api.asked("setMyCommands")) == 12
    for code in (None, "en", "es"):
        assert told["default", code] == told["all_group_chats", code] == ["help"]
        assert told["all_chat_administrators", code] == ["help", "status"]
        assert told["all_private_chats", code] == ["about"]


async def test_who_speaks_another_language_gets_english() -> None:
    api = ScriptedApi()
    await introduce(api, [menu("es"), menu("en")])
    assert Counter(one["language_code"] for one in api.asked("setMyCommands")) == Counter(
        {"es": 4, None: 4, "en": 4}
    )
    default = next(one for one in api.asked("setMyCommands") if one["language_code"] is None)
    assert default["commands"][0]["description"] == "help en"


async def test_the_bot_asks_for_the_rights_that_it_needs_and_no_other() -> None:
    api = ScriptedApi()
    await introduce(api, [])
    (told,) = api.asked("setMyDefaultAdministratorRights")
    assert {right for right, wanted in told["rights"].items() if wanted} == {
        "can_delete_messages",
        "can_restrict_members",
    }
    judge = Judge()
    judge.request("setMyDefaultAdministratorRights", told)
    assert judge.problems == []


async def test_a_telegram_that_takes_none_of_it_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    api = ScriptedApi(setMyDefaultAdministratorRights=[NotSent()], setMyCommands=[NotSent()] * 8)
    await introduce(api, [menu("en")])
    assert len(api.asked("setMyCommands")) == 8
    assert caplog.text.count("did not take") == 9


def test_the_link_asks_for_the_rights_that_the_bot_needs() -> None:
    link = urlsplit(invite_link("class_guard_bot"))
    assert (link.netloc, link.path) == ("t.me", "/class_guard_bot")
    assert parse_qs(link.query) == {
        "startgroup": ["guard"],
        "admin": ["delete_messages restrict_members"],
    }
