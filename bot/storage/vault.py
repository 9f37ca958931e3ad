"""Keeps looks of pictures and ids of people readable only for who has the installation's key.

One hash tells hardly anything of a picture. Of all the looks by which a registered one is found
again, a blurred likeness can be worked out (docs/hashing.md), and the pictures are of children. So
they lie in the database sealed: a copy of its file, without the key file beside it, shows nothing.

The id of an account names a child just as well. It is sealed so that the same id always looks the
same (AES-SIV, RFC 5297): that is what a look-up by person compares, and it takes no second column
with a digest. Who has the file alone sees which rows are of one person, and not of whom.
"""

import base64
import hashlib
import hmac
import os
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from sqlalchemy import Dialect, LargeBinary, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from bot.domain.errors import DatabaseUnusable

# As NIST SP 800-38D recommends; drawn at random, it may be used for 2^32 values with one key.
_NONCE_BYTES = 12
_LABEL = b"upstander: looks 1"
_PEOPLE_LABEL = b"upstander: people 1"
# Of the columns of ids as they were made.
_PLAIN_LENGTH = 128


class Vault:
    """Seals and opens bytes with a key of its own."""

    def __init__(self, audit_key: bytes) -> None:
        self._cipher = AESGCM(hmac.digest(audit_key, _LABEL, hashlib.sha256))
        self._people = AESSIV(hmac.digest(audit_key, _PEOPLE_LABEL, hashlib.sha512))

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
            raise _wrong_key() from error

    def seal_words(self, plain: str) -> str:
        """Return a text sealed, as letters. An empty one says nothing and stays empty."""
        return base64.b64encode(self.seal(plain.encode())).decode() if plain else ""

    def open_words(self, sealed: str) -> str:
        """Return the text that was sealed.

        Raises:
            DatabaseUnusable: Another key sealed it, or it was changed.
        """
        return self.open(_letters(sealed)).decode() if sealed else ""

    def seal_person(self, plain: str) -> str:
        """Return an id sealed, always in the same way. None of nobody."""
        sealed = self._people.encrypt(plain.encode(), None) if plain else b""
        return base64.b64encode(sealed).decode()

    def open_person(self, sealed: str) -> str:
        """Return the id that was sealed.

        Raises:
            DatabaseUnusable: Another key sealed it, or it was changed.
        """
        if not sealed:
            return ""
        try:
            return self._people.decrypt(_letters(sealed), None).decode()
        except (InvalidTag, ValueError) as error:
            raise _wrong_key() from error


def _letters(sealed: str) -> bytes:
    try:
        return base64.b64decode(sealed, validate=True)
    except ValueError as error:
        raise _wrong_key() from error


def _wrong_key() -> DatabaseUnusable:
    return DatabaseUnusable(
        "What is sealed in the database cannot be opened: the file audit.key in the data folder "
        "is not the one it was sealed with, or it is damaged. Put the key file of this database "
        "back."
    )


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


class SealedPerson(TypeDecorator[str]):
    """A column with the id of an account, or what holds one. Equal ids can be compared.

    Sealed ids are longer than plain ones. SQLite does not mind: there the column stays as it was
    made, so that no table has to be copied to seal it.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Return what the column is made of in one kind of database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(_PLAIN_LENGTH))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal what is written or looked for."""
        return None if value is None else _VAULTS[dialect].seal_person(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open what is read."""
        return None if value is None else _VAULTS[dialect].open_person(value)


class SealedWords(TypeDecorator[str]):
    """A column with a text that is sealed. It cannot be looked for."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal what is written."""
        return None if value is None else _VAULTS[dialect].seal_words(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open what is read."""
        return None if value is None else _VAULTS[dialect].open_words(value)
