"""Where pupils read a language that adults do not, no message is written in two of them."""

from dataclasses import replace

from bot.domain.coverage import Coverage
from bot.domain.policy import OpaqueHandling, Policy
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome
from bot.services.answers import Answers
from bot.services.notices import Writer
from config.presets import load_presets
from tests.contract.books_rig import DEFAULTS
from tests.unit.bot.services.test_words import case
from tests.unit.config.texts import phrasebook

LOCKED = OpaqueReason.ENCRYPTED
FRENCH, ENGLISH = "un mot de passe", "locked with a password"


def test_an_alert_says_in_english_why_something_could_not_be_checked() -> None:
    alert = Writer(phrasebook()).alert(case(Outcome.OPAQUE, LOCKED), "6e B", "fr").text
    assert f"could not be checked: it is {ENGLISH}." in alert
    assert FRENCH not in alert


def test_the_sender_reads_the_same_in_french() -> None:
    notice = Writer(phrasebook()).sender_notice(case(Outcome.OPAQUE, LOCKED), "fr").text
    assert f"Je n'ai pas pu le vérifier : {FRENCH} le protège." in notice
    assert ENGLISH not in notice


def test_what_was_looked_at_is_told_in_one_language() -> None:
    week = Coverage(unchecked=((LOCKED, 2),))
    told = Answers(phrasebook()).coverage("6e B", week, week, "fr")
    assert told.count(ENGLISH) == 2
    assert FRENCH not in told


def test_a_policy_and_its_changes_are_told_in_one_language() -> None:
    before = replace(DEFAULTS, language="fr")
    after = replace(before, by_reason=((LOCKED, OpaqueHandling.REMOVE),))
    answers = Answers(phrasebook())
    changed = answers.difference("fr", before, after, "")
    assert changed == f"opaque encrypted (it is {ENGLISH}) → remove"
    policy = Policy(
        after.mode,
        load_presets()[after.preset],
        after.opaque,
        "fr",
        None,
        20,
        by_reason=after.by_reason,
    )
    shown = answers.policy("6e B", policy, {})
    assert f"opaque encrypted (it is {ENGLISH}): remove" in shown
    assert FRENCH not in shown
