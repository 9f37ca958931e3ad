"""A process that is locked in cannot read, write, connect, start anything or take more memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from classifiers.decoding.confine import landlock_version

ROOT = Path(__file__).parents[4]
LINUX = sys.platform == "linux"
pytestmark = pytest.mark.skipif(not LINUX, reason="other systems have resource limits only")

CONFINED = """
import ctypes, errno, mmap, os, socket, subprocess, sys, threading
from classifiers.decoding.confine import confine, limit_cpu
channel = os.dup(1)
held = confine(64 * 1024 * 1024)
def say(word):
    os.write(channel, str(word).encode())
try:
    {attempt}
except BaseException as error:
    say(type(error).__name__)
else:
    say("done")
"""


def attempt(code: str, **environment: str) -> tuple[str, int]:
    """Run code in a process that is locked in; return what it said, and how it ended."""
    ended = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", CONFINED.format(attempt=code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={"PATH": "/usr/bin:/bin", **environment},
    )
    return ended.stdout, ended.returncode


KILLED = ("", -31)  # SIGSYS
REFUSED = {"PermissionError", "OSError"}


def test_this_kernel_has_both_locks() -> None:
    """Where it has not, the tests below would show nothing."""
    assert landlock_version() > 0
    assert attempt("say(held.seccomp)")[0].startswith("True")


def test_it_can_compute_and_have_threads() -> None:
    code = "t = threading.Thread(target=sum, args=([1, 2],)); t.start(); t.join()"
    assert attempt(code) == ("done", 0)


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname').read()",
        "os.listdir('/')",
        "open('/upstander-test', 'w')",
        "os.mkdir('/upstander-test')",
        "os.unlink('/etc/hostname')",
        "os.stat('/etc/hostname')",
        "open('/proc/self/environ').read()",
        "os.kill(os.getppid(), 0)",
        "os.fork()",
        "subprocess.run(['/bin/true'])",
        "os.setuid(1)",
    ],
)
def test_files_and_other_processes_are_out_of_reach(code: str) -> None:
    said, code_of_exit = attempt(code)
    assert said in REFUSED
    assert code_of_exit == 0


@pytest.mark.parametrize(
    "code",
    [
        "os.execv('/bin/true', ['true'])",
        "socket.socket()",
        "socket.socketpair()",
        "os.memfd_create('x')",
        "ctypes.CDLL(None).ptrace(0, 0, 0, 0)",
        "ctypes.CDLL(None).unshare(0x10000000)",
    ],
)
def test_what_no_decoder_does_is_the_end(code: str) -> None:
    assert attempt(code) == KILLED


def test_memory_has_an_end() -> None:
    assert attempt("bytearray(32 * 1024 * 1024)") == ("done", 0)
    assert attempt("bytearray(128 * 1024 * 1024)") == ("MemoryError", 0)


def test_no_file_grows_even_through_what_is_open() -> None:
    """An open descriptor is all that Landlock leaves; the limit of the size remains."""
    said, ended = attempt("os.ftruncate(os.open('/dev/null', 0), 5)")
    assert (said in REFUSED, ended) == (True, 0)


def test_computing_has_an_end() -> None:
    said, ended = attempt("limit_cpu(0)\n    while True: pass")
    assert (said, ended) == ("", -24)  # SIGXCPU


def test_locks_are_not_opened_again() -> None:
    said, _ = attempt("import resource; resource.setrlimit(resource.RLIMIT_AS, (2**40, 2**40))")
    assert said in {"ValueError", "PermissionError"}


@pytest.mark.parametrize("missing", ["seccomp"])
def test_without_the_library_of_the_filter_the_rest_still_holds(
    missing: str, tmp_path: Path
) -> None:
    (tmp_path / f"py{missing}.py").write_text("raise RuntimeError('Unable to find libseccomp')")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    assert attempt("say(held.seccomp)", PYTHONPATH=path)[0].startswith("False")
    assert attempt("open('/etc/hostname').read()", PYTHONPATH=path)[0] in REFUSED
    # TCP is kept away by Landlock itself from its fourth version on.
    code = "socket.create_connection(('127.0.0.1', 9))"
    if landlock_version() >= 4:
        assert attempt(code, PYTHONPATH=path)[0] == "PermissionError"
