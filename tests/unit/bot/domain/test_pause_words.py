"""What people write to pause media."""

from datetime import timedelta

import pytest

from bot.domain.command import Command, Misspelt, PauseMedia, ShowPauses, UnpauseMedia, Who
from bot.domain.command_words import parse_command
from bot.domain.pause import EVERYTHING, MediaKind

HALF_HOUR = timedelta(minutes=30)
PHOTOS = frozenset({MediaKind.PHOTOS})


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/lock", ShowPauses()),
        ("/locks", ShowPauses()),
        ("/unlock", UnpauseMedia()),
        ("/unlock@some_bot", UnpauseMedia()),
        ("/panic", PauseMedia(EVERYTHING, HALF_HOUR, Who.ADULT)),
        ("/panic 2h", PauseMedia(EVERYTHING, timedelta(hours=2), Who.ADULT)),
        ("/lock photos", PauseMedia(PHOTOS, HALF_HOUR, Who.ADMIN_OR_ADULT)),
        ("/LOCK Photos 5M", PauseMedia(PHOTOS, timedelta(minutes=5), Who.ADMIN_OR_ADULT)),
        ("/lock all 24h", PauseMedia(EVERYTHING, timedelta(hours=24), Who.ADMIN_OR_ADULT)),
    ],
)
def test_each_line_is_read(line: str, command: Command) -> None:
    assert parse_command(line, frozenset()) == command


@pytest.mark.parametrize(
    "line",
    [
        "/lock everything",
        "/lock photos 25h",
        "/lock photos soon",
        "/lock photos 30m 40m",
        "/lock 30m",
        "/panic now",
        "/panic 7d",
        "/unlock photos",
        "/locks all",
    ],
)
def test_what_is_not_taken_is_answered_with_how_it_is_written(line: str) -> None:
    command = parse_command(line, frozenset())
    assert isinstance(command, Misspelt)
    assert f"/{command.word}" in command.usage
