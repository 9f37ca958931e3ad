"""The main job through the whole app: a picture is posted, and what must happen happens."""

from pathlib import Path

import pytest

from adapters.sandbox.state import Upload
from bot.domain.case import Removal
from bot.domain.verdict import Outcome
from tests.integration.asking import announced
from tests.integration.stage import ANA, CLASS, STAFF, Stage, until, until_settled


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "data")


async def test_a_bad_picture_is_removed_and_everybody_is_told(stage: Stage) -> None:
    async with stage.app() as app:
        bad, clean = stage.post(b"bad 1"), stage.post(b"clean 1", by="ben")
        await until(lambda: not stage.stands(bad))
        await until_settled(app)
        assert stage.stands(clean)
        case = await app.books.cases.get(1)
        assert case is not None
        assert case.verdict.outcome is Outcome.REMOVE
        assert case.removal is Removal.REMOVED
        assert case.verified
        assert await app.books.cases.get(2) is None
    assert [text.split()[0] for text in stage.said_in(CLASS)] == ["en/group-removed"]
    assert [text.split()[0] for text in stage.said_in("private:ana")] == ["en/sender-notice"]
    alerts = stage.said_in(STAFF)
    assert len(alerts) == 1
    assert alerts[0].startswith("en/alert-head number=C-0001 chat=Class 7B")
    assert "alert-what-removed" in alerts[0]
    assert "alert-verified" in alerts[0]


@pytest.mark.parametrize("sender", ["ana", "ben", "cleo"])
async def test_every_sender_is_scanned_the_admin_too(stage: Stage, sender: str) -> None:
    async with stage.app() as app:
        message = stage.post(b"bad", by=sender)
        await until(lambda: not stage.stands(message))
        await until_settled(app)


async def test_an_edit_that_swaps_the_picture_is_removed(stage: Stage) -> None:
    async with stage.app() as app:
        message = stage.post(b"clean")
        await until_settled(app)
        assert stage.stands(message)
        stage.world.edit(message.id, ANA, files=[Upload(b"bad")])
        await until(lambda: not stage.stands(message))
        await until_settled(app)


async def test_an_edit_of_the_words_alone_is_not_scanned_again(stage: Stage) -> None:
    async with stage.app() as app:
        message = stage.post(b"clean")
        await until_settled(app)
        stage.world.edit(message.id, ANA, text="other words")
        await until_settled(app)
        assert len(getattr(stage.screener, "seen")) == 1  # noqa: B009


async def test_what_cannot_be_judged_is_told_to_the_adults_and_left(stage: Stage) -> None:
    async with stage.app() as app:
        message = stage.post(b"a text file")
        await until(lambda: bool(stage.said_in(STAFF)))
        await until_settled(app)
    assert stage.stands(message)
    assert "alert-why-opaque why=en/reason-not-a-picture" in stage.said_in(STAFF)[0]
    assert stage.said_in(CLASS) == []


async def test_three_bad_pictures_in_one_message_give_one_line_and_three_cases(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        message = stage.post([b"bad 1", b"bad 2", b"bad 3"])
        await until(lambda: not stage.stands(message))
        await until(lambda: len(stage.said_in(STAFF)) == 3)
        await until_settled(app)
    assert len(stage.said_in(CLASS)) == 1
    assert len(stage.said_in("private:ana")) == 1


async def test_without_the_right_to_delete_the_adults_are_told_it_still_stands(
    stage: Stage,
) -> None:
    stage.world.set_rights(CLASS, delete=False)
    async with stage.app() as app:
        message = stage.post(b"bad")
        # They also hear that the right was taken away, before or after.
        await until(lambda: len(announced(stage, "escalation-head")) == 1)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
    assert stage.stands(message)
    said = "\n".join(stage.said_in(STAFF))
    assert "escalation-head" in said
    assert "alert-what-failed" in said
    assert stage.said_in(CLASS) == []
    assert stage.said_in("private:ana") == []
