"""What some tests need of the machine beyond Python.

Where it is missing they are skipped and say so; the gate sets ``REQUIRE_ALL=1``, and then a missing
piece fails them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import NoReturn

import pytest

from doccontrol.pdftext.process import walls as reading_walls


def _reads_vietnamese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True)
    return "vie" in known.stdout.split()


def _needs(there: bool, what: str, required_by: str = "REQUIRE_ALL") -> pytest.MarkDecorator:
    required = os.environ.get(required_by) == "1"
    return pytest.mark.skipif(not there and not required, reason=f"left out: needs {what}")


def fail_or_skip(what: str) -> NoReturn:
    """For what is found out only when a test asks."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(what)
    pytest.skip(f"left out: {what}")


def _trains() -> bool:
    try:
        import lightgbm
    except (ImportError, OSError):  # its wheel asks the system for OpenMP
        return False
    return bool(lightgbm)


ocr = _needs(_reads_vietnamese(), "tesseract with Vietnamese (apt install tesseract-ocr-vie)")
# Starting it takes seconds: only tests that need it ask (``tests/conftest.py``).
libreoffice = pytest.mark.usefixtures("writer_converts")
redis = _needs(
    shutil.which("redis-server") is not None, "a Redis server (apt install redis-server)"
)
walls = _needs(
    shutil.which("bwrap") is not None and reading_walls.available(),
    "bubblewrap that works here (apt install bubblewrap)",
)
lightgbm = _needs(_trains(), "LightGBM and OpenMP (apt install libgomp1)")
# The gate starts servers for these in steps of their own.
elasticsearch = _needs(
    "ELASTICSEARCH_URL" in os.environ,
    "a server at ELASTICSEARCH_URL (.ci/elasticsearch start)",
    "REQUIRE_ELASTICSEARCH",
)
secure_elasticsearch = _needs(
    "ELASTICSEARCH_PASSWORD" in os.environ,
    "a server with TLS and users (.ci/elasticsearch start --secure)",
    "REQUIRE_SECURE_ELASTICSEARCH",
)
elasticsearch_nodes = _needs(
    "ELASTICSEARCH_KILL" in os.environ,
    "a cluster whose nodes may be killed (.ci/elasticsearch start --nodes 3)",
    "REQUIRE_ELASTICSEARCH_NODES",
)
