"""The self-test, end to end: whoever asks hears of every link of the chain, also of broken ones."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.bank import TEST_BANK, MatchRule
from bot.domain.capability import Capability
from bot.domain.message import ChatRef
from bot.domain.policy import Mode
from bot.domain.signal import BankMatch, Screening
from config.phrasebook import Phrasebook
from config.schema import PolicySettings
from tests.fakes import FakeScreener, MovableClock
from tests.integration.asking import IN_PRIVATE, ask, move
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

HEADS = ("en/selftest-passed", "en/selftest-failed", "en/selftest-nothing-seen")


class CardScreener(FakeScreener):
    """Knows the test card as well: bytes that begin with `card`."""

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        screening = super().screen(data, thorough=thorough, chat=chat)
        if not data.startswith(b"card"):
            return screening
        match = BankMatch(TEST_BANK, "card-1", 0, MatchRule.KNOWN, test=True)
        return Screening((match,), screening.fingerprint, screening.facts)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", screener=CardScreener(), clock=clock)


def reports(stage: Stage, place: str) -> list[str]:
    """Return the reports that stand in a chat."""
    return [text for text in stage.said_in(place) if text.startswith(HEADS)]


async def removed(stage: Stage, picture: bytes) -> None:
    """Post a picture and wait until it is taken down."""
    message = stage.post(picture)
    await until(lambda: not stage.stands(message), what="a removal")


def no_private_way(stage: Stage) -> None:
    """Let nobody in the class be told anything in private any more."""
    chat = stage.world.store.chats[CLASS]
    chat.capabilities -= {Capability.EPHEMERAL, Capability.DM, Capability.DM_IF_STARTED}


async def reported(stage: Stage, place: str) -> list[str]:
    """Wait for a report and return its lines."""
    await until(lambda: bool(reports(stage, place)), what=f"a report in {place}")
    (report,) = reports(stage, place)
    return report.splitlines()


async def test_the_whole_chain_is_reported_to_who_asked_and_to_the_adults(stage: Stage) -> None:
    async with stage.app():
        how = await ask(stage, "/selftest")
        title = stage.world.store.chats[CLASS].title
        assert how.where == IN_PRIVATE
        assert how.text == f"en/selftest-how chat={title} minutes=10"
        card = stage.post(b"card", by="cleo")
        lines = await reported(stage, "private:cleo")
        assert not stage.stands(card)
        assert lines == [
            f"en/selftest-passed chat={title}",
            "✓ en/selftest-seen seconds=0.0",
            "✓ en/selftest-removed seconds=0.0",
            "✓ en/alert-verified",
            "✓ en/selftest-alerted seconds=0.0",
            "✓ en/selftest-told",
            "✓ en/selftest-line",
        ]
        assert await reported(stage, STAFF) == lines
        assert reports(stage, CLASS) == []


async def test_an_adult_who_asks_in_the_adults_chat_is_answered_there_once(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/selftest", by="lead", chat=STAFF)).where == STAFF
        stage.post(b"card")
        await reported(stage, STAFF)
        assert "private:lead" not in stage.world.store.chats


async def test_only_one_report_comes_and_a_later_card_is_no_test(stage: Stage) -> None:
    async with stage.app() as app:
        await ask(stage, "/selftest")
        stage.post(b"card 1")
        await reported(stage, STAFF)
        await removed(stage, b"card 2")
        await until_settled(app)
        assert len(reports(stage, STAFF)) == 1


async def test_a_bad_picture_is_no_test_and_an_earlier_card_neither(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await removed(stage, b"card")
        move(app, clock, timedelta(seconds=1))
        await ask(stage, "/selftest")
        await removed(stage, b"bad")
        await until_settled(app)
        move(app, clock, timedelta(minutes=10))
        assert (await reported(stage, STAFF))[0].startswith("en/selftest-nothing-seen")


async def test_a_second_test_takes_the_place_of_the_first(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await ask(stage, "/selftest")
        move(app, clock, timedelta(minutes=9))
        await ask(stage, "/selftest")
        move(app, clock, timedelta(minutes=9))
        await until_settled(app)
        assert reports(stage, STAFF) == []
        move(app, clock, timedelta(minutes=1))
        await reported(stage, STAFF)


async def test_nothing_seen_is_reported_with_what_has_to_be_looked_at(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.set_rights(CLASS, delete=False)
        await ask(stage, "/selftest")
        move(app, clock, timedelta(minutes=10))
        lines = await reported(stage, "private:cleo")
        assert lines[0].startswith("en/selftest-nothing-seen")
        assert lines[1:] == ["✗ en/check-delete", "en/fix-sandbox-delete"]


async def test_a_missing_right_is_reported_with_its_fix(stage: Stage) -> None:
    async with stage.app():
        stage.world.set_rights(CLASS, delete=False)
        await ask(stage, "/selftest")
        card = stage.post(b"card")
        lines = await reported(stage, "private:cleo")
        assert stage.stands(card)
        assert lines[0].startswith("en/selftest-failed")
        assert lines[2:4] == ["✗ en/selftest-not-removed", "en/fix-sandbox-delete"]
        assert lines[4:] == ["✓ en/selftest-alerted seconds=0.0"]


async def test_without_adults_the_report_says_so_and_does_not_wait_for_them(
    tmp_path: Path, clock: MovableClock
) -> None:
    stage = Stage(tmp_path / "data", screener=CardScreener(), clock=clock, bound=False)
    async with stage.app():
        await ask(stage, "/selftest")
        stage.post(b"card")
        lines = await reported(stage, "private:cleo")
        assert lines[0].startswith("en/selftest-failed")
        assert "✗ en/status-no-alerts" in lines
        assert "✓ en/selftest-removed seconds=0.0" in lines


async def test_adults_who_cannot_be_reached_are_reported_after_a_minute(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await ask(stage, "/selftest")
        stage.world.set_rights(STAFF, present=False)
        card = stage.post(b"card")
        await until(lambda: not stage.stands(card))
        await until(lambda: "en/group-removed-test" in stage.said_in(CLASS))
        assert reports(stage, "private:cleo") == []
        move(app, clock, timedelta(minutes=1))
        lines = await reported(stage, "private:cleo")
        assert lines[0].startswith("en/selftest-failed")
        assert "✗ en/selftest-not-alerted" in lines


@pytest.mark.parametrize(
    ("mode", "alerted"),
    [(Mode.ALERT, ["✓ en/selftest-alerted seconds=0.0"]), (Mode.SHADOW, [])],
)
async def test_what_the_mode_leaves_alone_is_no_failure(
    tmp_path: Path, clock: MovableClock, mode: Mode, alerted: list[str]
) -> None:
    policy = PolicySettings(mode=mode)
    stage = Stage(tmp_path / "data", screener=CardScreener(), clock=clock, policy=policy)
    async with stage.app():
        await ask(stage, "/selftest")
        stage.post(b"card")
        lines = await reported(stage, STAFF)
        assert lines[0].startswith("en/selftest-passed")
        assert lines[2:] == [f"• en/status-mode mode={mode}", *alerted]


async def test_a_sender_who_cannot_be_told_in_private_is_no_failure(stage: Stage) -> None:
    async with stage.app():
        await ask(stage, "/selftest")
        no_private_way(stage)
        stage.post(b"card")
        lines = await reported(stage, STAFF)
        assert lines[0].startswith("en/selftest-passed")
        assert "• en/selftest-not-told" in lines
        # The adults have it; the class need not read it.
        assert reports(stage, CLASS) == []


async def test_a_case_that_an_adult_closes_at_once_is_reported_all_the_same(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await ask(stage, "/selftest")
        stage.world.set_rights(STAFF, present=False)
        stage.post(b"card")
        await until(lambda: "en/group-removed-test" in stage.said_in(CLASS))
        stage.world.set_rights(STAFF, present=True)
        assert (await ask(stage, "/falsealarm C-0001", by="lead", chat=STAFF)).key
        move(app, clock, timedelta(minutes=6))
        assert (await reported(stage, "private:cleo"))[0].startswith("en/selftest-")
        assert not reports(stage, "private:cleo")[0].startswith("en/selftest-nothing-seen")


async def test_a_class_without_any_other_way_reads_the_report_itself(
    tmp_path: Path, clock: MovableClock
) -> None:
    stage = Stage(tmp_path / "data", screener=CardScreener(), clock=clock, bound=False)
    async with stage.app():
        await ask(stage, "/selftest")
        no_private_way(stage)
        stage.post(b"card")
        await reported(stage, CLASS)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_real_texts_say_all_of_it(
    tmp_path: Path, clock: MovableClock, language: str
) -> None:
    texts = Phrasebook("Europe/Madrid", strict=True)
    policy = PolicySettings(language=language)
    stage = Stage(
        tmp_path / "data", screener=CardScreener(), texts=texts, clock=clock, policy=policy
    )
    async with stage.app():
        for command in ("/selftest", "/settings", "/language", "/status", "/alerts"):
            stage.post(by="cleo", text=command)
        stage.world.set_rights(CLASS, present=False)
        stage.world.set_rights(CLASS, present=True)
        await until(lambda: len(stage.said_in(CLASS)) == 1, what="a greeting")
        await until(lambda: len(stage.said_in("private:cleo")) == 5, what="five answers")
        await removed(stage, b"card")
        await until(lambda: len(stage.said_in("private:cleo")) == 6, what="a report")
        report = stage.said_in("private:cleo")[-1].splitlines()
        assert [line[0] for line in report[1:]] == ["✓"] * 6
