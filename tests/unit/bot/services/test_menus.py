"""The lists of commands: complete, in every language, and short enough to be read on a phone."""

from bot.domain.command import Misspelt, Who
from bot.domain.command_words import USAGE, parse_command
from bot.services.menus import menus
from config.phrasebook import Phrasebook

# The smallest bound that we know of: https://core.telegram.org/bots/api#botcommand
MOST_CHARS = 256


def test_every_language_has_its_menu_of_commands_that_exist() -> None:
    texts = Phrasebook("UTC", strict=True)
    every = menus(texts)
    assert [menu.language for menu in every] == sorted(texts.languages)
    for menu in every:
        for entry in (*menu.everyone, *menu.admins, *menu.private, *menu.adults):
            assert entry.word in USAGE
            assert 0 < len(entry.text) <= MOST_CHARS
            assert entry.text[-1] != "."
        assert {entry.word for entry in menu.everyone} < {entry.word for entry in menu.admins}
        everyone = {entry.word for entry in menu.everyone}
        # Nobody is led to ask for these where the class would see it.
        alone = {"helpline", "hashhelp", "withdraw", "appeal"}
        assert {entry.word for entry in menu.private} - everyone == alone


def test_members_are_offered_what_anyone_may_ask_and_admins_what_they_may() -> None:
    menu = menus(Phrasebook("UTC"))[0]
    offers = ((menu.everyone, {Who.ANYONE}), (menu.admins, {Who.ANYONE, Who.ADMIN_OR_ADULT}))
    for entries, allowed in offers:
        assert entries
        for entry in entries:
            command = parse_command(f"/{entry.word}", frozenset())
            assert command is not None
            assert not isinstance(command, Misspelt)
            assert command.who in allowed, entry.word
