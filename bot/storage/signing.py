"""Signs the records of cases, and checks such signatures without any secret.

The private key is worked out of `audit.key`, like that of the vault: one file in the data folder to
back up, and no two that do not belong together. Whoever has that file can write any chain anew, so
a second file would keep nobody out. Where the file is lost, the start is refused (`instance.py`).
"""

import hashlib
import hmac
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.domain.errors import StartRefused, UpstanderError
from bot.storage.instance import known_key

_LABEL = b"upstander: signing 1"


class Signer:
    """Signs with the key of an installation."""

    def __init__(self, audit_key: bytes) -> None:
        seed = hmac.digest(audit_key, _LABEL, hashlib.sha256)
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """Return the Ed25519 signature, hex."""
        return self._key.sign(message).hex()


def holds(public: str, message: bytes, signature: str) -> bool:
    """Say whether a public key signed a message. All but the message is hex."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(data_dir: Path) -> str:
    """Return the public key of an installation; nothing is made.

    Raises:
        StartRefused: There is no key yet, or it cannot be read.
    """
    key = known_key(data_dir)
    if key is None:
        raise StartRefused(
            f"There is no key in {data_dir} yet. The first start of the bot makes it. Where the "
            "bot ran before, put audit.key back from the backup of the data folder."
        )
    return Signer(key).public


def read_public_key(text: str) -> str:
    """Read a public key as `key show` writes it, or from a file that holds it.

    Raises:
        UpstanderError: It is none.
    """
    written = text
    path = Path(text)
    if len(text) != 64 and path.is_file():
        written = path.read_bytes()[:4096].decode("ascii", errors="replace")
    for word in written.lower().split():
        if len(word) == 64 and not set(word) - set("0123456789abcdef"):
            return word
    raise UpstanderError(
        f"{text[:80]!r} is no public key and no file with one. It is the 64 letters and digits "
        "that ./upstander key show prints."
    )
