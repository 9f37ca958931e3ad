"""What is remembered of what models removed: hashes of what speaks for the removal, or nothing."""

from dataclasses import fields, replace

import pytest

from bot.domain.action import Action, ActionKind, plan_actions
from bot.domain.bank import LEAST_QUALITY, BankEntry, MatchRule, Standing
from bot.domain.memory import NOTHING, Memory, to_remember
from bot.domain.policy import Mode
from bot.domain.signal import (
    BankMatch,
    Extent,
    Failure,
    Fingerprint,
    LinkMatch,
    OpaqueReason,
    Score,
    Screening,
    Signal,
    ViewHash,
)
from bot.domain.verdict import Outcome, apply_album, apply_breaker, decide
from tests.unit.bot.domain.builders import (
    EVERYTHING,
    TWO_MODELS,
    likeness,
    match,
    policy,
    scores,
    verdict,
)

REMOVAL = (Action(ActionKind.TAKEDOWN), Action(ActionKind.ALERT, waits=True))
RULES = TWO_MODELS.rules


def view(number: int, value: float = 0.0, *, quality: int = 90, known: bool = False) -> ViewHash:
    """Return a view of which a model says something."""
    score = Score("one", "bad", value)
    return ViewHash(f"{number:064x}", quality, (score,), known=known)


def screening(*views: ViewHash, signals: tuple[Signal, ...] = ()) -> Screening:
    return Screening(signals, Fingerprint("a" * 64), views=views, looked_at=len(views))


FILM = screening(view(1, 0.95), view(2, 0.9), view(3, 0.5), view(4, 0.49), view(5))


def test_of_a_film_only_the_frames_that_speak_for_the_removal_are_remembered() -> None:
    found = to_remember(FILM, verdict(Outcome.REMOVE), REMOVAL, RULES)
    assert found == Memory("a" * 64, FILM.views[:3])


@pytest.mark.parametrize(
    "score",
    [
        Score("one", "harmless", 1.0),
        Score("three", "bad", 1.0),
        # A tile or a panel counts for nothing where the rule gives it no limit.
        Score("one", "bad", 1.0, extent=Extent.DETAIL),
        Score("one", "bad", 1.0, extent=Extent.PANEL),
    ],
)
def test_a_frame_speaks_by_what_counts_and_by_nothing_else(score: Score) -> None:
    film = screening(view(1, 0.95), replace(view(2), scores=(score,)))
    assert to_remember(film, verdict(Outcome.REMOVE), REMOVAL, RULES).looks == film.views[:1]


def test_what_shows_one_view_was_removed_for_that_view() -> None:
    # Two models that agree may both stay under what each alone would need.
    still = screening(view(1, 0.4))
    assert to_remember(still, verdict(Outcome.REMOVE), REMOVAL, RULES).looks == still.views
    # One of many views whose hashes were not all given out is not alone.
    cut = replace(still, looked_at=41)
    assert to_remember(cut, verdict(Outcome.REMOVE), REMOVAL, RULES).looks == ()


def test_a_flat_view_and_one_that_is_known_are_not_put_in() -> None:
    film = screening(
        view(1, 0.95, quality=LEAST_QUALITY - 1),
        view(2, 0.95, known=True),
        view(3, 0.95, quality=LEAST_QUALITY),
        view(3, 0.95),
    )
    found = to_remember(film, verdict(Outcome.REMOVE), REMOVAL, RULES)
    assert [one.pdq for one in found.looks] == [view(3).pdq]
    still = screening(view(1, 0.95, known=True))
    assert to_remember(still, verdict(Outcome.REMOVE), REMOVAL, RULES).looks == ()


def test_a_file_that_is_known_is_not_put_in_again() -> None:
    known = (BankMatch("removed", "C-0001-1", 0, MatchRule.FILE, standing=Standing.UNSURE),)
    for signals, digest in ((known, None), ((likeness(),), "a" * 64)):
        found = to_remember(screening(signals=signals), verdict(Outcome.REMOVE), REMOVAL, RULES)
        assert found.sha256 == digest
    nothing = to_remember(Screening(()), verdict(Outcome.REMOVE), REMOVAL, RULES)
    assert nothing == NOTHING


@pytest.mark.parametrize(
    ("mode", "remembers"), [(Mode.SHADOW, False), (Mode.ALERT, False), (Mode.REMOVE, True)]
)
@pytest.mark.parametrize("capabilities", [EVERYTHING, frozenset()], ids=["may", "may not"])
def test_nothing_is_remembered_where_nothing_is_removed(
    mode: Mode, remembers: bool, capabilities: frozenset[object]
) -> None:
    chosen = policy(mode)
    decided = decide(scores(0.95), chosen)
    rights = EVERYTHING & capabilities
    plan = plan_actions(decided, chosen, rights)
    assert (to_remember(FILM, decided, plan, RULES) != NOTHING) is remembers


@pytest.mark.parametrize(
    "evidence",
    [
        scores(),
        scores(0.5),
        (match(),),
        (match(bank="test-card", test=True),),
        # A model alone would have asked: the likeness to what it removed must not feed itself.
        (likeness(), *scores(0.5)),
        (LinkMatch("nudify", "tool"), *scores(0.5)),
        (Failure("decode", OpaqueReason.TRUNCATED),),
    ],
)
def test_only_what_models_alone_remove_is_remembered(evidence: tuple[Signal, ...]) -> None:
    decided = decide(evidence, policy())
    assert to_remember(FILM, decided, REMOVAL, RULES) == NOTHING
    assert to_remember(FILM, apply_album(decided, 7), REMOVAL, RULES) == NOTHING


def test_what_the_breaker_stopped_is_not_remembered() -> None:
    stopped = apply_breaker(decide(scores(0.95), policy()), 20, quota=20)
    assert to_remember(FILM, stopped, REMOVAL, RULES) == NOTHING


def test_the_entries_are_named_after_their_case_and_no_person_vouches_for_them() -> None:
    memory = Memory("a" * 64, (view(1), view(2, quality=60)))
    assert memory.entries(42) == [
        BankEntry("removed", "C-0042-1", sha256="a" * 64, standing=Standing.UNSURE),
        BankEntry("removed", "C-0042-2", pdq=view(1).pdq, quality=90, standing=Standing.UNSURE),
        BankEntry("removed", "C-0042-3", pdq=view(2).pdq, quality=60, standing=Standing.UNSURE),
    ]
    assert NOTHING.entries(42) == []


def test_a_view_leaves_nothing_behind_but_hashes_and_what_models_said() -> None:
    assert [one.name for one in fields(ViewHash)] == [
        "pdq",
        "quality",
        "scores",
        "known",
        "windows",
    ]


def test_windows_go_with_the_look_that_they_are_of() -> None:
    looks = (replace(view(1), windows=b"w" * 64), view(2))

    entries = Memory(None, looks).entries(7)

    assert [one.windows for one in entries] == [b"w" * 64, b""]
