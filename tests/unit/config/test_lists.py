"""No list of links is believed unless its signature is right, wherever it lies or came from."""

import base64
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.domain.errors import BadLinkList, StartRefused
from bot.domain.signal import LinkMatch
from config import lists
from config.lists import PURPOSE, lists_in_force, load_lists, read_signed, update_list

OURS, OTHERS = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def a_list(serial: int = 7, domain: str = "tool.example", name: str = "nudify") -> bytes:
    return (
        f'name = "{name}"\nserial = {serial}\nissued = "2026-11-26"\n'
        f'[[entry]]\nname = "tool"\ndomains = ["{domain}"]\nsource = "test"\n'
    ).encode()


def signed(body: bytes, key: Ed25519PrivateKey = OURS, purpose: bytes = PURPOSE) -> bytes:
    return body + b"# signature: " + base64.b64encode(key.sign(purpose + body)) + b"\n"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "public.key"
    path.write_bytes(base64.b64encode(OURS.public_key().public_bytes_raw()) + b"\n")
    return path


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ship a list of our own, with serial 7."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "nudify.toml").write_bytes(signed(a_list()))
    monkeypatch.setattr(lists, "SHIPPED", folder)
    return folder


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


ALTERED: list[Callable[[bytes], bytes]] = [
    lambda good: good.replace(b"tool.example", b"good.example"),
    lambda good: good.replace(b"serial = 7", b"serial = 9"),
    lambda good: b"\n" + good,
    lambda good: good.replace(b"# signature", b"\n# signature"),
    lambda good: a_list(),
    lambda good: good[:-3],
    lambda good: good + b"\n[[entry]]\nname = 'x'\n",
    lambda good: good + good,
    lambda good: b"",
    lambda good: signed(a_list(), OTHERS),
    lambda good: signed(a_list(), purpose=b""),
    lambda good: re.sub(rb"signature: ....", b"signature: AAAA", good),
    lambda good: good.replace(b"==", b"=A"),
    lambda good: good + b"x" * lists.MOST_BYTES,
]


@pytest.mark.parametrize("alter", ALTERED)
def test_a_list_that_is_not_signed_or_was_altered_is_refused(
    key: Path, alter: Callable[[bytes], bytes]
) -> None:
    assert read_signed(signed(a_list()), key).serial == 7
    with pytest.raises(BadLinkList, match="sign"):
        read_signed(alter(signed(a_list())), key)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"no list"])
def test_a_signed_file_that_is_no_list_is_refused(key: Path, body: bytes) -> None:
    with pytest.raises(BadLinkList):
        read_signed(signed(body), key)


@pytest.mark.usefixtures("shipped")
def test_a_newer_list_takes_the_place_of_the_shipped_one(key: Path, data_dir: Path) -> None:
    assert load_lists(data_dir, key).find("tool.example") == LinkMatch("nudify", "tool")
    assert update_list(data_dir, signed(a_list(8, "new.example")), key).serial == 8
    found = load_lists(data_dir, key)
    assert found.find("new.example") == LinkMatch("nudify", "tool")
    assert found.find("tool.example") is None
    assert [path.name for path in (data_dir / "lists").iterdir()] == ["nudify.toml"]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("serial", [1, 6, 7])
def test_an_older_list_is_refused_however_well_it_is_signed(
    key: Path, data_dir: Path, serial: int
) -> None:
    with pytest.raises(BadLinkList, match="not newer"):
        update_list(data_dir, signed(a_list(serial)), key)
    update_list(data_dir, signed(a_list(9)), key)
    with pytest.raises(BadLinkList, match="not newer"):
        update_list(data_dir, signed(a_list(8)), key)
    assert [one.serial for one in lists_in_force(data_dir, key)] == [9]


@pytest.mark.usefixtures("shipped")
def test_a_list_that_is_refused_changes_nothing(key: Path, data_dir: Path) -> None:
    update_list(data_dir, signed(a_list(8, "new.example")), key)
    before = (data_dir / "lists" / "nudify.toml").read_bytes()
    for bad in (signed(a_list(9), OTHERS), a_list(9), signed(a_list(9, name="others"))):
        with pytest.raises(BadLinkList, match="Nothing was changed"):
            update_list(data_dir, bad, key)
    assert (data_dir / "lists" / "nudify.toml").read_bytes() == before
    assert [path.name for path in (data_dir / "lists").iterdir()] == ["nudify.toml"]


def test_after_an_update_of_the_program_its_own_list_may_be_the_newer_one(
    key: Path, data_dir: Path, shipped: Path
) -> None:
    update_list(data_dir, signed(a_list(8)), key)
    (shipped / "nudify.toml").write_bytes(signed(a_list(9, "newest.example")))
    assert load_lists(data_dir, key).find("newest.example") is not None


@pytest.mark.parametrize("stored", [False, True])
def test_the_bot_does_not_start_with_an_altered_list(
    key: Path, data_dir: Path, shipped: Path, stored: bool
) -> None:
    update_list(data_dir, signed(a_list(8)), key)
    file = (data_dir / "lists" if stored else shipped) / "nudify.toml"
    file.write_bytes(file.read_bytes().replace(b"tool.example", b"good.example"))
    with pytest.raises(StartRefused, match=r"nudify\.toml cannot be used"):
        load_lists(data_dir, key)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("content", [b"", b"words", base64.b64encode(b"short")])
def test_a_broken_public_key_refuses_the_start(key: Path, data_dir: Path, content: bytes) -> None:
    key.write_bytes(content)
    with pytest.raises(StartRefused, match="no public key"):
        load_lists(data_dir, key)


@pytest.mark.usefixtures("shipped")
def test_a_list_that_cannot_be_read_refuses_the_start(key: Path, data_dir: Path) -> None:
    (data_dir / "lists" / "nudify.toml").mkdir(parents=True)
    with pytest.raises(StartRefused, match="cannot be read"):
        load_lists(data_dir, key)


def test_the_list_that_comes_with_the_program_is_signed_by_its_key_and_finds_what_it_names(
    data_dir: Path,
) -> None:
    (found,) = lists_in_force(data_dir)
    assert (found.name, found.serial >= 1) == ("nudify", True)
    assert 0 < len(found.entries) <= 30
    loaded = load_lists(data_dir)
    for entry in found.entries:
        match = LinkMatch("nudify", entry.name)
        for domain in entry.domains:
            assert loaded.find(f"https://www.{domain}/x") == match
        for brand in entry.brands:
            assert loaded.find(f"https://{brand}.test") == loaded.find(f"@{brand}_bot") == match


@pytest.mark.parametrize(
    "link",
    [
        "https://www.theguardian.com/technology/clothoff",
        "https://en.wikipedia.org/wiki/DeepNude",
        "https://www.youtube.com/watch?v=clothoff",
        "https://t.me/school_bot",
        "https://example.org",
    ],
)
def test_the_list_that_comes_with_the_program_leaves_the_press_alone(
    link: str, data_dir: Path
) -> None:
    assert load_lists(data_dir).find(link) is None


def test_the_script_makes_a_key_and_signs_a_list_again_and_again(tmp_path: Path) -> None:
    private, public, file = (tmp_path / name for name in ("private", "public", "nudify.toml"))
    public.write_text(sign("new-key", private))
    assert private.stat().st_mode & 0o777 == 0o600
    file.write_bytes(a_list(8))
    sign("sign", private, file)
    once = file.read_bytes()
    sign("sign", private, file)
    assert (read_signed(once, public).serial, file.read_bytes()) == (8, once)
    # A key that is there is never written over.
    with pytest.raises(subprocess.CalledProcessError):
        sign("new-key", private)


def sign(*arguments: str | Path) -> str:
    script = Path(__file__).parents[3] / "scripts" / "sign_list.py"
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, script, *arguments], capture_output=True, text=True, check=True
    ).stdout
