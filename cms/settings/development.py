"""One machine, no services: what ``bin/demo`` and a developer run."""

from __future__ import annotations

import os

from django.core.management.utils import get_random_secret_key

from cms.settings.base import *  # noqa: F403
from cms.settings.base import STATIC_ROOT, VAR_DIR

# Kept beside the data, so that restarting logs nobody out and two installations differ.
_secret = VAR_DIR / "secret_key"
if not _secret.exists():
    with os.fdopen(os.open(_secret, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write(get_random_secret_key())
SECRET_KEY = _secret.read_text().strip()
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)  # empty here; WhiteNoise warns of a missing one
