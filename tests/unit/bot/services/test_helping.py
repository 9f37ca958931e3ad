"""What each step of the help says, in real words: calm, whole, and never asking for a picture."""

from datetime import timedelta

import pytest

from bot.domain.event import CommandGiven, Press
from bot.domain.helping import Step
from bot.domain.helpline import CountryHelp, Helpline
from bot.domain.message import ChatRef, place
from bot.domain.speech import Button, Speech
from bot.services.answers import Answers
from bot.services.helping import HelpDesk
from bot.services.helplines import HelplineWriter
from bot.services.seal import Seal
from config.phrasebook import Phrasebook
from tests.fakes import START
from tests.helplines import HOME, INTERNET, OLD, TALK, TOOL, UNCHECKED, FakeHelplines
from tests.unit.bot.services.asked import Asked, command
from tests.unit.bot.services.bench import ANA, CLASS, Bench
from tests.unit.config.message_lint import complaints
from tests.unit.config.texts import LANGUAGES

PRIVATE = ChatRef("sandbox", "private:ana")


@pytest.fixture
def asked(bench: Bench) -> Asked:
    return Asked(bench)


class Real:
    """A desk that speaks a language, with helplines for it."""

    def __init__(self, asked: Asked, language: str, home: CountryHelp = HOME) -> None:
        self.answers = Answers(Phrasebook("UTC", strict=True))
        clock = asked.bench.clock
        writer = HelplineWriter(FakeHelplines(home), self.answers, clock)
        self.desk = HelpDesk(asked.about, writer, asked.bench.policies, self.answers, clock)
        # What is asked in passing says its texts by key.
        asked.about._answers = self.answers
        self.language = language

    async def says(self, step: Step) -> Speech:
        return await self.desk._speech(step, PRIVATE, self.language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_step_asks_for_a_picture_or_why_and_each_keeps_the_rules(
    asked: Asked, language: str
) -> None:
    real = Real(asked, language)
    for step in Step:
        said = (await real.says(step)).text
        assert said, step
        wrong = [one for one in complaints(said, language, "pupils") if "words long" not in one]
        assert wrong == [], step


async def test_the_blackmail_companion_says_the_six_things_that_matter(asked: Asked) -> None:
    real = Real(asked, "en")
    said = "\n".join([(await real.says(step)).text for step in Step if "blackmail" in step])
    for needed in (
        "not your fault",
        "don't pay",
        "Stop answering",
        "don't delete anything",
        "name of their account",
        "not of the picture",
        "tell an adult you trust now",
        "Your own phone makes a code",
        TALK.phone,
        TOOL.name,
    ):
        assert needed in said, needed


async def test_the_numbers_stand_where_somebody_is_asked_to_talk(asked: Asked) -> None:
    real = Real(asked, "en")
    for step in (Step.VICTIM_4, Step.BLACKMAIL_3, Step.BYSTANDER_3, Step.REGRET_3, Step.LINES):
        said = (await real.says(step)).text
        assert (
            f"{TALK.name}: call {TALK.phone}. Day and night. It is free. For people under 19."
            in (said)
        )
        assert f"text message to {TALK.text}." in said
        assert "Monday to Friday from 08:00 to 20:00. For people from 5 to 25 years old." in said
        assert said.index(TALK.name) < said.index(INTERNET.name)
        assert UNCHECKED.phone not in said
        assert UNCHECKED.name not in said
    assert f"Call {HOME.emergency}" in (await real.says(Step.MENU)).text


async def test_who_speaks_spanish_is_named_first_in_spanish(asked: Asked) -> None:
    said = (await Real(asked, "es").says(Step.LINES)).text
    assert said.index(INTERNET.name) < said.index(TALK.name)


async def test_where_nobody_is_known_no_number_is_made_up(asked: Asked) -> None:
    said = (await Real(asked, "en", CountryHelp("XX", "", (UNCHECKED,))).says(Step.LINES)).text
    assert "I know no number for your country" in said
    assert "emergency number of your country" in said
    assert not any(char.isdigit() for char in said)


@pytest.mark.parametrize(("lines", "warned"), [((TALK,), False), ((TALK, OLD), True)])
async def test_old_numbers_come_with_the_request_to_check_them(
    asked: Asked, lines: tuple[Helpline, ...], warned: bool
) -> None:
    home = CountryHelp("ES", "112", lines)
    said = (await Real(asked, "en", home).says(Step.LINES)).text
    assert ("Please check that they are still right" in said) is warned


async def test_every_button_fits_where_the_smallest_bound_is(asked: Asked, bench: Bench) -> None:
    seal = Seal(b"k" * 32, bench.clock)
    seen = 0
    for step in Step:
        speech = await asked.helping._speech(step, PRIVATE, "en")
        for button in speech.buttons:
            seen += 1
            assert button.private
            # A deep link carries 48 bytes, see `Limits.private_button_bytes`.
            assert len(seal.close(button.action)) <= 48
    assert seen > 30


async def test_a_press_in_the_class_is_answered_to_the_presser_alone(asked: Asked) -> None:
    answer = await asked.helping.press(Press(CLASS, ANA, START, ""), "menu")
    assert answer is not None
    assert not answer.openly
    assert answer.speech.text.startswith("en/help-menu")


@pytest.mark.parametrize("rest", ["", "menu:1", "victim-9", "ana"])
async def test_a_press_for_no_step_means_nothing(asked: Asked, rest: str) -> None:
    assert await asked.helping.press(Press(CLASS, ANA, START, ""), rest) is None


async def test_what_waits_for_an_answer_is_let_rest_when_it_was_too_much(asked: Asked) -> None:
    said = CommandGiven(place(PRIVATE, "c"), ANA, START, "/help", private=True, reply="waits")
    asked.helping._turns._most = 1
    for _ in range(3):
        await asked.commands.handle(said)
    assert asked.heard() == [("private:ana", "en/help-menu"), ("private:ana", "en/help-slow")]
    assert asked.adapter.replies == ["", "", ""]


async def test_the_chats_commands_are_not_counted(asked: Asked) -> None:
    asked.helping._turns._most = 0
    await asked.commands.handle(command("/help"))
    assert [text for _, text in asked.heard()] == ["en/help-page"]


def test_the_answer_to_a_picture_keeps_its_buttons(asked: Asked) -> None:
    speech = Speech("menu", (Button("x", "help:menu"),))
    assert asked.helping.unopened(speech, "en") == Speech("en/help-showed\nmenu", speech.buttons)


async def test_pictures_are_counted_by_themselves(asked: Asked, bench: Bench) -> None:
    shown = CommandGiven(place(PRIVATE, "c"), ANA, START, "/help", private=True, showed=True)
    await asked.commands.handle(shown)
    await asked.commands.handle(shown)
    assert len(asked.heard()) == 1
    bench.clock.move(timedelta(seconds=11))
    await asked.commands.handle(shown)
    assert [text for _, text in asked.heard()] == ["en/help-showed"] * 2
