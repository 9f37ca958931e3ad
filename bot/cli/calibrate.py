"""`calibrate`: picks the thresholds for removing on a school's own harmless photos."""

import asyncio
import math
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.cli.assemble import model_digests, presets_without_calibration, screener_open
from bot.cli.files import list_files, read_file
from bot.domain.errors import MediaTooLarge, MediaUnavailable, StartRefused
from bot.domain.policy import PresetName, Rule
from bot.domain.signal import Extent, Failure, Score, Screening
from config.calibration import FILE_NAME, Calibration, Threshold
from config.schema import Settings

# Fewer tell nothing: of 100 pictures without a false alarm, 3 in 100 may still be one.
LEAST_PICTURES = 100
# A threshold is never taken above this: one odd photo must not switch a model off.
_MOST = 0.95
_STEP = 0.01


def calibrate(settings: Settings, folder: Path, target: float, *, write: bool) -> None:
    """Measure, print the thresholds, and store them if that was asked for.

    Raises:
        StartRefused: There are too few pictures, or the models cannot be used.
    """
    found = asyncio.run(_measure(settings, folder, target))
    _print(found)
    path = settings.data_dir / FILE_NAME
    console = Console()
    if write:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        path.write_text(found.to_toml(), encoding="utf-8")
        console.print(f"Written to {path}; the next start uses it.")
    else:
        console.print("Nothing is changed. Add --write to use these.")


async def _measure(settings: Settings, folder: Path, target: float) -> Calibration:
    files = list(list_files([folder]))
    screenings = [one async for one in _screened(settings, files)]
    # A picture that was not looked at as a whole says nothing about scores.
    whole = [one for one in screenings if _is_whole(one)]
    if len(whole) < LEAST_PICTURES:
        raise StartRefused(
            f"{folder} holds {len(whole)} pictures that can be looked at; at least "
            f"{LEAST_PICTURES} are needed, of the kind that is posted in your classes"
        )
    rules = presets_without_calibration(settings)[PresetName.SCHOOL].rules
    chosen = [_threshold(rule, whole, target) for rule in rules if rule.remove < 1]
    return Calibration(len(whole), target, model_digests(settings), tuple(chosen))


async def _screened(settings: Settings, files: Sequence[Path]) -> AsyncIterator[Screening]:
    async with screener_open(settings) as screener:
        for file in track(files, "looking", console=Console(stderr=True), transient=True):
            try:
                data = await asyncio.to_thread(read_file, file, settings.screening.max_bytes)
            except (MediaTooLarge, MediaUnavailable):
                continue
            yield await asyncio.to_thread(screener.screen, data, thorough=True)


def _is_whole(screening: Screening) -> bool:
    scored = any(isinstance(signal, Score) for signal in screening.signals)
    return scored and not any(isinstance(signal, Failure) for signal in screening.signals)


def _threshold(rule: Rule, screenings: Sequence[Screening], target: float) -> Threshold:
    """Return the lowest thresholds at which at most the target's share would be removed."""

    def lowest(extent: Extent, review: float | None, remove: float | None) -> float | None:
        if review is None or remove is None:
            return None
        return _lowest(_highest(rule, screenings, extent), target, review)

    return Threshold(
        rule.model,
        rule.labels,
        _lowest(_highest(rule, screenings, Extent.WHOLE), target, rule.review),
        lowest(Extent.PANEL, rule.panel_review, rule.panel_remove),
        lowest(Extent.DETAIL, rule.detail_review, rule.detail_remove),
    )


def _highest(rule: Rule, screenings: Sequence[Screening], extent: Extent) -> list[float]:
    return [
        max(
            (
                signal.certain
                for signal in screening.signals
                if isinstance(signal, Score)
                and (signal.model, signal.extent) == (rule.model, extent)
                and signal.label in rule.labels
            ),
            default=0.0,
        )
        for screening in screenings
    ]


def _lowest(values: Sequence[float], target: float, least: float) -> float:
    """Return the lowest step, not below `least`, that at most the target's share reaches."""
    allowed = math.floor(target * len(values))
    highest_kept_out = sorted(values, reverse=True)[allowed]
    step = math.floor(highest_kept_out / _STEP + 1e-9) * _STEP + _STEP
    return round(min(_MOST, max(least, step)), 3)


def _print(found: Calibration) -> None:
    table = Table("model", "labels", "removes from", "in a panel from", "in a detail from")
    for one in found.thresholds:
        limits = (one.remove, one.panel_remove, one.detail_remove)
        cells = ["-" if limit is None else f"{limit:.2f}" for limit in limits]
        table.add_row(one.model, ", ".join(sorted(one.labels)), *cells)
    console = Console()
    console.print(table)
    # The rule of three: without a single hit among n, the true rate is below 3/n with 95 %.
    sure = 100 * max(found.target, 3 / found.pictures)
    console.print(
        f"Measured on {found.pictures} pictures; at most {100 * found.target:g} % of them would be "
        f"removed by each model. Of other pictures like them it may be up to {sure:.1f} %."
    )
