"""What the settings say of chats and cases, for the bot and for each command that opens books."""

from collections.abc import Mapping

from bot.domain.policy import PolicySettings, Preset, PresetName
from bot.domain.proof import Installation, thresholds
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
