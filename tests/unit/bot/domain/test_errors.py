"""The error tree: one base, and texts that are fit for the operator."""

from datetime import timedelta

import pytest

from bot.domain import errors


def test_waiting_says_for_how_long() -> None:
    error = errors.TryLater(timedelta(seconds=2.5))
    assert error.after == timedelta(seconds=2.5)
    assert str(error) == "the platform asks to wait 2.5 s"


@pytest.mark.parametrize(
    ("error", "parent"),
    [
        (errors.MediaUnavailable, errors.UpstanderError),
        (errors.MediaTooLarge, errors.UpstanderError),
        (errors.TryLater, errors.UpstanderError),
        (errors.StartRefused, errors.UpstanderError),
        (errors.DatabaseUnusable, errors.StartRefused),
        (errors.ExchangeFailed, errors.UpstanderError),
        (errors.BadBankFile, errors.UpstanderError),
    ],
)
def test_every_error_has_its_place_in_the_tree_and_in_the_drawing(
    error: type[Exception], parent: type[Exception]
) -> None:
    assert error.__bases__ == (parent,)
    assert error.__name__ in (errors.__doc__ or "")


def test_only_our_errors_are_caught_as_ours() -> None:
    assert errors.UpstanderError.__bases__ == (Exception,)
