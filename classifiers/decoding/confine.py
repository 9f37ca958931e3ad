"""Locks in the process that decodes strangers' files: no files, no network, bounded memory.

A decoder that a crafted file takes over can then do nothing but answer wrongly about this file.
What holds it depends on the kernel, and `doctor` says which: resource limits everywhere; Landlock
(https://docs.kernel.org/userspace-api/landlock.html) and seccomp where Linux has them. Neither
needs root. Called once, after everything that will ever be needed was imported.
"""

import ctypes
import errno
import os
import platform
import re
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

_MEGABYTE = 1024 * 1024

# https://docs.kernel.org/userspace-api/landlock.html; the numbers are those of every architecture
# that Linux has got since 2019.
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_LANDLOCK_VERSION = 1
_PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE = 38, 4
# How many kinds of access to files each version of Landlock knows, by version.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_SINCE, _TCP_RIGHTS = 4, 0b11
_SCOPES_SINCE, _SCOPES = 6, 0b11


@dataclass(frozen=True, slots=True)
class Confinement:
    """What holds the process.

    Attributes:
        landlock: The version of Landlock that keeps it from files and the network; 0 without.
        seccomp: Only the calls to the kernel that decoding needs are let through.
    """

    landlock: int
    seccomp: bool


def confine(memory: int) -> Confinement:
    """Lock this process in, for good.

    Args:
        memory: The most bytes of address space that it may have beside what it has now.
    """
    _limit(_address_space() + memory)
    if not _LINUX:
        return Confinement(0, seccomp=False)
    # Without this a process without root may use neither.
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    # Nobody else of the same user may look into its memory, where the picture is.
    _prctl(_PR_SET_DUMPABLE, 0)
    # Loading the filter's library opens a file, so it comes before Landlock.
    prepared = _prepare_filter()
    landlock = _forbid_files()
    if prepared is not None:
        prepared.load()
    return Confinement(landlock, seccomp=prepared is not None)


def _limit(memory: int) -> None:
    """Set what every Unix can: the memory, no file that grows, no dump of the memory."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for which, most in limits.items():
        _, hard = resource.getrlimit(which)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS takes no limit of the address space.
        try:
            resource.setrlimit(which, (most, most))
        except (ValueError, OSError):
            if _LINUX:
                raise


def _address_space() -> int:
    """Return how many bytes of address space this process has."""
    if not _LINUX:
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def limit_cpu(seconds: float) -> None:
    """Let the kernel end this process when it has computed for so long from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, hard)
    )


class MemoryMeter:
    """Reads the most bytes that this process ever had in memory; made before it is locked in.

    The kernel's own count of a process begins with what its parent had, so on Linux the file of
    the process is read, which stays open.
    """

    def __init__(self) -> None:
        self._status = os.open("/proc/self/status", os.O_RDONLY) if _LINUX else None

    def peak(self) -> int:
        """Return the number."""
        if self._status is None:
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = _PEAK.search(os.pread(self._status, 4096, 0))
        return int(found.group(1)) * 1024 if found else 0


_LINUX = sys.platform == "linux"
_PEAK = re.compile(rb"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


# --- Linux


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


class _Rules(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has; 0 without."""
    if not _LINUX:
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)))


def _forbid_files() -> int:
    """Forbid every access to files, TCP and the processes outside; return Landlock's version."""
    version = landlock_version()
    if version == 0:
        return 0
    known = _FILE_RIGHTS.get(version, max(_FILE_RIGHTS.values()))
    rules = _Rules(
        (1 << known) - 1,
        _TCP_RIGHTS if version >= _NETWORK_SINCE else 0,
        _SCOPES if version >= _SCOPES_SINCE else 0,
    )
    fields = 1 + (version >= _NETWORK_SINCE) + (version >= _SCOPES_SINCE)
    size = ctypes.sizeof(ctypes.c_uint64) * fields
    libc = ctypes.CDLL(None, use_errno=True)
    ruleset = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(rules), size, 0)
    if ruleset < 0 or libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "Landlock is there and refuses to be used")
    os.close(ruleset)
    return version


# What decoding, Python and its threads ask of the kernel. Everything else fails with EPERM, which
# libraries that only look for a cache or a number of cores take well.
_ALLOWED = (
    *("read", "readv", "pread64", "write", "writev", "close", "fstat", "lseek", "fcntl", "ioctl"),
    *("poll", "ppoll", "select", "pselect6", "recvfrom", "recvmsg", "sendto", "sendmsg"),
    *("mmap", "munmap", "mprotect", "mremap", "madvise", "brk", "membarrier"),
    *("futex", "futex_waitv", "set_robust_list", "rseq", "set_tid_address", "sched_yield"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall"),
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday"),
    *("getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrandom", "uname"),
    *("sched_getaffinity", "sched_getparam", "sched_getscheduler", "sysinfo", "getcpu"),
    *("getrusage", "prlimit64", "getrlimit", "setrlimit", "exit", "exit_group"),
)
# Nothing that decodes a picture does any of these, so whoever asks is not a decoder any more.
_DEADLY = (
    *("execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev"),
    *("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4"),
    *("open_by_handle_at", "bpf", "io_uring_setup", "userfaultfd", "perf_event_open", "keyctl"),
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "init_module"),
    *("finit_module", "kexec_load", "reboot", "memfd_create", "pidfd_getfd", "pidfd_open"),
)
_CLONE_THREAD = 0x00010000
_MACHINES = ("x86_64", "aarch64")


class _Filter:
    """A seccomp filter that is made and not in force yet."""

    def __init__(self, rules: object) -> None:
        self._rules = rules

    def load(self) -> None:
        """Put it in force."""
        self._rules.load()  # type: ignore[attr-defined]  # pyseccomp has no types


def _prepare_filter() -> _Filter | None:
    """Return the filter; None where the library or the kernel has none."""
    if platform.machine() not in _MACHINES:
        return None
    try:
        # Loads the system's libseccomp, which may be missing; it says so with either.
        import pyseccomp
    except (ImportError, OSError, RuntimeError):
        return None
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in _ALLOWED:
        _add(rules, pyseccomp.ALLOW, name)
    for name in _DEADLY:
        _add(rules, pyseccomp.KILL_PROCESS, name)
    thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    rules.add_rule(pyseccomp.ALLOW, "clone", thread)
    # Its flags lie in memory, where no filter can look; the C library then goes back to `clone`.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    return _Filter(rules)


def _add(rules: object, action: object, name: str) -> None:
    """Add a rule; a call that this architecture does not have needs none."""
    try:
        rules.add_rule(action, name)  # type: ignore[attr-defined]  # pyseccomp has no types
    except (ValueError, OSError, RuntimeError):
        return
