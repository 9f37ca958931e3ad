"""`/dryreport` says what was done or would have been, and to whom which part of it."""

from datetime import timedelta
from pathlib import Path

from bot.domain.policy import Mode
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import ask
from tests.integration.stage import CLASS, STAFF, Stage, until_settled


async def test_adults_read_what_would_have_been_done_and_an_admin_only_what_was(
    tmp_path: Path,
) -> None:
    clock = MovableClock()
    stage = Stage(tmp_path / "data", clock=clock, policy=PolicySettings(mode=Mode.SHADOW))
    async with stage.app() as app:
        for data in (b"bad 1", b"bad 2", b"known 3", b"maybe 4", b"clean 5", b"odd 6"):
            stage.post(data)
        await until_settled(app)
        clock.move(timedelta(days=1))
        full = (await ask(stage, "/dryreport", by="lead", chat=STAFF)).text
        short = (await ask(stage, "/dryreport", by="cleo", chat=CLASS)).text
        pupil = (await ask(stage, "/dryreport", by="ana", chat=CLASS)).text
        clock.move(timedelta(days=7))
        later = (await ask(stage, "/dryreport 1w", by="lead", chat=STAFF)).text
    assert "dryreport-looked chat=Class 7b count=7 items=5" in full.replace("7B", "7b")
    for line in (
        "dryreport-would-remove listed=1 judged=2",
        "dryreport-would-ask items=1",
        "dryreport-unchecked items=1",
        "dryreport-unknown",
    ):
        assert line in full
    assert "dryreport-removed" not in full
    assert [line.split()[0] for line in short.splitlines()] == [
        "en/dryreport-looked",
        "en/dryreport-gone",
    ]
    assert short.endswith("items=0")
    assert "command-not-allowed" in pupil
    assert "items=0" in later.splitlines()[0]
