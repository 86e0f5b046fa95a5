"""Walls around the process that reads files: bubblewrap (``bwrap``), where it is installed and
works.

Inside them there is no network, no other process, nothing to write but one temporary folder, and
of the file system only what reading needs: the programs of the system, Python, our code, and the
file at hand. The rest of this site, its database and its environment, is not there at all.
Without them the process is limited (``child_process``), and sees what its user sees.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]
_PROBED_WITHIN = 60  # seconds
# Bytes of /tmp inside, which is memory: for sockets of LibreOffice, not for files.
_ROOM = str(16 * 2**20)
# Of the system, where they are: programs, libraries and what these look up. Not /etc as a whole:
# keys of this and of other services lie there.
_SYSTEM = (
    "/usr", "/opt", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives",
    "/etc/fonts", "/etc/libreoffice", "/etc/localtime", "/etc/java", "/nix/store",
)  # fmt: skip
_LINKED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")


def around(
    command: list[str], *, folder: Path, reads: Collection[Path], writes: Collection[Path]
) -> list[str]:
    """``command`` as it is run inside walls: it may write into ``folder`` and to the files
    ``writes``, and read the files ``reads``. Call only where ``available``."""
    return [
        _program() or "bwrap", "--unshare-all", "--cap-drop", "ALL", "--hostname", "reader",
        *_of_the_system(), "--proc", "/proc", "--dev", "/dev", "--size", _ROOM, "--tmpfs",
        "/tmp",  # noqa: S108
        *_of_ours(), "--bind", str(folder), str(folder),
        *(word for path in reads for word in ("--ro-bind", str(path), str(path))),
        *(word for path in writes for word in ("--bind", str(path), str(path))),
        "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(folder), "--", *command,
    ]  # fmt: skip


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether the walls stand on this machine: tried once in each process, and said."""
    if _program() is None:
        logger.info("Files are read in a process of their own, without bubblewrap: not installed.")
        return False
    reason = _why_not()
    if reason:
        logger.warning(
            "Files are read in a process of their own, without bubblewrap, which does not work "
            "here: %s",
            reason,
        )
    else:
        logger.info("Files are read in a process of their own inside bubblewrap.")
    return not reason


@lru_cache(maxsize=1)
def _program() -> str | None:
    return shutil.which("bwrap")


def _why_not() -> str:
    """What goes wrong when our own reader is loaded inside; "" if nothing does."""
    folder = Path(sys.prefix)
    command = [sys.executable, "-P", "-c", "import doccontrol.pdftext.process.child_process"]
    try:
        tried = subprocess.run(  # noqa: S603 (words of our own)
            around(command, folder=folder, reads=(), writes=()),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBED_WITHIN,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if tried.returncode == 0:
        return ""
    return tried.stderr.decode(errors="replace").strip()[-500:] or f"status {tried.returncode}"


def _of_the_system() -> Iterator[str]:
    for name in _SYSTEM:
        yield from ("--ro-bind-try", name, name)
    for name in _LINKED:
        path = Path(name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), name)
        else:
            yield from ("--ro-bind-try", name, name)


def _of_ours() -> Iterator[str]:
    """Python as it runs here, and the packages of this site; not what lies beside them."""
    for prefix in dict.fromkeys((sys.base_prefix, sys.prefix)):
        yield from ("--ro-bind", os.path.realpath(prefix), prefix)
    if data := os.environ.get("TESSDATA_PREFIX"):
        yield from ("--ro-bind-try", data, data)
    for package in sorted(ROOT.glob("*/__init__.py")):
        yield from ("--ro-bind", str(package.parent), str(package.parent))
