"""Values that would leave a public site open: it does not start with them, and says why."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.env import read_flag, read_list, read_secret, read_text

_MAKE_ONE = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"
_SHORTEST, _FEWEST_LETTERS = 50, 12


def read_secret_key() -> str:
    """Sessions, links and cookies are signed with it: who guesses it is whoever they like.

    Raises ImproperlyConfigured if it is short, repeats itself, or is an example.
    """
    key = read_secret("SECRET_KEY")
    weakness = ""
    if len(key) < _SHORTEST:
        weakness = f"has {len(key)} characters, fewer than {_SHORTEST}"
    elif len(set(key)) < _FEWEST_LETTERS:
        weakness = f"uses {len(set(key))} different characters, fewer than {_FEWEST_LETTERS}"
    elif key in (key + key)[1:-1]:
        weakness = "is one piece of text repeated"
    elif key.startswith("django-insecure-"):
        weakness = "is one that Django made for development"
    if weakness:
        raise ImproperlyConfigured(f"SECRET_KEY {weakness}: it could be guessed. {_MAKE_ONE}")
    return key


def read_hosts() -> list[str]:
    """The names under which this site is asked; mails and links are written with them."""
    read_text("ALLOWED_HOSTS")
    hosts = read_list("ALLOWED_HOSTS")
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's host: iso.example.gov.vn.")
    for host in hosts:
        if "*" in host or host == ".":
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS must not hold {host!r}: whoever asks under a false name would be "
                "answered with it. Name each host; .example.gov.vn stands for all below one."
            )
        if "/" in host:
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS holds {host!r}: write the host alone, without https:// and path."
            )
    return hosts


def read_base_url() -> str:
    """Where the site is, for links in mails. Raises ImproperlyConfigured if it is no address."""
    url = read_text("SITE_BASE_URL").strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"SITE_BASE_URL must be an address like https://iso.example.gov.vn, not {url!r}."
        )
    return url


def refuse_debug() -> None:
    """Pages of errors would show settings and what people typed."""
    if read_flag("DEBUG", False):
        raise ImproperlyConfigured(
            "DEBUG must be false in production. Remove it, or use cms.settings.development."
        )
