"""Writes who helps in a country, in words that a pupil understands."""

from collections.abc import Iterable

from bot.domain.helpline import LISTENING, CountryHelp, Helpline, Hours, Purpose, to_show
from bot.help_ports import Helplines
from bot.ports import Clock
from bot.services.answers import Answers

_TOOLS = frozenset({Purpose.REMOVAL})


class HelplineWriter:
    """Finished lines in one language. A number comes from the data files and from nowhere else."""

    def __init__(self, helplines: Helplines, answers: Answers, clock: Clock) -> None:
        self._helplines = helplines
        self._answers = answers
        self._clock = clock

    def page(self, country: str, language: str) -> str:
        """Return the answer to ``/helpline``; without a country, of this installation's."""
        found = self._helplines.of(country)
        head = [self._answers.say(language, "helplines-of", country=found.country)]
        return "\n".join(
            [
                *(head if found.country else []),
                *self._emergency(found, language),
                *self._all(found, LISTENING | _TOOLS, language),
                self._answers.say(language, "helplines-other"),
            ]
        )

    def under(self, purposes: frozenset[Purpose], language: str) -> list[str]:
        """Return who helps here for some purposes."""
        return self._all(self._helplines.of(), purposes, language) if purposes else []

    def emergency(self, language: str) -> list[str]:
        """Return what to do when it cannot wait."""
        return self._emergency(self._helplines.of(), language)

    def _emergency(self, found: CountryHelp, language: str) -> list[str]:
        if found.emergency:
            return [self._answers.say(language, "helpline-emergency", phone=found.emergency)]
        return [self._answers.say(language, "helpline-no-emergency")]

    def _all(self, found: CountryHelp, purposes: frozenset[Purpose], language: str) -> list[str]:
        people = to_show(found.lines, purposes & LISTENING, language)
        tools = to_show(found.lines, purposes & _TOOLS, language)
        lines: list[str] = []
        if purposes & LISTENING:
            head = "helplines-head" if people else "helplines-none"
            lines.append(self._answers.say(language, head))
        lines += [self._line(one, language) for one in people]
        if tools:
            lines.append(self._answers.say(language, "helplines-removal"))
        lines += [self._line(one, language) for one in tools]
        return lines + self._old((*people, *tools), language)

    def _old(self, shown: Iterable[Helpline], language: str) -> list[str]:
        today = self._clock.now().date()
        old = any(one.is_old(today) for one in shown)
        return [self._answers.say(language, "helplines-old")] if old else []

    def _line(self, one: Helpline, language: str) -> str:
        def say(key: str, /, **values: str) -> str:
            return self._answers.say(language, key, **values)

        parts = [
            say("helpline-call", helpline=one.name, phone=one.phone)
            if one.phone
            else say("helpline-tool", helpline=one.name)
        ]
        if one.purpose is Purpose.INTERNET:
            parts.append(say("helpline-internet"))
        if one.hours is not None:
            parts.append(self._open(one.hours, language))
        if one.free:
            parts.append(say("helpline-free"))
        parts += self._ages(one, language)
        if one.text:
            parts.append(say("helpline-text", phone=one.text))
        return " ".join(parts)

    def _open(self, hours: Hours, language: str) -> str:
        if hours.always:
            return self._answers.say(language, "helpline-always")
        return self._answers.say(
            language, "helpline-open", days=hours.days, opens=hours.opens, closes=hours.closes
        )

    def _ages(self, one: Helpline, language: str) -> list[str]:
        """Return for whom it is. As words, so that no language puts a mark into a number."""
        youngest, oldest = one.youngest, one.oldest
        if youngest is not None and oldest is not None:
            ages = {"youngest": str(youngest), "oldest": str(oldest)}
            return [self._answers.say(language, "helpline-ages", **ages)]
        if oldest is not None:
            return [self._answers.say(language, "helpline-under", age=str(oldest + 1))]
        if youngest is not None:
            return [self._answers.say(language, "helpline-over", age=str(youngest))]
        return []
