"""What `doctor` says about Telegram: each trouble is a finding with a fix, none shows the token."""

from dataclasses import asdict

import pytest
from pydantic import SecretStr

from bot.cli.doctor_telegram import telegram_findings
from bot.cli.finding import Finding
from config.schema import Settings, TelegramSettings
from tests.telegram.api import METHODS
from tests.telegram.faults import Kind
from tests.telegram.fixture import telegram
from tests.telegram.server import FakeTelegram

__all__ = ["telegram"]

URL = "https://school.example/telegram/webhook"


async def findings(telegram: FakeTelegram, token: str = "", url: str = "") -> dict[str, Finding]:
    token = token or telegram.token
    given = TelegramSettings(token=SecretStr(token), base_url=telegram.base_url, webhook_url=url)
    found = await telegram_findings(Settings(telegram=given))
    assert found
    assert token not in str([asdict(finding) for finding in found])
    assert all(finding.ok or finding.fix for finding in found)
    return {finding.name.removeprefix("telegram "): finding for finding in found}


async def test_all_is_well_and_the_invitation_is_given(telegram: FakeTelegram) -> None:
    found = await findings(telegram)
    assert all(finding.ok for finding in found.values())
    assert "@upstander_test_bot" in found["account"].detail
    assert found["invitation"].detail.startswith("https://t.me/upstander_test_bot?startgroup=")
    assert "without --local" in found["server of your own"].detail
    assert "Bot-to-Bot" in found["other bots"].detail
    assert found["updates"].detail == "long polling, 0 updates waiting"


@pytest.mark.parametrize(("sees_all", "said"), [(True, "is off"), (False, "where it is an admin")])
async def test_privacy_mode_is_explained(telegram: FakeTelegram, sees_all: bool, said: str) -> None:
    telegram.world.sees_all = sees_all
    assert said in (await findings(telegram))["messages"].detail


async def test_a_refused_token_is_a_finding_with_the_way_to_a_new_one(
    telegram: FakeTelegram,
) -> None:
    found = await findings(telegram, token="987654321:" + "B" * 35)
    assert list(found) == ["account"]
    assert "new token from @BotFather" in found["account"].fix


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.BAD_GATEWAY, Kind.CUT])
async def test_a_server_that_gives_no_answer_is_a_finding(
    telegram: FakeTelegram, kind: Kind
) -> None:
    telegram.faults.fail("getMe", kind)
    assert f"Make {telegram.base_url} reachable" in (await findings(telegram))["account"].fix


async def test_a_webhook_that_is_not_ours_is_a_finding(telegram: FakeTelegram) -> None:
    telegram.webhook.url = "https://elsewhere.example"
    assert "/revoke" in (await findings(telegram))["updates"].fix
    assert "/revoke" in (await findings(telegram, url=URL))["updates"].fix


async def test_a_webhook_of_ours_is_right_however_telegram_spells_it(
    telegram: FakeTelegram,
) -> None:
    assert "set at the next start" in (await findings(telegram, url=URL))["updates"].detail
    telegram.webhook.url = URL.replace("school", "SCHOOL") + "/"
    assert (await findings(telegram, url=URL))[
        "updates"
    ].detail == "webhook, set, 0 updates waiting"


async def test_a_webhook_that_telegram_cannot_reach_is_a_finding(telegram: FakeTelegram) -> None:
    telegram.webhook.url = URL
    telegram.webhook._error = "Connection refused"
    telegram.world.raw({})
    found = (await findings(telegram, url=URL))["updates"]
    assert not found.ok
    assert "1 updates waiting; Telegram says: Connection refused" in found.detail
    assert "/telegram/webhook" in found.fix


async def test_a_bot_that_nobody_can_add_is_a_finding(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = telegram.world.bot.raw | {"can_join_groups": False}
    monkeypatch.setitem(METHODS, "getMe", lambda world, params: closed)
    assert "/setjoingroups" in (await findings(telegram))["groups"].fix
