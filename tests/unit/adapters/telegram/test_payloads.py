"""The payloads that the translation is tested with are what Telegram really sends."""

import pytest
from aiogram.types import Update
from pydantic import BaseModel

from tests.unit.adapters.telegram.payloads import (
    CARRIED,
    MEMBERSHIP,
    OTHERS,
    SENDERS,
    WAYS,
    Payload,
)

ALL = {
    f"{kind}: {name}": update
    for kind, updates in {
        "way": WAYS,
        "carried": CARRIED,
        "sender": SENDERS,
        "membership": MEMBERSHIP,
        "other": OTHERS,
    }.items()
    for name, update in updates.items()
}


@pytest.mark.parametrize("update", ALL.values(), ids=ALL.keys())
def test_aiograms_models_know_every_field_of_a_payload(update: Payload) -> None:
    telegrams = {name: value for name, value in update.items() if name != "upstander"}
    assert unknown_fields(Update.model_validate(telegrams)) == []


def unknown_fields(root: BaseModel) -> list[str]:
    found: list[str] = []
    waiting: list[object] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, BaseModel):
            found.extend(node.model_extra or {})
            waiting.extend(getattr(node, name) for name in type(node).model_fields)
    return found
