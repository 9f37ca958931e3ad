"""Looks of pictures lie in the database so that only the key of the installation opens them."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.domain.bank import BankEntry, Standing
from bot.domain.errors import DatabaseUnusable
from bot.storage.books import Books, open_books
from bot.storage.vault import Vault
from tests.contract.books_rig import DEFAULTS
from tests.fakes import MovableClock

KEY, OTHER = b"k" * 32, b"o" * 32
LOOKS = bytes(range(128))
ENTRY = BankEntry("ours", "one", pdq="ab" * 32, standing=Standing.CONFIRMED, windows=LOOKS)


def open_at(folder: Path, key: bytes) -> AbstractAsyncContextManager[Books]:
    url = f"sqlite:///{folder}/upstander.db"
    return open_books(url, MovableClock(), key, DEFAULTS, alone=False)


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_what_was_sealed_is_opened_and_never_looks_the_same_twice() -> None:
    vault = Vault(KEY)
    one, two = vault.seal(LOOKS), vault.seal(LOOKS)
    assert one != two
    assert vault.open(one) == vault.open(two) == LOOKS
    assert vault.open(vault.seal(b"")) == b""
    assert not any(LOOKS[at : at + 8] in one for at in range(0, 128, 8))


@pytest.mark.parametrize("damage", [b"", b"short", None, "flipped"])
def test_what_was_changed_or_sealed_by_another_is_refused(damage: bytes | str | None) -> None:
    sealed = Vault(OTHER if damage is None else KEY).seal(LOOKS)
    if damage == "flipped":
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    elif isinstance(damage, bytes):
        sealed = damage
    with pytest.raises(DatabaseUnusable, match="key file"):
        Vault(KEY).open(sealed)


async def test_the_file_of_the_database_shows_no_look(tmp_path: Path) -> None:
    async with open_at(tmp_path, KEY) as books:
        await books.banks.add("ours", "files", [ENTRY])
        (back,) = await books.banks.entries("ours")
        assert back.windows == LOOKS
    stored = everything_in(tmp_path)
    assert b"ours" in stored
    assert LOOKS[:16] not in stored
    async with open_at(tmp_path, OTHER) as books:
        with pytest.raises(DatabaseUnusable):
            await books.banks.entries("ours")


def test_an_id_always_looks_the_same_and_is_opened_with_the_key_alone() -> None:
    vault = Vault(KEY)
    sealed = vault.seal_person("ana")
    assert sealed == vault.seal_person("ana") != vault.seal_person("ben")
    assert sealed != Vault(OTHER).seal_person("ana")
    assert (vault.open_person(sealed), vault.open_person(vault.seal_person(""))) == ("ana", "")
    for wrong in (Vault(OTHER).seal_person("ana"), "no letters of ours!", "AAAA"):
        with pytest.raises(DatabaseUnusable, match="key file"):
            vault.open_person(wrong)


def test_words_are_sealed_and_never_look_the_same_twice() -> None:
    vault = Vault(KEY)
    one, two = vault.seal_words("ana"), vault.seal_words("ana")
    assert one != two
    assert (vault.open_words(one), vault.open_words(vault.seal_words(""))) == ("ana", "")
    for wrong in (Vault(OTHER).seal_words("ana"), "no letters of ours!", "AAAA"):
        with pytest.raises(DatabaseUnusable, match="key file"):
            vault.open_words(wrong)
