"""What whoever keeps the site should know at its start, though it starts."""

from __future__ import annotations

import logging
import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register

logger = logging.getLogger("hieuluc.settings")

_NO_MAIL = (
    "EMAIL_HOST is not set: mail is written to files in VAR_DIR/mail and reaches nobody. "
    "Set it to your mail server."
)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def mail_reaches_nobody() -> bool:
    return getattr(settings, "MAIL_MUST_BE_SENT", False) and not settings.EMAIL_HOST


def tell_at_start() -> None:
    """Into the log of the web process, which runs no checks."""
    if mail_reaches_nobody():
        logger.warning(_NO_MAIL)


@register()
def check_mail(**kwargs: Any) -> list[CheckMessage]:
    return [Info(_NO_MAIL, id="cms.I001")] if mail_reaches_nobody() else []


@register(Tags.security, deploy=True)
def check_readable_by_others(**kwargs: Any) -> list[CheckMessage]:
    """Files that an older version, or a copy from a backup, left open to everybody."""
    return [
        Warning(
            f"Other accounts of this machine can read {path}.",
            hint=f"chmod -R go= {path}",
            id="cms.W001",
        )
        for path in (Path(settings.VAR_DIR) / name for name in ("database.sqlite3", "index"))
        if path.exists() and path.stat().st_mode & _OTHERS and _is_reachable(path.parent)
    ]


def _is_reachable(folder: Path) -> bool:
    return bool(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH))
