"""What the sandbox's chat platform refuses, and what each refusal means to the core.

Refusal
├── NoSuchChat, NoSuchMessage, NoSuchFile,
│   NoSuchMember                            it is not there, or not any more
├── MissingRight, NotInChat, PrivateClosed  the caller may not
├── TargetIsAdmin                           nobody may, as long as this person is an admin
├── TooOld, NotSupported                    never possible here
├── SlowDown, Unreachable                   perhaps possible later
└── NotAllowed, TooMuch                     answers to people on the page, never to the bot
"""

from datetime import timedelta
from typing import ClassVar

from bot.domain.action import ActionOutcome, ActionResult

# The texts that tell an adult what to put right; they stand in config/texts.
FIX_DELETE = "fix-sandbox-delete"
FIX_PAUSE = "fix-sandbox-pause"
FIX_TARGET_IS_ADMIN = "fix-sandbox-target-is-admin"


class Refusal(Exception):
    """The platform says no. The text is fit to be shown: no names, no words of a message."""

    code: ClassVar[str] = "refused"
    outcome: ClassVar[ActionOutcome] = ActionOutcome.FORBIDDEN


class NoSuchChat(Refusal):
    """The chat does not exist any more."""

    code = "no-such-chat"
    outcome = ActionOutcome.GONE

    def __init__(self) -> None:
        super().__init__("This chat does not exist.")


class NoSuchMessage(Refusal):
    """The message does not stand any more."""

    code = "no-such-message"
    outcome = ActionOutcome.GONE

    def __init__(self) -> None:
        super().__init__("This message is gone.")


class NoSuchFile(Refusal):
    """The file went with its message."""

    code = "no-such-file"
    outcome = ActionOutcome.GONE

    def __init__(self) -> None:
        super().__init__("This file is gone.")


class NoSuchMember(Refusal):
    """The person is not in the chat any more."""

    code = "no-such-member"
    outcome = ActionOutcome.GONE

    def __init__(self) -> None:
        super().__init__("This person is not in the chat.")


class MissingRight(Refusal):
    """The bot was not given a right that this call needs."""

    code = "missing-right"

    def __init__(self) -> None:
        super().__init__("The bot may not delete messages in this chat.")


class TargetIsAdmin(Refusal):
    """An admin of the chat cannot be muted or put out of it."""

    code = "target-is-admin"

    def __init__(self) -> None:
        super().__init__("An admin of this chat cannot be muted or removed.")


class NotInChat(Refusal):
    """The bot, or the person, is not in the chat."""

    code = "not-in-chat"

    def __init__(self) -> None:
        super().__init__("Only members of this chat can do that.")


class PrivateClosed(Refusal):
    """The person takes no private messages, or none from somebody they never wrote to."""

    code = "private-closed"

    def __init__(self) -> None:
        super().__init__("This person takes no private messages.")


class TooOld(Refusal):
    """The message is older than the platform lets anybody delete."""

    code = "too-old"
    outcome = ActionOutcome.TOO_OLD

    def __init__(self) -> None:
        super().__init__("This message is too old to be deleted.")


class NotSupported(Refusal):
    """The chat does not have this kind of thing."""

    code = "not-supported"
    outcome = ActionOutcome.UNSUPPORTED

    def __init__(self) -> None:
        super().__init__("This chat cannot do that.")


class SlowDown(Refusal):
    """Too many calls: ask again after a while."""

    code = "slow-down"
    outcome = ActionOutcome.LATER

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"Wait {after.total_seconds():.1f} s and try again.")
        self.after = after


class Unreachable(Refusal):
    """The answer was lost on the way; nobody knows whether the call took effect."""

    code = "unreachable"
    outcome = ActionOutcome.UNREACHABLE

    def __init__(self) -> None:
        super().__init__("The chat cannot be reached.")


class NotAllowed(Refusal):
    """A person tried what only somebody else may do; the text says what."""

    code = "not-allowed"


class TooMuch(Refusal):
    """More than the sandbox holds; the text says what to do."""

    code = "too-much"


_FIXES: dict[type[Refusal], str] = {
    MissingRight: FIX_DELETE,
    TargetIsAdmin: FIX_TARGET_IS_ADMIN,
}


def to_result(refusal: Refusal) -> ActionResult:
    """Turn a refusal into the outcome that the core knows."""
    return ActionResult(
        refusal.outcome,
        retry_after=refusal.after if isinstance(refusal, SlowDown) else None,
        fix=_FIXES.get(type(refusal)),
    )
