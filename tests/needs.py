"""What some tests need of the machine beyond Python.

Where it is missing they are skipped and say so; the gate sets ``REQUIRE_ALL=1``, and then a missing
piece fails them.
"""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def _reads_vietnamese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True)
    return "vie" in known.stdout.split()


def _needs(there: bool, what: str) -> pytest.MarkDecorator:
    required = os.environ.get("REQUIRE_ALL") == "1"
    return pytest.mark.skipif(not there and not required, reason=f"left out: needs {what}")


ocr = _needs(_reads_vietnamese(), "tesseract with Vietnamese (apt install tesseract-ocr-vie)")
libreoffice = _needs(
    shutil.which("soffice") is not None, "LibreOffice (apt install libreoffice-writer-nogui)"
)
