"""What the bot says: words and buttons. There is no field that could carry a picture."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Saying:
    """A text by its key in `config/texts`, with the values that go into it.

    Times and numbers go in as they are; the language decides how they are written.
    """

    key: str
    values: "dict[str, Value]" = field(default_factory=dict)


# A text inside a text is written in the language of the outer one.
Value = str | int | float | datetime | Saying


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


class PickFrom(StrEnum):
    """What a list under a message offers."""

    ROOMS = "rooms"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Picker:
    """A list of the chat's rooms or people, to choose one from. `action` comes back in a `Press`.

    A platform without such lists leaves it out; a command must lead to the same end.
    """

    label: str
    action: str
    offers: PickFrom


@dataclass(frozen=True, slots=True)
class Speech:
    """A finished message in one language: lines of text, buttons and lists, nothing else.

    Attributes:
        key: What it is about. Where a platform can tell, a speech with the key of one that was said
            a moment ago is not said again: its answer had only been lost.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    pickers: tuple[Picker, ...] = ()
    key: str = ""
