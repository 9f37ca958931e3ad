"""What the bot says: words and buttons. There is no field that could carry a picture."""

from dataclasses import dataclass, field
from datetime import datetime

Value = str | int | float | datetime


@dataclass(frozen=True, slots=True)
class Saying:
    """A text by its key in `config/texts`, with the values that go into it.

    Times and numbers go in as they are; the language decides how they are written.
    """

    key: str
    values: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. `action` comes back in a `Press`.

    Attributes:
        private: Its answer is for the presser alone. A platform on which a bot cannot write to
            a person first may lead the presser into a private chat with the bot.
    """

    label: str
    action: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """A finished message in one language: lines of text and buttons, nothing else."""

    text: str
    buttons: tuple[Button, ...] = ()
