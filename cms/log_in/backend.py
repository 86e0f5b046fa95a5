"""The one guard before a password is looked at, whichever door it came through."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cms.log_in import limits
from cms.log_in.devices import account_name, known_device
from cms.log_in.limits import Tries
from doccontrol.organisation.models.people import Person

logger = logging.getLogger("hieuluc.log_in")

# Hashing takes a third of a second of a core. In each process one password is hashed and one
# waits for it; the other threads are there for readers.
HASHED_AT_ONCE, IN_HAND = 1, 2
LONGEST_IN_LINE = 5.0
BUSY_WAIT = 3
_in_hand = BoundedSemaphore(IN_HAND)
_hashing = BoundedSemaphore(HASHED_AT_ONCE)
# One customer of a provider has a whole network of this size.
_IPV6_NETWORK = 64


class MustWait(Exception):
    """No password is looked at for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class LimitedBackend(ModelBackend):
    """A name and a password; refused unseen while a wait runs, also if they are right."""

    def authenticate(  # type: ignore[override]
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **others: Any,
    ) -> Person | None:
        """None if wrong. Raises PermissionDenied, which ends all trying, when it must wait;
        ``log_in_wait`` of the request then says for how many seconds."""
        typed = username if username is not None else others.get(Person.USERNAME_FIELD)
        if typed is None or password is None:
            return None
        try:
            with admitted(counted(request, typed)) as tries:
                person = super().authenticate(request, username=typed, password=password)
                if person is not None:
                    succeeded(tries)
                return person  # type: ignore[return-value]
        except MustWait as refusal:
            if request is not None:
                request.log_in_wait = refusal.seconds  # type: ignore[attr-defined]
            raise PermissionDenied from None


@contextmanager
def admitted(tries: list[Tries]) -> Iterator[list[Tries]]:
    """Inside, one password may be hashed. Raises MustWait: too many tries, or too many at once."""
    if not _in_hand.acquire(blocking=False):
        raise MustWait(BUSY_WAIT)
    try:
        if wait := _count(tries):
            raise MustWait(wait)
        if not _hashing.acquire(timeout=LONGEST_IN_LINE):
            for counter in tries:
                counter.give_back()
            raise MustWait(BUSY_WAIT)
        try:
            yield tries
        finally:
            _hashing.release()
    finally:
        _in_hand.release()


def _count(tries: list[Tries]) -> int:
    try:
        return limits.admit(tries)
    except Exception:  # of whichever cache is set; without counts nobody is let in
        logger.exception("Tries cannot be counted: nobody can log in until the cache answers")
        return BUSY_WAIT


def counted(request: HttpRequest | None, typed: str) -> list[Tries]:
    """Unknown names are counted as known ones are: a wait tells nothing about an account."""
    account = account_name(typed)
    if request is None:
        return [Tries(limits.ACCOUNT, account)]
    if device := known_device(request, typed):
        return [Tries(limits.KNOWN_DEVICE, account, device)]
    address = network(request.META.get("REMOTE_ADDR", ""))
    return [
        Tries(limits.ADDRESS, address),
        Tries(limits.ACCOUNT_AT_ADDRESS, account, address),
        Tries(limits.ACCOUNT, account),
    ]


def succeeded(tries: list[Tries]) -> None:
    """The account's counts begin anew. An address only gets back this one try: an account of
    one's own must not clear what was tried at others."""
    for counter in tries:
        if counter.limit is limits.ADDRESS:
            counter.give_back()
        else:
            counter.forget()


def network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(int(parsed) >> (128 - _IPV6_NETWORK))
    return str(parsed)
