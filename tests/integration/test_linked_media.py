"""Pictures behind links to hosts that the operator named, through the whole app."""

from pathlib import Path

import pytest

from bot.domain.coverage import week_of
from bot.domain.message import ChatRef
from bot.domain.policy import OpaqueHandling
from bot.domain.signal import OpaqueReason
from config.schema import PolicySettings
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

HOST = "i.example.org"
PICTURE = f"https://{HOST}/of-mia.jpg"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "data", hosts=[HOST])


@pytest.mark.parametrize("text", [f"look {PICTURE}", f"look {HOST}/of-mia.jpg"])
async def test_a_bad_picture_behind_a_link_is_removed_like_a_posted_one(
    stage: Stage, text: str
) -> None:
    stage.web.pages[PICTURE] = b"bad"
    async with stage.app() as app:
        message = stage.post(text=text)
        await until(lambda: not stage.stands(message))
        await until(lambda: stage.said_in(CLASS) == ["en/group-removed"])
        await until_settled(app)
        assert any("C-0001" in line for line in stage.said_in(STAFF))
        assert not any("of-mia" in line for line in stage.said_in(STAFF))
        (handle,) = stage.look("SELECT handle FROM item")[0]
    # It is fetched once, and with the decision the address is forgotten.
    assert stage.web.asked == [PICTURE]
    assert handle == ""


async def test_a_harmless_one_stays_and_is_counted_as_looked_at(stage: Stage) -> None:
    stage.web.pages[PICTURE] = b"clean"
    async with stage.app() as app:
        message = stage.post(text=PICTURE)
        await until_settled(app)
        assert stage.stands(message)
        assert stage.said_in(STAFF) == []
        week = week_of(stage.clock.now())
        assert await app.books.ledger.counted(ChatRef("sandbox", CLASS), week) == {"allow": 1}


async def test_an_address_of_no_picture_and_one_elsewhere_are_links_as_before(
    tmp_path: Path,
) -> None:
    alert = PolicySettings(links=OpaqueHandling.ALERT)
    stage = Stage(tmp_path / "data", hosts=[HOST], policy=alert)
    async with stage.app() as app:
        stage.post(text=f"https://{HOST}/page")
        stage.post(text="https://elsewhere.example/a.jpg")
        await until_settled(app)
        cases = [await app.books.cases.get(number) for number in (1, 2)]
    assert [case and case.verdict.reason for case in cases] == [OpaqueReason.LINK] * 2
    assert stage.web.asked == [f"https://{HOST}/page"]


async def test_without_named_hosts_nothing_is_ever_fetched(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data")
    stage.web.pages[PICTURE] = b"bad"
    async with stage.app() as app:
        message = stage.post(text=PICTURE)
        await until_settled(app)
        assert stage.stands(message)
    assert stage.web.asked == []
