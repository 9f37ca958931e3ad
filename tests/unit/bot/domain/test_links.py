"""An address is found on a list however it is written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.links import LinkList, LinkLists, ListEntry, names_in, places_in
from bot.domain.signal import (
    Failure,
    Fingerprint,
    LinkMatch,
    Mark,
    MediaFacts,
    OpaqueReason,
    Screening,
    ViewHash,
)

ENTRY = ListEntry(
    "tool",
    domains=frozenset({"tool.example", "xn--mnchen-3ya.example"}),
    brands=frozenset({"toolbrand"}),
    accounts=frozenset({"other_tool_bot"}),
    source="test",
)
LISTS = LinkLists([LinkList("nudify", 1, "2026-11-26", (ENTRY,))])
MATCH = LinkMatch("nudify", "tool")


@pytest.mark.parametrize(
    "link",
    [
        "https://tool.example",
        "http://tool.example/",
        "https://www.tool.example/app?ref=1#top",
        "tool.example",
        "tool.example/path",
        "tool.example:8443/path",
        "//tool.example",
        "HTTPS://Tool.EXAMPLE",
        "https://tool.example.",
        "https://tool.example..:443/",
        "https://good.example@tool.example/",
        "https://good.example:443@tool.example",
        "https://a@b@tool.example",
        "https:\\\\tool.example\\x",
        "https:/tool.example",
        "https:///tool.example",
        "https://tool.example\\@good.example",
        "https://tool%2Eexample",
        "https://%74ool.example",
        "https://tool\u3002example",
        "https://tool\uff0eexample",
        "https://ｔｏｏｌ.example",
        "https://to\u200bol.exam\u00adple",
        "https://tool.\texample",
        " https://tool.example ",
        "https://MÜNCHEN.example",
        "https://xn--mnchen-3ya.example/x",
        "https://a.b.c.d.e.f.g.h.i.j.k.l.m.n.tool.example",
        # Brands, whatever the ending and what stands before.
        "https://toolbrand.test",
        "https://app.tool-brand.co.test/x",
        "toolbrand.github.io",
        # Accounts of Telegram.
        "https://t.me/other_tool_bot",
        "t.me/OtherToolBot?start=abc",
        "https://t.me/s/other_tool_bot/12",
        "https://t.me/%6Fther_tool_bot",
        "https://telegram.me/other_tool_bot",
        "https://telegram.dog//other_tool_bot",
        "https://other_tool_bot.t.me",
        "tg://resolve?domain=other_tool_bot",
        "tg:resolve?start=1&domain=Other_Tool_Bot&x=1",
        "@other_tool_bot",
        "@toolbrand_bot",
        "@ToolBrand",
        # Addresses in addresses: redirects, archives, and sharing.
        "https://search.example/url?q=https://tool.example/&sa=U",
        "https://search.example/url?q=https%3A%2F%2Ftool.example%2F",
        "https://search.example/url?q=https%253A%252F%252Ftool.example",
        "https://archive.example/web/2024/https://www.tool.example/x",
        "https://t.me/share/url?url=https://t.me/other_tool_bot",
    ],
)
def test_a_listed_address_is_found_however_it_is_written(link: str) -> None:
    assert LISTS.find(link) == MATCH


@pytest.mark.parametrize(
    "link",
    [
        "",
        "@",
        "https://",
        "https://example",
        "https://nottool.example",
        "https://tool.example.org",
        "https://example.org/tool.example",
        "https://example.org/?tool.example",
        "https://example.org/#tool.example",
        "https://tool.example@example.org",
        "https://example.org\\@tool.example",
        "https://mytoolbrand.test",
        "https://example.org/toolbrand",
        "https://en.wiki.example/wiki/Toolbrand",
        "https://test.toolbrand",
        "https://t.me/somebody",
        "https://t.me/",
        "https://t.me/somebody/other_tool_bot",
        "@other_tool_bot_2",
        "tg://resolve?x=1",
        "[::1]",
        "https://[::1",
        "%",
        "https://%zz",
        "https://" + "a." * 5000 + "example",
        "https://" + "ü" * 5000 + ".example",
    ],
)
def test_another_address_is_not(link: str) -> None:
    assert LISTS.find(link) is None


@given(st.text())
def test_whatever_an_address_looks_like_nothing_is_raised(link: str) -> None:
    assert places_in(link)
    LISTS.find(link)
    names_in(link)


@given(st.text(st.characters(exclude_characters="@/?#\\:"), max_size=50))
def test_no_user_before_an_address_hides_it(user: str) -> None:
    assert LISTS.find(f"https://{user}@tool.example/") == MATCH


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ask @other_tool_bot, it works", ("@other_tool_bot",)),
        ("go to tool.example now.", ("tool.example",)),
        ("tool.example/app?x=1 and Tool.Example", ("tool.example/app?x=1", "Tool.Example")),
        ("(www.tool.example)", ("www.tool.example",)),
        ("to\u200bol.example", ("tool.example",)),
        # Written out as an address, which the platforms find themselves.
        ("https://tool.example/x", ()),
        ("ana@tool.example", ()),
        ("/report@upstander_bot", ()),
        ("no names here. Or here?", ()),
        ("3.14 and 1.000,50", ()),
        ("", ()),
    ],
)
def test_words_name_accounts_and_hosts_without_an_address(
    text: str, names: tuple[str, ...]
) -> None:
    assert names_in(text) == names


def test_a_long_text_without_names_takes_no_time() -> None:
    for text in ("a" * 100_000, "a." * 50_000, "@" * 100_000, "a-" * 50_000):
        names_in(text)
        LISTS.find(text)


def test_a_code_with_a_listed_address_becomes_evidence_and_the_address_is_gone() -> None:
    failure = Failure("decode", OpaqueReason.TRUNCATED)
    facts = MediaFacts("png", 1)
    links = ("https://tool.example/1", "https://example.org", "https://tool.example/2")
    shown = Screening((failure,), None, facts, links, (Mark.C2PA,))
    assert LISTS.look_at(shown) == Screening((MATCH, failure), None, facts, (), (Mark.C2PA,))
    other = Screening((failure,), None, facts, ("https://example.org",))
    assert LISTS.look_at(other) == Screening((failure,), None, facts)


def test_looking_for_listed_addresses_keeps_what_else_was_learnt() -> None:
    shown = Screening((), Fingerprint("a" * 64), views=(ViewHash("b" * 64, 90),), looked_at=3)
    assert LISTS.look_at(shown) == shown


def test_without_lists_nothing_is_found() -> None:
    assert LinkLists().find("https://tool.example") is None
