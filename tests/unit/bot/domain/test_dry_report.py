"""What was done and what would have been: no item is counted as both, and none is lost."""

from datetime import timedelta

import pytest

from bot.domain.bank import TEST_BANK
from bot.domain.dry_report import Removals, Tally, report_days, to_dry_report
from bot.domain.verdict import ALBUM, Outcome


def tally(
    outcome: Outcome,
    reason: str,
    items: int,
    *,
    planned: bool = False,
    removed: bool = False,
    alerted: bool = False,
) -> Tally:
    return Tally(outcome, reason, planned, removed, alerted, items)


def test_what_stands_because_of_the_mode_would_have_been_removed() -> None:
    report = to_dry_report(
        [
            tally(Outcome.REMOVE, "bank:school", 1),
            tally(Outcome.REMOVE, "link:nudify", 2),
            tally(Outcome.REMOVE, "model:a", 4),
            tally(Outcome.REMOVE, "models agree", 8),
            tally(Outcome.REMOVE, "like:removed", 16),
            tally(Outcome.REMOVE, ALBUM, 32),
        ]
    )
    assert report.would_remove == Removals(lists=3, models=28, album=32)
    assert report.would_remove.items == 63
    assert report.removed == Removals()
    assert report.failed == 0


def test_only_what_is_gone_was_removed_and_what_failed_is_told_apart() -> None:
    report = to_dry_report(
        [
            tally(Outcome.REMOVE, "model:a", 3, planned=True, removed=True),
            tally(Outcome.REMOVE, "bank:school", 2, planned=True),
        ]
    )
    assert (report.removed, report.failed) == (Removals(models=3), 2)
    assert report.would_remove == Removals()


def test_who_was_asked_is_told_apart_from_who_would_have_been() -> None:
    report = to_dry_report(
        [tally(Outcome.REVIEW, "model:a", 3, alerted=True), tally(Outcome.REVIEW, "breaker", 5)]
    )
    assert (report.asked, report.would_ask) == (3, 5)


def test_what_could_not_be_looked_at_is_never_among_what_was() -> None:
    report = to_dry_report(
        [tally(Outcome.ALLOW, "clean", 10), tally(Outcome.OPAQUE, "too_big", 4, planned=True)]
    )
    assert (report.items, report.looked_at, report.unchecked) == (14, 10, 4)


def test_test_cards_are_counted_apart_and_in_no_other_number() -> None:
    card = tally(Outcome.REMOVE, f"bank:{TEST_BANK}", 2, planned=True, removed=True)
    report = to_dry_report([card, tally(Outcome.ALLOW, "clean", 1)])
    assert (report.tests, report.items, report.removed) == (2, 1, Removals())


@pytest.mark.parametrize(
    ("hours", "days"), [(24, 1), (168, 7), (60 * 24, 60), (61 * 24, None), (36, None), (1, None)]
)
def test_a_report_goes_over_whole_days_and_not_over_more_than_sixty(
    hours: int, days: int | None
) -> None:
    assert report_days(timedelta(hours=hours)) == days
