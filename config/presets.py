"""The named sets of thresholds, read from `config/presets/*.toml`.

A file holds `[[rule]]` tables with the fields of `bot.domain.policy.Rule`. A third model brings its
rule in a `[rule]` table of its own file, which joins every preset.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.domain.errors import StartRefused
from bot.domain.policy import Preset, PresetName, Rule

FOLDER = Path(__file__).parent / "presets"
# A rule without `remove` only ever asks an adult. `Rule` wants a number, so the model would have to
# be certain without any rounding.
NEVER = 1.0


class BadPreset(StartRefused):
    """A file of thresholds that cannot be used; names the file and the key."""


class _RuleTable(BaseModel):
    """One rule as it is written in a file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    model: str = Field(min_length=1)
    labels: list[str] = Field(min_length=1)
    review: float = Field(gt=0, le=1)
    remove: float = Field(default=NEVER, gt=0, le=1)
    agree: float | None = Field(default=None, gt=0, le=1)
    source: str = Field(min_length=1)
    panel_review: float | None = Field(default=None, gt=0, le=1)
    panel_remove: float | None = Field(default=None, gt=0, le=1)
    detail_review: float | None = Field(default=None, gt=0, le=1)
    detail_remove: float | None = Field(default=None, gt=0, le=1)
    needed: bool = True
    review_rate: float | None = Field(default=None, ge=0, lt=1)
    remove_rate: float | None = Field(default=None, ge=0, lt=1)

    def to_rule(self) -> Rule:
        return Rule(
            model=self.model,
            labels=frozenset(self.labels),
            review=self.review,
            remove=self.remove,
            agree=self.agree,
            source=self.source.strip(),
            panel_review=self.panel_review,
            panel_remove=self.panel_remove,
            detail_review=self.detail_review,
            detail_remove=self.detail_remove,
            needed=self.needed,
            review_rate=self.review_rate,
            remove_rate=self.remove_rate,
        )


_TABLES = TypeAdapter(list[_RuleTable])


def load_presets(folder: Path = FOLDER) -> dict[PresetName, Preset]:
    """Return every preset.

    Raises:
        BadPreset: A file is missing, is not TOML, or holds a key or value that cannot be.
    """
    return {name: _read_preset(name, folder / f"{name}.toml") for name in PresetName}


def load_rule(path: Path, model: str) -> Rule:
    """Return the rule that an operator wrote for a further model, from its `[rule]` table.

    Other tables of the file are left alone, so the rule may stand in the model's manifest.

    Raises:
        BadPreset: The file or the table cannot be used.
    """
    table = _read_toml(path).get("rule")
    if not isinstance(table, dict):
        raise BadPreset(f"{path}: needs a [rule] table with labels, review, remove and source")
    return _to_rules(path, [{"model": model, **table}])[0]


def extend(presets: Mapping[PresetName, Preset], rules: Sequence[Rule]) -> dict[PresetName, Preset]:
    """Return the presets with further rules; their models must then answer before `ALLOW`."""
    return {
        name: replace(preset, rules=(*preset.rules, *rules)) for name, preset in presets.items()
    }


def _read_preset(name: PresetName, path: Path) -> Preset:
    content = _read_toml(path)
    unknown = sorted(set(content) - {"rule", "thorough"})
    if unknown:
        raise BadPreset(
            f"{path}: there is no key {unknown[0]}; only thorough and [[rule]] tables are allowed"
        )
    thorough = content.get("thorough", False)
    if not isinstance(thorough, bool):
        raise BadPreset(f"{path}: thorough has to be true or false")
    rules = _to_rules(path, content.get("rule", []))
    if not rules:
        raise BadPreset(f"{path}: needs at least one [[rule]]; without any, everything is clean")
    try:
        return Preset(name, tuple(rules), thorough)
    except ValueError as error:
        raise BadPreset(f"{path}: {error}") from error


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadPreset(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPreset(f"{path}: is not TOML: {error}") from error


def _to_rules(path: Path, tables: object) -> list[Rule]:
    try:
        return [table.to_rule() for table in _TABLES.validate_python(tables)]
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step + 1) if isinstance(step, int) else step for step in first["loc"])
        raise BadPreset(
            f"{path}: rule {key}: {first['msg'][0].lower()}{first['msg'][1:]}"
        ) from None
    except ValueError as error:
        # `Rule` itself refuses numbers that could never fire or fire in the wrong order.
        raise BadPreset(f"{path}: {error}") from error
