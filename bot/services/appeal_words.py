"""Writes what is said about an appeal: to the adults in bands of words, to the sender kindly."""

from bot.appeal_ports import AppealBook
from bot.domain.action import ActionKind
from bot.domain.appeal import Appeal, adults_for_mistake, is_late
from bot.domain.case import Case
from bot.domain.speech import Button, Saying, Speech, Value
from bot.ports import Clock, Texts


class AppealWords:
    """Finished messages. Nothing to a sender says how the filter works, or who decided."""

    def __init__(self, book: AppealBook, texts: Texts, clock: Clock) -> None:
        self._book = book
        self._texts = texts
        self._clock = clock

    async def to_adults(self, case: Case, title: str, language: str) -> Speech:
        """Return the question to the adults: what the case stands on, and who has to agree."""
        asked = await self._book.of_case(case.id)
        if asked is None:
            raise LookupError(f"case {case.number} has no appeal")
        return Speech(
            "\n".join(self._lines(case, asked, title, language)), self._ways(case, language)
        )

    def to_sender(self, kind: ActionKind, case: Case, language: str) -> Speech:
        """Return what came of it, where no apology says it."""
        match kind:
            case ActionKind.APPEAL_REFUSED:
                key = "appeal-refused"
            case ActionKind.APPEAL_LATE:
                key = "appeal-late"
            case _:
                raise ValueError(f"no words to a sender are about {kind}")
        return Speech(self._say(language, key, number=case.number))

    def _lines(self, case: Case, asked: Appeal, title: str, language: str) -> list[str]:
        late = is_late(asked, self._clock.now())
        head = "alert-appeal-late" if late else "alert-appeal"
        two = adults_for_mistake(asked.footing) > 1
        return [
            self._say(language, head, number=case.number, chat=title, until=asked.due_at),
            self._say(language, f"appeal-stands-{asked.footing}"),
            self._say(language, "appeal-takes-two" if two else "appeal-takes-one"),
            self._say(language, "alert-no-copy"),
        ]

    def _ways(self, case: Case, language: str) -> tuple[Button, ...]:
        return (
            Button(self._say(language, "button-overturn"), f"overturn:{case.id}"),
            Button(self._say(language, "button-uphold"), f"uphold:{case.id}"),
        )

    def _say(self, language: str, key: str, /, **values: Value) -> str:
        return self._texts.write(language, Saying(key, values))
