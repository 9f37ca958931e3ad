"""The help in private: which step follows which, and what its buttons lead to. Pure.

Where somebody stands is in the buttons that they see and nowhere else: nothing is remembered.
Nobody is asked why, what it shows, or for the picture.
"""

import itertools
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.helpline import LISTENING, Purpose


class Step(StrEnum):
    """One message of the help; its words are the text ``help-STEP``. A button carries the value."""

    MENU = "menu"
    # It is about me.
    VICTIM_1 = "victim-1"
    VICTIM_2 = "victim-2"
    VICTIM_3 = "victim-3"
    VICTIM_4 = "victim-4"
    # Someone scares me or wants something.
    BLACKMAIL_1 = "blackmail-1"
    BLACKMAIL_2 = "blackmail-2"
    BLACKMAIL_3 = "blackmail-3"
    BLACKMAIL_4 = "blackmail-4"
    # I saw or got something.
    BYSTANDER_1 = "bystander-1"
    BYSTANDER_2 = "bystander-2"
    BYSTANDER_3 = "bystander-3"
    # I posted something.
    REGRET_1 = "regret-1"
    REGRET_2 = "regret-2"
    REGRET_3 = "regret-3"
    # How a picture is stopped by a code, who can be called, and what this bot is.
    CODE = "code"
    LINES = "lines"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: the key of its label, and the step that it leads to."""

    label: str
    to: Step


# What the button under a line in a class chat carries.
OPENS_HELP = f"help:{Step.MENU}"

_WAYS = (
    (Step.VICTIM_1, Step.VICTIM_2, Step.VICTIM_3, Step.VICTIM_4),
    (Step.BLACKMAIL_1, Step.BLACKMAIL_2, Step.BLACKMAIL_3, Step.BLACKMAIL_4),
    (Step.BYSTANDER_1, Step.BYSTANDER_2, Step.BYSTANDER_3),
    (Step.REGRET_1, Step.REGRET_2, Step.REGRET_3),
)
_NEXT = {step: after for way in _WAYS for step, after in itertools.pairwise(way)}
_BACK = {after: step for step, after in _NEXT.items()}
_ON_THE_MENU = (
    Choice("button-help-victim", Step.VICTIM_1),
    Choice("button-help-blackmail", Step.BLACKMAIL_1),
    Choice("button-help-bystander", Step.BYSTANDER_1),
    Choice("button-help-regret", Step.REGRET_1),
    Choice("button-help-lines", Step.LINES),
    Choice("button-help-bot", Step.BOT),
)
# Where a picture can be stopped before anybody posts it, and how it gets off the internet.
_STOPPING = frozenset({Step.VICTIM_3, Step.BLACKMAIL_4})
# Where somebody is asked to speak to a person.
_TALKING = frozenset({Step.VICTIM_4, Step.BLACKMAIL_3, Step.BYSTANDER_3, Step.REGRET_3})
# Where somebody may not be safe.
_URGENT = frozenset({Step.MENU, Step.VICTIM_4, Step.BLACKMAIL_3, Step.LINES})
_EVERYBODY = LISTENING | {Purpose.REMOVAL}


def read_step(text: str) -> Step | None:
    """Read what a button carries."""
    return next((step for step in Step if step == text), None)


def choices(step: Step) -> tuple[Choice, ...]:
    """Return the buttons under a step, in their order."""
    if step is Step.MENU:
        return _ON_THE_MENU
    found: list[Choice] = []
    if step in _STOPPING:
        found.append(Choice("button-help-code", Step.CODE))
    if step in _NEXT:
        found.append(Choice("button-help-next", _NEXT[step]))
    if step in _BACK:
        found.append(Choice("button-help-back", _BACK[step]))
    return (*found, Choice("button-help-menu", Step.MENU))


def who_helps(step: Step) -> frozenset[Purpose]:
    """Return who is named under a step."""
    if step is Step.LINES:
        return _EVERYBODY
    if step in _STOPPING:
        return frozenset({Purpose.REMOVAL})
    return LISTENING if step in _TALKING else frozenset()


def names_emergency(step: Step) -> bool:
    """Say whether the emergency number stands under a step."""
    return step in _URGENT
