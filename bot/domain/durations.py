"""Reads how long something is to last, as people type it: ``30m``, ``2h`` or ``7d``."""

import re
from datetime import timedelta

_TYPED = re.compile(r"([1-9][0-9]{0,3})([mhd])", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def parse_duration(text: str, most: timedelta) -> timedelta | None:
    """Read ``30m``, ``2h`` or ``7d``; None for anything else, and for more than `most`."""
    found = _TYPED.fullmatch(text.strip().lower())
    if found is None:
        return None
    lasts = int(found[1]) * _UNITS[found[2]]
    return lasts if lasts <= most else None
