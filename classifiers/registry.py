"""Which code runs which kind of model, and how all models are opened and checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import StartRefused
from classifiers.canary import check_canary
from classifiers.cascade import Cascade, Stage
from classifiers.generic import Classifier
from classifiers.manifest import BUILT_IN, Kind, Manifest, When, read_manifest
from classifiers.models import Accelerator, Model, Network, load_network
from classifiers.nudenet import NudeNet
from classifiers.open_nsfw import OpenNsfw

_KINDS: dict[Kind, Callable[[Manifest, Network], Model]] = {
    Kind.OPEN_NSFW: OpenNsfw,
    Kind.NUDENET: NudeNet,
    Kind.CLASSIFIER: Classifier,
}


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """What `doctor` says about one model."""

    id: str
    file: str
    ok: bool
    detail: str


def open_model(manifest: Manifest, accelerator: Accelerator = Accelerator.NONE) -> Model:
    """Load one model and let it judge the canary.

    Raises:
        StartRefused: The model cannot be trusted; the text says why and what to do.
    """
    model = _KINDS[manifest.kind](manifest, load_network(manifest, accelerator))
    check_canary(model, manifest)
    return model


def open_cascade(
    extra: Sequence[Path] = (), accelerator: Accelerator = Accelerator.NONE
) -> Cascade:
    """Load the built-in models and those of further manifests, and say when each is asked.

    Raises:
        StartRefused: One of them cannot be trusted, or two have the same id.
    """
    manifests = [read_manifest(path) for path in (*BUILT_IN, *extra)]
    ids = [manifest.id for manifest in manifests]
    for twin in sorted({each for each in ids if ids.count(each) > 1}):
        raise StartRefused(f"two model manifests have the id {twin}: give one of them another id")
    return Cascade(
        [_open_stage(one, accelerator) for one in manifests if one.use.when is When.ALWAYS],
        [open_model(one, accelerator) for one in manifests if one.use.when is When.UNCERTAIN],
    )


def _open_stage(manifest: Manifest, accelerator: Accelerator) -> Stage:
    use = manifest.use
    network = load_network(manifest, accelerator)
    model = _KINDS[manifest.kind](manifest, network)
    check_canary(model, manifest)
    if use.first_side is None:
        return Stage(model, None, use.clear, manifest.output.positive, use.tiles)
    if manifest.kind is not Kind.NUDENET:
        raise StartRefused(
            f"model {manifest.id}: only a model of the kind nudenet takes pictures of any size; "
            "remove first_side from its manifest"
        )
    first = NudeNet(manifest, network, use.first_side)
    return Stage(first, model, use.clear, manifest.output.positive, use.tiles)


def verify_models(
    extra: Sequence[Path] = (), accelerator: Accelerator = Accelerator.NONE
) -> list[ModelCheck]:
    """Check every model as a start would, and report instead of stopping at the first fault."""
    return [_verify(path, accelerator) for path in (*BUILT_IN, *extra)]


def _verify(path: Path, accelerator: Accelerator) -> ModelCheck:
    try:
        manifest = read_manifest(path)
        open_model(manifest, accelerator)
    except StartRefused as refused:
        return ModelCheck(path.stem, path.name, ok=False, detail=str(refused))
    return ModelCheck(
        manifest.id,
        manifest.file.path.name,
        ok=True,
        detail=f"sha256 {manifest.file.sha256[:12]}…, canary passed, {manifest.origin.licence}",
    )
