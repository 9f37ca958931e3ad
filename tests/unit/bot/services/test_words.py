"""What is said and by whom it is heard: notices, answers, codes, rights, items of events."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.sandbox.errors import PrivateClosed, SlowDown
from adapters.sandbox.faults import Call
from bot.domain.bank import TEST_BANK, MatchRule
from bot.domain.capability import Capability
from bot.domain.case import Case, CaseOrigin, CaseState, Removal
from bot.domain.command import Who
from bot.domain.event import Asset, OpaqueSlot, Posted, Profile, Removed
from bot.domain.message import Actor, ActorKind, MediaItem, MessageRef
from bot.domain.signal import BankMatch, Fingerprint, Mark, OpaqueReason
from bot.domain.speech import Speech
from bot.domain.verdict import Outcome, Verdict
from bot.services.alerting import CODE_LIFE, AlertCodes
from bot.services.answers import Answers
from bot.services.intake import items_of
from bot.services.notices import Writer
from bot.services.rights import Rights
from tests.fakes import START, KeyTexts, MovableClock
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, LISTS, Bench

MATCH = BankMatch(TEST_BANK, "card", 0, MatchRule.KNOWN, test=True)
REF = MessageRef("sandbox", CLASS.chat, "m")
PHOTO = MediaItem("photo", "key", "handle", 5)


def case(
    outcome: Outcome = Outcome.REMOVE, reason: str = "model:nudenet", *, test: bool = False
) -> Case:
    return Case(
        id=7,
        origin=CaseOrigin.SCREENING,
        state=CaseState.OPEN,
        ref=REF,
        actor=Actor(ActorKind.USER, "id-of-ana"),
        slot="photo",
        verdict=Verdict(outcome, reason, (MATCH,) if test else ()),
        fingerprint=None,
        facts=None,
        policy_revision=0,
        posted_at=START,
        decided_at=START,
    )


def removed(how: Removal, *, verified: bool = False) -> Case:
    return replace(
        case(), removal=how, removed_at=START + timedelta(seconds=1.26), verified=verified
    )


@pytest.mark.parametrize(
    ("about", "keys"),
    [
        (case(), ["alert-what-left", "alert-why-model band=high"]),
        (case(Outcome.REVIEW), ["alert-what-left", "alert-why-model band=medium"]),
        (case(reason="bank:known"), ["alert-why-bank bank=known"]),
        (case(Outcome.REVIEW, "like:removed"), ["alert-why-removed-before", "en/alert-steps\n"]),
        (
            case(reason="like:removed"),
            ["alert-why-removed-before", "alert-why-model band=medium", "en/alert-steps\n"],
        ),
        (
            case(reason="link:nudify like:removed"),
            ["alert-why-link", "alert-why-removed-before", "en/alert-steps\n"],
        ),
        (case(Outcome.REVIEW, "breaker"), ["alert-why-breaker"]),
        (case(Outcome.OPAQUE, "too_big"), ["why=en/reason-too-big", "alert-steps-opaque"]),
        (replace(case(), origin=CaseOrigin.REPORT), ["alert-why-report"]),
        (case(reason="link:nudify"), ["alert-why-link", "alert-steps-link"]),
        (
            case(reason="link:nudify model:nudenet"),
            ["alert-why-link", "alert-why-model band=medium", "en/alert-steps\n"],
        ),
        (replace(case(), marks=(Mark.C2PA,)), ["alert-marks-origin"]),
        (replace(case(), marks=(Mark.IPTC_AI, Mark.C2PA)), ["alert-marks-made"]),
        (replace(case(), marks=(Mark.C2PA, Mark.C2PA_VALID)), ["alert-marks-signed\n"]),
        (replace(case(), marks=(Mark.C2PA, Mark.C2PA_CHANGED)), ["alert-marks-changed\n"]),
        (
            replace(case(), marks=(Mark.COMFYUI, Mark.C2PA, Mark.C2PA_CHANGED)),
            ["alert-marks-made\n", "alert-marks-changed\n"],
        ),
        (
            replace(case(), marks=(Mark.COMFYUI, Mark.C2PA, Mark.C2PA_VALID)),
            ["alert-marks-made\n", "alert-marks-signed\n"],
        ),
        (
            replace(case(), marks=(Mark.C2PA, Mark.C2PA_VALID, Mark.C2PA_AI)),
            ["alert-marks-signed-made\n"],
        ),
        (removed(Removal.REMOVED), ["alert-what-removed seconds=1.3", "alert-not-verified"]),
        (removed(Removal.REMOVED, verified=True), ["alert-verified"]),
        (removed(Removal.GONE), ["alert-what-gone"]),
        (removed(Removal.TRYING), ["alert-what-trying"]),
        (removed(Removal.FAILED), ["alert-what-failed"]),
        (case(reason=f"bank:{TEST_BANK}", test=True), ["alert-test"]),
    ],
)
def test_an_alert_says_what_happened_and_why(about: Case, keys: list[str]) -> None:
    speech = Writer(KeyTexts()).alert(about, "Class 7B", "en")
    # A test card calls for no steps and no care for a copy.
    always = [] if about.verdict.test else ["alert-no-copy"]
    for key in (*keys, *always, "alert-head number=C-0007 chat=Class 7B"):
        assert key in speech.text
    assert "id-of-ana" not in speech.text
    # Of what was reported something may be known that its case does not hold.
    more = ["block:7"] if about.origin is CaseOrigin.REPORT else []
    # Nobody needs help with a test card.
    advice = [] if about.verdict.test else ["advice:7"]
    actions = [button.action for button in speech.buttons]
    assert actions == ["ack:7", "mistake:7", *advice, *more]


SEEN = Fingerprint("a" * 64, "b" * 64, 90, "c" * 64)


@pytest.mark.parametrize(
    ("about", "offered"),
    [
        (case(), True),
        (case(Outcome.REVIEW, "like:reported"), True),
        (case(Outcome.OPAQUE, "encrypted"), True),
        # It is on a list, or blocked, already.
        (case(reason="bank:known"), False),
        (case(reason="bank:reported"), False),
        (case(reason="link:nudify"), False),
        (case(reason=f"bank:{TEST_BANK}", test=True), False),
    ],
)
def test_a_picture_can_be_blocked_where_that_adds_something(about: Case, offered: bool) -> None:
    speech = Writer(KeyTexts()).alert(replace(about, fingerprint=SEEN), "Class 7B", "en")
    assert ("block:7" in [button.action for button in speech.buttons]) is offered


@pytest.mark.parametrize("bank", ["reported", "removed"])
def test_what_an_adult_blocked_is_not_called_a_list(bank: str) -> None:
    text = Writer(KeyTexts()).alert(case(reason=f"bank:{bank}"), "Class 7B", "en").text
    assert "alert-why-blocked" in text
    assert "alert-why-bank" not in text


@pytest.mark.parametrize(
    ("about", "key"),
    [
        (case(reason="bank:known"), "alert-what-left-earlier"),
        (removed(Removal.REMOVED), "alert-what-removed-earlier"),
        (removed(Removal.GONE), "alert-what-gone-earlier"),
        (removed(Removal.TRYING), "alert-what-trying"),
        (removed(Removal.FAILED), "alert-what-failed"),
    ],
)
def test_an_alert_says_that_something_became_known_later(about: Case, key: str) -> None:
    found = replace(about, origin=CaseOrigin.SWEEP)
    text = Writer(KeyTexts()).alert(found, "Class 7B", "en").text
    what = [line for line in text.splitlines() if line.startswith("en/alert-what")]
    assert what == [f"en/{key}"]


def test_a_removal_of_something_old_is_verified_or_nothing_is_said_about_that() -> None:
    for verified in (True, False):
        about = replace(removed(Removal.REMOVED, verified=verified), origin=CaseOrigin.SWEEP)
        text = Writer(KeyTexts()).alert(about, "Class 7B", "en").text
        assert ("alert-verified" in text) is verified


def test_an_alert_names_the_other_messages_with_the_same_picture_by_their_times() -> None:
    at = case().posted_at
    about = replace(case(), origin=CaseOrigin.SWEEP, also=(at,) * 12)
    lines = Writer(KeyTexts()).alert(about, "Class 7B", "en").text.splitlines()
    assert "en/alert-also count=12" in lines
    assert len([line for line in lines if line.startswith("en/alert-also-line")]) == 10


def test_whoever_posted_it_long_ago_is_told_no_time_of_today() -> None:
    about = replace(removed(Removal.REMOVED), origin=CaseOrigin.SWEEP)
    told = Writer(KeyTexts()).sender_notice(about, "en").text.splitlines()
    assert told[0] == "en/sender-notice-earlier number=C-0007"
    assert [line.split()[0] for line in told[1:]] == ["en/sender-appeal"]


def test_an_alert_leads_to_more_where_there_is_more_and_a_test_leads_nowhere() -> None:
    writer = Writer(KeyTexts())
    for about, actions in (
        (case(), ["ack:7", "mistake:7", "advice:7", "more:7"]),
        (case(test=True), ["ack:7", "mistake:7"]),
    ):
        speech = writer.alert(about, "Class 7B", "en", more=True)
        assert [button.action for button in speech.buttons] == actions


def test_a_likeness_alone_is_not_called_a_guess_about_the_picture() -> None:
    text = Writer(KeyTexts()).alert(case(Outcome.REVIEW, "like:removed"), "Class 7B", "en").text
    assert "alert-why-model" not in text
    assert "alert-why-bank" not in text


def test_a_listed_link_alone_calls_nobody_in_a_hurry() -> None:
    text = Writer(KeyTexts()).alert(case(reason="link:nudify"), "Class 7B", "en").text
    assert [line for line in text.splitlines() if line.startswith("en/alert-steps")] == [
        "en/alert-steps-link"
    ]
    assert "alert-why-model" not in text


def test_marks_are_two_lines_at_most_of_an_alert_and_of_a_case_and_name_no_program() -> None:
    marks = tuple(Mark)
    some = [marks[:end] for end in range(len(marks) + 1)] + [(mark,) for mark in marks]
    for carried in some:
        marked = replace(case(), marks=carried)
        alert = Writer(KeyTexts()).alert(marked, "Class 7B", "en").text
        shown = Answers(KeyTexts()).case(marked, "Class 7B", "en")
        for text in (alert, shown):
            told = [line for line in text.splitlines() if "alert-marks" in line]
            assert bool(carried) <= len(told) <= 2 * bool(carried)
            assert not any(mark in text for mark in Mark)


def test_a_match_is_not_claimed_of_a_file_that_holds_a_signature_without_one() -> None:
    both = replace(case(), marks=(Mark.C2PA, Mark.C2PA_VALID, Mark.C2PA_CHANGED, Mark.C2PA_AI))
    text = Writer(KeyTexts()).alert(both, "Class 7B", "en").text
    assert "alert-marks-changed" in text
    assert "alert-marks-signed" not in text


@pytest.mark.parametrize(
    ("about", "sender", "group"),
    [
        (case(reason="link:nudify"), "sender-notice-link", "group-removed-message"),
        (case(reason="link:nudify model:nudenet"), "sender-notice", "group-removed-message"),
        (case(), "sender-notice", "group-removed"),
        (case(Outcome.OPAQUE, "truncated"), "sender-notice-opaque", "group-removed"),
        (case(test=True), "sender-notice-test", "group-removed-test"),
    ],
)
def test_pupils_are_told_no_score_and_no_name(about: Case, sender: str, group: str) -> None:
    writer = Writer(KeyTexts())
    assert writer.sender_notice(about, "es").text.split()[0] == f"es/{sender}"
    line = writer.group_line(about, "es")
    assert line.text == f"es/{group}"  # not even a number
    # The answer is for whoever asks alone.
    assert [(one.action, one.private) for one in line.buttons] == [
        ("why:7", True),
        ("help:menu", True),
    ]


def test_an_escalation_names_the_missing_right_if_it_is_known() -> None:
    writer = Writer(KeyTexts())
    assert "en/fix-unknown" in writer.escalation(case(), "Class 7B", "en").text
    fixable = replace(case(), fix="fix-sandbox-delete")
    assert "en/fix-sandbox-delete" in writer.escalation(fixable, "Class 7B", "en").text


# --- who hears it


async def test_a_whisper_takes_the_next_way_where_one_is_closed(bench: Bench) -> None:
    bench.world.store.chats[CLASS.chat].capabilities |= {Capability.DM}
    bench.world.faults.fail(Call.TELL, PrivateClosed())
    assert await bench.speaker.whisper(CLASS, ANA, Speech("one"))
    bench.world.faults.fail(Call.TELL, PrivateClosed(), times=2)
    assert not await bench.speaker.whisper(CLASS, ANA, Speech("two"))
    assert (bench.said(Call.TELL), bench.said(Call.SAY)) == (["one"], [])


async def test_an_answer_is_whispered_though_the_platform_names_no_ways(bench: Bench) -> None:
    bench.world.faults.fail(Call.RIGHTS, SlowDown(timedelta(seconds=1)))
    assert await bench.speaker.whisper(CLASS, ANA, Speech("one"))
    assert bench.said(Call.TELL) == ["one"]


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.USER])
async def test_nothing_can_be_whispered_to_a_mask(bench: Bench, kind: ActorKind) -> None:
    assert not await bench.speaker.whisper(CLASS, Actor(kind, "ana"), Speech("one"))
    assert bench.world.log == []


@pytest.mark.parametrize("who", [Who.ADULT, Who.ADMIN_OR_ADULT])
@pytest.mark.parametrize("kind", list(ActorKind))
async def test_only_a_person_has_rights(bench: Bench, who: Who, kind: ActorKind) -> None:
    rights = Rights(bench.platforms, bench.policies, bench.books.people)
    assert await rights.may(who, CLASS, Actor(kind, LEAD.id)) is (kind is ActorKind.USER)
    assert not await rights.may(who, CLASS, Actor(kind, CLASS.chat))


async def test_the_admin_of_a_class_is_no_adult(bench: Bench) -> None:
    rights = Rights(bench.platforms, bench.policies, bench.books.people)
    admin = Actor(ActorKind.USER, "cleo")
    assert await rights.may(Who.ADMIN_OR_ADULT, CLASS, admin)
    assert not await rights.may(Who.ADULT, CLASS, admin)
    assert not await rights.may(Who.ADMIN_OR_ADULT, CLASS, ANA)
    assert await rights.may(Who.ANYONE, CLASS, ANA)


# --- codes


def test_a_code_works_until_it_is_used_up_or_too_old() -> None:
    clock, numbers = MovableClock(), iter("ABC")
    codes = AlertCodes(clock, lambda: next(numbers))
    first, second = codes.give(CLASS), codes.give(CLASS)
    assert (codes.chat_of(first), codes.chat_of("Z")) == (CLASS, None)
    codes.use_up(first)
    codes.use_up(first)
    assert (codes.chat_of(first), codes.chat_of(second)) == (None, CLASS)
    clock.move(CODE_LIFE - timedelta(seconds=1))
    assert codes.chat_of(second) == CLASS
    clock.move(timedelta(seconds=1))
    assert codes.chat_of(second) is None


# --- items


def test_every_slot_of_a_message_becomes_an_item() -> None:
    hidden = OpaqueSlot("paid", "k2", OpaqueReason.UNSUPPORTED)
    found = items_of(Posted(REF, ANA, START, media=(PHOTO,), opaque=(hidden,), revision="3"), LISTS)
    assert [(one.media.slot, one.opaque) for one in found] == [
        ("photo", None),
        ("paid", OpaqueReason.UNSUPPORTED),
    ]
    assert {(one.ref, one.actor, one.revision, one.posted_at) for one in found} == {
        (REF, ANA, "3", START)
    }


def test_pictures_of_people_and_of_the_chat_itself_become_items() -> None:
    (profile,) = items_of(Profile(CLASS, ANA, (PHOTO,), START), LISTS)
    (asset,) = items_of(Asset(CLASS, (PHOTO,), START), LISTS)
    assert (profile.ref.message, profile.actor) == ("@profile:ana", ANA)
    assert (asset.ref.message, asset.actor.kind) == ("@chat", ActorKind.CHANNEL)
    assert items_of(Removed(REF), LISTS) == ()
