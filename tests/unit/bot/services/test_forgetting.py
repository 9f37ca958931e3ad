"""When people are forgotten by the clock."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.forgetting import PeopleForgetter
from tests.contract.books_rig import SqliteRig
from tests.contract.test_books_erasure import ANA, GONE, ended, senders

DAY = timedelta(days=1)


@pytest.mark.parametrize(("records", "kept"), [(None, 1), (100 * DAY, 0)])
async def test_senders_go_after_their_days_and_records_only_where_days_were_set(
    tmp_path: Path, records: timedelta | None, kept: int
) -> None:
    rig = SqliteRig(tmp_path)
    async with rig.open() as books:
        await ended(books)
        people = PeopleForgetter(books.erasure, rig.clock, 90 * DAY, records)
        rig.clock.move(90 * DAY)
        await people.run()
        assert await senders(rig) == [(ANA, ANA)]
        rig.clock.move(DAY)
        await people.run()
        assert await senders(rig) == [(GONE, GONE)]
        worded = "SELECT count(DISTINCT case_id) FROM evidence WHERE what IS NOT NULL"
        assert await rig.rows(worded) == [(1,)]
        rig.clock.move(10 * DAY)
        await people.run()
        assert await rig.rows(worded) == [(kept,)]
