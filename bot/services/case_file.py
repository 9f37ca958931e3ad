"""Writes what adults have done with cases: who is on it, what was noted, and lists.

Nobody is named, an adult neither: it is the reader, or another adult.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.case_ports import NoteBook, RulingBook
from bot.domain.case import Case
from bot.domain.casework import CaseList, CasePage, Note
from bot.domain.message import Actor, ChatRef
from bot.domain.unlinking import unlinked
from bot.services.answers import Answers

# What a case shows of its notes; `/note C-0042` shows all.
_NEWEST = 5


class CaseFile:
    """Finished lines about cases, for adults."""

    def __init__(self, rulings: RulingBook, notes: NoteBook, answers: Answers) -> None:
        self._rulings = rulings
        self._notes = notes
        self._answers = answers

    async def history(self, case: Case, reader: Actor, language: str) -> list[str]:
        """Return who took a case on, ended, held or referred it, and its newest notes."""
        lines = [
            self._answers.say(language, key, by=_who(by, reader), time=at)
            for key, by, at in _marks(case)
        ]
        lines += [
            self._answers.say(
                language,
                "case-referred",
                agency=one.agency,
                by=_who(one.by, reader),
                time=one.at,
            )
            for one in await self._rulings.history(case.id)
            if one.agency is not None and one.undone_at is None
        ]
        notes = await self._notes.of_case(case.id)
        if len(notes) > _NEWEST:
            lines.append(
                self._answers.say(
                    language,
                    "case-notes-earlier",
                    count=len(notes) - _NEWEST,
                    number=case.number,
                )
            )
        return [*lines, *self._written(notes[-_NEWEST:], reader, language)]

    async def notes(self, case: Case, reader: Actor, language: str) -> str:
        """Return all notes of a case."""
        notes = await self._notes.of_case(case.id)
        if not notes:
            return self._answers.say(language, "case-notes-none", number=case.number)
        head = self._answers.say(language, "case-notes-head", number=case.number)
        return "\n".join([head, *self._written(notes, reader, language)])

    def page(
        self, page: CasePage, which: CaseList, titles: Mapping[ChatRef, str], language: str
    ) -> str:
        """Return one page of a list of cases, one a line, and how to see the next."""
        if not page.cases and page.page > 1:
            return self._answers.say(language, "cases-past-end")
        if not page.cases:
            return self._answers.say(language, "cases-none", list=which)
        lines = [self._answers.say(language, "cases-head", list=which, count=page.total)]
        lines += [self._line(case, titles, language) for case in page.cases]
        if page.more:
            usage = f"/cases {which} {page.page + 1}"
            lines.append(self._answers.say(language, "cases-more", usage=usage))
        return "\n".join(lines)

    def _line(self, case: Case, titles: Mapping[ChatRef, str], language: str) -> str:
        line = self._answers.say(
            language,
            "case-list-line",
            number=case.number,
            chat=titles[case.ref.chat_ref],
            time=case.posted_at,
            state=case.state,
        )
        held = case.held_at is not None
        return f"{line} · {self._answers.say(language, 'cases-held')}" if held else line

    def _written(self, notes: Iterable[Note], reader: Actor, language: str) -> list[str]:
        return [
            self._answers.say(
                language,
                "case-note",
                by=_who(one.by, reader),
                time=one.at,
                words=unlinked(one.words),
            )
            for one in notes
        ]


def _marks(case: Case) -> list[tuple[str, str, datetime]]:
    """Return who did what when, each with the key of its line."""
    marks = (
        ("case-taken", case.acknowledged_by, case.acknowledged_at),
        ("case-ended", case.closed_by, case.closed_at),
        ("case-held", case.held_by, case.held_at),
    )
    return [(key, by, at) for key, by, at in marks if by is not None and at is not None]


def _who(by: str, reader: Actor) -> str:
    return "you" if by == reader.id else "other"
