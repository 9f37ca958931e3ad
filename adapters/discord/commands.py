"""The commands as Discord lists them: declared here, carried out by the core.

What people choose arrives as an interaction, which is stored before anything is done about it, so
the callbacks that the library wants to have do nothing.
"""

from collections.abc import Iterator, Mapping, Sequence

import discord
from discord import app_commands

from adapters.discord.interactions import CASE_MENU, GROUP, GROUPED, REPORT_MENU
from bot.domain.casework import Agency, CaseList
from bot.domain.menu import Menu
from bot.domain.pause import MediaKind
from bot.domain.policy import Mode

# https://discord.com/developers/docs/interactions/application-commands#application-command-object
_DESCRIPTION_CHARS = 100
# The most that Discord takes into one option; a code has up to 1,936 letters.
_CODE_CHARS = 6000
_MANAGERS = discord.Permissions(manage_guild=True)
# Adults need no right over the server: its admins can show these entries to any role.
_ADULTS = discord.Permissions(manage_messages=True)
# Discord's app has neither Catalan nor Arabic, and of Portuguese only Brazil's: who speaks those
# sees the commands in the language of their app, and the bot's answers in that of the chat.
# https://discord.com/developers/docs/reference#locales
_LOCALES = {
    "de": (discord.Locale.german,),
    "es": (discord.Locale.spain_spanish, discord.Locale.latin_american_spanish),
    "fr": (discord.Locale.french,),
    "it": (discord.Locale.italian,),
    "pt": (discord.Locale.brazil_portuguese,),
}
_FIELDS = ("mode", "preset", "opaque", "links", "digest", "language")


def declare(client: discord.Client, menus: Sequence[Menu]) -> app_commands.CommandTree:
    """Return the tree of all commands; `sync` tells Discord of it."""
    tree = app_commands.CommandTree(client)
    texts = _by_word(menus)
    guard = app_commands.Group(
        name=GROUP,
        description=_described("setup", texts),
        guild_only=True,
        default_permissions=_MANAGERS,
    )
    for word in GROUPED:
        guard.add_command(_command(word, texts, _TAKES.get(word, _nothing)))
    tree.add_command(guard)
    for word in ("help", "about", "privacy", "helpline", "hashhelp", "withdraw", "appeal"):
        tree.add_command(_command(word, texts, _TAKES.get(word, _nothing)))
    for menu in _menus():
        tree.add_command(menu)
    return tree


async def sync(tree: app_commands.CommandTree, menus: Sequence[Menu]) -> None:
    """Tell Discord the commands, in every language that it has and we speak.

    Raises:
        discord.DiscordException: Discord did not take them.
    """
    await tree.set_translator(_Translator(_by_word(menus)))
    await tree.sync()


class _Translator(app_commands.Translator):
    """Looks up what stands beside a command."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - the library's signature
    ) -> str | None:
        """Return a description in a language; None where it is the one that everybody gets."""
        word = string.extras.get("word")
        for language, locales in _LOCALES.items():
            if locale in locales and isinstance(word, str):
                text = self._texts.get(word, {}).get(language, "")[:_DESCRIPTION_CHARS]
                return text if text and text != string.message else None
        return None


def _by_word(menus: Sequence[Menu]) -> dict[str, dict[str, str]]:
    """Return what each command does, by word and language."""
    texts: dict[str, dict[str, str]] = {}
    for menu in menus:
        for entry in (*menu.everyone, *menu.admins, *menu.adults, *menu.private):
            texts.setdefault(entry.word, {})[menu.language] = entry.text
    return texts


def _described(word: str, texts: Mapping[str, Mapping[str, str]]) -> app_commands.locale_str:
    english = texts.get(word, {}).get("en", word)
    return app_commands.locale_str(english[:_DESCRIPTION_CHARS], word=word)


# What people may type behind a word. The core reads it and says how it is written.


async def _nothing(interaction: discord.Interaction) -> None:
    """Take nothing."""


async def _value(interaction: discord.Interaction, value: str | None = None) -> None:
    """Take one value, or none to see what is in force."""


@app_commands.choices(value=[app_commands.Choice(name=one.value, value=one.value) for one in Mode])
async def _mode(interaction: discord.Interaction, value: str | None = None) -> None:
    """Take a mode, or none to see the one in force."""


@app_commands.choices(field=[app_commands.Choice(name=one, value=one) for one in _FIELDS])
async def _field(
    interaction: discord.Interaction, field: str | None = None, value: str | None = None
) -> None:
    """Take a field of the policy and its new value, or neither."""


async def _number(interaction: discord.Interaction, number: str | None = None) -> None:
    """Take the number of a case."""


@app_commands.choices(list=[app_commands.Choice(name=one, value=one) for one in CaseList])
async def _list(
    interaction: discord.Interaction, list: str | None = None, page: str | None = None
) -> None:
    """Take which cases to list, and a page of them."""


@app_commands.choices(to=[app_commands.Choice(name=one, value=one) for one in Agency])
async def _agency(
    interaction: discord.Interaction, number: str | None = None, to: str | None = None
) -> None:
    """Take the number of a case, and who was told of it."""


@app_commands.choices(
    kind=[app_commands.Choice(name=one, value=one) for one in (*MediaKind, "all")]
)
async def _kind(
    interaction: discord.Interaction, kind: str | None = None, time: str | None = None
) -> None:
    """Take what is to be paused and for how long, or neither to see what is."""


async def _time(interaction: discord.Interaction, time: str | None = None) -> None:
    """Take for how long."""


async def _words(
    interaction: discord.Interaction, number: str | None = None, words: str | None = None
) -> None:
    """Take the number of a case and words about it."""


async def _code(
    interaction: discord.Interaction, value: app_commands.Range[str, 0, _CODE_CHARS] | None = None
) -> None:
    """Take a code or the number of one, or neither to read how it is made."""


async def _on_message(interaction: discord.Interaction, message: discord.Message) -> None:
    """Take a message."""


# The commands behind which something may be typed.
_TAKES = {
    "policy": _field,
    "mode": _mode,
    "language": _value,
    "alerts": _value,
    "dryreport": _value,
    "case": _number,
    "falsealarm": _number,
    "blockhash": _number,
    "cases": _list,
    "ack": _number,
    "note": _words,
    "refer": _agency,
    "hold": _number,
    "release": _number,
    "close": _words,
    "reopen": _number,
    "undo": _number,
    "lock": _kind,
    "panic": _time,
    "hashhelp": _code,
    "helpline": _value,
    "withdraw": _number,
    "appeal": _number,
}


def _command(
    word: str, texts: Mapping[str, Mapping[str, str]], callback: object
) -> app_commands.Command[app_commands.Group, ..., None]:
    # The library reads the options off the callback's signature.
    return app_commands.Command(
        name=word,
        description=_described(word, texts),
        callback=callback,  # type: ignore[arg-type] # its type has no name for such a signature
    )


def _menus() -> Iterator[app_commands.ContextMenu]:
    """Yield the entries of the menu that a message has."""
    report = app_commands.ContextMenu(name=REPORT_MENU, callback=_on_message)
    case = app_commands.ContextMenu(name=CASE_MENU, callback=_on_message)
    report.guild_only = case.guild_only = True
    case.default_permissions = _ADULTS
    yield from (report, case)
