"""Signs pictures for the tests, as a camera or a generator does, with keys that are made here."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
# Words that nobody outside the locked process may ever see.
SIGNER, TITLE, GENERATOR = "Kermit Signs", "a boat on Miss Piggys lake", "Gonzo Camera"
_SETTINGS = {"builder": {"thumbnail": {"enabled": False}}}
_BEGAN, _ENDS = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Keys:
    """A certificate chain and the key of its end, in PEM."""

    chain: bytes
    key: bytes


def keys(signer: str = SIGNER, ends: datetime = _ENDS) -> Keys:
    """Make an authority, and a signer of the kind that C2PA asks for."""
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _named("Root", "Root", ends, authority, is_root=True).sign(authority, SHA256())
    leaf = (
        _named(signer, "Root", ends, own, is_root=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), False
        )
        .sign(authority, SHA256())
    )
    chain = b"".join(one.public_bytes(Encoding.PEM) for one in (leaf, root))
    return Keys(chain, own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _named(
    subject: str, issuer: str, ends: datetime, key: ec.EllipticCurvePrivateKey, *, is_root: bool
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGAN)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(is_root, None), True)
        .add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, text),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )


def made_by(source: str, **more: Any) -> dict[str, Any]:
    """Return what a note says: which kind of source the picture has, and further assertions."""
    action = {"action": "c2pa.created", "digitalSourceType": source}
    assertions: list[dict[str, Any]] = [{"label": "c2pa.actions", "data": {"actions": [action]}}]
    assertions += [{"label": f"org.example.{name}", "data": data} for name, data in more.items()]
    return {
        "claim_generator_info": [{"name": GENERATOR}],
        "title": TITLE,
        "assertions": assertions,
    }


def sign(
    data: bytes,
    kind: str,
    says: dict[str, Any],
    by: Keys | None = None,
    remote: str | None = None,
) -> bytes:
    """Return a file with a signed note.

    Args:
        kind: The last part of its MIME type.
        remote: Where the note is said to lie as well.
    """
    by = by or keys()
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo("es256", by.chain, by.key, None))
    context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
    with c2pa.Builder(json.dumps(says), context) as builder, BytesIO() as signed:
        if remote is not None:
            builder.set_remote_url(remote)
        with BytesIO(data) as source:
            family = "video" if kind == "mp4" else "image"
            builder.sign(signer, f"{family}/{kind}", source, signed)
        return signed.getvalue()
