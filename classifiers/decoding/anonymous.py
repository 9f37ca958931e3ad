"""Memory that two processes share and no file system knows."""

import fcntl
import os
from importlib import import_module
from typing import Any


def anonymous_memory(size: int) -> int:
    """Return a descriptor of so many bytes of memory, all zero; nothing is taken until it is used.

    On Linux it is sealed at its size: a process that could shorten it would let the other one die
    when it reads on.
    """
    if hasattr(os, "memfd_create"):
        memory = os.memfd_create("upstander", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(memory, size)
        fcntl.fcntl(memory, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
        return memory
    # Elsewhere POSIX shared memory whose name is gone again at once. It is what
    # `multiprocessing.shared_memory` is made of, which has no way without a name.
    posix: Any = import_module("_posixshmem")
    name = f"/upstander-{os.getpid()}-{os.urandom(4).hex()}"
    memory = posix.shm_open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode=0o600)
    posix.shm_unlink(name)
    os.ftruncate(memory, size)
    return int(memory)
