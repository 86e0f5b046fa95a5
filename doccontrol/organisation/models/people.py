"""People: accounts that guard themselves and whose sessions end for good when they are closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from doccontrol import acting
from doccontrol.organisation.accounts.account_log import AccountChange, note
from doccontrol.organisation.accounts.guards import (
    NAMES,
    POWERS,
    check_account,
    check_deleting,
    kind_of,
)
from doccontrol.organisation.accounts.one_by_one import OneByOne, facts_that_differ

SEED_LENGTH = 32
# What is asked of the guard and written down; other columns are nobody's concern (last log-in).
WATCHED = (*sorted(NAMES), "is_active", *sorted(POWERS), "password")


class PersonQuerySet(OneByOne):
    def update(self, **fields: Any) -> int:
        if not set(fields) & set(WATCHED):
            return models.QuerySet.update(self, **fields)
        return super().update(**fields)


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    use_in_migrations = False


class Person(AbstractUser):
    """Someone with an account. People are deactivated, never deleted: evidence names them."""

    must_change_password = models.BooleanField(
        _("must change the password at the next log-in"), default=False, editable=False
    )
    # Part of what a session is recognised by: a new one ends every session that was begun.
    session_seed = models.CharField(max_length=SEED_LENGTH, blank=True, editable=False)

    objects = PersonManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # Related rows and Django's own code ask this one too.
        base_manager_name = "objects"

    _is_rehashing = False

    def get_full_name(self) -> str:
        """Family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Raises AccountRefused if whoever acts may not make this change. Each change is written
        down and told to the person, in the same transaction."""
        named = None if update_fields is None else set(update_fields)
        watched = [name for name in WATCHED if named is None or name in named]
        if self._is_rehashing or not watched:
            super().save(update_fields=update_fields, **options)
            return
        with transaction.atomic():
            before = self._stored()
            changed = facts_that_differ(before, self, watched)
            if changed:
                check_account(before, self, changed)
                named = self._settle(before, changed, named)
            super().save(update_fields=named, **options)
            self._write_down(before, changed)

    def _stored(self) -> Person | None:
        """The row as it is kept, whatever this object was loaded from, or copied from."""
        if self.pk is None:
            return None
        return type(self)._base_manager.select_for_update().filter(pk=self.pk).first()

    def _settle(
        self, before: Person | None, changed: set[str], named: set[str] | None
    ) -> set[str] | None:
        """What follows from the change, and the columns to write then."""
        follows = set()
        if before is not None and "password" in changed:
            # Whoever sets it at the command line knows it; its owner must not keep it.
            self.must_change_password = acting.who() is None
            follows.add("must_change_password")
        if before is not None and "is_active" in changed:
            self.session_seed = get_random_string(SEED_LENGTH)
            follows.add("session_seed")
        return None if named is None else named | follows

    def _write_down(self, before: Person | None, changed: set[str]) -> None:
        if before is None:
            facts = {name: getattr(self, name) for name in WATCHED if name != "password"}
            given = {name: value for name, value in facts.items() if value}
            note(AccountChange.What.ACCOUNT, self, after=given)
            return
        for kind in sorted({kind_of({name}) for name in changed}):
            names = sorted(name for name in changed - {"password"} if kind_of({name}) == kind)
            note(
                kind,
                self,
                before={name: getattr(before, name) for name in names},
                after={name: getattr(self, name) for name in names},
                also=before.email if "email" in names else "",
            )

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Raises PeopleAreNotDeleted."""
        check_deleting(self)
        return super().delete(*args, **options)

    def check_password(self, raw_password: str | None) -> bool:
        """Django may keep the same password under a newer hash meanwhile: that is no change."""
        self._is_rehashing = True
        try:
            return super().check_password(raw_password)  # type: ignore[arg-type]
        finally:
            self._is_rehashing = False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """As Django's, with the seed: without one, sessions begun before there was any go on."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(
            salt, self.password + self.session_seed, secret=secret, algorithm="sha256"
        ).hexdigest()
