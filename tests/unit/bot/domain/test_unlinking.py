"""The bot repeats what people wrote without anything that leads somewhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.links import names_in
from bot.domain.unlinking import unlinked

_ADDRESS = re.compile(r"://|\bwww\.\w|\btg:\S|@\w", re.IGNORECASE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("The class teacher knows.", "The class teacher knows."),
        ("Spoke to her at 8.30, e.g. in 7B.", "Spoke to her at 8.30, e.g. in 7B."),
        ("see https://t.me/c/1/2 there", "see […] there"),
        ("seeHTTPS://x", "[…]"),
        ("tg:resolve?domain=somebody", "[…]"),
        ("www.example.org", "[…]"),
        ("t.me/c/1/2", "[…]"),
        ("on example.org", "on example. org"),
        ("-.Ba", "-. Ba"),
        ("ask @somebody", "ask @ somebody"),
        ("It was gone.The rest", "It was gone. The rest"),
    ],
)
def test_an_address_is_left_out_and_a_name_leads_nowhere(words: str, said: str) -> None:
    assert unlinked(words) == said


@given(st.text(alphabet="aB1.:/@-_ w?#tg", max_size=60))
def test_nothing_that_is_left_leads_anywhere(words: str) -> None:
    said = unlinked(words)
    assert _ADDRESS.search(said) is None
    assert names_in(said) == ()
