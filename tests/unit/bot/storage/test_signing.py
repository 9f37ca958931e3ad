"""The key that signs: the same after every start, another elsewhere, and read in words."""

from pathlib import Path

import pytest

from bot.domain.errors import StartRefused, UpstanderError
from bot.storage.instance import audit_key
from bot.storage.signing import Signer, holds, public_key, read_public_key

ONE, TWO = Signer(b"k" * 32), Signer(b"x" * 32)


def test_a_signature_holds_for_its_key_and_message_alone() -> None:
    signature = ONE.sign(b"message")
    assert holds(ONE.public, b"message", signature)
    assert not holds(ONE.public, b"messagE", signature)
    assert not holds(TWO.public, b"message", signature)
    assert not holds(ONE.public, b"message", TWO.sign(b"message"))
    for odd in ("", "00", "no hex", "0" * 128):
        assert not holds(ONE.public, b"message", odd)
        assert not holds(odd, b"message", signature)


def test_the_private_key_is_that_of_the_installation(tmp_path: Path) -> None:
    key = audit_key(tmp_path)
    assert public_key(tmp_path) == Signer(key).public == Signer(audit_key(tmp_path)).public
    # The signing key is worked out of it and is not the key itself.
    assert Signer(key).public != ONE.public


def test_showing_the_key_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="no key"):
        public_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_public_key_is_read_from_words_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key.txt"
    file.write_text(f"The key of our school:\n{ONE.public.upper()}\n", encoding="ascii")
    assert read_public_key(ONE.public) == ONE.public
    assert read_public_key(f" {ONE.public} ") == ONE.public
    assert read_public_key(str(file)) == ONE.public


@pytest.mark.parametrize("text", ["", "abc", "0" * 63, "g" * 64, "missing.txt"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(UpstanderError, match="no public key"):
        read_public_key(text)
