"""Helplines for tests: made-up numbers, one of them old and one that nobody has checked."""

from dataclasses import replace
from datetime import date

from bot.domain.helpline import CountryHelp, Days, Helpline, Hours, Purpose

CHECKED, LONG_AGO = date(2026, 11, 1), date(2025, 1, 1)
# Dialled nowhere: https://www.ofcom.org.uk keeps 0808 157 0xxx for stories.
TALK = Helpline(
    "Listeners",
    Purpose.TALK,
    phone="0808 157 0001",
    text="0808 157 0002",
    hours=Hours(),
    free=True,
    oldest=18,
    languages=("en",),
    checked_on=CHECKED,
)
INTERNET = Helpline(
    "Net help",
    Purpose.INTERNET,
    phone="0808 157 0003",
    hours=Hours(Days.MON_FRI, "08:00", "20:00"),
    youngest=5,
    oldest=25,
    languages=("es",),
    checked_on=CHECKED,
)
UNCHECKED = replace(TALK, name="Nobody knows", phone="0808 157 0666", checked_on=None)
TOOL = Helpline("Off the net", Purpose.REMOVAL, languages=("en",), checked_on=CHECKED)
OLD = replace(INTERNET, name="Old help", phone="0808 157 0004", checked_on=LONG_AGO)

HOME = CountryHelp("ES", "0808 112", (TALK, INTERNET, UNCHECKED, TOOL))


class FakeHelplines:
    """Implements `help_ports.Helplines`."""

    def __init__(self, home: CountryHelp = HOME) -> None:
        self._home = home

    @property
    def countries(self) -> frozenset[str]:
        return frozenset({self._home.country}) - {""}

    def of(self, country: str = "") -> CountryHelp:
        if country in ("", self._home.country):
            return self._home
        return CountryHelp(country, "", (TOOL,))
