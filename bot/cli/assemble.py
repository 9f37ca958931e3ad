"""Builds the parts that several commands need, from the settings."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.languages import gap_line, phrasebook_for
from bot.domain.policy import Preset, PresetName
from bot.ports import Texts
from bot.services.answers import Answers
from bot.services.system_clock import SystemClock
from classifiers.installed import installed_manifests
from classifiers.manifest import BUILT_IN, read_manifest
from classifiers.models import Accelerator
from classifiers.screener import MediaScreener, open_screener
from config.calibration import FILE_NAME, apply, read_calibration
from config.logs import set_up_logs
from config.presets import extend, load_presets, load_rule
from config.schema import Settings

logger = logging.getLogger(__name__)

# Decoded whole, a picture takes 4 bytes a pixel, and turning it takes as much again: the peak of a
# worker was 300 to 700 MB at this size. A baseline JPEG is shrunk while it is decoded: 26 MB for
# 250 million pixels (both measured 2026-11).
MOST_PIXELS = 40_000_000
MOST_STREAMED_PIXELS = 250_000_000


def set_up_logging(settings: Settings) -> None:
    """Send the logs where the settings say, without secrets."""
    set_up_logs(settings.log.level, settings.log.format, settings.secrets)


def screener_for(settings: Settings) -> MediaScreener:
    """Load the models, check them, and return the screener.

    Raises:
        StartRefused: A model file is missing, altered, or does not see what it should.
    """
    return open_screener(
        most_bytes=settings.screening.max_bytes,
        most_pixels=MOST_PIXELS,
        most_streamed_pixels=MOST_STREAMED_PIXELS,
        workers=settings.screening.workers,
        manifests=further_models(settings),
        accelerator=accelerator_for(settings),
    )


def further_models(settings: Settings) -> tuple[Path, ...]:
    """Return the manifests of the models that were added, and of those that the settings name."""
    return (*installed_manifests(settings.data_dir), *settings.screening.extra_models)


def accelerator_for(settings: Settings) -> Accelerator:
    """Return what runs the models."""
    return Accelerator(settings.screening.accelerator)


@asynccontextmanager
async def screener_open(settings: Settings) -> AsyncIterator[MediaScreener]:
    """Open the screener for as long as the block runs, off the event loop."""
    screener = await asyncio.to_thread(screener_for, settings)
    try:
        yield screener
    finally:
        await asyncio.to_thread(screener.close)


def presets_for(settings: Settings) -> dict[PresetName, Preset]:
    """Return the presets as they are in force: with further models, and as calibrated here."""
    presets = presets_without_calibration(settings)
    calibration = read_calibration(settings.data_dir)
    if calibration is None:
        return presets
    if not calibration.fits(model_digests(settings)):
        logger.error(
            "the calibration was measured with other models and is not used: run "
            "./upstander calibrate again, or remove %s",
            settings.data_dir / FILE_NAME,
        )
        return presets
    return apply(presets, calibration.thresholds, calibration.target)


def model_digests(settings: Settings) -> dict[str, str]:
    """Return the SHA-256 of each model's file, as its manifest says."""
    manifests = [read_manifest(path) for path in (*BUILT_IN, *further_models(settings))]
    return {manifest.id: manifest.file.sha256 for manifest in manifests}


def presets_without_calibration(settings: Settings) -> dict[PresetName, Preset]:
    """Return the presets, with the rules of the operator's further models."""
    rules = [load_rule(path, read_manifest(path).id) for path in further_models(settings)]
    return extend(load_presets(), rules)


def texts_for(settings: Settings) -> Texts:
    """Return every sentence in every language, ready to be written.

    The first time and number in a language make Babel read its data, which took 70 ms: done
    here, before the event loop has anything else to do.
    """
    texts = phrasebook_for(settings)
    for language, missing in texts.gaps.items():
        logger.warning("%s", gap_line(language, missing))
    answers, now = Answers(texts), SystemClock().now()
    for language in texts.languages:
        answers.say(language, "escalation-do", time=now)
        answers.say(language, "alert-what-removed", seconds=0.5)
        # These are written in every language, those for adults not in all.
        answers.say(language, "sender-notice", number="C-0001", time=now)
        answers.say(language, "hash-kept", until=now)
    return texts
