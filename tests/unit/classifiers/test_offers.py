"""Weights are taken by their SHA-256 and on nobody's word."""

import hashlib
from pathlib import Path

import pytest

from bot.domain.errors import StartRefused
from classifiers.conversion.nsfwjs import convert
from classifiers.manifest import When, read_manifest
from classifiers.offers import FOLDER, OfferRefused, read_offers
from config.presets import NEVER, load_rule
from tests.unit.classifiers.conversion.tiny_package import package
from tests.unit.classifiers.offered import offered, write_offer


def test_offers_name_the_models_that_can_be_added() -> None:
    offers = read_offers()

    assert list(offers) == ["inception", "marqo384", "nudenet640m", "vit384"]
    assert [name for name, one in offers.items() if one.source.fetched.sha256 is None] == [
        "marqo384"
    ]
    assert all((one.source.url or "https://").startswith("https://") for one in offers.values())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_offer_makes_a_manifest_with_a_rule_that_alone_only_asks(
    tmp_path: Path, path: Path
) -> None:
    offer = read_offers()[path.stem]
    made = tmp_path / path.name
    made.write_text(offer.to_manifest("x.onnx", b"weights"), encoding="utf-8")

    manifest, rule = read_manifest(made), load_rule(made, offer.id)

    assert manifest.id == path.stem
    assert (manifest.file.path, manifest.file.size) == (tmp_path / "x.onnx", 7)
    assert manifest.file.sha256 == hashlib.sha256(b"weights").hexdigest()
    assert rule.labels == manifest.output.positive
    # Alone it never removes, nobody has to have it; a second voice only where that was measured.
    assert (rule.remove, rule.needed) == (NEVER, False)
    assert rule.agree == {"inception": 0.30}.get(path.stem)
    assert manifest.use.when is When.UNCERTAIN


def test_file_that_is_what_it_must_be_is_taken(tmp_path: Path) -> None:
    offer, weights = offered(tmp_path)

    assert offer.to_weights(weights) == weights


def test_file_of_another_size_is_refused(tmp_path: Path) -> None:
    offer, weights = offered(tmp_path)

    for other in (weights + b"x", weights[:-1], b""):
        with pytest.raises(OfferRefused, match=f"has {len(other)} bytes, expected {len(weights)}"):
            offer.to_weights(other)


def test_file_with_one_other_bit_is_refused_with_both_digests(tmp_path: Path) -> None:
    offer, weights = offered(tmp_path)
    altered = weights[:-1] + bytes([weights[-1] ^ 1])

    with pytest.raises(OfferRefused, match=f"expected {hashlib.sha256(weights).hexdigest()}"):
        offer.to_weights(altered)


def test_file_that_nobody_has_stated_is_refused_until_the_operator_states_it(
    tmp_path: Path,
) -> None:
    weights = write_offer(tmp_path, file='sha256 = "unknown"')
    offer = read_offers(tmp_path)["reddish"]
    with pytest.raises(OfferRefused, match="expected None"):
        offer.to_weights(weights)

    digest = hashlib.sha256(weights).hexdigest()
    assert offer.with_digest(f"{digest.upper()} ").to_weights(weights) == weights
    with pytest.raises(OfferRefused, match="expected 000"):
        offer.with_digest("0" * 64).to_weights(weights)


def test_operator_cannot_state_another_one_than_is_known(tmp_path: Path) -> None:
    offer, weights = offered(tmp_path)

    assert offer.with_digest(hashlib.sha256(weights).hexdigest()) == offer
    with pytest.raises(OfferRefused, match="no other file is taken for it"):
        offer.with_digest("0" * 64)
    with pytest.raises(OfferRefused, match="64 hex digits"):
        offer.with_digest("0123")


def conversion_of(fetched: bytes, model: str = "tiny") -> str:
    return (
        f'url = "https://localhost/x.tgz"\nbytes = {len(fetched)}\n'
        f'sha256 = "{hashlib.sha256(fetched).hexdigest()}"\n'
        f'conversion = "nsfwjs"\nmodel = "{model}"'
    )


def test_both_what_is_fetched_and_what_comes_of_it_are_checked(tmp_path: Path) -> None:
    fetched = package()
    weights = convert(fetched, "tiny")
    right = f'bytes = {len(weights)}\nsha256 = "{hashlib.sha256(weights).hexdigest()}"'
    write_offer(tmp_path, download=conversion_of(fetched), file=right)
    offer = read_offers(tmp_path)["reddish"]

    assert offer.to_weights(fetched) == weights
    with pytest.raises(OfferRefused, match="the file has"):
        offer.to_weights(fetched[:-1] + bytes([fetched[-1] ^ 1]))

    write_offer(tmp_path, download=conversion_of(fetched), file=f'sha256 = "{"0" * 64}"')
    with pytest.raises(OfferRefused, match="what the file was converted to has sha256"):
        read_offers(tmp_path)["reddish"].to_weights(fetched)


def test_what_cannot_be_converted_is_told(tmp_path: Path) -> None:
    fetched = package()
    write_offer(tmp_path, download=conversion_of(fetched, "huge"))

    with pytest.raises(OfferRefused, match="cannot be converted: no model huge"):
        read_offers(tmp_path)["reddish"].to_weights(fetched)


@pytest.mark.parametrize(
    ("download", "file", "complaint"),
    [
        ('adress = "https://x"', "", r"\[download\]: unknown key adress"),
        ('conversion = "magic"', "", "conversion must be one of nsfwjs"),
        ('conversion = "nsfwjs"', "", r"\[download\]: the key sha256 is missing"),
        ("", 'sha256 = "12"', "sha256 must be 64 hex digits, or unknown"),
        ("", "bytes = 0", "the key sha256 is missing"),
        ("", 'bytes = 0\nsha256 = "unknown"', "bytes must be a whole number above 0"),
        ("", 'name = "x"\nsha256 = "unknown"', r"\[file\]: unknown key name"),
        ("", "# nothing", r"needs one table \[file\] with keys"),
    ],
)
def test_wrong_offer_is_refused_with_the_key(
    tmp_path: Path, download: str, file: str, complaint: str
) -> None:
    write_offer(tmp_path, download=download, file=file)

    with pytest.raises(StartRefused, match=rf"model offer reddish\.toml.*{complaint}"):
        read_offers(tmp_path)
