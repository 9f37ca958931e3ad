"""Words of people, as the bot may repeat them: nothing in them leads anywhere.

What an adult writes about a case may hold the address of the picture. It is stored as it was
written, and never posted again.
"""

import re

# An address, however it begins: with a scheme, `www.`, or a host with a path behind it.
_ADDRESS = re.compile(
    r"\S*://\S*|\bwww\.\S+|\btg:\S+|(?<![\w@])(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}[:/?#]\S*",
    re.IGNORECASE,
)
# What a platform makes a link of all the same: `example.org`, `@somebody`.
_DOTTED = re.compile(r"\.(?=[^\W\d_]{2})")
_ACCOUNT = re.compile(r"@(?=\w)")
_LEFT_OUT = "[…]"


def unlinked(words: str) -> str:
    """Return words without addresses, and without anything that a platform makes a link of."""
    plain = _ADDRESS.sub(_LEFT_OUT, words)
    return _ACCOUNT.sub("@ ", _DOTTED.sub(". ", plain))
