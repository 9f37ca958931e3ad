"""Count what each preset does to folders of pictures, and print the scores of others.

Safe pictures give the rate of false alarms. Scores of paintings show that the models answer, and
nothing else: they learnt from photographs, so a painting says nothing about how much they find.
No picture of the kind this bot is for may be used, so its recall is not known and not claimed.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.domain.policy import Mode, OpaqueHandling, Policy, Preset, PresetName
from bot.domain.signal import Score, Screening
from bot.domain.verdict import Outcome, decide
from classifiers.screener import MediaScreener, open_screener
from config.presets import load_presets

ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".gif"}
EXPLICIT = {
    "FEMALE_BREAST_EXPOSED",
    "FEMALE_GENITALIA_EXPOSED",
    "MALE_GENITALIA_EXPOSED",
    "BUTTOCKS_EXPOSED",
    "ANUS_EXPOSED",
}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)


def policy(preset: Preset) -> Policy:
    return Policy(Mode.REMOVE, preset, OpaqueHandling.ALERT, "en", "adults", 10**9)


def outcomes(screenings: Iterable[Screening], preset: Preset) -> Counter[Outcome]:
    return Counter(decide(screening.signals, policy(preset)).outcome for screening in screenings)


def best(screening: Screening, model: str, labels: set[str]) -> float:
    values = [
        signal.value
        for signal in screening.signals
        if isinstance(signal, Score) and signal.model == model and signal.label in labels
    ]
    return max(values, default=0.0)


def print_counts(folders: dict[str, list[Screening]], presets: dict[PresetName, Preset]) -> None:
    print("| pictures | preset | allowed | to an adult | removed | opaque |")
    print("|---|---|---|---|---|---|")
    for name, screenings in folders.items():
        for preset in presets.values():
            count = outcomes(screenings, preset)
            shares = " | ".join(
                f"{count[outcome]} ({100 * count[outcome] / len(screenings):.1f} %)"
                for outcome in (Outcome.ALLOW, Outcome.REVIEW, Outcome.REMOVE, Outcome.OPAQUE)
            )
            print(f"| {name}, {len(screenings)} | {preset.name} | {shares} |")


def print_scores(screenings: dict[str, Screening], presets: dict[PresetName, Preset]) -> None:
    print("\nScores (never recall: see the first lines of this program)\n")
    print("| picture | open_nsfw | nudenet, exposed | " + " | ".join(presets) + " |")
    print("|---" * (3 + len(presets)) + "|")
    for name, screening in screenings.items():
        whole, parts = (
            best(screening, "open_nsfw", {"nsfw"}),
            best(screening, "nudenet", EXPLICIT),
        )
        verdicts = " | ".join(
            decide(screening.signals, policy(preset)).outcome for preset in presets.values()
        )
        print(f"| {name} | {whole:.3f} | {parts:.3f} | {verdicts} |")


def screen(screener: MediaScreener, paths: Sequence[Path]) -> list[Screening]:
    return [screener.screen(path.read_bytes()) for path in paths]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("safe", nargs="+", type=Path, help="folders of safe pictures")
    parser.add_argument("--scores", type=Path, help="a folder of which the scores are printed")
    arguments = parser.parse_args()
    screener = open_screener(
        most_bytes=100_000_000, most_pixels=40_000_000, most_streamed_pixels=250_000_000, workers=1
    )
    presets = load_presets()
    folders = {folder.name: screen(screener, files(folder)) for folder in arguments.safe}
    empty = [name for name, screenings in folders.items() if not screenings]
    if empty:
        parser.error(f"no pictures in {empty[0]}")
    print_counts(folders, presets)
    if arguments.scores:
        paths = files(arguments.scores)
        names = [path.stem for path in paths]
        print_scores(dict(zip(names, screen(screener, paths), strict=True)), presets)


if __name__ == "__main__":
    main()
