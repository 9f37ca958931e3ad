"""Signs a list of links, or makes a key to sign with. The private key never lies in a checkout.

    python scripts/sign_list.py new-key KEY          writes KEY, prints the public half
    python scripts/sign_list.py sign KEY LIST.toml   puts the signature into LIST.toml

The public half goes into `config/lists/public.key`. KEY belongs on a machine that runs no bot.
"""

import base64
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.domain.link_file import read_link_list
from config.lists import PURPOSE

SIGNATURE = b"# signature: "


def new_key(target: Path) -> str:
    """Write a private key that only its owner can read; return the public half."""
    key = Ed25519PrivateKey.generate()
    target.touch(0o600, exist_ok=False)
    target.write_bytes(base64.b64encode(key.private_bytes_raw()) + b"\n")
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def signed(content: bytes, key: Path) -> bytes:
    """Return a list with its signature as the last line, in place of an older one."""
    lines = content.splitlines(keepends=True)
    body = b"".join(line for line in lines if not line.startswith(SIGNATURE))
    read_link_list(body.decode())
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.read_bytes()))
    return body + SIGNATURE + base64.b64encode(private.sign(PURPOSE + body)) + b"\n"


def main() -> None:
    """Run a command."""
    match sys.argv[1:]:
        case ["new-key", key]:
            print(new_key(Path(key)))
        case ["sign", key, file]:
            Path(file).write_bytes(signed(Path(file).read_bytes(), Path(key)))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
