"""Keeps the looks of pictures readable only for who has the key of the installation.

One hash tells hardly anything of a picture. Of all the looks by which a registered one is found
again, a blurred likeness can be worked out (docs/hashing.md), and the pictures are of children. So
they lie in the database sealed: a copy of its file, without the key file beside it, shows nothing.
"""

import hashlib
import hmac
import os
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, TypeDecorator

from bot.domain.errors import DatabaseUnusable

# As NIST SP 800-38D recommends; drawn at random, it may be used for 2^32 values with one key.
_NONCE_BYTES = 12
_LABEL = b"upstander: looks 1"


class Vault:
    """Seals and opens bytes with a key of its own."""

    def __init__(self, audit_key: bytes) -> None:
        self._cipher = AESGCM(hmac.digest(audit_key, _LABEL, hashlib.sha256))

    def seal(self, plain: bytes) -> bytes:
        """Return the bytes, unreadable and with a mark that shows every change."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            DatabaseUnusable: Another key sealed it, or it was changed.
        """
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise DatabaseUnusable(
                "Looks of pictures in the database cannot be opened: the file audit.key in the "
                "data folder is not the one they were sealed with, or they are damaged. Put the "
                "key file of this database back."
            ) from error


# Each engine has a dialect of its own, and the types of columns are told nothing else of it.
_VAULTS: WeakKeyDictionary[Dialect, Vault] = WeakKeyDictionary()


def keep_in(dialect: Dialect, vault: Vault) -> None:
    """Let everything that an engine writes into sealed columns go through a vault."""
    _VAULTS[dialect] = vault


class Sealed(TypeDecorator[bytes]):
    """A column whose bytes are sealed. Without a vault it can be neither written nor read."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal what is written."""
        return None if value is None else _VAULTS[dialect].seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Open what is read."""
        return None if value is None else _VAULTS[dialect].open(value)
