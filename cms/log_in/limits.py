"""How often a password may be tried: counts in the shared cache, taken before anything is hashed.

A count that came after the hashing would let sixteen tries at once all hash.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from cms.shared_cache import shared_cache as cache

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Limit:
    """``free`` tries without a wait; then each waits twice as long as the one before it.

    Forgotten ``memory`` seconds after the last try.
    """

    name: str
    free: int
    first_wait: int
    longest_wait: int
    memory: int

    def wait_after(self, tries: int) -> int:
        """Seconds until one more may be tried."""
        if tries < self.free:
            return 0
        doublings = min(tries - self.free, 20)  # no need of numbers without end
        return min(self.first_wait * 2**doublings, self.longest_wait)


# A name from one address; the same name from wherever; an address, whatever the names. The
# second is wide and the third wider: an office shares one address, and whoever types wrong
# passwords for the director must not keep the director out.
ACCOUNT_AT_ADDRESS = Limit("account at address", 5, 30, 15 * MINUTE, HOUR)
ACCOUNT = Limit("account", 20, 30, 15 * MINUTE, DAY)
ADDRESS = Limit("address", 100, 5, MINUTE, HOUR)
# A browser in which this person has logged in before answers for itself alone.
KNOWN_DEVICE = Limit("known device", 10, 30, 15 * MINUTE, DAY)
# The old password, asked of somebody who is logged in: a session left open, or stolen.
OLD_PASSWORD = Limit("old password", 5, 30, 15 * MINUTE, HOUR)
# Links for a forgotten password, asked for from one address.
LINKS = Limit("links", 10, 30, 15 * MINUTE, HOUR)


class Tries:
    """The tries under one limit of one thing: an account, an address."""

    def __init__(self, limit: Limit, *subject: str) -> None:
        self.limit = limit
        # Names are typed by strangers: of any length, with any letters in them.
        key = "\0".join((limit.name, *subject)).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(key).hexdigest()
        self._count, self._wait = f"tries:{digest}", f"wait:{digest}"

    def wait_left(self) -> int:
        """Seconds to wait, 0 if none."""
        return max(0, math.ceil(float(cache.get(self._wait, 0)) - time.time()))

    def take(self) -> bool:
        """Count one try; False, and nothing counted, if another took the one that was free."""
        cache.add(self._count, 0, self.limit.memory)
        try:
            tries = cache.incr(self._count)
        except ValueError:  # it expired, or a success cleared it, between the two
            return self.take()
        cache.touch(self._count, self.limit.memory)
        wait = self.limit.wait_after(tries)
        if not wait:
            return True
        until = time.time() + wait
        if tries == self.limit.free:
            cache.set(self._wait, until, wait)
            return True
        if cache.add(self._wait, until, wait):
            return True
        self.give_back()
        return False

    def give_back(self) -> None:
        """The try was none: a right password, or one refused for another reason."""
        if cache.get(self._count, 0) > 0:
            try:
                cache.decr(self._count)
            except ValueError:
                return

    def forget(self) -> None:
        cache.delete_many([self._count, self._wait])


def admit(counted: Sequence[Tries]) -> int:
    """Count a try under every limit. Returns 0, or, with nothing counted, the seconds to wait."""
    wait = max((tries.wait_left() for tries in counted), default=0)
    if wait:
        return wait
    for place, tries in enumerate(counted):
        if not tries.take():
            for taken in counted[:place]:
                taken.give_back()
            return max(1, tries.wait_left())
    return 0
