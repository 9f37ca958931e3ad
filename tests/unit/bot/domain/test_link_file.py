"""A list of links is read whole or refused whole, and never matches what belongs to everybody."""

import pytest

from bot.domain.errors import BadLinkList
from bot.domain.link_file import read_link_list
from bot.domain.links import ListEntry

HEAD = 'name = "nudify"\nserial = 3\nissued = "2026-11-26"\n'
GOOD = (
    HEAD + '[[entry]]\nname = "tool"\ndomains = ["tool.example"]\nbrands = ["toolbrand"]\n'
    'accounts = ["tool_bot"]\nsource = "A newspaper, 2026"\n'
)


def test_a_list_is_read() -> None:
    found = read_link_list(GOOD)
    assert (found.name, found.serial, found.issued) == ("nudify", 3, "2026-11-26")
    assert found.entries == (
        ListEntry(
            "tool",
            frozenset({"tool.example"}),
            frozenset({"toolbrand"}),
            frozenset({"tool_bot"}),
            "A newspaper, 2026",
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (GOOD, "no = toml = at all", "not TOML"),
        (GOOD, HEAD, "needs 1 to"),
        (HEAD, HEAD + "more = 1\n", "'more'"),
        ("serial = 3", "serial = 0", "serial"),
        ("serial = 3", "serial = true", "serial"),
        ("serial = 3", 'serial = "3"', "serial"),
        ('"nudify"', '"../nudify"', "name"),
        ('"nudify"', '""', "name"),
        ('"2026-11-26"', '"soon"', "issued"),
        ('"tool"', '"a tool:x"', "name"),
        ("domains =", "domain =", "'domain'"),
        ('["tool.example"]', '["Tool.Example"]', "domains"),
        ('["tool.example"]', '["tool"]', "domains"),
        ('["tool.example"]', '["*.example"]', "domains"),
        ('["tool.example"]', '["tool.example/x"]', "domains"),
        ('["tool.example"]', '["127.0.0.1"]', "domains"),
        ('["tool.example"]', '"tool.example"', "domains"),
        ('["tool.example"]', "[1]", "domains"),
        ('["tool.example"]', '["t.me"]', "belongs to everybody"),
        ('["tool.example"]', '["tool.example", "google.com"]', "belongs to everybody"),
        # A short brand is a part of the names of others.
        ('["toolbrand"]', '["tool"]', "brands"),
        ('["toolbrand"]', '["tool-brand"]', "brands"),
        ('["tool_bot"]', '["@tool_bot"]', "accounts"),
        ("source =", "# source =", "source"),
        (
            'domains = ["tool.example"]\nbrands = ["toolbrand"]\naccounts = ["tool_bot"]\n',
            "",
            "names no domain",
        ),
        ("[[entry]]", "entry = [1]\n[[other]]", "'other'"),
    ],
)
def test_a_bad_list_is_refused_with_what_is_wrong(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(BadLinkList, match=says.replace("[", r"\[")):
        read_link_list(GOOD.replace(old, new, 1))


def test_an_entry_is_a_table() -> None:
    with pytest.raises(BadLinkList, match="Entry 1 is not a table"):
        read_link_list(HEAD + "entry = [1]\n")
