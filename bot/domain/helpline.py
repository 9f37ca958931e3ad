"""Who helps in a country: what is known of them, and which of it a pupil may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Numbers change rarely and without telling us. After this time a person should look again.
STAYS_FRESH = timedelta(days=180)


class Purpose(StrEnum):
    """What somebody is asked for."""

    # To talk to, about anything.
    TALK = "talk"
    # For what happens on the internet.
    INTERNET = "internet"
    # To get a picture off the internet. They have a name to look for, and no phone.
    REMOVAL = "removal"


LISTENING = frozenset({Purpose.TALK, Purpose.INTERNET})


class Days(StrEnum):
    """On which days a phone is answered."""

    EVERY = "every"
    MON_SAT = "mon_sat"
    MON_FRI = "mon_fri"


@dataclass(frozen=True, slots=True)
class Hours:
    """When a phone is answered; without `opens` and `closes` day and night."""

    days: Days = Days.EVERY
    opens: str = ""
    closes: str = ""

    @property
    def always(self) -> bool:
        """Whether it is answered day and night."""
        return not self.opens


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somebody who helps.

    Attributes:
        phone: As people dial it in that country; empty for a tool.
        text: The number for text messages, where there is one.
        hours: When the phone is answered; None for a tool.
        youngest: For whom it is, in years, both included; None where there is no bound.
        oldest: The same.
        languages: Which they speak, as codes such as ``es``.
        checked_on: When a person read this at its source; None if nobody did.
    """

    name: str
    purpose: Purpose
    phone: str = ""
    text: str = ""
    hours: Hours | None = None
    free: bool = False
    youngest: int | None = None
    oldest: int | None = None
    languages: tuple[str, ...] = ()
    checked_on: date | None = None

    def is_old(self, today: date) -> bool:
        """Say whether somebody should check it again."""
        return self.checked_on is not None and today - self.checked_on > STAYS_FRESH


@dataclass(frozen=True, slots=True)
class CountryHelp:
    """Who helps in one country.

    Attributes:
        country: Its two letters; empty where nobody said which it is.
        emergency: Its emergency number; empty where it was not confirmed.
        lines: All that is known, what nobody has checked included.
    """

    country: str = ""
    emergency: str = ""
    lines: tuple[Helpline, ...] = ()


def to_show(
    lines: Iterable[Helpline], purposes: frozenset[Purpose], language: str
) -> tuple[Helpline, ...]:
    """Return what a pupil may be shown, first who speaks their language.

    A number that nobody has checked is worse than none: whoever takes heart to call must not reach
    a dead line, or a stranger.
    """
    fit = (one for one in lines if one.checked_on is not None and one.purpose in purposes)
    return tuple(sorted(fit, key=lambda one: language not in one.languages))
