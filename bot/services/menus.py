"""The commands as a platform lists them for people to choose from, in every language."""

from bot.domain.menu import Menu, MenuEntry
from bot.domain.speech import Saying
from bot.ports import Texts

_PAGES = ("help", "about", "privacy")
# Who asks for this in the class would be seen asking.
_PRIVATE = (*_PAGES, "helpline", "hashhelp", "withdraw", "appeal")
_EVERYONE = (*_PAGES, "report")
_ADMINS = (
    *_EVERYONE,
    "status",
    "coverage",
    "dryreport",
    "settings",
    "setup",
    "policy",
    "mode",
    "alerts",
    "language",
    "selftest",
    "lock",
    "unlock",
)
_ADULTS = (
    "case",
    "cases",
    "ack",
    "note",
    "refer",
    "hold",
    "release",
    "close",
    "reopen",
    "undo",
    "falsealarm",
    "blockhash",
    "panic",
)


def menus(texts: Texts) -> tuple[Menu, ...]:
    """Return one menu for each language."""
    return tuple(
        Menu(
            language,
            everyone=_entries(texts, language, _EVERYONE),
            admins=_entries(texts, language, _ADMINS),
            private=_entries(texts, language, _PRIVATE),
            adults=_entries(texts, language, _ADULTS),
        )
        for language in sorted(texts.languages)
    )


def _entries(texts: Texts, language: str, words: tuple[str, ...]) -> tuple[MenuEntry, ...]:
    return tuple(MenuEntry(word, texts.write(language, Saying(f"menu-{word}"))) for word in words)
