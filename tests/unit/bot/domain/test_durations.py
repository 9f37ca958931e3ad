"""How long something lasts, as people type it."""

from datetime import timedelta

import pytest

from bot.domain.durations import parse_duration, read_duration

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("30m", 30), ("2h", 120), ("1d", 1440), ("24h", 1440)),
        *((" 5M ", 5), ("1440m", 1440), ("7d", 10_080), ("2w", 20_160)),
    ],
)
def test_what_people_type_is_read(text: str, minutes: int) -> None:
    assert read_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "30", "m", "0m", "-5m", "1.5h", "2 h", "٣m", "1y", "99999m", "7days"]
)
def test_anything_else_is_no_duration(text: str) -> None:
    assert read_duration(text) is None
    assert parse_duration(text, timedelta(days=9999)) is None


@pytest.mark.parametrize("text", ["25h", "1441m", "2d", "7d", "1w"])
def test_what_is_longer_than_allowed_is_refused_and_not_cut(text: str) -> None:
    assert parse_duration(text, DAY) is None
    assert parse_duration(text, timedelta(days=7)) is not None
