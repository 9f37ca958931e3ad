"""The launcher: finds its home and a Python, installs once, repairs, and passes arguments on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Stands for a Python: tells how it was called and passes the launcher's question on versions.
STUB = """#!/bin/sh
[ "$1" = -c ] && exit 0
printf '%s|' "$(basename "$0")" "$@"
echo "path=$PYTHONPATH blas=$OPENBLAS_NUM_THREADS omp=$OMP_NUM_THREADS"
"""


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a checkout in which everything is installed, with a stub for its Python."""
    home = tmp_path / "my checkout"
    (home / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "upstander", home)
    shutil.copy(ROOT / "scripts" / "install.py", home / "scripts")
    script(home / "scripts" / "check", '#!/bin/sh\nprintf "check|"; printf "%s|" "$@"\n')
    script(home / ".venv" / "bin" / "python", STUB)
    (home / ".venv" / "installed").mkdir()
    for lock in LOCKS:
        (home / lock).write_text(f"# {lock}\n")
        shutil.copy(home / lock, home / ".venv" / "installed")
    return home


def start(
    launcher: Path, *arguments: str, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own launcher
        [launcher, *arguments],
        cwd=cwd or launcher.parent,
        env={"PATH": os.defpath, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_arguments_and_environment_reach_the_program(home: Path) -> None:
    run = start(home / "upstander", "scan", "a b", "*", PYTHONPATH="/elsewhere")

    assert run.stdout == f"python|-P|-m|bot|scan|a b|*|path={home} blas=1 omp=1\n"
    assert run.stderr == ""


@pytest.mark.parametrize("absolute", [True, False])
def test_symlinks_lead_home_from_any_folder(home: Path, absolute: bool) -> None:
    folder = home.parent / "bin"
    folder.mkdir()
    (folder / "step").symlink_to(
        home / "upstander" if absolute else Path("..") / home.name / "upstander"
    )
    (folder / "ups").symlink_to("step")

    run = start(folder / "ups", "demo", cwd=Path("/"))

    assert run.stdout == f"python|-P|-m|bot|demo|path={home} blas=1 omp=1\n"


def test_changed_lock_is_installed_with_the_named_python(home: Path) -> None:
    named = home.parent / "my python"
    script(named, STUB)
    (home / LOCKS[0]).write_text("# changed\n")

    run = start(home / "upstander", "demo", UPSTANDER_PYTHON=str(named))

    first, second = run.stdout.splitlines()
    assert first.startswith(f"my python|{home}/scripts/install.py|requirements.lock|")
    assert second.startswith("python|-P|-m|bot|demo|")


def test_failed_installation_starts_nothing(home: Path) -> None:
    named = home.parent / "python"
    script(named, '#!/bin/sh\n[ "$1" = -c ] && exit 0\nexit 3\n')
    (home / LOCKS[0]).write_text("# changed\n")

    run = start(home / "upstander", "demo", UPSTANDER_PYTHON=str(named))

    assert run.returncode == 3
    assert run.stdout == ""


def test_without_a_fitting_python_it_says_what_is_needed(home: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("dirname", "readlink", "cmp"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    script(tools / "python3", "#!/bin/sh\nexit 1\n")
    (home / LOCKS[0]).write_text("# changed\n")

    run = start(home / "upstander", "demo", PATH=str(tools))

    assert run.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in run.stderr
    assert "apt install python3 python3-venv" in run.stderr
    assert run.stdout == ""


def test_named_python_that_does_not_fit_is_not_replaced_by_another(home: Path) -> None:
    (home / LOCKS[0]).write_text("# changed\n")

    run = start(home / "upstander", "demo", UPSTANDER_PYTHON="/bin/false")

    assert run.returncode == 1
    assert "UPSTANDER_PYTHON=/bin/false is not a Python that fits" in run.stderr


def test_test_looks_for_a_browser_and_runs_the_checks(home: Path) -> None:
    run = start(home / "upstander", "test", "-k", "some test")

    browser, check = run.stdout.splitlines()
    assert browser.startswith(f"python|{home}/scripts/browser.py|")
    assert check == "check|-k|some test|"


def install(home: Path, lock: str = LOCKS[0]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, home / "scripts" / "install.py", lock],
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(runs: Sequence[subprocess.Popen[str]]) -> str:
    """Wait for installations that must all succeed; return what they said."""
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * len(runs), said
    return "".join(said)


def test_first_starts_at_once_install_once_and_an_interrupted_one_is_repaired(home: Path) -> None:
    # A lock without a requirement needs no network and goes all the way through pip.
    shutil.rmtree(home / ".venv")

    said = finish([install(home), install(home)])
    assert said.count("installing requirements.lock into .venv, once") == 1
    assert (home / ".venv" / "installed" / LOCKS[0]).read_text() == (home / LOCKS[0]).read_text()
    assert not (home / ".venv" / "installing").exists()

    half_written = home / ".venv" / "lib" / "half-written"
    half_written.touch()
    (home / ".venv" / "installing").touch()
    (home / LOCKS[0]).write_text("# changed while the power went\n")
    finish([install(home)])
    assert not half_written.exists()
    assert not (home / ".venv" / "installing").exists()

    (home / LOCKS[0]).write_text("this is no requirement\n")
    failed = install(home)
    assert "the installation failed; pip says why above" in failed.communicate()[1]
    assert failed.returncode == 1
    assert (home / ".venv" / "installing").exists()


def test_folder_that_cannot_be_written_is_named(home: Path) -> None:
    shutil.rmtree(home / ".venv")
    # A file where the folder should be: root, too, cannot write there.
    (home / ".venv").touch()

    run = install(home)

    assert "cannot install into" in run.communicate()[1]
    assert run.returncode == 1


def test_only_our_lock_files_are_installed(home: Path) -> None:
    (home / "other.txt").touch()
    run = install(home, "other.txt")

    assert "is not one of our lock files" in run.communicate()[1]
    assert run.returncode == 2
