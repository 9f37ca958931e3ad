"""Reads how long something lasts, as people type it: ``30m``, ``2h``, ``7d`` or ``2w``."""

import re
from datetime import timedelta

_TYPED = re.compile(r"([1-9][0-9]{0,3})([mhdw])", re.ASCII)
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def read_duration(text: str) -> timedelta | None:
    """Read a duration; None for anything that is none."""
    found = _TYPED.fullmatch(text.strip().lower())
    return int(found[1]) * _UNITS[found[2]] if found else None


def parse_duration(text: str, most: timedelta) -> timedelta | None:
    """Read a duration; None for anything that is none, and for more than `most`."""
    lasts = read_duration(text)
    return lasts if lasts is not None and lasts <= most else None
