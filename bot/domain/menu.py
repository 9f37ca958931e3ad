"""The commands as a platform lists them for people to choose from: words, by audience."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One command word without its slash, and what it does in a few words."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Menu:
    """What each audience is offered in one language.

    Attributes:
        everyone: In a guarded chat, for all members.
        admins: In a guarded chat, for its admins: holds `everyone` too.
        private: In a private chat with the bot.
        adults: For the adults who get the alerts, where a platform lists their commands as well.
    """

    language: str
    everyone: tuple[MenuEntry, ...]
    admins: tuple[MenuEntry, ...]
    private: tuple[MenuEntry, ...]
    adults: tuple[MenuEntry, ...] = ()
