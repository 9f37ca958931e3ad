"""Measures what each model sees in each kind of view, and what the presets make of it together.

    .venv/bin/python -m benchmarks.detection --safe FOLDER [--safe FOLDER] --art FOLDER

Every picture is measured by itself and in drawn chat screenshots at four widths. Safe pictures give
false alarms. Works of art show that a view is of use where another one is blind, and nothing else:
the models learnt from photographs, so this is never recall.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks.accuracy import EXPLICIT, files, policy
from benchmarks.screens import WIDTHS, screenshot
from bot.domain.policy import PresetName
from bot.domain.signal import Score
from bot.domain.verdict import Outcome, decide
from classifiers.cascade import Cascade, tiles_of
from classifiers.decoding.looking import look_into
from classifiers.layout import layout_of
from classifiers.models import Model
from classifiers.registry import open_cascade
from config.presets import load_presets
from tests.unit.classifiers.pictures import LIMITS, encode

COUNTED = {*EXPLICIT, "nsfw"}
FROM = (0.3, 0.5, 0.6)
_TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
# Of the safe pictures, every so many goes into screenshots too.
_EVERY = 4

Views = Callable[[Image.Image], Iterable[Image.Image]]


def content(picture: Image.Image) -> Image.Image:
    """Return a picture without its border."""
    return layout_of(picture).content.cut(picture)


VIEWS: dict[str, Views] = {
    "whole": lambda picture: [content(picture)],
    "panels": lambda picture: (box.cut(picture) for box in layout_of(picture).parts),
    "tiles": lambda picture: (box.cut(content(picture)) for box in tiles_of(content(picture))),
    "turned": lambda picture: (content(picture).transpose(turn) for turn in _TURNS),
}


@dataclass(frozen=True)
class Group:
    """Pictures that are counted together."""

    name: str
    pictures: Sequence[Image.Image]


def load(path: Path) -> Image.Image:
    """Return a picture as the bot sees it."""
    return look_into(path.read_bytes(), LIMITS, 10.0).views[0].image


def on_screens(pictures: Sequence[Image.Image], width: float) -> list[Image.Image]:
    """Return screenshots with each picture, as a phone saves and a chat sends them."""
    shots = [screenshot(picture, width, seed) for seed, picture in enumerate(pictures)]
    return [
        look_into(encode(shot, "JPEG", quality=85), LIMITS, 10.0).views[0].image for shot in shots
    ]


def groups_of(safe: Sequence[Image.Image], art: Sequence[Image.Image]) -> list[Group]:
    """Return everything that is measured."""
    groups = [Group("safe", safe), Group("art", art)]
    groups.append(Group("screens without a picture", [screenshot(None, 0, n) for n in range(24)]))
    for width in WIDTHS:
        share = f"{width:.0%} of a screen"
        groups.append(Group(f"safe, {share}", on_screens(safe[::_EVERY], width)))
        groups.append(Group(f"art, {share}", on_screens(art, width)))
    return groups


def highest(model: Model, views: Iterable[Image.Image]) -> float:
    """Return the highest value that counts over some views."""
    scores: list[Score] = [score for view in views for score in model.judge(view)]
    return max((score.value for score in scores if score.label in COUNTED), default=0.0)


def print_models(models: Mapping[str, Model], groups: Sequence[Group]) -> None:
    """Print how many of each group reach each value in each kind of view."""
    heads = " | ".join(f"from {value}" for value in FROM)
    print(f"| pictures | model | view | {heads} |\n|---|---|---|{'---|' * len(FROM)}")
    for group in groups:
        for name, model in models.items():
            for kind, views in VIEWS.items():
                values = [highest(model, views(picture)) for picture in group.pictures]
                cells = " | ".join(str(sum(one >= least for one in values)) for least in FROM)
                print(f"| {group.name}, {len(values)} | {name} | {kind} | {cells} |", flush=True)


def print_presets(cascade: Cascade, groups: Sequence[Group]) -> None:
    """Print what each preset does to each group."""
    print("\n| pictures | preset | allowed | to an adult | removed |\n|---|---|---|---|---|")
    presets = load_presets()
    for group in groups:
        for name in PresetName:
            preset, counts = presets[name], Counter[Outcome]()
            for picture in group.pictures:
                opinion = cascade.judge(picture, thorough=preset.thorough)
                counts[decide((*opinion.scores, *opinion.failures), policy(preset)).outcome] += 1
            cells = [counts[one] for one in (Outcome.ALLOW, Outcome.REVIEW, Outcome.REMOVE)]
            row = " | ".join(map(str, cells))
            print(f"| {group.name}, {len(group.pictures)} | {name} | {row} |", flush=True)


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--safe", action="append", type=Path, required=True)
    parser.add_argument("--art", type=Path, required=True)
    parser.add_argument("--presets", action="store_true", help="only what the presets do")
    arguments = parser.parse_args()
    safe = [load(path) for folder in arguments.safe for path in files(folder)]
    groups = groups_of(safe, [load(path) for path in files(arguments.art)])
    cascade = open_cascade()
    if not arguments.presets:
        print_models(models_of(cascade), groups)
    print_presets(cascade, groups)
    return 0


def models_of(cascade: Cascade) -> dict[str, Model]:
    """Return every form of every model by a name."""
    found: dict[str, Model] = {}
    for stage in cascade.stages:
        found[f"{stage.first.id}, first look" if stage.closer else stage.first.id] = stage.first
        if stage.closer is not None:
            found[f"{stage.closer.id}, closer"] = stage.closer
    return found | {model.id: model for model in cascade.uncertain}


if __name__ == "__main__":
    sys.exit(main())
