"""Writes what the escalation clock says: to the adults' chat, and outside the chats.

What leaves the chats names no chat, no person and no picture: a page may pass through the hands of
others, and stands on a locked screen.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.chase_ports import Page
from bot.domain.case import case_number
from bot.domain.chase import ADULTS, OpenCase, Telling, Unit, days_open, open_for
from bot.domain.speech import Button, Saying, Speech, Value
from bot.ports import Texts

_OPEN_FOR = {
    Unit.MINUTES: "adults-chase-minutes",
    Unit.HOURS: "adults-chase-hours",
    Unit.DAYS: "adults-chase-days",
}
# A channel's name without the number behind it, such as "mail" of "mail-2".
_BY = {
    ADULTS: "chase-by-adults",
    "mail": "chase-by-mail",
    "webhook": "chase-by-webhook",
    "ntfy": "chase-by-ntfy",
}
_MOST_LINES = 20


class ChaseWriter:
    """Turns tellings and open cases into finished words in one language."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def reminder(self, telling: Telling, now: datetime, language: str, *, others: bool) -> Speech:
        """Return the reminder to the chat of the adults.

        Args:
            telling: What it is about.
            now: When it is written.
            language: Of the adults.
            others: Somebody outside the chat is told next, or was told already.
        """
        lines = self._about(telling, now, language)
        alone = len(telling.cases) == 1
        lines.append(self._say(language, "adults-chase-do" if alone else "adults-chase-do-each"))
        if others:
            lines.append(self._say(language, "adults-chase-others"))
        return Speech("\n".join(lines), self._buttons(telling, language), key=telling.key)

    def page(self, telling: Telling, now: datetime, language: str, *, adults: bool) -> Page:
        """Return what is sent outside the chats.

        Args:
            telling: What it is about.
            now: When it is written.
            language: Of the chat's adults.
            adults: Whether there is a chat of adults where it can be taken up.
        """
        lines = self._about(telling, now, language)
        lines.append(self._say(language, "page-do" if adults else "page-nobody"))
        lines.append(self._say(language, "page-words"))
        return Page(
            key=telling.key,
            title=self._say(language, "page-title", number=telling.numbers[0]),
            text="\n".join(lines),
            cases=telling.numbers,
            at=now,
        )

    def test_page(self, key: str, now: datetime, language: str) -> Page:
        """Return a page that says that pages arrive."""
        title = self._say(language, "page-test-title")
        return Page(key, title, self._say(language, "page-test"), (), now, test=True)

    def summary(self, cases: Sequence[OpenCase], now: datetime, language: str) -> str:
        """Return the daily list of what is open; first what nobody has taken up."""
        ordered = sorted(cases, key=lambda one: (one.taken, one.since))
        lines = [self._say(language, "adults-summary-head", count=len(ordered))]
        for one in ordered[:_MOST_LINES]:
            key = "adults-summary-taken" if one.taken else "adults-summary-open"
            count = days_open(one.since, now)
            lines.append(self._say(language, key, number=one.number, count=count))
        if len(ordered) > _MOST_LINES:
            more = len(ordered) - _MOST_LINES
            lines.append(self._say(language, "adults-summary-more", count=more))
        lines.append(self._say(language, "adults-summary-do"))
        return "\n".join(lines)

    def _about(self, telling: Telling, now: datetime, language: str) -> list[str]:
        count, unit = open_for(telling.since, now)
        number = ", ".join(telling.numbers)
        lines = [self._say(language, _OPEN_FOR[unit], number=number, count=count)]
        # Whoever reads it knows best whom else to call if they know who was called already.
        tried = dict.fromkeys(_BY.get(one.partition("-")[0]) for one in telling.tried)
        where = ", ".join(self._say(language, key) for key in tried if key)
        if where:
            lines.append(self._say(language, "adults-chase-told", where=where))
        return lines

    def _buttons(self, telling: Telling, language: str) -> tuple[Button, ...]:
        if len(telling.cases) == 1:
            return (Button(self._say(language, "button-ack"), f"ack:{telling.cases[0]}"),)
        return tuple(Button(case_number(case), f"case:{case}") for case in telling.cases)

    def _say(self, language: str, key: str, /, **values: Value) -> str:
        return self._texts.write(language, Saying(key, values))
