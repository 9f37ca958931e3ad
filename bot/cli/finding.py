"""One answer of `doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; `fix` is empty where nothing has to be done."""

    name: str
    ok: bool
    detail: str
    fix: str = ""
