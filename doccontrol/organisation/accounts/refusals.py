"""Why a change of a person, a role, a post or a password is refused, and who may make it."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused


class AccountRefused(Refused):
    """Base of what the guard of accounts refuses. ``words`` say why and what to do."""

    words: ClassVar[object] = ""

    def __init__(self) -> None:
        super().__init__(self.words)


class PeopleAreNotDeleted(AccountRefused):
    words = _(
        "People are not deleted: signatures and decisions name them. Untick “active” "
        "instead; the account can then no longer log in."
    )


class RolesAreNotDeleted(AccountRefused):
    words = _(
        "The six roles keep their names and are not deleted: the rules of the system ask for "
        "them. Take people out of a role instead."
    )


class AuditorIsNothingElse(AccountRefused):
    words = _(
        "An auditor looks at everything and changes nothing: whoever audits has no other role "
        "beside it. Take the other role away first, or choose another person."
    )


class NobodySignedIn(AccountRefused):
    words = _("Log in first: accounts, roles and posts are changed by people who are known.")


class AccountsAreKeptByOthers(AccountRefused):
    words = _("You do not keep accounts. Ask the ISO secretary or an administrator.")


class NotOnesOwn(AccountRefused):
    words = _(
        "Nobody changes their own roles, posts or activity, nor what the unit that they head "
        "signs. Ask somebody else who may: an administrator."
    )


class OnlyAdministratorsMakeAdministrators(AccountRefused):
    words = _("Only an administrator may change an administrator's account or make a new one.")


class OnlyAdministratorsGiveKeys(AccountRefused):
    words = _(
        "Roles that sign or keep the register, and posts as head of a unit, are given and taken "
        "by an administrator only; so are the accounts of the people who hold them closed and "
        "opened. Ask an administrator."
    )


class OnlyAdministratorsNameTheLeadership(AccountRefused):
    words = _(
        "Who heads the unit that leads the agency signs for the whole agency: which unit that is, "
        "and from when until when it exists, is said by an administrator only. Ask one."
    )


class OnlyAdministratorsKeepRoles(AccountRefused):
    words = _("What a role may do is decided by an administrator who is not in it.")


class OnlyAdministratorsChangeNames(AccountRefused):
    words = _(
        "Names stand on evidence, and the e-mail address receives the link for the password. "
        "Both, and the name for logging in, are changed by an administrator only, with a reason."
    )


class NamedLikeASigner(AccountRefused):
    words = _(
        "Somebody of this name already signs or keeps the register. A second account of the same "
        "name is opened by an administrator only."
    )


class ReasonIsMissing(AccountRefused):
    words = _("Write the reason: a name or an address is changed only with one.")


class PasswordsAreSetByTheirOwner(AccountRefused):
    words = _(
        "A password is set by its owner only. Send the person a one-time link instead, from the "
        "list of people."
    )


class AccountIsClosed(AccountRefused):
    words = _("This account is not active: no link for a password can be sent.")


class NoAddress(AccountRefused):
    words = _(
        "This person has no e-mail address, so no link can be sent. An administrator adds the "
        "address first."
    )
