"""Whether scans can be read on this machine; asked without loading what reads them."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

LANGUAGE = "vie"
_ASKING = 20  # seconds: it only lists its languages


def available() -> bool:
    """Whether tesseract is on this machine and knows Vietnamese. No is asked again each time, so
    that what is installed meanwhile is found; yes is remembered."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    if not _knows_vietnamese(program):
        _knows_vietnamese.cache_clear()
        return False
    return True


@lru_cache(maxsize=1)
def _knows_vietnamese(program: str) -> bool:
    try:
        listed = subprocess.run(  # noqa: S603 - a program on the path, words of our own
            [program, "--list-langs"], capture_output=True, timeout=_ASKING, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in listed.stdout.decode("utf-8", "replace").split()
