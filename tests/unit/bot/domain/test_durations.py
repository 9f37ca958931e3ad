"""How long something lasts, as people type it."""

from datetime import timedelta

import pytest

from bot.domain.durations import read_duration


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("30m", timedelta(minutes=30)),
        (" 2H ", timedelta(hours=2)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(days=14)),
    ],
)
def test_a_duration_is_read_as_people_type_it(text: str, lasts: timedelta) -> None:
    assert read_duration(text) == lasts


@pytest.mark.parametrize(
    "text", ["", "7", "d", "0d", "-1d", "1.5d", "7 d", "7days", "12345d", "٣d"]
)
def test_anything_else_is_no_duration(text: str) -> None:
    assert read_duration(text) is None
