"""Make `.venv` and install one lock file into it. Run by `./upstander` with the machine's Python.

Standard library only: nothing is installed yet. Several first starts at once are safe (a
lock that the system releases when a process dies), and so is an interrupted one: the mark
`.venv/installing` then tells the next start to build the environment anew, because pip cannot
see a package of which only half was written.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
VENV = HOME / ".venv"
MARK = VENV / "installing"
PYTHON = VENV / "bin" / "python"
FITS = "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))"


def main() -> int:
    """Install the lock file named on the command line; return the exit code."""
    lock = HOME / sys.argv[1]
    if lock.name not in ("requirements.lock", "requirements-dev.lock"):
        print(f"upstander: {lock.name} is not one of our lock files", file=sys.stderr)
        return 2
    try:
        # Locked through this file, so that no lock file lies around.
        with Path(__file__).open("rb") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            return install(lock)
    except OSError as error:
        print(
            f"upstander: cannot install into {VENV}: {error.strerror}.\n"
            "Use a copy of this folder that you may write to, on a disk with 1 GB free.",
            file=sys.stderr,
        )
        return 1


def install(lock: Path) -> int:
    """Bring `.venv` to what the lock file says; the caller holds the file lock."""
    stamp = VENV / "installed" / lock.name
    if PYTHON.exists() and stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return 0  # Another start did it while this one waited.
    print(f"upstander: installing {lock.name} into .venv, once …", file=sys.stderr)
    if not usable():
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    MARK.touch()
    # --no-deps: the lock is complete, and leaves out on purpose what nudenet and imagehash name
    # but we never load (opencv, scipy, PyWavelets: 310 MB).
    # --only-binary: no package may run build code on a school's server.
    options = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-input", "-qq"]
    pip = [str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "install", *options]
    if subprocess.call([*pip, "-r", str(lock)]) != 0:  # noqa: S603 - our own interpreter
        print(
            "upstander: the installation failed; pip says why above. Nothing is lost: check the "
            "network (or pip's proxy and index settings) and start again.",
            file=sys.stderr,
        )
        return 1
    stamp.parent.mkdir(exist_ok=True)
    shutil.copyfile(lock, stamp)
    MARK.unlink()
    return 0


def usable() -> bool:
    """Return whether `.venv` is whole, holds pip and has a Python that fits."""
    if MARK.exists() or not PYTHON.exists():
        return False
    check = [str(PYTHON), "-I", "-c", f"import pip; {FITS}"]
    return subprocess.call(check, stderr=subprocess.DEVNULL) == 0  # noqa: S603 - as above


if __name__ == "__main__":
    # A user's PIP_USER=1 would make pip refuse to install into an environment.
    os.environ.pop("PIP_USER", None)  # noqa: TID251 - set-up tool, runs before config/ can
    sys.exit(main())
