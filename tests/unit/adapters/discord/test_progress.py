"""How far the bot has read is kept, never goes back, and starts anew where it cannot be read."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.progress import FIRST_LOOK, OVERLAP, Progress
from tests.fakes import START

HOUR = timedelta(hours=1)
TIMES = st.datetimes(
    datetime(2015, 1, 1),  # noqa: DTZ001 - the zone is given beside it
    datetime(2100, 1, 1),  # noqa: DTZ001 - the zone is given beside it
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]),
)
GUILDS = st.text(max_size=20)
PROGRESS = st.builds(
    Progress,
    TIMES,
    st.dictionaries(GUILDS, TIMES, max_size=3),
    st.dictionaries(GUILDS, st.lists(GUILDS, max_size=3).map(tuple), max_size=3),
)


@given(PROGRESS)
def test_it_is_read_as_it_was_written(progress: Progress) -> None:
    assert Progress.read(str(progress), START) == progress


@given(PROGRESS)
def test_times_are_kept_in_one_zone(progress: Progress) -> None:
    kept = Progress.read(str(progress), START)
    assert {one.tzinfo for one in (kept.seen, *kept.unread.values())} == {UTC}


ZONED = '{"seen": "2026-11-20T21:04:00+00:00", "unread": %s, "lacks": %s}'
GARBAGE = [
    None,
    "",
    "x",
    "5",
    "null",
    "[]",
    "{}",
    '"seen"',
    '{"seen": "2026-11-20T21:04:00+00:00"}',
    '{"seen": null, "unread": {}, "lacks": {}}',
    '{"seen": 5, "unread": {}, "lacks": {}}',
    '{"seen": "2026-11-20T21:04:00", "unread": {}, "lacks": {}}',
    '{"seen": "0001-01-01T00:00:00+23:59", "unread": {}, "lacks": {}}',
    '{"seen": "9999-12-31T23:59:59-23:59", "unread": {}, "lacks": {}}',
    ZONED % ("[]", "{}"),
    ZONED % ("5", "{}"),
    ZONED % ('{"5": "x"}', "{}"),
    ZONED % ('{"5": "2026-11-20T21:04:00"}', "{}"),
    ZONED % ("{}", "null"),
    ZONED % ("{}", '{"5": 5}'),
    ZONED % ("{}", '{"5": null}'),
    "[" * 100_000,
    '{"seen": ' * 100_000,
    "9" * 5000,
]


@pytest.mark.parametrize("text", GARBAGE, ids=range(len(GARBAGE)))
def test_what_cannot_be_read_means_that_the_last_day_is_looked_at(text: str | None) -> None:
    assert Progress.read(text, START) == Progress(START - FIRST_LOOK)
    assert timedelta(hours=24) == FIRST_LOOK
    assert timedelta(0) < OVERLAP < HOUR


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_can_be_tried(text: str) -> None:
    assert Progress.read(text, START).seen.tzinfo is not None


@given(PROGRESS, st.lists(TIMES, max_size=6))
def test_what_was_seen_never_goes_back(progress: Progress, times: list[datetime]) -> None:
    for at in times:
        later = progress.saw(at)
        assert later.seen == max(progress.seen, at)
        assert (later.unread, later.lacks) == (progress.unread, progress.lacks)
        progress = later


def test_a_server_that_was_missed_is_read_from_where_the_bot_stood_first() -> None:
    once = Progress(START).missed("5")
    assert once.unread == {"5": START}
    further = once.saw(START + HOUR).missed("5").missed("6")
    assert further.unread == {"5": START, "6": START + HOUR}
    assert further.seen == START + HOUR


def test_a_server_is_never_read_from_later_than_where_the_bot_stands() -> None:
    odd = Progress(START, {"5": START + HOUR})
    assert odd.missed("5").unread == {"5": START}


def test_what_was_read_is_no_longer_missed() -> None:
    progress = Progress(START).missed("5").missed("6")
    assert progress.caught_up("5").unread == {"6": START}
    assert progress.caught_up("7") == progress
    assert progress.unread == {"5": START, "6": START}


def test_what_the_bot_lacks_is_noted_by_server_and_goes_with_it() -> None:
    progress = Progress(START).noted("5", ("delete",)).noted("6", ()).missed("5").missed("6")
    assert progress.lacks == {"5": ("delete",), "6": ()}
    assert progress.noted("5", ()).lacks == {"5": (), "6": ()}
    left = progress.without("5")
    assert (left.lacks, left.unread) == ({"6": ()}, {"6": START})
    assert progress.caught_up("5").lacks == progress.lacks
