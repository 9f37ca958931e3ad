"""What the settings say of chats and cases, for the bot and for each command that opens books."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.chase import SummaryTimes
from bot.domain.digest import DigestTimes
from bot.domain.policy import PolicySettings, Preset, PresetName
from bot.domain.proof import Installation, thresholds
from bot.domain.weekly import WeeklyTimes
from config.schema import Settings


def installation(presets: Mapping[PresetName, Preset], models: Mapping[str, str]) -> Installation:
    """Return what decides here, as it goes into the record of each case."""
    limits = {str(name): thresholds(preset) for name, preset in presets.items()}
    return Installation(models=models, presets=limits)


def default_policy(settings: Settings) -> PolicySettings:
    """Return the policy of a chat for which nothing was stored yet."""
    policy = settings.policy
    return PolicySettings(
        mode=policy.mode,
        preset=policy.preset,
        opaque=policy.opaque,
        language=policy.language,
        alerts_chat=None,
        links=policy.links,
        digest=policy.digest,
    )


def digest_times(settings: Settings) -> DigestTimes:
    """Return when the cases that wait for others are told."""
    policy = settings.policy
    every = timedelta(hours=policy.digest_hours)
    return DigestTimes(every, policy.digest_most, ZoneInfo(settings.timezone))


def summary_times(settings: Settings) -> SummaryTimes:
    """Return when the daily summary is told."""
    return SummaryTimes(settings.pagers.summary_hour, ZoneInfo(settings.timezone))


def weekly_times(settings: Settings) -> WeeklyTimes:
    """Return when the weekly word is told."""
    return WeeklyTimes(settings.pagers.summary_hour, ZoneInfo(settings.timezone))
