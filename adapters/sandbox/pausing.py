"""What a sandbox chat bars everybody from posting, as the word that the platform has for it."""

from adapters.sandbox.state import Chat
from bot.domain.pause import Kinds, MediaKind


def write_rules(chat: Chat) -> str:
    """Return the kinds that are barred in a chat."""
    return ",".join(sorted(chat.barred))


def read_rules(rules: str) -> Kinds:
    """Return the kinds that such a word bars."""
    return frozenset(MediaKind(word) for word in rules.split(",") if word)


def bar(rules: str, kinds: Kinds) -> str:
    """Return the word that bars these kinds as well."""
    return ",".join(sorted(read_rules(rules) | kinds))
