"""The signed lists of links: those that come with the program, and newer ones from the operator.

A list decides what is taken down in chats of children, so none is believed because of where it lies
or came from: its last line signs all that stands before it, with a key whose public half comes with
the program. That is checked whenever a list is read. Who keeps lists of their own puts another
public key in `config/lists/public.key`.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.domain.errors import BadLinkList, StartRefused
from bot.domain.link_file import read_link_list
from bot.domain.links import LinkList, LinkLists

SHIPPED = Path(__file__).parent / "lists"
PUBLIC_KEY = SHIPPED / "public.key"
MOST_BYTES = 4 * 1024 * 1024
# Signed before the file itself, so that no signature of another kind of file is one of a list.
PURPOSE = b"upstander list of links\n"
_SIGNATURE = re.compile(rb"# signature: ([A-Za-z0-9+/]{86}==)\n?\Z")
_FOLDER = "lists"


def load_lists(data_dir: Path, key: Path = PUBLIC_KEY) -> LinkLists:
    """Return all lists that are in force.

    Raises:
        StartRefused: A list was altered, or cannot be read.
    """
    return LinkLists(lists_in_force(data_dir, key))


def lists_in_force(data_dir: Path, key: Path = PUBLIC_KEY) -> list[LinkList]:
    """Return of each list that comes with the program the newest version that is there.

    Raises:
        StartRefused: A list was altered, or cannot be read.
    """
    return [_newest(path, data_dir, key) for path in sorted(SHIPPED.glob("*.toml"))]


def update_list(data_dir: Path, content: bytes, key: Path = PUBLIC_KEY) -> LinkList:
    """Store a newer version of a list; the bot uses it from its next start on.

    Raises:
        BadLinkList: It is not signed by the key, cannot be read, is of no known list, or is not
            newer than what is there.
        StartRefused: What is there was altered.
    """
    new = read_signed(content, key)
    known = next((one for one in lists_in_force(data_dir, key) if one.name == new.name), None)
    if known is None:
        raise BadLinkList(f"There is no list {new.name!r} in this version. Nothing was changed.")
    if new.serial <= known.serial:
        raise BadLinkList(
            f"List {new.name} is there with serial {known.serial}; this file has {new.serial}, "
            "which is not newer. Nothing was changed."
        )
    target = _stored(data_dir, new.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written beside it and moved: a start never finds half a list.
    fresh = target.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(target)
    return new


def read_signed(content: bytes, key: Path = PUBLIC_KEY) -> LinkList:
    """Return a list whose signature is right.

    Raises:
        BadLinkList: It is not signed by the key, or cannot be read.
    """
    signed = _SIGNATURE.search(content[-120:])
    if len(content) > MOST_BYTES or signed is None:
        raise BadLinkList("The list is not signed. Nothing was changed.")
    body = content[: len(content) - len(signed.group())]
    try:
        _public_key(key).verify(base64.b64decode(signed.group(1), validate=True), PURPOSE + body)
        return read_link_list(body.decode("utf-8"))
    except InvalidSignature as error:
        raise BadLinkList(
            "The list's signature is not right: it was altered, or signed by somebody else. "
            "Nothing was changed."
        ) from error
    except (UnicodeDecodeError, binascii.Error) as error:
        raise BadLinkList("The list is not a text. Nothing was changed.") from error


def _newest(shipped: Path, data_dir: Path, key: Path) -> LinkList:
    stored = _stored(data_dir, shipped.stem)
    return max(_versions([shipped, stored], key), key=lambda one: one.serial)


def _versions(paths: list[Path], key: Path) -> Iterator[LinkList]:
    for path in paths:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StartRefused(f"{path} cannot be read: {error.strerror}") from error
        try:
            yield read_signed(content, key)
        except BadLinkList as error:
            raise StartRefused(
                f"{path} cannot be used: {error} Delete it if it lies in the data folder, then get "
                "the list again: ./upstander lists update FILE. Else put the file of this version "
                "back."
            ) from error


def _stored(data_dir: Path, name: str) -> Path:
    return data_dir / _FOLDER / f"{name}.toml"


def _public_key(path: Path) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(path.read_bytes().strip()))
    except (OSError, ValueError) as error:
        raise StartRefused(f"{path} is no public key: put the file of this version back") from error
