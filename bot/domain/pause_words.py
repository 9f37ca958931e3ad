"""Reads what people write to pause media: ``/lock photos 30m``, ``/unlock`` and ``/panic``."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.command import Command, PauseMedia, ShowPauses, UnpauseMedia, Who
from bot.domain.durations import parse_duration
from bot.domain.outbreak import PAUSE_LASTS
from bot.domain.pause import EVERYTHING, LONGEST_PAUSE, Kinds, MediaKind

_ALL = "all"
PAUSE_USAGE = {
    "lock": f"/lock | /lock {'|'.join(MediaKind)}|{_ALL} | /lock {_ALL} 30m (24h at most)",
    "unlock": "/unlock",
    "locks": "/locks",
    "panic": "/panic | /panic 30m (24h at most)",
}


def read_pause_words(word: str, arguments: Sequence[str]) -> Command | None:
    """Read a command of `PAUSE_USAGE`; None where what follows the word is not what it takes."""
    match word, arguments:
        case (("locks" | "lock"), []):
            return ShowPauses()
        case "unlock", []:
            return UnpauseMedia()
        case "panic", []:
            return PauseMedia(EVERYTHING, PAUSE_LASTS, Who.ADULT)
        case "panic", [lasts]:
            return _pause(EVERYTHING, lasts, Who.ADULT)
        case "lock", [kind]:
            return _pause(_kinds(kind), "", Who.ADMIN_OR_ADULT)
        case "lock", [kind, lasts]:
            return _pause(_kinds(kind), lasts, Who.ADMIN_OR_ADULT)
        case _:
            return None


def _kinds(word: str) -> Kinds | None:
    if word == _ALL:
        return EVERYTHING
    return frozenset({MediaKind(word)}) if word in frozenset(MediaKind) else None


def _pause(kinds: Kinds | None, typed: str, who: Who) -> PauseMedia | None:
    lasts: timedelta | None = parse_duration(typed, LONGEST_PAUSE) if typed else PAUSE_LASTS
    return None if kinds is None or lasts is None else PauseMedia(kinds, lasts, who)
