"""How many harmless pictures a chat's rules will probably stop: told before it happens."""

from dataclasses import dataclass

from bot.domain.policy import Mode, Policy

# An assumption for a class of 30, measured nowhere: about one picture a day from each of them.
# `/coverage` says how many it really were.
PICTURES_A_WEEK = 200


@dataclass(frozen=True, slots=True)
class Forecast:
    """False alarms to be expected in a week; None where nothing was measured.

    Attributes:
        asked: Harmless pictures about which an adult is asked.
        removed: Harmless pictures that are taken down.
    """

    asked: int | None
    removed: int | None


def expected(policy: Policy, pictures: int = PICTURES_A_WEEK) -> Forecast:
    """Return what the measured shares make of so many harmless pictures under a policy."""
    asked, removed = policy.preset.review_rate, policy.preset.remove_rate
    if policy.mode is Mode.SHADOW:
        asked = removed = 0.0
    elif policy.mode is Mode.ALERT:
        # What would be taken down is told to an adult instead.
        asked, removed = None if asked is None or removed is None else asked + removed, 0.0
    return Forecast(_about(asked, pictures), _about(removed, pictures))


def _about(rate: float | None, pictures: int) -> int | None:
    """Return a share as a whole number; a small one is never called none."""
    if not rate:
        return None if rate is None else 0
    return max(1, round(rate * pictures))
