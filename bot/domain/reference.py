"""The number under which somebody asks about a code that they sent, and withdraws it.

It is all that ties a code to a person, so it is random, too long to be guessed, and stored nowhere:
of it there is a keyed digest only.
"""

import re

# Crockford's base 32: no letter looks like another, and none of them spells a word by chance.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# As people misread them.
_READ = str.maketrans("ILO", "110")
_LETTERS, _GROUP = 16, 4
# 16 letters of 5 bits: 80 bits.
RANDOM_BYTES = 10
_NOISE = re.compile("[^0-9A-Za-z]+")
_LETTERS_ONLY = re.compile(f"[{_ALPHABET}]{{{_LETTERS}}}")
# Of these numbers; others of ours begin with other letters.
_MARK = "H"


def write_reference(random: bytes, mark: str = _MARK) -> str:
    """Return ``H-XXXX-XXXX-XXXX-XXXX`` for `RANDOM_BYTES` random bytes."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a reference is made of {RANDOM_BYTES} random bytes")
    number = int.from_bytes(random)
    letters = [_ALPHABET[number >> 5 * place & 31] for place in range(_LETTERS)]
    groups = ("".join(letters[start : start + _GROUP]) for start in range(0, _LETTERS, _GROUP))
    return "-".join((mark, *groups))


def read_reference(text: str, mark: str = _MARK) -> str | None:
    """Return a reference as it was written, however it was typed; None where it is none."""
    letters = _NOISE.sub("", text).upper()
    first, letters = letters[:1], letters[1:].translate(_READ)
    if first != mark or not _LETTERS_ONLY.fullmatch(letters):
        return None
    groups = (letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))
    return "-".join((mark, *groups))
