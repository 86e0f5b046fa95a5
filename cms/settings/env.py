"""Settings are read from the environment by readers that fail loudly.

A value that cannot be understood stops the start with the variable's name and what
was expected; it is never replaced by a default in silence.
"""

from __future__ import annotations

import os
from ipaddress import ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = "true", "false"
# In place of the address of a proxy that is heard on a socket of this machine.
UNIX = "unix"


def read_text(name: str, default: str | None = None) -> str:
    """The variable as written. Raises ImproperlyConfigured if absent and without default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set. See .env.example.")
    return value


def read_flag(name: str, default: bool) -> bool:
    """``true`` or ``false``, nothing else: ``DEBUG=no`` must not mean yes."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in (TRUE, FALSE):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == TRUE


def read_number(name: str, default: int, *, least: int = 0) -> int:
    value = os.environ.get(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {number}.")
    return number


def read_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values, blanks dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def read_networks(name: str) -> list[str]:
    """Comma-separated addresses or networks, or the word ``unix``."""
    networks = read_list(name)
    for network in networks:
        try:
            if network != UNIX:
                ip_network(network, strict=False)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} must be addresses like 127.0.0.1, networks like 10.0.0.0/8 or the word "
                f"{UNIX}, with commas between, not {network!r}."
            ) from None
    return networks


def read_secret(name: str) -> str:
    """The variable, or the content of the file that ``NAME_FILE`` points to.

    Raises ImproperlyConfigured if neither is given, the file cannot be read, or it is empty.
    """
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        value = read_text(name)
    else:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={path} cannot be read: {error}") from error
    if not value:
        raise ImproperlyConfigured(f"{name} must not be empty.")
    return value


def read_optional_secret(name: str) -> str:
    """The same; empty if neither is given."""
    given = os.environ.get(name) or f"{name}_FILE" in os.environ
    return read_secret(name) if given else ""
