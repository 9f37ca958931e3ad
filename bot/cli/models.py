"""`models`: the optional models, shown, added and checked. Nothing is fetched unless asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.assemble import accelerator_for, further_models
from bot.cli.download import NotFetched, download
from classifiers.installed import install, installed_manifests
from classifiers.manifest import BUILT_IN, Manifest, read_manifest
from classifiers.offers import Offer, OfferRefused, read_offers
from classifiers.registry import verify_models
from config.schema import Settings


@dataclass(frozen=True, slots=True)
class Choice:
    """What an operator says about where a model comes from.

    Attributes:
        file: Take this file instead of fetching one.
        sha256: Of the file, where nobody has stated it.
        registry: The npm registry to ask, such as the mirror of a school.
    """

    file: Path | None = None
    sha256: str | None = None
    registry: str | None = None


def list_models(settings: Settings) -> None:
    """Print every model: those that are there, and those that may be added.

    Raises:
        StartRefused: A manifest cannot be read.
    """
    table = Table("model", "", "licence", "MB", "from")
    for column in table.columns:
        column.overflow = "fold"
    for row in _rows(settings):
        table.add_row(*map(escape, row))
    Console().print(table)


def add_model(settings: Settings, name: str, choice: Choice) -> None:
    """Fetch a model, check it and store it in the data folder.

    Raises:
        OfferRefused: It cannot be had or is not what it must be; nothing was changed.
    """
    offer = read_offers().get(name)
    if offer is None:
        raise OfferRefused(f"There is no model {name}. List them with: ./upstander models list")
    if choice.sha256 is not None:
        offer = offer.with_digest(choice.sha256)
    if offer.source.fetched.sha256 is None:
        raise OfferRefused(
            f"Nobody has stated the sha256 of model {name}, so no file is taken for it on trust. "
            f"{offer.source.by_hand} Then name it with --from FILE --sha256 HEX."
        )
    try:
        weights = offer.to_weights(_fetched(offer, choice))
    except (NotFetched, OfferRefused) as error:
        raise OfferRefused(f"Model {name} was not added: {error}. Nothing was changed.") from error
    path = install(offer, weights, settings.data_dir)
    Console().print(
        f"Model {name} is in {path.parent} and has passed its test. A bot that runs takes it up at "
        f"its next start. Its thresholds stand in {path.name} there; to be rid of it remove that "
        "file.",
        markup=False,
    )


def verify(settings: Settings) -> int:
    """Print for every model whether it is what it was, and return how many are not."""
    checks = verify_models(further_models(settings), accelerator_for(settings))
    table = Table("model", "", "found")
    for check in checks:
        mark = "[green]ok[/]" if check.ok else "[red]FAIL[/]"
        table.add_row(escape(check.id), mark, escape(check.detail))
    Console().print(table)
    return sum(not check.ok for check in checks)


def _rows(settings: Settings) -> Iterator[tuple[str, str, str, str, str]]:
    for path in BUILT_IN:
        yield _row(read_manifest(path), "built in")
    there = set()
    added = installed_manifests(settings.data_dir)
    for path in further_models(settings):
        manifest = read_manifest(path)
        there.add(manifest.id)
        yield _row(manifest, "installed" if path in added else "of the settings")
    for offer in read_offers().values():
        if offer.id not in there:
            size = offer.weights.size
            state = "can be added" if offer.source.fetched.sha256 else "needs --sha256"
            megabytes = "?" if size is None else _megabytes(size)
            yield offer.id, state, offer.licence, megabytes, offer.about


def _row(manifest: Manifest, state: str) -> tuple[str, str, str, str, str]:
    origin = manifest.origin
    return manifest.id, state, origin.licence, _megabytes(manifest.file.size), origin.url


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f}"


def _fetched(offer: Offer, choice: Choice) -> bytes:
    most = offer.source.fetched.most
    if choice.file is not None:
        return _content(choice.file, most)
    url = offer.source.url
    if choice.registry is not None:
        if not offer.source.npm:
            raise OfferRefused("it comes from no npm registry, so --registry says nothing")
        url = choice.registry.rstrip("/") + offer.source.npm
    if url is None:
        raise OfferRefused(f"it has no address. {offer.source.by_hand} Name it with --from FILE")
    Console(stderr=True).print(f"Fetching {url} …", markup=False)
    return download(url, most)


def _content(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise OfferRefused(f"{file} cannot be read: {error.strerror}") from error
    if len(content) > most:
        raise OfferRefused(f"{file} has more than {most} bytes, which are expected")
    return content
