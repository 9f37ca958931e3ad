"""The platforms that play the scenarios, each with what it has."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

import pytest

from tests.conformance.discord_scene import DISCORD_HAS, discord
from tests.conformance.sandbox_scene import SANDBOX_HAS, sandbox
from tests.conformance.scene import Scene, Trait
from tests.conformance.telegram_scene import TELEGRAM_HAS, telegram

Opened = Callable[[], AbstractAsyncContextManager[Scene]]
SCENES: Mapping[str, tuple[frozenset[Trait], Opened]] = {
    "sandbox": (SANDBOX_HAS, sandbox),
    "telegram": (TELEGRAM_HAS, telegram),
    "discord": (DISCORD_HAS, discord),
}


def wanted(test: pytest.Function) -> set[Trait]:
    """Return what a scenario needs: what it is marked with, and what it is parametrized by."""
    marked = {trait for mark in test.iter_markers("needs") for trait in mark.args}
    given = test.callspec.params.values() if hasattr(test, "callspec") else ()
    return marked | {value for value in given if isinstance(value, Trait)}
