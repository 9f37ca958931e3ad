"""How people of the stage speak to the bot and what they hear: read from the world's own log."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.sandbox.faults import Call, Deed
from adapters.sandbox.raw import write_actor
from adapters.sandbox.state import Message
from adapters.sandbox.world import user
from bot.app import App
from bot.domain.message import Actor, ChatRef
from bot.domain.policy import Mode, PolicyRevision
from bot.services.seal import Seal, button_key
from bot.storage.instance import audit_key
from tests.fakes import MovableClock
from tests.integration.stage import CLASS, STAFF, Stage, until

GUARDED = ChatRef("sandbox", CLASS)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
IN_PRIVATE = "in private"
# What is said to all adults or to the class is no answer to anybody.
_TO_ALL = ("en/adults-", "en/alert-", "en/group-", "en/escalation-", "en/onboarding-")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody heard, and where: in private or in a chat."""

    where: str
    text: str

    @property
    def key(self) -> str:
        """The key of the first text, without its language."""
        return self.text.split()[0].partition("/")[2]


async def ask(
    stage: Stage, text: str, *, by: str = "cleo", chat: str = CLASS, to: Message | None = None
) -> Answer:
    """Give a command and return the answer."""
    start = len(stage.world.log)
    stage.world.post(chat, user(by), text, reply_to=to.id if to else None)
    return await heard(stage, by, chat, start, text)


async def press(stage: Stage, verb: str, *, by: str = "lead", chat: str = STAFF) -> Answer:
    """Press the newest button of a kind and return the answer."""
    start = len(stage.world.log)
    message, action = stage.button(chat, verb)
    stage.world.press(message.id, user(by), action)
    return await heard(stage, by, chat, start, action)


def sealed(stage: Stage, action: str) -> str:
    """Return what a button of the bot would carry that does this."""
    return Seal(button_key(audit_key(stage.folder)), stage.clock).close(action)


def forge(stage: Stage, action: str, *, by: Actor, chat: str = CLASS) -> None:
    """Send a press that no button in this chat carries."""
    stage.world.emit(
        "press",
        chat,
        message_id="made-up",
        action=action,
        date=stage.clock.now().isoformat(),
        **{"from": write_actor(by)},
    )


async def heard(stage: Stage, by: str, chat: str, start: int, what: str) -> Answer:
    """Wait for what one person is answered after a point of the log."""
    await until(lambda: bool(answers(stage, by, chat, start)), what=f"an answer to {what}")
    return answers(stage, by, chat, start)[0]


def answers(stage: Stage, by: str, chat: str, start: int = 0) -> list[Answer]:
    """Return what one person was answered, in private or in a chat."""
    return [
        Answer(IN_PRIVATE if deed.call is Call.TELL else deed.chat, deed.text)
        for deed in stage.world.log[start:]
        if _is_answer(deed, by, chat)
    ]


def _is_answer(deed: Deed, by: str, chat: str) -> bool:
    if deed.call is Call.TELL:
        return deed.target == by
    return deed.call is Call.SAY and deed.chat == chat and not deed.text.startswith(_TO_ALL)


def announced(stage: Stage, key: str, chat: str = STAFF) -> list[str]:
    """Return what was said to all in a chat under one key."""
    return [
        deed.text
        for deed in stage.world.log
        if deed.call is Call.SAY and deed.chat == chat and deed.text.startswith(f"en/{key}")
    ]


def move(app: App, clock: MovableClock, by: timedelta) -> None:
    """Move the clock, and let the lanes look at once at what has become due."""
    clock.move(by)
    app.ring()


def given_back(stage: Stage) -> bool:
    """Say whether an item was looked at in vain and waits for its next try."""
    later = stage.clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    found = stage.look(f"SELECT count(*) FROM item WHERE next_at > '{later}'")  # noqa: S608 - a time
    return found != [(0,)]


async def mode(app: App) -> Mode:
    """Return the mode that is in force in the class."""
    return (await app.policies.now(GUARDED)).mode


async def upcoming(app: App, stage: Stage) -> list[PolicyRevision]:
    """Return what is announced for the class."""
    return await app.books.policies.upcoming(GUARDED, stage.clock.now())
