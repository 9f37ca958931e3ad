"""The head of the chain as people keep it, and when they are told it again."""

from datetime import timedelta

import pytest

from bot.domain.audit import HEAD_EVERY, Head, ToldHead, head_due, read_head
from tests.unit.bot.domain.builders import NOW

HEAD = Head(1234, "0123456789abcdef" * 4)


def test_a_head_is_read_as_it_was_told() -> None:
    assert HEAD.code == "1234-0123456789abcdef0123456789abcdef"
    assert read_head(f" {HEAD.code.upper()}\n") == Head(1234, HEAD.seal[:32])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1234",
        "0-" + "a" * 32,
        "1-" + "a" * 31,
        "1-" + "g" * 32,
        "-1-" + "a" * 32,
        "١-" + "a" * 32,
    ],
)
def test_anything_else_is_no_head(text: str) -> None:
    assert read_head(text) is None


@pytest.mark.parametrize(
    ("told", "due"),
    [
        (None, True),
        (ToldHead(HEAD, NOW - 9 * HEAD_EVERY), False),
        (ToldHead(Head(1, "a" * 64), NOW - HEAD_EVERY), True),
        (ToldHead(Head(1, "a" * 64), NOW - HEAD_EVERY + timedelta(seconds=1)), False),
    ],
)
def test_it_is_told_once_a_day_and_only_if_it_is_another(told: ToldHead | None, due: bool) -> None:
    assert head_due(told, HEAD, NOW) is due
