"""Read what a model is from a TOML file: its bytes, where they come from, what goes in and out.

A manifest is the whole description of a model, so that an operator can add one without code. It
is read strictly: an unknown or missing key refuses the start, because a misspelt `mean` would
make a model quietly blind.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from bot.domain.errors import StartRefused
from classifiers.table import Table


class Kind(StrEnum):
    """Which code prepares a model's input and reads its output."""

    OPEN_NSFW = "open_nsfw"
    NUDENET = "nudenet"
    CLASSIFIER = "classifier"


class Layout(StrEnum):
    """The order of the input's axes."""

    NHWC = "NHWC"
    NCHW = "NCHW"


class Colour(StrEnum):
    """The order of the input's colours."""

    RGB = "RGB"
    BGR = "BGR"


class Values(StrEnum):
    """What the output's numbers are."""

    PROBABILITIES = "probabilities"
    SOFTMAX = "softmax"
    SIGMOID = "sigmoid"
    BOXES = "boxes"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """The weights: where they lie and what they must be."""

    path: Path
    size: int
    sha256: str
    package: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the weights come from and under which licence."""

    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class ModelInput:
    """How a picture becomes numbers: `(level * scale - mean) / std`, in the order of `colour`."""

    width: int
    height: int
    layout: Layout
    colour: Colour
    scale: float
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ModelOutput:
    """What the numbers that come out mean."""

    values: Values
    labels: tuple[str, ...]
    positive: frozenset[str]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's two numbers on the score's logit; not applied unless they were measured."""

    a: float
    b: float
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of soft discs on a ground, as `classifiers/canary.py` draws it.

    Attributes:
        discs: Middle (across and down), radius, and the three levels of the colour.
    """

    ground: tuple[int, ...]
    discs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Golden:
    """What the canary picture must score: this on one label, and nothing on any other.

    Attributes:
        drawing: A canary of the model's own, if the usual one says nothing to it.
    """

    label: str
    score: float
    tolerance: float
    drawing: Drawing | None = None


class When(StrEnum):
    """When a model is asked."""

    ALWAYS = "always"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Use:
    """The model's part in the cascade.

    Attributes:
        when: It is asked about every picture, or only about what others are not sure of.
        clear: Below this value, on every label that counts, it sees nothing; 1 if that is never
            said, so that it makes nothing uncertain.
        first_side: Of a model that takes pictures of any size: how long the longer side is at the
            first, cheaper look. None for one look only.
        tiles: Whether it is shown what is not clear in tiles and turned as well.
    """

    when: When = When.ALWAYS
    clear: float = 1.0
    first_side: int | None = None
    tiles: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of one model."""

    id: str
    kind: Kind
    file: ModelFile
    origin: Origin
    input: ModelInput
    output: ModelOutput
    calibration: Calibration
    golden: Golden | None
    use: Use = Use()


BUILT_IN = tuple(
    Path(__file__).parent / "manifests" / f"{name}.toml" for name in ("open_nsfw", "nudenet")
)
"""The manifests of the models that every installation has."""


def read_manifest(path: Path) -> Manifest:
    """Read one manifest.

    Raises:
        StartRefused: It cannot be read, or a key is missing, unknown or wrong.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StartRefused(f"model manifest {path.name}: cannot be read ({reason})") from error
    top = Table(f"model manifest {path.name}", values)
    manifest = Manifest(
        id=top.text("id"),
        kind=top.choice("kind", Kind),
        file=_file(top.table("file"), path.parent),
        origin=_origin(top.table("origin")),
        input=_input(top.table("input")),
        output=_output(top.table("output")),
        calibration=_calibration(top.table("calibration")),
        golden=_golden(top.table("canary")) if top.has("canary") else None,
        use=_use(top.table("cascade")) if top.has("cascade") else Use(),
    )
    if top.has("rule"):
        # What the scores mean to a policy may stand in the same file; config/presets.py reads it.
        top.table("rule")
    if top.has("download"):
        # Where an optional model comes from; classifiers/offers.py reads it.
        top.table("download")
    top.close()
    return manifest


def _file(table: Table, folder: Path) -> ModelFile:
    package = table.text("package") if table.has("package") else None
    # Beside the manifest, unless the name is a whole path.
    name = table.text("name")
    path = folder / name if package is None else _package_folder(package) / name
    size, sha256 = table.integer("bytes"), table.text("sha256").lower()
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise table.refuse("sha256", "64 hex digits")
    table.close()
    return ModelFile(path, size, sha256, package)


def _package_folder(package: str) -> Path:
    """Find a package without importing it: nudenet would pull in OpenCV for nothing."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise StartRefused(
            f"the package {package}, which holds a model, is not installed: install the "
            "requirements again"
        )
    return Path(spec.submodule_search_locations[0])


def _origin(table: Table) -> Origin:
    origin = Origin(table.text("url"), table.text("licence"))
    table.close()
    return origin


def _input(table: Table) -> ModelInput:
    mean, std = table.numbers("mean", 3), table.numbers("std", 3)
    if 0 in std:
        raise table.refuse("std", "three numbers other than 0")
    model_input = ModelInput(
        table.integer("width"),
        table.integer("height"),
        table.choice("layout", Layout),
        table.choice("colour", Colour),
        table.number("scale"),
        mean,
        std,
    )
    table.close()
    return model_input


def _output(table: Table) -> ModelOutput:
    labels, positive = table.texts("labels"), frozenset(table.texts("positive"))
    if not positive or not positive <= set(labels):
        raise table.refuse("positive", "one or more of the labels")
    output = ModelOutput(table.choice("values", Values), labels, positive)
    table.close()
    return output


def _calibration(table: Table) -> Calibration:
    calibration = Calibration(table.number("a"), table.number("b"), table.flag("calibrated"))
    table.close()
    return calibration


def _golden(table: Table) -> Golden:
    golden = Golden(
        table.text("label"),
        table.number("score"),
        table.number("tolerance"),
        _drawing(table) if table.has("discs") else None,
    )
    table.close()
    return golden


def _drawing(table: Table) -> Drawing:
    ground = tuple(int(level) for level in table.numbers("ground", 3))
    drawing = Drawing(ground, table.rows("discs", 6))
    levels = [*ground, *(level for disc in drawing.discs for level in disc[3:])]
    if not all(0 <= level <= 255 for level in levels) or any(disc[2] < 1 for disc in drawing.discs):
        raise table.refuse("discs", "discs with a radius above 0 and levels from 0 to 255")
    return drawing


def _use(table: Table) -> Use:
    use = Use(
        table.choice("when", When) if table.has("when") else When.ALWAYS,
        table.number("clear") if table.has("clear") else 1.0,
        table.integer("first_side") if table.has("first_side") else None,
        table.flag("tiles") if table.has("tiles") else False,
    )
    if not 0 < use.clear <= 1:
        raise table.refuse("clear", "a number over 0 and at most 1")
    table.close()
    return use
