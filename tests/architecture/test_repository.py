"""What must not lie in the repository: machines, registries, keys, pictures and loose locks."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT, files, text

# Drawn by the sandbox page itself; every other picture is drawn by code when it is needed.
PICTURES_ALLOWED = {"docs/sandbox.png"}
PICTURES = {
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic"),
    *(".mp4", ".webm", ".mov", ".ico"),
}
FORBIDDEN = {
    "a folder of somebody's machine": r"(?<![\w.:~-])/(?:home|root|work|tmp)/\w",
    "a folder beside the checkout": r"\.\./shared",
    "a package registry": r"pypi\.org|pythonhosted|npmjs\.|index-url",
    "an internal network": r"(?://|@)(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+",
    "a private key": r"BEGIN [A-Z ]*PRIVATE KEY",
    "a token": r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b",
}
# The patterns themselves, and the made-up tokens with which redaction is tested.
EXEMPT = {
    "tests/architecture/test_repository.py",
    "tests/unit/config/test_redaction.py",
    "tests/unit/config/test_logs.py",
}
LOCKS = ["requirements.lock", "requirements-dev.lock"]
# Installed by hand beside the first, for who has credentials (decision 0020).
EXTRA_LOCK = "requirements-exchange.lock"
# Installed by hand too, for who wants the record of a case as PDF (decision 0025).
REPORT_LOCK = "requirements-report.lock"
_PIN = re.compile(
    r"^(?P<pin>[A-Za-z0-9][\w.-]*==[^ \\]+)(?: ; (?P<marker>[^\\]+?))? \\\n(?P<rest>(?:    .+\n)+)",
    re.M,
)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    written = [path for path in files() if path.suffix not in PICTURES and str(path) not in EXEMPT]
    pattern = re.compile(FORBIDDEN[what])

    assert len(written) > 80
    assert [str(path) for path in written if pattern.search(text(path))] == []


@pytest.mark.parametrize(
    ("what", "example"),
    [
        ("a folder of somebody's machine", "see /" + "home/ana/notes"),
        ("a folder beside the checkout", "see ../" + "shared/x"),
        ("a package registry", "https://pypi" + ".org/simple"),
        ("an internal network", "http://10" + ".1.2.3:3141/"),
        ("a private key", "-----BEGIN RSA PRIVATE" + " KEY-----"),
        ("a token", "12345678:AA" + "x" * 33),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, example: str) -> None:
    assert re.search(FORBIDDEN[what], example)


def test_no_picture_is_kept() -> None:
    pictures = {str(path) for path in files() if path.suffix.lower() in PICTURES}

    assert pictures <= PICTURES_ALLOWED


def pins(lock: str) -> dict[tuple[str, str], str]:
    """Return name and marker of every requirement with its version."""
    content = text(Path(lock))
    found: dict[tuple[str, str], str] = {}
    for match in _PIN.finditer(content):
        name, version = match["pin"].split("==")
        found[canonicalize_name(name), match["marker"] or ""] = version
    # Whatever is neither a pin nor one of its hashes would be installed unchecked.
    rest = [
        line for line in _PIN.sub("", content).splitlines() if line and not line.startswith("#")
    ]
    assert rest == []
    return found


@pytest.mark.parametrize(
    ("lock", "least"), [*((lock, 40) for lock in LOCKS), (EXTRA_LOCK, 5), (REPORT_LOCK, 5)]
)
def test_every_requirement_is_pinned_by_hash_and_holds_no_address(lock: str, least: int) -> None:
    assert len(pins(lock)) > least
    assert "://" not in text(Path(lock))
    for match in _PIN.finditer(text(Path(lock))):
        lines = [line.strip().rstrip(" \\") for line in match["rest"].splitlines()]
        bad = [
            line
            for line in lines
            if not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}|# via.*|#  .*", line)
        ]
        assert bad == []
        assert any(line.startswith("--hash") for line in lines), match["pin"]


def test_development_installs_exactly_what_users_run() -> None:
    user, dev = (pins(lock) for lock in LOCKS)

    assert user.items() <= dev.items()
    assert pins(EXTRA_LOCK).items() <= dev.items()
    assert pins(EXTRA_LOCK).keys().isdisjoint(user)
    assert pins(REPORT_LOCK).keys().isdisjoint(user)


def test_every_dependency_is_locked_at_a_version_that_it_allows() -> None:
    project = tomllib.loads(text(Path("pyproject.toml")))["project"]
    for lock, wanted in (
        ("requirements.lock", project["dependencies"]),
        ("requirements-dev.lock", project["optional-dependencies"]["dev"]),
        (EXTRA_LOCK, project["optional-dependencies"]["exchange"]),
        (REPORT_LOCK, project["optional-dependencies"]["report"]),
    ):
        locked = pins(lock)
        for requirement in map(Requirement, wanted):
            name = canonicalize_name(requirement.name)
            versions = [version for (known, _), version in locked.items() if known == name]
            assert versions, f"{name} is missing from {lock}"
            assert all(version in requirement.specifier for version in versions), name


def test_what_is_left_out_on_purpose_stays_out() -> None:
    names = {name for lock in (LOCKS[0], EXTRA_LOCK) for name, _ in pins(lock)}

    assert names.isdisjoint({"opencv-python-headless", "opencv-python", "scipy", "pywavelets"})
    # Named by c2pa-python, which needs it to build itself.
    assert "toml" not in {name for name, _ in pins("requirements-dev.lock")}
    assert names.isdisjoint({"faiss-cpu", "pdqhash"})


def test_the_launcher_takes_the_locks_that_exist() -> None:
    launcher = (ROOT / "upstander").read_text()

    assert [lock for lock in LOCKS if lock not in launcher or not (ROOT / lock).exists()] == []
