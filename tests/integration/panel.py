"""How people of the stage see buttons: by their labels, as on a phone."""

from adapters.sandbox.world import user
from bot.domain.speech import Button
from tests.integration.asking import Answer, heard
from tests.integration.stage import Stage


def labels(stage: Stage, chat: str) -> list[str]:
    """Return the labels of the newest buttons in a chat."""
    return [button.label for button in _newest(stage, chat)[1]]


async def press_label(stage: Stage, label: str, *, by: str, chat: str) -> Answer:
    """Press the newest button that is labelled so and return the answer."""
    start = len(stage.world.log)
    message, buttons = _newest(stage, chat)
    (action,) = [button.action for button in buttons if button.label == label]
    stage.world.press(message, user(by), action)
    return await heard(stage, by, chat, start, label)


def _newest(stage: Stage, chat: str) -> tuple[str, tuple[Button, ...]]:
    for message in reversed(stage.world.store.chats[chat].messages.values()):
        if message.buttons:
            return message.id, message.buttons
    raise AssertionError(f"no buttons in {chat}")
