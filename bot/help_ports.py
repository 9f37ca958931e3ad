"""The port to what is known about who helps in which country."""

from typing import Protocol

from bot.domain.helpline import CountryHelp


class Helplines(Protocol):
    """Who helps, by country."""

    def of(self, country: str = "") -> CountryHelp:
        """Return who helps in a country, who helps everywhere included.

        Args:
            country: Its two letters; without any, the country of this installation.
        """
        ...

    @property
    def countries(self) -> frozenset[str]:
        """The countries that have somebody of their own whom a person has checked."""
        ...
