"""Updates as Telegram sends them, by what they show; kept in `tests/data/telegram`."""

import copy
import json
from pathlib import Path

Payload = dict[str, object]

FOLDER = Path(__file__).parents[3] / "data" / "telegram"


def load(name: str) -> dict[str, Payload]:
    """Return the updates of one file, by what each shows."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    assert found
    return found


WAYS, CARRIED, SENDERS = load("ways"), load("carried"), load("senders")
MEMBERSHIP, OTHERS = load("membership"), load("others")


def message_with(**fields: object) -> Payload:
    """Return an update with a plain text message, changed; a field of None is left out."""
    update = copy.deepcopy(WAYS["plain text"])
    message = update["message"]
    assert isinstance(message, dict)
    message |= fields
    for name in [name for name, value in fields.items() if value is None]:
        del message[name]
    return update
