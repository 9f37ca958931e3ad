"""Thresholds for removing that were measured on a school's own harmless photos.

They decide between removing and asking an adult, and nothing else: from which score on an adult is
asked stays as the preset says, so a calibration never lets a picture pass that was shown before.
They belong to the models they were measured with; with others they are not used.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.errors import StartRefused
from bot.domain.policy import Preset, PresetName, Rule

FILE_NAME = "calibration.toml"


class _Threshold(BaseModel):
    """From which score on one model's labels remove."""

    model_config = ConfigDict(extra="forbid", strict=True)

    model: str = Field(min_length=1)
    labels: list[str] = Field(min_length=1)
    remove: float = Field(gt=0, le=1)
    panel_remove: float | None = Field(default=None, gt=0, le=1)
    detail_remove: float | None = Field(default=None, gt=0, le=1)


class _File(BaseModel):
    """What stands in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    pictures: int = Field(gt=0)
    target: float = Field(gt=0, lt=1)
    models: dict[str, str]
    threshold: list[_Threshold]


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which score on one model's labels remove."""

    model: str
    labels: frozenset[str]
    remove: float
    panel_remove: float | None = None
    detail_remove: float | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured.

    Attributes:
        pictures: How many were looked at.
        target: The share of them that may be removed.
        models: The SHA-256 of each model's file.
    """

    pictures: int
    target: float
    models: Mapping[str, str]
    thresholds: tuple[Threshold, ...]

    def fits(self, models: Mapping[str, str]) -> bool:
        """Whether it was measured with these models, by their SHA-256."""
        return all(models.get(model) == sha256 for model, sha256 in self.models.items())

    def to_toml(self) -> str:
        """Return it as it is stored."""
        lines = [
            "# Written by ./upstander calibrate. Remove this file to go back to the presets.",
            f"pictures = {self.pictures}",
            f"target = {self.target}",
            "\n[models]",
            *(f'{model} = "{sha256}"' for model, sha256 in sorted(self.models.items())),
        ]
        for one in self.thresholds:
            labels = ", ".join(f'"{label}"' for label in sorted(one.labels))
            lines += ["\n[[threshold]]", f'model = "{one.model}"', f"labels = [{labels}]"]
            lines.append(f"remove = {one.remove:.3f}")
            if one.panel_remove is not None:
                lines.append(f"panel_remove = {one.panel_remove:.3f}")
            if one.detail_remove is not None:
                lines.append(f"detail_remove = {one.detail_remove:.3f}")
        return "\n".join(lines) + "\n"


def read_calibration(folder: Path) -> Calibration | None:
    """Return the calibration of a data folder; None if there is none.

    Raises:
        StartRefused: The file cannot be used.
    """
    path = folder / FILE_NAME
    try:
        content = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError) as error:
        raise StartRefused(
            f"{path} cannot be used ({type(error).__name__}): run ./upstander calibrate again, or "
            "remove the file"
        ) from error
    return Calibration(
        content.pictures,
        content.target,
        content.models,
        tuple(
            Threshold(
                one.model, frozenset(one.labels), one.remove, one.panel_remove, one.detail_remove
            )
            for one in content.threshold
        ),
    )


def apply(
    presets: Mapping[PresetName, Preset],
    thresholds: Sequence[Threshold],
    target: float | None = None,
) -> dict[PresetName, Preset]:
    """Return the presets with measured thresholds for removing; those for asking stay.

    Args:
        presets: As they are without a calibration.
        thresholds: What was measured.
        target: The share of harmless pictures that each threshold may remove.
    """
    return {
        name: replace(
            preset, rules=tuple(_applied(rule, thresholds, target) for rule in preset.rules)
        )
        for name, preset in presets.items()
    }


def _applied(rule: Rule, thresholds: Sequence[Threshold], target: float | None) -> Rule:
    for one in thresholds:
        if (one.model, one.labels) == (rule.model, rule.labels):
            return replace(
                rule,
                remove=max(rule.review, one.remove),
                panel_remove=_moved(rule.panel_review, rule.panel_remove, one.panel_remove),
                detail_remove=_moved(rule.detail_review, rule.detail_remove, one.detail_remove),
                remove_rate=target,
            )
    return rule


def _moved(review: float | None, remove: float | None, measured: float | None) -> float | None:
    """Return a threshold as measured; what never removed does not begin to."""
    if review is None or remove is None or measured is None:
        return remove
    return max(review, measured)
